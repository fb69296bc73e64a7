package import PromModel

/// How many requests each instance and each route had before anybody watched, window by window.
package struct RequestPast: Sendable, Equatable, Codable {
    /// The requests of a window.
    package struct Window: Sendable, Equatable, Codable {
        /// Its end.
        package let at: Timestamp
        /// By instance; empty where that is not known.
        package let instances: [String: Double]
        /// By route, called as in the table of who; empty where the requests carry none.
        package let routes: [String: Double]

        /// Memberwise.
        package init(at moment: Timestamp, instances: [String: Double], routes: [String: Double]) {
            at = moment
            self.instances = instances
            self.routes = routes
        }
    }

    /// How long each window is.
    package let length: Duration
    /// Oldest first.
    package let windows: [Window]

    /// Memberwise.
    package init(length: Duration, windows: [Window]) {
        self.length = length
        self.windows = windows
    }
}

/// Asks once for what each instance and each route had of the requests.
package struct RequestPastQueries: Sendable, Equatable {
    private static let instanceTag = "instance"
    private static let routeTag = "route"
    /// Of so many, those that are asked most in each window.
    private static let most = 100
    private static let mostWindows = 60
    private static let longest = Duration.seconds(3600)

    /// A range query with ``step``.
    package let expression: String
    /// The first moment to ask for.
    package let from: Timestamp
    /// The last moment to ask for.
    package let through: Timestamp
    /// Between two moments: the window, so that they stand side by side.
    package let step: Duration
    private let routeLabels: [String]

    /// Queries about the time before a moment, in windows of a length; nil where nothing is asked for by requests.
    package init?(_ catalog: SignalCatalog, window: Duration, through moment: Timestamp) {
        guard !catalog.profile.isProbed, window >= .seconds(1) else { return nil }
        step = window
        through = moment
        let count = max(1, min(Self.mostWindows, Int((Self.longest / window).rounded(.down))))
        from = moment - window * Int64(count)
        routeLabels = catalog.profile.labels(of: .route) ?? []
        let catalog = catalog.with(window: window)
        let all = SignalCatalog.combined([
            (Self.instanceTag, "topk(\(Self.most), \(catalog.requestRate(by: ["instance"])))"),
            (Self.routeTag, routeLabels.isEmpty ? nil : "topk(\(Self.most), \(catalog.requestRate(by: routeLabels)))"),
        ])
        guard let all else { return nil }
        expression = all
    }

    /// What an answer tells.
    package func past(_ answer: [Series]) -> RequestPast {
        var (instances, routes): ([Timestamp: [String: Double]], [Timestamp: [String: Double]]) = ([:], [:])
        for series in answer {
            let isRoute = series.labels[SignalCatalog.tagLabel] == Self.routeTag
            let name =
                isRoute
                ? BreakdownQueries.name(of: series.labels, routeLabels, .route) : series.labels["instance"]
            guard !name.isEmpty else { continue }
            for sample in series.samples where sample.value.isFinite {
                let requests = sample.value * step.inSeconds
                if isRoute {
                    routes[sample.timestamp, default: [:]][name, default: 0] += requests
                } else {
                    instances[sample.timestamp, default: [:]][name, default: 0] += requests
                }
            }
        }
        let moments = Set(instances.keys).union(routes.keys).sorted()
        return RequestPast(
            length: step,
            windows: moments.map { moment in
                RequestPast.Window(at: moment, instances: instances[moment] ?? [:], routes: routes[moment] ?? [:])
            }
        )
    }
}
