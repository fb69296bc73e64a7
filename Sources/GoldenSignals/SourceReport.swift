package import PromModel

/// What a source tells beside the numbers: who answers, what it costs, and what was chosen.
package struct SourceReport: Sendable, Equatable, Codable {
    /// The service on the screen; empty where the source has no name for it.
    package var service: String
    /// What tells it from the others; nil where the source knows but one.
    package var key: ServiceKey?
    /// The service that was asked for is none that the source knows.
    package var isUnknownService = false
    /// The profile that its numbers come by; empty where none is chosen.
    package var profile = ""
    /// The words for what its service is asked.
    package var words = SignalWords.http
    /// Where its numbers come from.
    package var source: String
    /// `direct`, `prom`, or the name of another program that speaks the same language.
    package var kind: String
    /// The program that answers, with its version.
    package var dialect: String?
    /// The window of every rate.
    package var window: Duration
    /// Between two polls, now: longer where the source is slow or fails.
    package var interval: Duration
    /// The polls come less often than they could, and why.
    package var slowdown: String?
    /// Queries that the last poll took.
    package var queries = 0
    /// Bytes that the last poll's answers held, uncompressed.
    package var bytes = 0
    /// How far the source's clock is ahead of ours.
    package var clockOffset = Duration.zero
    /// What the source warned of in the last poll.
    package var warnings: [String] = []
    /// How much the rates may be off, as a share of them, since counters move at intervals only; nil where they do not.
    package var rateUncertainty: Double?
    /// What was done to the numbers that a reader should know.
    package var remarks: [String] = []
    /// Prometheus's own alerts.
    package var alerts: [AlertStatus] = []
    /// When the alerts were asked for; nil before the first answer.
    package var alertsAt: Timestamp?
    /// Why the alerts are not known now.
    package var alertsFailure: String?
    /// How objectives are kept, as far as they are followed.
    package var objectives: [ObjectiveReport] {
        get { followed ?? [] }
        set { followed = newValue.isEmpty ? nil : newValue }
    }
    /// Those, as recordings have them: older ones have none.
    private var followed: [ObjectiveReport]?
    /// When the services' numbers are of.
    package var servicesAt: Timestamp?
    /// An older newest sample than this is old.
    package var freshWithin: Duration?
    /// Every service that it knows, with its numbers in short.
    package var services: [ServiceOverview] = []
    /// Which service calls which, as far as metrics tell.
    package var calls: [ServiceCall] = []
    /// What was chosen, why, and what cannot be answered: lines for the panel.
    package var explanation: [String] = []
    /// What failures can be told apart by.
    package var dimensions: [Dimension] = []
    /// Where the source draws graphs itself, such as `http://prometheus:9090/graph`; nil where it has no such page.
    package var graphPage: String?
    /// What each signal without a number lacks.
    package var gaps: [Signal: String] = [:]
    /// The expression that each signal comes from.
    package var expressions: [Signal: String] = [:]
    /// The part of the traffic that all its numbers are of; empty for all of it.
    package var narrowing = Labels()
    /// Another source stands in for the one asked for: why, and since when.
    package var fallback: Fallback?
    /// What the last audit found; nil before the first.
    package var audit: Audit?
    /// What to do when there is no data, in words.
    package var noDataAdvice = ""

    /// Another source stands in.
    package struct Fallback: Sendable, Equatable, Codable {
        /// Why the source asked for is not used.
        package let reason: String
        /// Since when.
        package let since: Timestamp
        /// How many targets there are; more than are scraped where there are too many.
        package let targets: Int

        /// Memberwise.
        package init(reason: String, since: Timestamp, targets: Int = 0) {
            self.reason = reason
            self.since = since
            self.targets = targets
        }
    }

    /// A comparison of what the tails brought with an answer to everything.
    package struct Audit: Sendable, Equatable, Codable {
        /// When.
        package let at: Timestamp
        /// Points compared.
        package let compared: Int
        /// Points that differed.
        package let differences: Int

        /// Memberwise.
        package init(at moment: Timestamp, compared: Int, differences: Int) {
            at = moment
            self.compared = compared
            self.differences = differences
        }
    }

    /// Whether it is about a service by a profile: two services may have one name.
    package func isAbout(_ other: ServiceKey?, called name: String, by otherProfile: String) -> Bool {
        guard profile == otherProfile else { return false }
        if let key, let other { return key == other }
        return service == name
    }

    /// A report of a source before its first poll.
    package init(service: String, source: String, kind: String, window: Duration, interval: Duration) {
        self.service = service
        self.source = source
        self.kind = kind
        self.window = window
        self.interval = interval
    }
}

/// One of Prometheus's alerts.
package struct AlertStatus: Sendable, Equatable, Codable {
    /// Its name.
    package let name: String
    /// It fires; otherwise it is pending.
    package let isFiring: Bool
    /// Since when it is active.
    package let since: Timestamp?
    /// Its labels without the name.
    package let labels: Labels
    /// What its author wrote for people: the summary or the description.
    package let summary: String
    /// The signal that its rule is about, as far as its expression tells.
    package let signal: Signal?
    /// It is about the service on the screen, or about none in particular.
    package let concernsService: Bool
    /// What its author wrote: summary, description, runbook_url and more.
    package let annotations: Labels
    /// The expression of its rule; empty where nobody told.
    package let expression: String
    /// How long that has to hold before it fires.
    package let holdsFor: Duration
    /// Why its rule could not be evaluated last: what is said of the alert is of before; nil where it could.
    package let failure: String?

    /// It fires, as far as its rule could be evaluated.
    package var isKnownToFire: Bool { isFiring && failure == nil }

    /// Memberwise.
    package init(
        name: String,
        isFiring: Bool,
        since: Timestamp?,
        labels: Labels,
        summary: String,
        signal: Signal?,
        concernsService: Bool,
        failure: String? = nil,
        annotations: Labels = Labels(),
        expression: String = "",
        holdsFor: Duration = .zero
    ) {
        self.name = name
        self.isFiring = isFiring
        self.since = since
        self.labels = labels
        self.summary = summary
        self.signal = signal
        self.concernsService = concernsService
        self.failure = failure
        (self.annotations, self.expression, self.holdsFor) = (annotations, expression, holdsFor)
    }
}

// Recordings of before had a name, labels and a summary alone.
extension AlertStatus {
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try values.decode(String.self, forKey: .name),
            isFiring: try values.decode(Bool.self, forKey: .isFiring),
            since: try values.decodeIfPresent(Timestamp.self, forKey: .since),
            labels: try values.decode(Labels.self, forKey: .labels),
            summary: try values.decode(String.self, forKey: .summary),
            signal: try values.decodeIfPresent(Signal.self, forKey: .signal),
            concernsService: try values.decode(Bool.self, forKey: .concernsService),
            failure: try values.decodeIfPresent(String.self, forKey: .failure),
            annotations: try values.decodeIfPresent(Labels.self, forKey: .annotations) ?? Labels(),
            expression: try values.decodeIfPresent(String.self, forKey: .expression) ?? "",
            holdsFor: try values.decodeIfPresent(Duration.self, forKey: .holdsFor) ?? .zero
        )
    }
}
