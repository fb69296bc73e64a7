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
        case processes
        case fault
        case faultShare
        case version
        case client
        case unanswered
        case unansweredTotal
        case pastStart
        case pastVersion
    }

    private static let countTag = "requestCount"
    private static let errorTag = "errorsPerSecond"
    private static let clientTag = "clientErrors"
    private static let unansweredTag = "unansweredPerSecond"
    private static let samplesTag = "samples"
    static let boundsTag = "bounds"
    /// How many samples of a series a full window holds; nil where that is not known.
    private let samplesPerWindow: Double?
    private static let firstRequestsTag = "firstRequests"
    private static let firstFailuresTag = "firstFailures"
    private static let possibleFailuresTag = "possibleFailures"
    private static let sinceOnsetTag = "sinceOnset"
    let catalog: SignalCatalog
    private let window: Duration
    private let scrapeInterval: Duration
    /// Whether the first values of new series are asked for.
    package let addsFirstValues: Bool
    /// Who explains the failures; nil where nothing can.
    package let breakdown: BreakdownQueries?

    /// The queries for a catalogue, and a dimension that failures are told apart by.
    ///
    /// Where the requests do not carry its labels, the first one that they carry is taken. `window` is the catalogue's,
    /// `scrapeInterval` the longest of its targets. With `samplesPerWindow`, how often a window is scraped, points of
    /// windows that are not full are marked.
    package init(
        catalog: SignalCatalog,
        window: Duration,
        scrapeInterval: Duration,
        dimension: Dimension = .route,
        samplesPerWindow: Double? = nil,
        addsFirstValues: Bool = true
    ) {
        self.catalog = catalog
        self.window = window
        self.scrapeInterval = scrapeInterval
        self.samplesPerWindow = samplesPerWindow
        // What a gauge was first is no count.
        self.addsFirstValues = addsFirstValues && !catalog.profile.isProbed
        breakdown = BreakdownQueries.first(dimension, catalog: catalog)
    }

    /// Range queries: the seven numbers and what the verdict needs, five requests at most.
    package var ranges: [String] { parts.map(\.expression) }

    /// The signals that each of the range queries answers.
    package var rangeSignals: [[Signal]] { parts.map(\.signals) }

    /// Whether nothing can be said without a range query: the traffic and the failures carry the verdict.
    package func isEssential(range index: Int) -> Bool {
        parts[index].signals.contains { $0 == .requestRate || $0 == .errorShare }
    }

    /// Whether a range query asks for first values too, so that it can do without them where it fails.
    package func asksFirstValues(range index: Int) -> Bool {
        addsFirstValues && parts[index].signals.contains(.errorShare)
    }

    /// What first values stand for; nothing where they are not asked for.
    private var firstValues: [(tag: String, expression: String?)] {
        guard addsFirstValues else { return [] }
        let first = catalog.firstValues(interval: scrapeInterval)
        return [
            (Self.firstRequestsTag, first.requests(within: window)),
            (Self.firstFailuresTag, first.failures(within: window)),
            (Self.possibleFailuresTag, first.failures(within: window, isCertain: false)),
        ]
    }

    private var parts: [(signals: [Signal], expression: String)] {
        let traffic = SignalCatalog.combined([
            (Signal.requestRate.rawValue, catalog.expression(for: .requestRate)), (Self.countTag, catalog.requestCount),
            (Self.errorTag, catalog.errorRate), (Self.clientTag, catalog.clientErrorRate),
            (Self.unansweredTag, catalog.unansweredRate),
            (Self.changedTag, catalog.changedBounds(each: scrapeInterval)),
            (Self.samplesTag, samplesPerWindow == nil ? nil : catalog.sampleCount(within: window + scrapeInterval)),
        ])
        let shares: [Signal] = [.successShare, .errorShare]
        let quantiles: [Signal] = [.p95Latency, .p99Latency]
        let all: [([Signal], String?)] = [
            ([.requestRate], traffic), (shares, signals(shares, and: firstValues)),
            ([.averageLatency], signals([.averageLatency])),
            (quantiles, signals(quantiles, and: [(Self.boundsTag, catalog.samplesByBound)])),
            ([.saturation], catalog.saturation),
        ]
        return all.compactMap { signals, expression in expression.map { (signals, $0) } }
    }

    /// An instant query: who explains the failures, how many there were, and whether a quantile is clipped; nil where
    /// none of it is known.
    ///
    /// `duration` is how long ago the last evaluation before the breach was, from the moment that is asked for. With
    /// `withFirstValues` what they add to each part is asked as well.
    package func explanation(failuresWithin duration: Duration? = nil, withFirstValues: Bool = false) -> String? {
        let failures = duration.flatMap { self.failures(within: $0) }
        let first = withFirstValues ? breakdown.flatMap { firstParts(within: window, by: $0.firstLabels) } : nil
        let parts = [failures, breakdown?.expression, first, catalog.bucketsInSight].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " or ")
    }

    /// An instant query: what first values stand for by some labels; nil where they are not asked for.
    package func firstParts(within duration: Duration, by labels: [String]) -> String? {
        addsFirstValues ? catalog.firstValues(interval: scrapeInterval).parts(within: duration, by: labels) : nil
    }

    /// An instant query: the failures since then alone; nil where they cannot be counted.
    ///
    /// A breach that began with its series may be found as late as a window after its first failures. What it answers is
    /// told by ``failures(in:)``.
    package func failures(within duration: Duration) -> String? {
        catalog.failuresCounted(within: duration, interval: scrapeInterval, births: duration + window)
            .map { SignalCatalog.tagged($0, as: Self.sinceOnsetTag) }
    }

    /// The failures since a breach began, in an answer that holds them.
    package static func failures(in answer: [InstantValue]) -> Double? {
        answer.first { $0.labels[SignalCatalog.tagLabel] == sinceOnsetTag }?.value
    }

    /// An instant query: the quantiles of the breakdown's rows; nil without a histogram.
    package var quantiles: String? { breakdown?.quantiles }

    /// An instant query: targets, restarts, totals, faults, and the age of the newest sample.
    ///
    /// `versions` are the metrics that tell them, `past` is how long ago the shown span began, where the processes of
    /// then are asked for: of a later moment where nothing was there yet.
    package func facts(versions: [String] = [], past: Duration? = nil) -> String {
        let version = VersionQueries.expression(versions, targetSelector: catalog.targetSelector)
        let earlier = { (expression: String) in past.map { Self.asItWas(expression, before: $0) } }
        let parts: [(Fact, String?)] = [
            (.up, catalog.targetsUp), (.scraped, catalog.scrapedAt), (.start, catalog.processStart),
            (.errors, catalog.errorTotals),
            (.newest, catalog.newestSample), (.processes, catalog.severalProcesses), (.requests, catalog.requestTotals),
            (.client, catalog.clientErrorRates), (.fault, catalog.activeFaults), (.faultShare, catalog.faultShares),
            (.version, version), (.unanswered, catalog.unansweredRate),
            (.unansweredTotal, catalog.unansweredTotals),
            (.pastStart, earlier(catalog.processStart)), (.pastVersion, version.flatMap(earlier)),
        ]
        let gauges = catalog.processGauges.map { (tag: $0.tag, expression: Optional($0.expression)) }
        return SignalCatalog.combined(parts.map { ($0.0.rawValue, $0.1) } + gauges) ?? catalog.targetsUp
    }

    /// What a selector picked some time ago, or a third, or a tenth of that, where the history is younger.
    private static func asItWas(_ selector: String, before time: Duration) -> String {
        let moments = [1, 3, 10].map { "\(selector) offset \(SignalCatalog.durationText(time / $0))" }
        let (first, second, third) = (moments[0], moments[1], moments[2])
        return "\(first) or (\(second) unless on() \(first)) or (\(third) unless on() \(first) unless on() \(second))"
    }

    /// The points that the range queries answered, oldest first.
    package func points(from series: [Series]) -> [SignalPoint] {
        var points: [Timestamp: SignalPoint] = [:]
        var unanswered: [Timestamp: Double] = [:]
        let signals = Dictionary(uniqueKeysWithValues: Signal.allCases.map { ($0.rawValue, $0) })
        let (uneven, changed) = (Self.unevenBounds(in: series), Self.changedBounds(in: series))
        for series in series {
            let tag = series.labels[SignalCatalog.tagLabel]
            // What is counted of the buckets makes no point by itself.
            if tag == Self.boundsTag || tag == Self.changedTag { continue }
            for sample in series.samples {
                var point = points[sample.timestamp] ?? SignalPoint(at: sample.timestamp)
                if let signal = signals[tag] {
                    point[signal] = sample.value
                } else if tag == Self.countTag {
                    point.requestCount = sample.value
                } else if tag == Self.errorTag {
                    point.errorsPerSecond = sample.value
                } else if tag == Self.clientTag {
                    point.clientErrorsPerSecond = sample.value
                } else if tag == Self.unansweredTag {
                    unanswered[sample.timestamp] = sample.value
                } else if tag == Self.samplesTag {
                    point.isThin = WindowFill.isThin(sample.value, of: samplesPerWindow ?? 0)
                } else if tag == Self.firstRequestsTag {
                    point.firstRequests = sample.value
                } else if tag == Self.firstFailuresTag {
                    point.firstFailures = sample.value
                } else if tag == Self.possibleFailuresTag {
                    point.possibleFailures = sample.value
                } else if let resource = SignalCatalog.resource(tag) {
                    point.takeResource(resource, share: sample.value)
                }
                points[sample.timestamp] = point
            }
        }
        let tellsClientErrors = catalog.clientErrorLabel != nil
        return points.values.map { point in
            var point = point
            // Without any of them there is no series.
            if tellsClientErrors, point.clientErrorsPerSecond == nil, point[.requestRate] != nil {
                point.clientErrorsPerSecond = 0
            }
            if addsFirstValues, point.firstRequests == nil { point.firstRequests = 0 }
            point.addFirstValues(window: window)
            point.addUnanswered(unanswered[point.at], window: window)
            point.keepShares()
            if changed.contains(point.at) { return point.without(catalog.histogramSignals) }
            if uneven.contains(point.at) { (point[.p95Latency], point[.p99Latency]) = (nil, nil) }
            return point
        }
        .sorted { $0.at < $1.at }
    }

    /// Everything known at the newest point.
    ///
    /// A service without a point there has no number.
    package func snapshot(
        at moment: Timestamp,
        window: Duration,
        points: [SignalPoint],
        facts: [InstantValue],
        explanation: [InstantValue]
    ) -> SignalSnapshot {
        let point = points.last { $0.at == moment } ?? SignalPoint(at: moment)
        var snapshot = point.snapshot(window: window)
        let known = Dictionary(grouping: facts) { $0.labels[SignalCatalog.tagLabel] }
        func values(_ fact: Fact) -> [InstantValue] { known[fact.rawValue] ?? [] }
        let names = ProcessNames(values(.start).map(\.labels), by: catalog.processLabels)
        func totals(_ fact: Fact) -> [(name: String, value: Double)] {
            values(fact).filter(\.value.isFinite).map { (name: names.name(of: $0.labels), value: $0.value) }
        }
        for process in totals(.errors) { snapshot.errorTotals[process.name] = process.value }
        for process in totals(.requests) { snapshot.requestTotals[process.name] = process.value }
        snapshot.takeUnanswered(rate: values(.unanswered).first?.value, totals: totals(.unansweredTotal))
        snapshot.markNoErrorsYet(isCountingErrors: catalog.errorTotals != nil)
        snapshot.isProbed = catalog.profile.isProbed
        // A counter that holds no number will have no rate at the second sample either.
        snapshot.isWarmingUp =
            point[.requestRate] == nil && snapshot[.requestRate].blank == nil && !snapshot.isProbed
            && values(.requests).contains { $0.value.isFinite }
        snapshot.markClipped(by: explanation, unit: catalog.unit)
        snapshot.takeFaults(active: values(.fault), shares: values(.faultShare))
        snapshot.takeTargets(up: values(.up), starts: values(.start))
        for scrape in values(.scraped) {
            snapshot.scrapes[SignalSnapshot.target(scrape.labels)] = Timestamp(seconds: scrape.value)
        }
        snapshot.errorsSinceOnset = Self.failures(in: explanation)
        snapshot.newestSample = values(.newest).first.map { Timestamp(seconds: $0.value) }
        snapshot.versions = VersionQueries.versions(from: values(.version))
        snapshot.gauges = SignalCatalog.gauges(from: facts)
        if let label = catalog.clientErrorLabel {
            snapshot.clientErrors = ClientErrors(
                values(.client),
                label: label,
                total: point.clientErrorsPerSecond,
                name: catalog.clientErrorName
            )
        }
        if let instance = values(.processes).map({ $0.labels["instance"] }).min() {
            snapshot.distrust(.severalProcesses(instance: instance))
        }
        return snapshot
    }

    /// The processes of the past among the facts; nil where they were not asked for.
    package func past(at moment: Timestamp, facts: [InstantValue]) -> ProcessTable {
        let known = Dictionary(grouping: facts) { $0.labels[SignalCatalog.tagLabel] }
        let processes = known[Fact.pastStart.rawValue] ?? []
        let names = TargetNames(processes.map(\.labels))
        let starts = processes.map { (names.name(of: $0.labels), $0.value) }
        return ProcessTable(
            at: moment,
            starts: Dictionary(starts, uniquingKeysWith: { first, _ in first }),
            versions: VersionQueries.versions(from: known[Fact.pastVersion.rawValue] ?? [])
        )
    }

    private func signals(_ signals: [Signal], and more: [(tag: String, expression: String?)] = []) -> String? {
        let known = signals.map { (tag: $0.rawValue, expression: catalog.expression(for: $0)) }
        return known.contains { $0.expression != nil } ? SignalCatalog.combined(known + more) : nil
    }
}
