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
        case processes
        case fault
        case faultShare
        case version
        case pastStart
        case pastVersion
    }

    private static let countTag = "requestCount"
    private static let errorTag = "errorsPerSecond"
    private static let samplesTag = "samples"
    /// A window with less than this part of its samples is not full.
    private static let fullShare = 0.75
    private let catalog: SignalCatalog
    /// How many samples of a series a full window holds; nil where that is not known.
    private let samplesPerWindow: Double?
    /// Who explains the failures; nil where nothing can.
    package let breakdown: BreakdownQueries?

    /// The queries for a catalogue, and a dimension that failures are told apart by.
    ///
    /// Where the requests do not carry its labels, the first one that they carry is taken. With `samplesPerWindow`, how
    /// often a window is scraped, points of windows that are not full are marked.
    package init(catalog: SignalCatalog, dimension: Dimension = .route, samplesPerWindow: Double? = nil) {
        self.catalog = catalog
        self.samplesPerWindow = samplesPerWindow
        breakdown =
            ([dimension] + Dimension.allCases).lazy.compactMap { BreakdownQueries($0, catalog: catalog) }.first
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
            (Self.samplesTag, samplesPerWindow == nil ? nil : catalog.sampleCount),
        ])
        let groups: [[Signal]] = [
            [.successShare, .errorShare], [.averageLatency], [.p95Latency, .p99Latency],
        ]
        let all =
            [([Signal.requestRate], traffic)] + groups.map { ($0, signals($0)) }
            + [([.saturation], catalog.saturation)]
        return all.compactMap { signals, expression in expression.map { (signals, $0) } }
    }

    /// An instant query: who explains the failures, and whether a quantile is clipped; nil where neither is known.
    package var explanation: String? {
        let parts = [breakdown?.expression, catalog.latencyBuckets].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " or ")
    }

    /// An instant query: the quantiles of the breakdown's rows; nil without a histogram.
    package var quantiles: String? { breakdown?.quantiles }

    /// An instant query: targets, restarts, totals, faults, and the age of the newest sample.
    ///
    /// `onset` is how long a breach has lasted, for the failures since; `versions` are the metrics that tell them,
    /// `past` is how long ago the shown span began, where the processes of then are asked for.
    package func facts(onset: Duration?, versions: [String] = [], past: Duration? = nil) -> String {
        let version = VersionQueries.expression(versions, targetSelector: catalog.targetSelector)
        let offset = past.map { " offset \(SignalCatalog.durationText($0))" }
        let sinceOnset = onset.flatMap { catalog.errorCount(within: $0) }
        let parts: [(Fact, String?)] = [
            (.up, catalog.targetsUp), (.scraped, catalog.scrapedAt), (.start, catalog.processStart),
            (.errors, catalog.errorTotals),
            (.newest, catalog.newestSample), (.processes, catalog.severalProcesses), (.requests, catalog.requestTotal),
            (.sinceOnset, sinceOnset),
            (.fault, catalog.activeFaults), (.faultShare, catalog.faultShares), (.version, version),
            (.pastStart, offset.map { catalog.processStart + $0 }),
            (.pastVersion, offset.flatMap { offset in version.map { $0 + offset } }),
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
                } else if tag == Self.samplesTag {
                    point.isThin = sample.value < (samplesPerWindow ?? 0) * Self.fullShare
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
        snapshot.takeFaults(active: values(.fault), shares: values(.faultShare))
        snapshot.takeTargets(up: values(.up), starts: values(.start))
        for scrape in values(.scraped) {
            snapshot.scrapes[scrape.labels["instance"]] = Timestamp(seconds: scrape.value)
        }
        snapshot.errorsSinceOnset = values(.sinceOnset).first?.value
        snapshot.newestSample = values(.newest).first.map { Timestamp(seconds: $0.value) }
        snapshot.versions = VersionQueries.versions(from: values(.version))
        if let instance = values(.processes).map({ $0.labels["instance"] }).min() {
            snapshot.distrust(.severalProcesses(instance: instance))
        }
        return snapshot
    }

    /// The processes of the past among the facts; nil where they were not asked for.
    package func past(at moment: Timestamp, facts: [InstantValue]) -> ProcessTable {
        let known = Dictionary(grouping: facts) { $0.labels[SignalCatalog.tagLabel] }
        let starts = (known[Fact.pastStart.rawValue] ?? []).map { ($0.labels["instance"], $0.value) }
        return ProcessTable(
            at: moment,
            starts: Dictionary(starts, uniquingKeysWith: { first, _ in first }),
            versions: VersionQueries.versions(from: known[Fact.pastVersion.rawValue] ?? [])
        )
    }

    private func signals(_ signals: [Signal]) -> String? {
        SignalCatalog.combined(signals.map { ($0.rawValue, catalog.expression(for: $0)) })
    }
}
