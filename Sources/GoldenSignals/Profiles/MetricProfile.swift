import PromQL

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
        /// Instances that have one of these speak by it: what they have of this one is the same requests again.
        package var unless: [Metric] = []

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
        /// Metrics without which it says nothing, so that it is not asked for.
        package let needs: [String]

        /// Names a resource and its expression.
        package init(name: String, expression: String, needs: [String] = []) {
            self.name = name
            self.expression = expression
            self.needs = needs
        }
    }

    /// The gauges that tell of injected faults (labels `fault` and `route`).
    package struct FaultGauges: Sendable, Equatable {
        /// 1 while a fault acts.
        package let active: String
        /// A fault's part of the requests, 0 to 1.
        package let share: String?

        /// Memberwise.
        package init(active: String, share: String? = nil) {
            self.active = active
            self.share = share
        }
    }

    /// Two counters whose ratio is the mean latency, where no histogram is kept.
    package struct TimeSpent: Sendable, Equatable {
        /// The time spent, in the profile's unit.
        package let time: Metric
        /// What it was spent on.
        package let count: Metric

        /// Memberwise.
        package init(time: Metric, count: Metric) {
            self.time = time
            self.count = count
        }
    }

    /// The name of the bundled unstable service's profile.
    package static let unstableName = "unstable-api"

    /// The profile's name: one word.
    package var name: String
    /// What it is, in words.
    package var title: String
    /// The counter of requests.
    package var requests: Metric
    /// The series that count failed requests: most often those of `requests` with a failing status.
    ///
    /// Empty where the metrics carry no status.
    package var failures: [Metric]
    /// The label that tells failures; nil where there is none.
    package var statusLabel: String?
    /// The latency histogram; nil where there is none.
    package var latency: Metric?
    /// What the histogram counts in, where its name does not say.
    package var latencyUnit: LatencyUnit?
    /// The label that holds the route template; nil where routes are not told apart.
    package var routeLabel: String?
    /// The label that holds the HTTP method; nil where methods are not told apart.
    package var methodLabel: String?
    /// A pattern of routes that are left out of every number: health checks and the metrics page.
    package var hiddenRoutes: String?
    /// Where the service tells of injected faults.
    package var faults: FaultGauges?
    /// What a reader of the numbers should know.
    package var note: String?
    /// The resources that make the saturation.
    package var resources: [Resource]

    /// Counters of requests that `requests` does not hold: their sum is what the service was asked.
    package var moreRequests: [Metric] = []
    /// The counter of requests that ended without an answer, and that no other counter holds; nil where none does.
    package var unanswered: Metric?
    /// The mean latency where there is no histogram; nil where there is one, or where nothing tells.
    package var timeSpent: TimeSpent?
    /// Nothing is counted: `requests` is a gauge that is 1 where the last probe went well, and 0 else.
    package var isProbed = false
    /// The gauge of how long the last probe took; nil where none tells.
    package var probeDuration: Metric?
    /// What is asked, in words.
    package var words = SignalWords.http
    /// Tells profiles of one name apart: what was found in one service is not what was found in another.
    package var variant: String?
    /// Why it reads what it reads, in lines for a person: of signals that were found and not described.
    package var evidence: [String] = []
    /// Why a signal is not answered, where more is known than that it is not.
    package var reasons: [Signal: String] = [:]

    /// How the source keeps the latency histogram, and the counters that are a part of it.
    package var storage = HistogramStorage.classic
    /// Whose words these names are, of those that OpenTelemetry's become on their way; nil for names of their own.
    package var translation: OTLPTranslation?
    /// The same kind of service by its other names, the likelier first.
    package var otherNames: [MetricProfile] = []

    /// A profile; only the name and the counter of requests have to be there.
    ///
    /// The title is the name where none is given.
    package init(
        name: String,
        title: String? = nil,
        requests: Metric,
        failures: [Metric] = [],
        statusLabel: String? = nil,
        latency: Metric? = nil,
        latencyUnit: LatencyUnit? = nil,
        routeLabel: String? = nil,
        methodLabel: String? = nil,
        hiddenRoutes: String? = nil,
        faults: FaultGauges? = nil,
        note: String? = nil,
        resources: [Resource] = []
    ) {
        self.name = name
        self.title = title ?? name
        self.requests = requests
        self.failures = failures
        self.statusLabel = statusLabel
        self.latency = latency
        self.latencyUnit = latencyUnit
        self.routeLabel = routeLabel
        self.methodLabel = methodLabel
        self.hiddenRoutes = hiddenRoutes
        self.faults = faults
        self.note = note
        self.resources = resources
    }

    /// What tells it from all others, those of its name included.
    package var identifier: String {
        [name, variant, translation?.rawValue, storage == .classic ? nil : storage.rawValue].compactMap { $0 }
            .joined(separator: "/")
    }

    /// This profile and those of the same kind by other names.
    package var allNames: [MetricProfile] { [self] + otherNames }

    /// This kind of service by the names that a translation makes; nil where they are not OpenTelemetry's.
    package func named(by translation: OTLPTranslation) -> MetricProfile? {
        allNames.first { $0.translation == translation }
    }

    /// Whether its requests are counted by the latency histogram.
    package var countsByHistogram: Bool { requests.name == latencyCount }

    /// Whether a name of it needs quotes, which servers before Prometheus 3 do not read.
    package var needsQuotes: Bool {
        let metrics = ([requests] + failures + [latency].compactMap { $0 }).map(\.name)
        let labels = [statusLabel, routeLabel, methodLabel].compactMap { $0 }
        return !metrics.allSatisfy(PromQLName.isPlain(metric:)) || !labels.allSatisfy(PromQLName.isPlain(label:))
    }

    /// The same profile for a source that keeps histograms another way.
    package func stored(_ storage: HistogramStorage) -> MetricProfile {
        var profile = self
        profile.storage = storage
        return profile
    }

    /// The counter that belongs to the latency histogram.
    package var latencyCount: String? { latency.map { $0.name + "_count" } }

    /// What the histogram counts in, by the profile or by its name; nil where neither tells.
    package var knownLatencyUnit: LatencyUnit? {
        latencyUnit ?? (latency ?? timeSpent?.time ?? probeDuration).flatMap { LatencyUnit.named(in: $0.name) }
    }

    /// Whether it is known what the histogram counts in, where there is one.
    package var tellsLatencyUnit: Bool {
        latency == nil && timeSpent == nil && probeDuration == nil || knownLatencyUnit != nil
    }

    /// The matcher that leaves out the hidden routes; empty where there are none.
    var hiddenRoutesMatcher: String {
        guard let routeLabel, let hiddenRoutes else { return "" }
        return "\(PromQLName.label(routeLabel))!~\"\(hiddenRoutes)\""
    }
}
