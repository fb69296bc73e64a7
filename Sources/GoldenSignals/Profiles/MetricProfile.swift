/// How one kind of service names its metrics: data from which the catalogue builds its expressions.
package struct MetricProfile: Sendable, Equatable {
    /// A metric, and the matchers that tell it from others of the same name.
    package struct Metric: Sendable, Equatable {
        /// Its name; for a histogram the base name.
        package let name: String
        /// Label matchers without braces; empty for none.
        package let matchers: String
        /// It counts failures only where the latency histogram lacks them: versions of a program differ in that.
        package let isUnlessTimed: Bool

        /// Memberwise.
        package init(name: String, matchers: String = "", isUnlessTimed: Bool = false) {
            self.name = name
            self.matchers = matchers
            self.isUnlessTimed = isUnlessTimed
        }
    }

    /// One resource that can fill up.
    package struct Resource: Sendable, Equatable {
        /// Its name on the screen.
        package let name: String
        /// The share in use, 0 to 1, as PromQL; `{$target}` and `$window` are replaced.
        package let expression: String

        /// Names a resource and its expression.
        package init(name: String, expression: String) {
            self.name = name
            self.expression = expression
        }
    }

    /// The gauges that tell of injected faults (labels `fault` and `route`).
    package struct FaultGauges: Sendable, Equatable {
        /// 1 while a fault acts.
        package let active: String
        /// A fault's part of the requests, 0 to 1.
        package let share: String?
    }

    /// The profile's name: one word.
    package let name: String
    /// What it is, in words.
    package let title: String
    /// The counter of requests.
    package let requests: Metric
    /// The series that count failed requests: most often those of `requests` with a failing status.
    ///
    /// Empty where the metrics carry no status.
    package let failures: [Metric]
    /// The label that tells failures; nil where there is none.
    package let statusLabel: String?
    /// The latency histogram; nil where there is none.
    package let latency: Metric?
    /// What the histogram counts in, where its name does not say.
    package let latencyUnit: LatencyUnit?
    /// The label that holds the route template; nil where routes are not told apart.
    package let routeLabel: String?
    /// The label that holds the HTTP method; nil where methods are not told apart.
    package let methodLabel: String?
    /// A pattern of routes that are left out of every number: health checks and the metrics page.
    package let hiddenRoutes: String?
    /// Where the service tells of injected faults.
    package let faults: FaultGauges?
    /// What a reader of the numbers should know.
    package let note: String?
    /// The resources that make the saturation.
    package let resources: [Resource]

    /// The counter that belongs to the latency histogram.
    package var latencyCount: String? { latency.map { $0.name + "_count" } }

    /// What the histogram counts in, by the profile or by its name; nil where neither tells.
    package var knownLatencyUnit: LatencyUnit? {
        latencyUnit ?? latency.flatMap { LatencyUnit.named(in: $0.name) }
    }

    /// Whether it is known what the histogram counts in, where there is one.
    package var tellsLatencyUnit: Bool { latency == nil || knownLatencyUnit != nil }

    /// The matcher that leaves out the hidden routes; empty where there are none.
    var hiddenRoutesMatcher: String {
        guard let routeLabel, let hiddenRoutes else { return "" }
        return "\(routeLabel)!~\"\(hiddenRoutes)\""
    }
}
