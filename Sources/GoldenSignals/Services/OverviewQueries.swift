package import PromModel
import PromQL

/// Asks for the numbers of all services at once: two queries, whatever their number, where the server reads long ones.
package struct OverviewQueries: Sendable {
    private static let upTag = "up"
    private static let targetsTag = "targets"
    private static let scrapesTag = "scrapes"
    private static let restartsTag = "restarts"
    private static let firstRequestsTag = "firstRequests"
    private static let firstFailuresTag = "firstFailures"
    private static let unansweredTag = "unanswered"
    private static let refusedTag = "refused"
    private static let boundsTag = "bounds"
    private static let beforeTag = "before"
    private static let newestTag = "newest"
    private static let changedTag = "changedBounds"
    let profiles: [MetricProfile]
    let classes: [OverviewClass]
    let labels: ServiceLabels
    private let addsFirstValues: Bool
    let longest: Int
    private let ratesAreSlopes: Bool
    private let intervals: [ServiceKey: Duration]
    private let marksYoung: Bool

    /// Queries for the profiles that the directory's services have.
    ///
    /// `windows` are those of services whose scrapes are too far apart for `window`. With `addsFirstValues` the first
    /// values of new series count, as they do for the service on the screen. `longest` is how many bytes of one question
    /// the server reads. `intervals` tell how often services are scraped: those of whose window too few answered are marked.
    /// With `marksYoung` so are those whose interval nobody knows and whose requests were not counted yet when the window
    /// began. `ratesAreSlopes` is of a server whose `rate` is one, as for the service on the screen.
    package init(
        directory: ServiceDirectory,
        window: Duration,
        windows: [ServiceKey: Duration] = [:],
        addsFirstValues: Bool = false,
        longest: Int = .max,
        intervals: [ServiceKey: Duration] = [:],
        marksYoung: Bool = false,
        ratesAreSlopes: Bool = false
    ) {
        self.intervals = intervals
        self.marksYoung = marksYoung
        self.ratesAreSlopes = ratesAreSlopes
        self.addsFirstValues = addsFirstValues
        self.longest = longest
        var seen: Set<String> = []
        let seenUp = directory.matches.filter { $0.requestSeries > 0 }
        profiles = seenUp.filter { seen.insert($0.profile.identifier).inserted }.map(\.profile)
        classes = OverviewClass.all(of: directory, window: window, windows: windows)
        labels = directory.labels
    }

    /// Rates, error shares and targets; then latencies: one question each, or several where one would be too long.
    ///
    /// None where there is nothing to ask for.
    package var expressions: [String] { questions.traffic + questions.latency }

    /// How many of the expressions are about rates, error shares and targets: they come first.
    package var trafficCount: Int { questions.traffic.count }

    private var questions: (traffic: [String], latency: [String]) {
        guard classes.contains(where: { !$0.services.isEmpty }) else { return ([], []) }
        var traffic: [(tag: String, expression: String?)] = []
        var latency: [(tag: String, expression: String?)] = []
        for (place, kind) in classes.enumerated() {
            for profile in profiles {
                let catalog = catalog(profile, kind)
                func part(_ signal: Signal) -> (tag: String, expression: String?) {
                    (tag(signal, profile, place), catalog.expression(for: signal))
                }
                traffic += [part(.requestRate), part(.errorShare)]
                if let unanswered = catalog.unansweredRate {
                    traffic.append(("\(Self.unansweredTag):\(profile.identifier):\(place)", unanswered))
                }
                if let refused = catalog.refusedRate {
                    traffic.append(("\(Self.refusedTag):\(profile.identifier):\(place)", refused))
                }
                if addsFirstValues {
                    let tag = { (tag: String) in "\(tag):\(profile.identifier):\(place)" }
                    traffic += [
                        (tag(Self.firstRequestsTag), catalog.bornRequests),
                        (tag(Self.firstFailuresTag), catalog.bornFailures),
                    ]
                }
                let interval = kind.services.compactMap { intervals[$0] }.min() ?? .seconds(15)
                let changed = catalog.changedBounds(each: interval)
                traffic.append(("\(Self.changedTag):\(profile.identifier):\(place)", changed))
                if marksYoung, kind.services.contains(where: { intervals[$0] == nil }) {
                    traffic.append((tag: before(profile, place), expression: catalog.requestsBefore))
                }
                // In which unit a histogram counts is found out for the service on the screen alone.
                guard profile.tellsLatencyUnit else { continue }
                latency += [part(.averageLatency), part(.p95Latency), part(.p99Latency)]
                let boundsTag = "\(Self.boundsTag):\(profile.identifier):\(place)"
                latency.append((tag: boundsTag, expression: catalog.samplesByBound))
            }
            let by = "by (\(PromQLName.labels(kind.names)))"
            let up = PromQLName.selector("up", [kind.selector])
            let started = PromQLName.selector("process_start_time_seconds", [kind.selector])
            traffic += [
                ("\(Self.upTag):\(place)", "sum \(by) (\(up))"), ("\(Self.targetsTag):\(place)", "count \(by) (\(up))"),
                ("\(Self.restartsTag):\(place)", "max \(by) (\(Self.loop(of: started)))"),
            ]
            if !intervals.isEmpty {
                // The newest may come late, as for the one on the screen.
                let reach = kind.window + (kind.services.compactMap { intervals[$0] }.max() ?? .zero)
                let answered = "sum_over_time(\(up)[\(SignalCatalog.durationText(reach))])"
                traffic.append(("\(Self.scrapesTag):\(place)", "max \(by) (\(answered))"))
                traffic.append(("\(Self.newestTag):\(place)", "max \(by) (timestamp(\(up)))"))
            }
        }
        return (
            SignalCatalog.combined(traffic, longest: longest), SignalCatalog.combined(latency, longest: longest)
        )
    }

    /// How often a process started anew, where that is a loop that goes on: as ``RestartWatch`` has it, a deploy and one
    /// that is rolled back are none.
    private static func loop(of started: String) -> String {
        let reach = SignalCatalog.durationText(ServiceOverview.restartReach)
        let counted = "changes(\(started)[\(reach)]) > 2 and changes(\(started)[150s]) > 0"
        return "\(counted) and \(SignalCatalog.startsApart(started, reach))"
    }

    /// So many scrapes of a service may be late before nothing is known of it.
    private static let mostLate = 3
    /// A scrape that does not end is given up after so long, and ends then.
    private static let scrapeTimeout = Duration.seconds(15)

    /// Whether the newest sample of a service is so old that its numbers are of a while ago.
    private func isOld(_ newest: Double, interval: Duration, at moment: Timestamp) -> Bool {
        moment - Timestamp(seconds: newest) > max(interval * Self.mostLate, interval + Self.scrapeTimeout)
    }

    /// What the answers say, one row a service and profile that fit.
    ///
    /// `moment` is what they were asked about: a service that has had no new sample for long by then has no numbers.
    package func overviews(
        from answer: [InstantValue],
        directory: ServiceDirectory,
        at moment: Timestamp? = nil
    ) -> [ServiceOverview] {
        struct Row: Hashable {
            let service: ServiceKey
            let tag: String
        }
        var values: [Row: Double] = [:]
        var bounds: [Row: BoundSamples] = [:]
        for value in answer where !value.value.isNaN {
            let tag = value.labels[SignalCatalog.tagLabel]
            if tag.hasPrefix("\(Self.boundsTag):") {
                let row = Row(service: labels.key(of: value.labels), tag: tag)
                bounds[row, default: BoundSamples()].add(value.value, bound: value.labels["le"])
                continue
            }
            values[Row(service: labels.key(of: value.labels), tag: tag)] = value.value
        }
        // Rows of another class are about other windows, or of labels that do not make a service.
        let places = places
        return directory.matches.map { match in
            let place = places[match.service] ?? 0
            func value(_ signal: Signal) -> Double? {
                values[Row(service: match.service, tag: tag(signal, match.profile, place))]
            }
            func count(_ tag: String) -> Int? {
                values[Row(service: match.service, tag: "\(tag):\(place)")].flatMap { Int(exactly: $0) }
            }
            var overview = ServiceOverview(service: match.service, profile: match.profile.name)
            func first(_ tag: String) -> Double {
                max(0, values[Row(service: match.service, tag: "\(tag):\(match.profile.identifier):\(place)")] ?? 0)
            }
            overview.requestRate = value(.requestRate)
            overview.errorShare = match.hasStatus ? value(.errorShare) : nil
            let born = (requests: first(Self.firstRequestsTag), failures: first(Self.firstFailuresTag))
            overview.add(requests: born.requests, failures: born.failures, window: classes[place].window)
            // The service's own screen looks at each scrape, which tells it exactly.
            if born.requests > 0 || born.failures > 0 { overview.isEstimated = true }
            if overview.requestRate != nil, overview.errorShare != nil {
                let unanswered = first(Self.unansweredTag) * classes[place].window.inSeconds
                overview.add(requests: unanswered, failures: unanswered, window: classes[place].window)
            }
            let refused = first(Self.refusedTag)
            if refused > 0 {
                overview.takeRefusals(refused, word: catalog(match.profile, classes[place]).clientErrorWord)
            }
            overview.unjudgedFailures = match.unjudgedFailures
            overview.average = value(.averageLatency)
            let boundsTag = "\(Self.boundsTag):\(match.profile.identifier):\(place)"
            if bounds[Row(service: match.service, tag: boundsTag)]?.areUneven != true {
                overview.p95 = value(.p95Latency)
                overview.p99 = value(.p99Latency)
            }
            if first(Self.changedTag) > 0 { overview.takeBack() }
            overview.targetsUp = count(Self.upTag)
            overview.targetsTotal = count(Self.targetsTag)
            overview.restarts = count(Self.restartsTag)
            let full = intervals[match.service].map { classes[place].window / $0 }
            if let full, let scrapes = count(Self.scrapesTag) { overview.takeScrapes(Double(scrapes), of: full) }
            if marksYoung, intervals[match.service] == nil, overview.requestRate != nil,
                values[Row(service: match.service, tag: before(match.profile, place))] == nil
            {
                overview.markPartial()
            }
            if classes.count > 1 { overview.window = classes[place].window }
            if let moment, let interval = intervals[match.service],
                let newest = values[Row(service: match.service, tag: "\(Self.newestTag):\(place)")],
                isOld(newest, interval: interval, at: moment)
            {
                overview.takeBack()
            }
            return overview
        }
    }

    /// Which class each service is in.
    var places: [ServiceKey: Int] {
        classes.enumerated().reduce(into: [:]) { places, kind in
            for service in kind.element.services { places[service] = kind.offset }
        }
    }

    private func tag(_ signal: Signal, _ profile: MetricProfile, _ place: Int) -> String {
        "\(signal.rawValue):\(profile.identifier):\(place)"
    }

    private func before(_ profile: MetricProfile, _ place: Int) -> String {
        "\(Self.beforeTag):\(profile.identifier):\(place)"
    }

    func catalog(_ profile: MetricProfile, _ kind: OverviewClass) -> SignalCatalog {
        let catalog = SignalCatalog(
            profile: profile,
            selector: kind.selector,
            window: kind.window,
            grouping: kind.names
        )
        return ratesAreSlopes ? catalog.dividingIncreases(by: kind.window) : catalog
    }
}
