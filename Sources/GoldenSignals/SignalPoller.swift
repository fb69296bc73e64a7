package import PromModel

/// Asks an engine for every signal of one service at one instant.
package struct SignalPoller: Sendable {
    private let engine: any QueryEngine
    private let catalog: SignalCatalog
    private let window: Duration

    /// A poller for the service that a catalogue describes; `window` is the catalogue's.
    package init(engine: any QueryEngine, catalog: SignalCatalog, window: Duration) {
        self.engine = engine
        self.catalog = catalog
        self.window = window
    }

    /// All numbers at an instant.
    package func poll(at moment: Timestamp) async throws(QueryFailure) -> SignalSnapshot {
        var point = SignalPoint(at: moment)
        for signal in Signal.allCases where signal != .saturation {
            point[signal] = try await scalar(catalog.expression(for: signal), at: moment)
        }
        point.requestCount = try await scalar(catalog.requestCount, at: moment)
        point.errorsPerSecond = try await scalar(catalog.errorRate, at: moment)
        for resource in try await vector(catalog.saturation, at: moment) {
            let name = SignalCatalog.resource(resource.labels[SignalCatalog.tagLabel])
            point.takeResource(name ?? "", share: resource.value)
        }
        let unanswered = try await scalar(catalog.unansweredRate, at: moment)
        point.addUnanswered(unanswered, window: window)
        point.keepShares()
        var snapshot = point.snapshot(window: window)
        for process in try await vector(catalog.errorTotals, at: moment) where process.value.isFinite {
            snapshot.errorTotals[process.labels["instance"]] = process.value
        }
        for process in try await vector(catalog.requestTotals, at: moment) where process.value.isFinite {
            snapshot.requestTotals[process.labels["instance"]] = process.value
        }
        let totals = try await vector(catalog.unansweredTotals, at: moment)
        snapshot.takeUnanswered(rate: unanswered, totals: totals.map { (name: $0.labels["instance"], value: $0.value) })
        snapshot.markNoErrorsYet(isCountingErrors: catalog.errorTotals != nil)
        snapshot.isProbed = catalog.profile.isProbed
        if point[.requestRate] == nil, !snapshot.isProbed {
            // A total that is no number will make no rate, however long one waits.
            snapshot.isWarmingUp = try await scalar(catalog.requestTotal, at: moment)?.isFinite == true
        }
        if let label = catalog.clientErrorLabel {
            snapshot.clientErrors = ClientErrors(
                try await vector(catalog.clientErrorRates, at: moment),
                label: label,
                name: catalog.clientErrorName
            )
        }
        let buckets = try await vector(catalog.latencyBuckets, at: moment)
        snapshot.markClipped(by: buckets, unit: catalog.unit)
        if !buckets.isEmpty {
            snapshot.spread = LatencySpread(cumulative: buckets, perSecond: catalog.unit.perSecond)
        } else if let whole = catalog.latencyBuckets {
            snapshot.spread = try await engine.spread(whole, at: moment, perSecond: catalog.unit.perSecond)
        }
        var bounds = BoundSamples()
        for value in try await vector(catalog.samplesByBound, at: moment) {
            bounds.add(value.value, bound: value.labels["le"])
        }
        if bounds.areUneven { snapshot.withdrawQuantiles() }
        let gauges = SignalCatalog.combined(catalog.processGauges.map { ($0.tag, $0.expression) })
        snapshot.gauges = SignalCatalog.gauges(from: try await vector(gauges, at: moment))
        snapshot.takeFaults(
            active: try await vector(catalog.activeFaults, at: moment),
            shares: try await vector(catalog.faultShares, at: moment)
        )
        snapshot.takeTargets(
            up: try await vector(catalog.targetsUp, at: moment),
            starts: try await vector(catalog.processStart, at: moment)
        )
        return snapshot
    }

    /// Who explains the failures at an instant; `before` is what was before the onset, and `withQuantiles` whether the
    /// buckets make a histogram.
    package func breakdown(
        _ queries: BreakdownQueries,
        at moment: Timestamp,
        before: [InstantValue]?,
        since onset: Timestamp?,
        total errorRate: Double?,
        withQuantiles: Bool = true
    ) async throws(QueryFailure) -> Breakdown {
        let rates = try await engine.instant(queries.expression, at: moment)
        let quantiles = withQuantiles ? try await vector(queries.quantiles, at: moment) : []
        return queries.breakdown(now: rates + quantiles, before: before, since: onset, total: errorRate)
    }

    /// The version that each process runs.
    package func versions(at moment: Timestamp) async throws(QueryFailure) -> [String: String] {
        let metrics = VersionQueries.metrics(from: try await engine.instant(VersionQueries.discovery, at: moment))
        let expression = VersionQueries.expression(metrics, targetSelector: catalog.targetSelector)
        return VersionQueries.versions(from: try await vector(expression, at: moment))
    }

    private func vector(_ expression: String?, at moment: Timestamp) async throws(QueryFailure) -> [InstantValue] {
        guard let expression else { return [] }
        return try await engine.instant(expression, at: moment)
    }

    /// The value of an expression that has at most one.
    private func scalar(_ expression: String?, at moment: Timestamp) async throws(QueryFailure) -> Double? {
        try await vector(expression, at: moment).first?.value
    }
}
