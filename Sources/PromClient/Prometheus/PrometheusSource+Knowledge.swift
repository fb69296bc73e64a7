import GoldenSignals
import PromModel

extension PrometheusSource {
    /// Looks for profiles by what tells services apart here, and reads what this server can.
    func detection(of profiles: [MetricProfile]) -> ServiceDetection {
        ServiceDetection(
            profiles: profiles,
            labels: knowledge.directory.labels,
            ranges: knowledge.dialect?.rangeStorage
        )
    }

    /// What the source knows about the server: asked once, and again now and then.
    struct Knowledge: Sendable {
        var dialect: Dialect?
        var directory: ServiceDirectory
        /// Why the answer that the services were found in may lack a part; nil where the server told nothing like it.
        var lack: String?
        /// What was there at the moment of the past that the screen was opened at.
        var past: [ServiceMatch] = []
        /// What was there at moments of the past that were looked at.
        var seen: [(at: Timestamp, matches: [ServiceMatch])] = []
        /// What was found in services that no profile describes.
        var found = FoundSignals()
        var targets = TargetIndex()
        var targetsFailure: String?
        var alerts: [APIRule] = []
        var overviews: [ServiceOverview] = []
        var overviewsAt: Timestamp?
        /// What traffic each service has had, as it was asked last.
        var habits: [TrafficHabit.Owner: TrafficHabit] = [:]
        var alertsAt: Timestamp?
        /// Why the alerts are not known now.
        var alertsFailure: String?
        /// What the server could not read.
        var unreadable: Set<QueryLanguage> = []
        /// The metrics that tell which version a process runs.
        var versionMetrics: [String] = []
        /// Behind an address of which several processes answer in turn.
        var mixed: Set<ServiceKey> = []
        /// Processes without a start time, by their services.
        var unstarted = UnstartedProcesses()
        /// Who answers behind the addresses of those, as far as their newest samples tell.
        var answering: [ServiceKey: StoredProcesses] = [:]
        /// When each of those services was looked at last, by number.
        var answeringTurns: [ServiceKey: Int] = [:]
        /// Which service calls which.
        var calls: [ServiceCall] = []
        /// What each service counted over a longer time, and when that was asked.
        var longer: (of: [TrafficHabit.Owner: ServiceOverview.Counts], at: ContinuousClock.Instant)?
        var clock = ClockOffset()
        /// The objectives that the server's own rules alert on.
        var recorded = RecordedObjectives([])
        /// When the periods of recorded objectives were asked for, and what they are.
        var periods: (of: RecordedObjectives, known: [String: Duration])?
        /// When each kind of slow question was last asked, by our monotonic clock.
        var asked: [SlowQuestion: ContinuousClock.Instant] = [:]
        /// The functions that the server says it has; nil where it does not say.
        var functions: Set<String>?
        /// Whether it searches names by itself; nil before that was tried.
        var searches: Bool?
        /// Something has changed that only another look for services can tell: it comes before the other slow questions.
        var isDirectoryOld = false
        /// How often services have samples whose targets are not listed.
        var measuredIntervals: [ServiceKey: Duration] = [:]
        /// Targets of the service on the screen that do not answer.
        var lost: [Labels: TargetLoss] = [:]
        /// When they were last looked at.
        var lossesAt: Timestamp?
        /// Services of which no target answers.
        var lostServices: [ServiceKey: TargetLoss] = [:]
        /// The same of the moments of the past that were looked at last.
        var pastLosses: [ServiceKey: PastLoss] = [:]
        /// What those were before, once it was asked; empty where nothing is known.
        var recalled: [ServiceKey: [ServiceMatch]] = [:]
        /// Targets whose page has an `up` of its own, which stands where their health is looked for.
        var ownUp: Set<Labels> = []
        /// Services whose series of `up` are not those of their targets.
        var misreported: Set<ServiceKey> = []
        /// The service that was asked for and is not there; nil before it was looked for in the past.
        var gone: GoneService?

        init(labels: ServiceLabels) {
            directory = ServiceDirectory(matches: [], targets: [:], labels: labels)
        }

        /// Leaves out the labels of services that would have to be asked for in quotes.
        mutating func askPlainly() {
            directory = ServiceDirectory(
                matches: directory.matches,
                targets: directory.targets,
                down: directory.down,
                labels: directory.labels.plain
            )
        }
    }
}
