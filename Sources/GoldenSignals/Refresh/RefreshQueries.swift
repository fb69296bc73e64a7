package import PromModel

/// The queries of one refresh: as many for a service of one process as for one of a thousand.
package struct RefreshQueries: Sendable, Equatable {
    /// The parts of the query for everything beside the charts.
    enum Fact: String {
        case up
        case scraped
        case start
        case errors
        case newest
        case requests
        case sinceOnset
        case fault
        case faultShare
    }

    private static let countTag = "requestCount"
    private static let errorTag = "errorsPerSecond"
    private let catalog: SignalCatalog

    /// The queries for a catalogue.
    package init(catalog: SignalCatalog) {
        self.catalog = catalog
    }

    /// Range queries: the seven numbers and what the verdict needs, five requests at most.
    package var ranges: [String] { parts.map(\.expression) }

    /// The signals that each of the range queries answers.
    package var rangeSignals: [[Signal]] { parts.map(\.signals) }

    /// Whether nothing can be said without a range query: the traffic and the failures carry the verdict.
    package func isEssential(range index: Int) -> Bool {
        parts[index].signals.contains { $0 == .requestRate || $0 == .errorShare }
    }

    private var parts: [(signals: [Signal], expression: String)] {
        let traffic = SignalCatalog.combined([
            (Signal.requestRate.rawValue, catalog.requestRate), (Self.countTag, catalog.requestCount),
            (Self.errorTag, catalog.errorRate),
        ])
        let groups: [[Signal]] = [
            [.successShare, .errorShare], [.averageLatency], [.p95Latency, .p99Latency],
        ]
        let all =
            [([Signal.requestRate], traffic)] + groups.map { ($0, signals($0)) }
            + [([.saturation], catalog.saturation)]
        return all.compactMap { signals, expression in expression.map { (signals, $0) } }
    }

    /// An instant query: who explains the failures.
    package var routes: String? { catalog.errorRateByRoute.map { "topk(20, \($0))" } }

    /// An instant query: whether a quantile is clipped.
    package var buckets: String? { catalog.latencyBuckets }

    /// An instant query: targets, restarts, totals, faults, and the age of the newest sample.
    ///
    /// `onset` is how long a breach has lasted, for the failures since.
    package func facts(onset: Duration?) -> String {
        let sinceOnset = onset.flatMap { catalog.errorCount(within: $0) }
        let parts: [(Fact, String?)] = [
            (.up, catalog.targetsUp), (.scraped, catalog.scrapedAt), (.start, catalog.processStart),
            (.errors, catalog.errorTotals),
            (.newest, catalog.newestSample), (.requests, catalog.requestTotal), (.sinceOnset, sinceOnset),
            (.fault, catalog.activeFaults), (.faultShare, catalog.faultShares),
        ]
        return SignalCatalog.combined(parts.map { ($0.0.rawValue, $0.1) }) ?? catalog.targetsUp
    }

    /// The points that the range queries answered, oldest first.
    package func points(from series: [Series]) -> [SignalPoint] {
        var points: [Timestamp: SignalPoint] = [:]
        let signals = Dictionary(uniqueKeysWithValues: Signal.allCases.map { ($0.rawValue, $0) })
        for series in series {
            let tag = series.labels[SignalCatalog.tagLabel]
            for sample in series.samples {
                var point = points[sample.timestamp] ?? SignalPoint(at: sample.timestamp)
                if let signal = signals[tag] {
                    point[signal] = sample.value
                } else if tag == Self.countTag {
                    point.requestCount = sample.value
                } else if tag == Self.errorTag {
                    point.errorsPerSecond = sample.value
                } else if let resource = SignalCatalog.resource(tag) {
                    point.takeResource(resource, share: sample.value)
                }
                points[sample.timestamp] = point
            }
        }
        return points.values.sorted { $0.at < $1.at }
    }

    /// Everything known at the newest point.
    ///
    /// A service without a point there has no number.
    package func snapshot(
        at moment: Timestamp,
        window: Duration,
        points: [SignalPoint],
        facts: [InstantValue],
        routes: [InstantValue],
        buckets: [InstantValue]
    ) -> SignalSnapshot {
        let point = points.last { $0.at == moment } ?? SignalPoint(at: moment)
        var snapshot = point.snapshot(window: window)
        let known = Dictionary(grouping: facts) { $0.labels[SignalCatalog.tagLabel] }
        func values(_ fact: Fact) -> [InstantValue] { known[fact.rawValue] ?? [] }
        for process in values(.errors) where process.value.isFinite {
            snapshot.errorTotals[process.labels["instance"]] = process.value
        }
        snapshot.markNoErrorsYet(isCountingErrors: catalog.errorTotals != nil)
        snapshot.isWarmingUp = point[.requestRate] == nil && values(.requests).first != nil
        snapshot.markClipped(by: buckets, unit: catalog.unit)
        snapshot.explain(routes: routes, label: catalog.profile.routeLabel)
        snapshot.takeFaults(active: values(.fault), shares: values(.faultShare))
        snapshot.takeTargets(up: values(.up), starts: values(.start))
        for scrape in values(.scraped) {
            snapshot.scrapes[scrape.labels["instance"]] = Timestamp(seconds: scrape.value)
        }
        snapshot.errorsSinceOnset = values(.sinceOnset).first?.value
        snapshot.newestSample = values(.newest).first.map { Timestamp(seconds: $0.value) }
        return snapshot
    }

    private func signals(_ signals: [Signal]) -> String? {
        SignalCatalog.combined(signals.map { ($0.rawValue, catalog.expression(for: $0)) })
    }
}
