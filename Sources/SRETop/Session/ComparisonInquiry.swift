import Diagnosis
import Gates
import GoldenSignals
import PromModel

/// Asks a source for the two sides of a comparison.
struct ComparisonInquiry: Sendable {
    /// Why a side has no numbers.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Where histograms are stored whole there are no bounds of their own: these are asked.
    private static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    let engine: any QueryEngine
    let catalog: SignalCatalog
    let now: Timestamp
    let length: Duration

    /// The counts of a side.
    ///
    /// - Throws: `Failure` where nothing carries its labels; `QueryFailure` where the source gives no answer.
    func counts(_ side: ComparisonSide) async throws -> ComparisonCounts {
        let moment = side.moment(now: now)
        let (picked, how) = try await picked(side, at: moment)
        let requests = try await value(picked.requestCount, at: moment) ?? 0
        var failures: ShareCounts?
        if let expression = picked.errorRate, requests > 0 {
            let bad = (try await value(expression, at: moment) ?? 0) * length.inSeconds
            failures = ShareCounts(requests: requests, bad: bad, length: length)
        }
        var quantiles: [Double: Double] = [:]
        for rank in ComparisonCounts.ranks {
            if let expression = picked.quantile(rank, by: []) {
                quantiles[rank] = try await value(expression, at: moment)
            }
        }
        return ComparisonCounts(
            how: how,
            rate: try await value(picked.requestRate, at: moment),
            failures: failures,
            latencies: try await latencies(picked, at: moment),
            quantiles: quantiles.filter { $0.value.isFinite }
        )
    }

    /// Looks whether anything carries the labels of a side, before anybody waits for its numbers.
    ///
    /// - Throws: `Failure` where nothing does; `QueryFailure` where the source gives no answer.
    func check(_ side: ComparisonSide) async throws {
        guard case .labels(let pairs) = side else { return }
        let matchers = side.matchers.joined(separator: ",")
        let series = catalog.selecting(matchers).oneOfTheRequests
        guard try await engine.instant(series, at: now).isEmpty else { return }
        let found = try await engine.instant(VersionQueries.discovery, at: now)
        let selector = [catalog.targetSelector, matchers].filter { !$0.isEmpty }.joined(separator: ",")
        guard
            let expression = VersionQueries.expression(VersionQueries.metrics(from: found), targetSelector: selector),
            try await !instances(expression, at: now).isEmpty
        else { throw Failure(description: "nothing carries \(Self.words(pairs))") }
    }

    /// The catalogue of a side, and how it was picked.
    private func picked(_ side: ComparisonSide, at moment: Timestamp) async throws -> (SignalCatalog, String) {
        let whole = catalog.with(window: length)
        guard case .labels(let pairs) = side else { return (whole, "everything") }
        let matchers = side.matchers.joined(separator: ",")
        let direct = whole.selecting(matchers)
        // What was there for a part of the time counts for that part.
        let seen = "count(\(direct.requestCount))"
        if try await value(seen, at: moment) ?? 0 > 0 { return (direct, matchers) }
        // A label that the requests lack may be the process's: the version that it says it runs.
        let found = try await engine.instant(VersionQueries.discovery, at: moment)
        let selector = [whole.targetSelector, matchers].filter { !$0.isEmpty }.joined(separator: ",")
        guard let expression = VersionQueries.expression(VersionQueries.metrics(from: found), targetSelector: selector)
        else { throw Failure(description: "nothing carries \(Self.words(pairs))") }
        var instances = try await self.instances(expression, at: moment)
        if instances.isEmpty {
            // Those that are gone served for a part of the time; one that runs something else by now is not told apart.
            let range = "[\(SignalCatalog.durationText(length))]"
            let others = VersionQueries.expression(
                VersionQueries.metrics(from: found),
                targetSelector: whole.targetSelector
            )
            instances = try await self.instances("last_over_time(\(expression)\(range))", at: moment)
            if let others { instances.subtract(try await self.instances(others, at: moment)) }
        }
        guard !instances.isEmpty else { throw Failure(description: "nothing carries \(Self.words(pairs))") }
        let pattern = instances.sorted().map(Self.escaped).joined(separator: "|")
        let how = "instance=~\(Labels.quoted(pattern))"
        return (whole.selecting(how), how)
    }

    private func instances(_ expression: String, at moment: Timestamp) async throws -> Set<String> {
        Set(try await engine.instant(expression, at: moment).map { $0.labels["instance"] }.filter { !$0.isEmpty })
    }

    private func latencies(_ picked: SignalCatalog, at moment: Timestamp) async throws -> LatencyCounts? {
        if picked.profile.latency != nil, picked.profile.storage.hasNative {
            return try await wholeLatencies(picked, at: moment)
        }
        guard let expression = picked.latencyBuckets else { return nil }
        var within: [Double: Double] = [:]
        for value in try await engine.instant(expression, at: moment) where value.value.isFinite {
            guard let bound = Double(value.labels["le"]) else { continue }
            within[bound / picked.unit.perSecond, default: 0] += value.value * length.inSeconds
        }
        guard let all = within.removeValue(forKey: .infinity), all > 0 else { return nil }
        return LatencyCounts(requests: all, within: within, length: length)
    }

    private func wholeLatencies(_ picked: SignalCatalog, at moment: Timestamp) async throws -> LatencyCounts? {
        var service = ServiceObjectives(service: "x", selector: picked.selector)
        service.profile = picked.profile
        service.grouping = []
        var within: [Double: Double] = [:]
        var requests = 0.0
        for bound in Self.bounds {
            let objective = ServiceLevelObjective(
                name: "x",
                objective: 0.5,
                indicator: .latency(seconds: bound),
                period: length,
                windows: []
            )
            guard let indicator = service.indicator(objective, window: length) else { return nil }
            if requests == 0 { requests = try await value(indicator.count, at: moment) ?? 0 }
            guard let slow = try await value(indicator.errorRatio, at: moment) else { continue }
            within[bound] = requests * (1 - slow)
        }
        return requests > 0 ? LatencyCounts(requests: requests, within: within, length: length) : nil
    }

    private func value(_ expression: String, at moment: Timestamp) async throws -> Double? {
        let values = try await engine.instant(expression, at: moment)
        return values.first.map(\.value).flatMap { $0.isNaN ? nil : $0 }
    }

    private static func words(_ pairs: [ComparisonSide.Pair]) -> String {
        pairs.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
    }

    /// A text as a pattern that matches it alone.
    private static func escaped(_ text: String) -> String {
        String(text.flatMap { "\\.+*?()|[]{}^$".contains($0) ? ["\\", $0] : [$0] })
    }
}
