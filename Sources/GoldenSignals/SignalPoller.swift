package import PromModel

/// Asks an engine for every signal of one service at one instant.
package struct SignalPoller: Sendable {
    private let engine: any QueryEngine
    private let catalog: SignalCatalog
    private let window: Duration

    /// A poller for the service that `profile` and `selector` describe.
    package init(engine: any QueryEngine, profile: MetricProfile, selector: String, window: Duration) {
        self.engine = engine
        self.window = window
        catalog = SignalCatalog(profile: profile, selector: selector, window: window)
    }

    /// All numbers at an instant.
    package func poll(at moment: Timestamp) async throws(QueryFailure) -> SignalSnapshot {
        var snapshot = SignalSnapshot(at: moment, window: window)
        let rate = try await scalar(catalog.requestRate, at: moment)
        snapshot.requestCount = try await scalar(catalog.requestCount, at: moment)
        snapshot.errorsPerSecond = try await scalar(catalog.errorRate, at: moment)
        for process in try await engine.instant(catalog.errorTotals, at: moment) where process.value.isFinite {
            snapshot.errorTotals[process.labels["instance"]] = process.value
        }
        // A counter that is no number, or runs backwards, is no traffic to speak of: it stays "no data".
        if let rate, rate >= 0 { snapshot.readings[.requestRate] = SignalReading(rate > 0 ? .value(rate) : .idle) }
        if rate == nil { snapshot.isWarmingUp = try await scalar(catalog.requestTotal, at: moment) != nil }
        let isIdle = rate == 0
        for signal in [Signal.successShare, .errorShare, .averageLatency, .p95Latency, .p99Latency] {
            let value = try await scalar(catalog.expression(for: signal), at: moment)
            snapshot.readings[signal] = Self.reading(value, isIdle: isIdle)
        }
        let errorTotal = snapshot.errorTotal ?? 0
        snapshot.readings[.errorShare]?.noErrorsYet = rate != nil && errorTotal == 0
        try await markClipped(&snapshot)
        try await readSaturation(&snapshot)
        try await readExplanation(&snapshot)
        try await readTargets(&snapshot)
        return snapshot
    }

    /// A quotient of nothing by nothing is idle, an absent one is no data.
    private static func reading(_ value: Double?, isIdle: Bool) -> SignalReading {
        guard let value, !value.isNaN else { return SignalReading(isIdle ? .idle : .noData) }
        return SignalReading(.value(value))
    }

    /// A quantile at the last finite bound only says that the real one is there or above.
    private func markClipped(_ snapshot: inout SignalSnapshot) async throws(QueryFailure) {
        let buckets = try await engine.instant(catalog.latencyBuckets, at: snapshot.at)
        let bounds = buckets.compactMap { bucket in Double(bucket.labels["le"]).map { (bound: $0, rate: bucket.value) }
        }
        let finite = bounds.filter(\.bound.isFinite)
        guard let top = finite.max(by: { $0.bound < $1.bound }),
            let total = bounds.first(where: { $0.bound == .infinity })?.rate, total > 0
        else { return }
        for (signal, rank) in [(Signal.p95Latency, 0.95), (.p99Latency, 0.99)] where top.rate < rank * total {
            snapshot.readings[signal]?.clippedAt = top.bound
        }
    }

    private func readSaturation(_ snapshot: inout SignalSnapshot) async throws(QueryFailure) {
        for resource in catalog.saturation {
            guard let value = try await scalar(resource.expression, at: snapshot.at), value.isFinite else { continue }
            if let worst = snapshot[.saturation].value, worst >= value { continue }
            snapshot.readings[.saturation] = SignalReading(.value(value))
            snapshot.readings[.saturation]?.detail = resource.name
        }
    }

    private func readExplanation(_ snapshot: inout SignalSnapshot) async throws(QueryFailure) {
        let routes = try await engine.instant(catalog.errorRateByRoute, at: snapshot.at).filter { $0.value > 0 }
        let total = routes.reduce(0) { $0 + $1.value }
        snapshot.routes = routes.map { route in
            SignalSnapshot.RouteShare(
                route: route.labels[catalog.profile.routeLabel],
                errorsPerSecond: route.value,
                share: route.value / total
            )
        }
        .sorted { ($1.share, $0.route) < ($0.share, $1.route) }
        guard let activeFaults = catalog.activeFaults else { return }
        let shares = try await faultShares(at: snapshot.at)
        snapshot.faults = try await engine.instant(activeFaults, at: snapshot.at).map { fault in
            let key = fault.labels.keeping(only: ["fault", "route"])
            return SignalSnapshot.ActiveFault(name: key["fault"], route: key["route"], share: shares[key])
        }
    }

    private func faultShares(at moment: Timestamp) async throws(QueryFailure) -> [Labels: Double] {
        guard let expression = catalog.faultShares else { return [:] }
        let values = try await engine.instant(expression, at: moment)
        return Dictionary(
            values.map { ($0.labels.keeping(only: ["fault", "route"]), $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private func readTargets(_ snapshot: inout SignalSnapshot) async throws(QueryFailure) {
        let targets = try await engine.instant(catalog.targetsUp, at: snapshot.at)
        snapshot.targetsTotal = targets.count
        snapshot.targetsUp = targets.count { $0.value == 1 }
        for process in try await engine.instant(catalog.processStart, at: snapshot.at) {
            snapshot.processStarts[process.labels["instance"]] = process.value
        }
    }

    /// The value of an expression that has at most one.
    private func scalar(_ expression: String, at moment: Timestamp) async throws(QueryFailure) -> Double? {
        try await engine.instant(expression, at: moment).first?.value
    }
}
