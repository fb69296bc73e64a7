package import PromModel

/// Finds the labels that the traffic can be told apart by, and asks for the counts of all their combinations at once.
package struct PartQueries: Sendable, Equatable {
    /// An answer of more parts is not asked for.
    package static let mostParts = 2000
    /// A label with more values than this tells single requests apart.
    private static let mostValues = 30
    /// Not even a route or an instance with more values than this is asked for.
    private static let mostWideValues = 500
    static let requestsTag = "requests"
    static let badTag = "bad"
    /// What the fullest resources are told apart by.
    private static let placeLabels = ["resource", "instance"]
    /// What is told of first where several labels say the same, as the zone of a single pod; the others follow by name.
    private static let clearest = ["version", "pod", "instance", "zone"]

    private(set) var catalog: SignalCatalog
    /// The catalogue's: what counts are told over.
    package private(set) var window: Duration
    let bad: Bad
    /// The labels to tell parts apart by, the clearest first.
    package let labels: [String]

    /// Fewer requests than this in a window say little of who explains what is bad about some, and fewer bad ones.
    private static let fewestRequests = 200.0
    private static let fewestBad = 50.0
    /// No more of the past is asked for: as far back as few requests are judged by.
    private static let longestReach = Duration.seconds(1800)

    /// Over which time parts are to be told: all since a breach began, where a window holds few requests, or few bad ones.
    ///
    /// `badShare` is the share of the requests that is bad, nil where that is not counted.
    package static func reach(
        _ window: Duration,
        since began: Timestamp,
        at moment: Timestamp,
        requests: Double?,
        badShare: Double?
    ) -> Duration {
        guard let requests else { return window }
        let hasFewBad = badShare.map { $0 * requests < fewestBad } ?? false
        guard requests < fewestRequests || hasFewBad else { return window }
        // In whole windows, so that it does not change with each question.
        let windows = ((moment - began) / window).rounded(.up)
        return max(window, min(window * windows, longestReach))
    }

    /// The query that finds the labels: the series of the requests, the busiest ones of very many.
    package static func discovery(_ catalog: SignalCatalog) -> String {
        // Whole histograms have no order: it is their counts that are compared.
        "topk(\(mostParts), \(catalog.requestValues))"
    }

    /// Queries by the labels that the answer of ``discovery(_:)`` carries.
    ///
    /// Nil where there is none, or nothing bad can be told. `window` is the catalogue's.
    package init?(_ series: [Labels], catalog: SignalCatalog, bad: Bad, window: Duration) {
        self.catalog = catalog
        self.window = window
        self.bad = bad
        labels = if case .full = bad { Self.placeLabels } else { Self.labels(of: series, catalog.profile) }
        guard !labels.isEmpty, expression != nil else { return nil }
    }

    /// The same over another time.
    package func with(window: Duration) -> PartQueries {
        var queries = self
        (queries.catalog, queries.window) = (catalog.with(window: window), window)
        return queries
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
        case .refused:
            guard let refused = catalog.clientErrorRate(by: labels) else { return nil }
            return SignalCatalog.combined([
                (Self.requestsTag, catalog.requestRate(by: labels)), (Self.badTag, "\(refused) > 0"),
            ])
        case .slow(let bound, let signal):
            guard let (all, slow) = catalog.slowRate(by: labels, overSeconds: bound, on: signal) else { return nil }
            return SignalCatalog.combined([(Self.requestsTag, all), (Self.badTag, "\(slow) > 0")])
        case .traffic: return SignalCatalog.combined([(Self.requestsTag, catalog.requestRate(by: labels))])
        case .full: return catalog.saturation(by: ["instance"])
        }
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
        let first = [profile.routeLabel, profile.methodLabel].compactMap { $0 } + clearest
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
