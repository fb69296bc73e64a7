import Detection
import PromModel
import PromQL

/// Finds the services that a source knows, and which profile each one's metrics fit.
///
/// One query for all profiles and services: it counts the series that each profile would need. What not every server
/// can read is asked by itself: functions of whole histograms, and names in quotes.
package struct ServiceDetection: Sendable {
    private enum Part: String, CaseIterable {
        case requests
        case status
        case durations
        case buckets
        /// Buckets that are ranges of their own.
        case ranges
        /// The counts of a latency histogram that is kept as numbers, where they are not the requests.
        case counts
        /// Latencies that are kept in whole histograms.
        case whole
        /// Those of them that are not kept as numbers, too.
        case wholeAlone
        case wholeStatus
    }

    private static let targetsTag = "targets"
    private static let downTag = "down"
    /// Every profile by each of its names, in the order of preference.
    private let profiles: [MetricProfile]
    /// The profiles that are looked for.
    package let names: [String]
    private let labels: ServiceLabels
    /// How buckets that are ranges are read; nil where nothing reads them.
    private let ranges: HistogramStorage?

    /// Looks for these profiles, the preferred one first; `labels` tell the services apart.
    ///
    /// `ranges` is how buckets that are ranges of their own (`vmrange`) can be read, nil where they cannot.
    package init(
        profiles: [MetricProfile],
        labels: ServiceLabels = .standard,
        ranges: HistogramStorage? = nil
    ) {
        self.ranges = ranges
        names = profiles.map(\.name)
        self.profiles = profiles.flatMap(\.allNames)
        self.labels = labels
    }

    /// The query for what every server can read, or for everything that is kept as numbers.
    ///
    /// `selector` narrows it, such as `job="x"`; without `isFull` latencies are left out, whose buckets are the most
    /// series that there are.
    package func expression(selector: String = "", isFull: Bool = true, withQuotes: Bool = true) -> String {
        var parts = profiles.enumerated().filter { withQuotes || !$0.element.needsQuotes }
            .flatMap { numbers($0.offset, $0.element, selector, isFull: isFull) }
        let up = PromQLName.selector("up", [selector])
        parts += [(Self.targetsTag, count(up)), (Self.downTag, count("\(up) != 1"))]
        return SignalCatalog.combined(parts) ?? count(up)
    }

    /// The query for plain names in whole histograms; nil where no profile has a histogram.
    package func wholeExpression(selector: String = "") -> String? {
        let plain = profiles.enumerated().filter { !$0.element.needsQuotes }
        return SignalCatalog.combined(plain.flatMap { whole($0.offset, $0.element, selector) })
    }

    /// The query for names in quotes; nil where no profile has one.
    ///
    /// `isWhole` is false for servers that know no whole histograms.
    package func quotedExpression(selector: String = "", isFull: Bool = true, isWhole: Bool = true) -> String? {
        let quoted = profiles.enumerated().filter(\.element.needsQuotes)
        return SignalCatalog.combined(
            quoted.flatMap { index, profile in
                numbers(index, profile, selector, isFull: isFull) + (isWhole ? whole(index, profile, selector) : [])
            }
        )
    }

    /// What the queries' answers say.
    package func directory(from answer: [InstantValue]) -> ServiceDirectory {
        let tagged = Dictionary(grouping: answer) { $0.labels[SignalCatalog.tagLabel] }
        let labels = labels.splitting(
            requests: tagged.filter { $0.key.hasSuffix(":\(Part.requests.rawValue)") }.flatMap {
                $0.value.map(\.labels)
            },
            targets: (tagged[Self.targetsTag] ?? []).map(\.labels)
        )
        var counts: [ServiceKey: [String: Int]] = [:]
        var targets: [Labels: Int] = [:]
        var down: [Labels: Int] = [:]
        for value in answer {
            let key = labels.key(of: value.labels)
            let tag = value.labels[SignalCatalog.tagLabel]
            let count = Int(exactly: value.value) ?? 0
            switch tag {
            case Self.targetsTag: targets[key.labels, default: 0] += count
            case Self.downTag: down[key.labels, default: 0] += count
            default: counts[key, default: [:]][tag, default: 0] += count
            }
        }
        var matches: [ServiceMatch] = []
        for (service, found) in counts {
            for (index, profile) in profiles.enumerated() {
                if let match = match(service, profile, { found[tag(index, $0)] }) { matches.append(match) }
            }
        }
        return ServiceDirectory(matches: matches, targets: targets, down: down, labels: labels)
    }

    /// How a service fits a profile, by what was counted; nil where it does not.
    private func match(_ service: ServiceKey, _ profile: MetricProfile, _ found: (Part) -> Int?) -> ServiceMatch? {
        let asNumbers = found(profile.countsByHistogram ? .requests : .counts)
        let isRanged = found(.ranges) != nil && found(.buckets) == nil
        let storage: HistogramStorage =
            switch (asNumbers, found(.whole)) {
            case (_, _) where isRanged: ranges ?? .ranged
            case (_, nil): .classic
            case (nil, _): .native
            // The same series both ways are the same traffic. As numbers it was known before, if they are all there.
            case (_?, _?) where found(.wholeAlone) == nil:
                found(.durations) != nil && found(.buckets) == nil ? .native : .classic
            default: .mixed
            }
        let isWhole = storage.hasNative
        let counted: [Part] =
            switch storage {
            case .native where profile.countsByHistogram && !isRanged: [.whole]
            case .mixed where profile.countsByHistogram: [.requests, .wholeAlone]
            default: [.requests]
            }
        let series = counted.compactMap(found).reduce(0, +)
        guard series > 0 else { return nil }
        let status = found(.status) != nil || isWhole && found(.wholeStatus) != nil
        var stored = profile.stored(storage)
        stored.otherNames = []
        return ServiceMatch(
            service: service,
            profile: stored,
            requestSeries: series,
            // Counters of failures without a label may be absent because nothing has failed.
            hasStatus: profile.isProbed || !profile.failures.isEmpty && (profile.statusLabel == nil || status),
            hasDurations: found(.durations) != nil || isWhole,
            hasBuckets: found(.buckets) != nil || isWhole || isRanged && ranges != nil,
            isStoredTwice: asNumbers != nil && found(.whole) != nil
        )
    }

    private typealias TaggedPart = (tag: String, expression: String?)

    /// What is kept as numbers.
    private func numbers(
        _ index: Int,
        _ profile: MetricProfile,
        _ selector: String,
        isFull: Bool
    ) -> [TaggedPart] {
        let catalog = SignalCatalog(profile: profile.stored(.classic), selector: selector, window: .seconds(60))
        var parts: [TaggedPart] = [(tag(index, .requests), count(catalog.requestSeries))]
        if let failures = labelledFailures(profile) {
            parts.append((tag(index, .status), count(catalog.counter(failures).series)))
        }
        guard isFull, let latency = profile.latency else { return parts }
        parts.append((tag(index, .durations), count(catalog.series(latency, suffix: "_sum"))))
        let range = MetricFamily.rangeLabel
        parts.append((tag(index, .buckets), count(catalog.series(latency, suffix: "_bucket", and: "\(range)=\"\""))))
        parts.append((tag(index, .ranges), count(catalog.series(latency, suffix: "_bucket", and: "\(range)!=\"\""))))
        return parts
    }

    /// What is kept whole: one series each, as many as a histogram has counts.
    private func whole(_ index: Int, _ profile: MetricProfile, _ selector: String) -> [TaggedPart] {
        guard let latency = profile.latency else { return [] }
        let catalog = SignalCatalog(profile: profile.stored(.native), selector: selector, window: .seconds(60))
        let histograms = profile.countsByHistogram ? profile.requests.matchers : latency.matchers
        let counter = catalog.counter(of: MetricProfile.Metric(name: latency.name, matchers: histograms), .count)
        let numbers = MetricProfile.Metric(name: latency.name + "_count", matchers: histograms)
        // A summary has the same name, and a gauge may: their numbers are no histograms.
        var parts: [TaggedPart] = [
            (tag(index, .whole), count(counter.values)),
            (tag(index, .wholeAlone), count("\(counter.values) unless \(catalog.series(numbers))")),
        ]
        if !profile.countsByHistogram { parts.append((tag(index, .counts), count(catalog.series(numbers)))) }
        if let failures = labelledFailures(profile), failures.name == profile.latencyCount {
            parts.append((tag(index, .wholeStatus), count(catalog.counter(failures).values)))
        }
        return parts
    }

    /// The series that failures are told by, whether they have failed or not; nil where none tell by a label.
    private func labelledFailures(_ profile: MetricProfile) -> MetricProfile.Metric? {
        guard let label = profile.statusLabel, let metric = profile.failures.first?.name else { return nil }
        return MetricProfile.Metric(name: metric, matchers: "\(PromQLName.label(label))!=\"\"")
    }

    private func tag(_ index: Int, _ part: Part) -> String { "\(index):\(part.rawValue)" }

    private func count(_ series: String) -> String {
        "count by (\(PromQLName.labels(labels.counted))) (\(series))"
    }
}
