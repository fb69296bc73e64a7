package import PromModel

/// Counts by part of the traffic, and what they are parts of.
package struct TrafficParts: Sendable, Equatable {
    /// What is bad about the bad ones.
    package let signal: Signal
    /// The labels to tell parts apart by, the clearest first.
    package let labels: [String]
    /// Those among them that name a part however many values they have.
    package let wide: Set<String>
    /// The parts.
    package let parts: [TrafficPart]
    /// The onset that the counts before are of; nil where nothing before is known.
    package let since: Timestamp?

    /// Memberwise.
    package init(
        signal: Signal,
        labels: [String],
        wide: Set<String> = [],
        parts: [TrafficPart],
        since: Timestamp?
    ) {
        self.signal = signal
        self.labels = labels
        self.wide = wide
        self.parts = parts
        self.since = since
    }
}

/// Finds the labels that the traffic can be told apart by, and asks for the counts of all their combinations at once.
package struct PartQueries: Sendable, Equatable {
    /// An answer of more parts is not asked for.
    package static let mostParts = 2000
    /// A label with more values than this tells single requests apart.
    private static let mostValues = 30
    /// Not even a route or an instance with more values than this is asked for.
    private static let mostWideValues = 500
    private static let requestsTag = "requests"
    private static let badTag = "bad"
    /// What is told of first where several labels say the same; the others follow by name.
    private static let clearest = ["version", "zone", "pod", "instance"]

    private let catalog: SignalCatalog
    private let window: Duration
    private let bad: Bad
    /// The labels to tell parts apart by, the clearest first.
    package let labels: [String]

    /// What is bad about a request.
    package enum Bad: Sendable, Equatable {
        /// It failed.
        case failed
        /// It took longer than a bound of the histogram, in seconds, for a limit on a signal.
        case slow(overSeconds: Double, Signal)

        /// What breaks a limit; nil where no request does, or none can be told.
        ///
        /// `bounds` are the histogram's, in seconds.
        package init?(breaking limit: Limit, bounds: [Double]) {
            switch limit.signal {
            case .errorShare, .successShare: self = .failed
            case .averageLatency, .p95Latency, .p99Latency:
                guard let bound = bounds.nearest(to: limit.threshold) else { return nil }
                self = .slow(overSeconds: bound, limit.signal)
            case .requestRate, .saturation: return nil
            }
        }

        /// The signal whose limit bad requests break.
        package var signal: Signal {
            switch self {
            case .failed: .errorShare
            case .slow(_, let signal): signal
            }
        }
    }

    /// The query that finds the labels: the series of the requests, the busiest ones of very many.
    package static func discovery(_ catalog: SignalCatalog) -> String {
        "topk(\(mostParts), \(catalog.requestSeries))"
    }

    /// Queries by the labels that the answer of ``discovery(_:)`` carries.
    ///
    /// Nil where there is none, or nothing bad can be told. `window` is the catalogue's.
    package init?(_ series: [Labels], catalog: SignalCatalog, bad: Bad, window: Duration) {
        self.catalog = catalog
        self.window = window
        self.bad = bad
        labels = Self.labels(of: series, catalog.profile)
        guard !labels.isEmpty, expression != nil else { return nil }
    }

    /// The labels that name a part however many values they have.
    package var wide: Set<String> { Self.wide(catalog.profile) }

    /// An instant query, for now and for the moment before the onset; nil where nothing bad can be told.
    package var expression: String? {
        switch bad {
        case .failed:
            guard let errors = catalog.errorRate(by: labels) else { return nil }
            return SignalCatalog.combined([
                (Self.requestsTag, catalog.requestRate(by: labels)), (Self.badTag, "\(errors) > 0"),
            ])
        case .slow(let bound, _):
            guard let (all, slow) = catalog.slowRate(by: labels, overSeconds: bound) else { return nil }
            return SignalCatalog.combined([(Self.requestsTag, all), (Self.badTag, "\(slow) > 0")])
        }
    }

    /// The counts that the answers hold; `before` is nil where nothing is known of then.
    package func parts(now: [InstantValue], before: [InstantValue]?, since onset: Timestamp?) -> TrafficParts {
        var parts: [Labels: TrafficPart] = [:]
        func take(
            _ answer: [InstantValue],
            _ requests: WritableKeyPath<TrafficPart, Double>,
            _ bad: WritableKeyPath<TrafficPart, Double>
        ) {
            for value in answer where value.value.isFinite && value.value > 0 {
                let key = value.labels.keeping(only: labels)
                var part = parts[key] ?? TrafficPart(labels: key, requests: 0, bad: 0)
                let count = value.value * window.inSeconds
                part[keyPath: value.labels[SignalCatalog.tagLabel] == Self.badTag ? bad : requests] += count
                parts[key] = part
            }
        }
        take(now, \.requests, \.bad)
        take(before ?? [], \.requestsBefore, \.badBefore)
        return TrafficParts(
            signal: bad.signal,
            labels: labels,
            wide: wide,
            parts: parts.values.sorted { $0.labels < $1.labels },
            since: before == nil ? nil : onset
        )
    }

    private static func wide(_ profile: MetricProfile) -> Set<String> {
        Set([profile.routeLabel, "instance", "pod"].compactMap { $0 })
    }

    /// Labels of few values, as many of them as give no more parts than may be asked for.
    private static func labels(of series: [Labels], _ profile: MetricProfile) -> [String] {
        var values: [String: Set<String>] = [:]
        for labels in series {
            for label in labels { values[label.name, default: []].insert(label.value) }
        }
        // A failure has its status by definition, a bucket its bound.
        let hidden = Set([Labels.metricNameLabel, "le", "quantile", profile.statusLabel].compactMap { $0 })
        let wide = wide(profile)
        let telling = values.filter { name, values in
            let isEverywhere = series.allSatisfy { !$0[name].isEmpty }
            return !hidden.contains(name) && values.count + (isEverywhere ? 0 : 1) >= 2
                && values.count <= (wide.contains(name) ? mostWideValues : mostValues)
        }
        let first = [profile.methodLabel, profile.routeLabel].compactMap { $0 } + clearest
        let ordered = telling.keys.sorted { left, right in
            (first.firstIndex(of: left) ?? first.count, left) < (first.firstIndex(of: right) ?? first.count, right)
        }
        var chosen: [String] = []
        for name in ordered {
            let parts = Set(series.map { $0.keeping(only: chosen + [name]) }).count
            if parts < mostParts { chosen.append(name) }
        }
        return chosen
    }
}
