import GoldenSignals
import PromModel
import PromQL

// What neither the list of targets nor a profile tells, by what is stored.
extension PrometheusSource {
    /// How often a service has samples where no target tells: the usual interval nearest to what lies between those of
    /// one series.
    func estimatedInterval(
        _ match: ServiceMatch,
        _ selector: String
    ) async throws(APIFailure) -> Duration? {
        let catalog = SignalCatalog(profile: match.profile, selector: selector, window: .seconds(60))
        guard let one = try await vector(catalog.oneOfTheRequests).first?.labels else { return nil }
        let matchers = one.dropping([Labels.metricNameLabel]).map {
            "\(PromQLName.label($0.name))=\(Labels.quoted($0.value))"
        }
        let series = SignalCatalog(
            profile: match.profile,
            selector: matchers.joined(separator: ","),
            window: .seconds(60)
        )
        // Moments that the samples carry, seen often enough to miss none that is not closer than the step.
        let end = serverNow
        let answer = try await api.queryRange(
            series.newestSample,
            from: end - .seconds(600),
            through: end,
            step: .seconds(1)
        )
        note(answer)
        let moments = Set(answer.value.first?.samples.map(\.value) ?? []).filter(\.isFinite).sorted()
        let gaps = zip(moments, moments.dropFirst()).map { $1 - $0 }.sorted()
        guard !gaps.isEmpty else { return nil }
        return Self.usualInterval(nearest: gaps[gaps.count / 2])
    }

    /// What a histogram counts in where neither profile nor name says it: the metadata, else a guess by its bounds.
    func latencyUnit(of match: ServiceMatch) async throws(APIFailure) -> (LatencyUnit?, String?) {
        guard let latency = match.profile.latency, !match.profile.tellsLatencyUnit
        else { return (nil, nil) }
        let api = api
        let described = await Self.attempt { () async throws(APIFailure) in try await api.metadata(metric: latency.name)
        }
        cost.queries += 1
        if let unit = try? described.get().value[latency.name]?.compactMap({ LatencyUnit(rawValue: $0.unit) }).first {
            return (unit, "latency is in \(unit.rawValue), says the metadata")
        }
        guard match.hasBuckets else { return (.seconds, "latency is taken to be in seconds: a guess") }
        let selector = knowledge.directory.selector(of: match.service)
        let catalog = SignalCatalog(profile: match.profile, selector: selector, window: .seconds(60))
        let buckets = try await vector(catalog.latencyBuckets ?? "")
        let largest = buckets.compactMap { Double($0.labels["le"]) }.filter(\.isFinite).max() ?? 0
        let unit = LatencyUnit.guessed(largestBound: largest)
        return (unit, "latency is taken to be in \(unit.rawValue), by its largest bucket \(largest): a guess")
    }
}
