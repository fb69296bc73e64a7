import Gates
import GoldenSignals
import PromModel

/// Objectives for programs: what `slo --json` prints.
///
/// Shares 0 to 1, times in seconds; what is not known is left out. Its schema is docs/schemas/slo.json.
struct ObjectiveDocument: Encodable {
    /// One pair of windows.
    struct Pair: Encodable {
        let longSeconds: Double
        let shortSeconds: Double
        let factor: Double
        let severity: String
        let longBurnRate: Double?
        let shortBurnRate: Double?
        let goodShare: Double?
        let events: Double?
        let fullness: Double?
        let firing: Bool
        let heldBack: Bool
    }

    /// One objective of one group of labels.
    struct Objective: Encodable {
        let service: String
        let name: String
        let labels: [String: String]
        let objective: Double
        let periodSeconds: Double
        let latencySeconds: Double?
        /// `ok`, `ticket`, `page` or `unknown`.
        let state: String
        let goodShare: Double?
        let budgetLeft: Double?
        let burnRate: Double?
        let exhaustedInSeconds: Double?
        let periodFullness: Double?
        let minimumEvents: Int
        let lowTraffic: Bool
        /// `given`, `recorded` or `usual`: who said what is promised; left out where that was asked for alone.
        let origin: String?
        /// Why not all of it is known.
        let problem: String?
        let windows: [Pair]
    }

    let formatVersion = RecordText.formatVersion
    let at: Double
    let objectives: [Objective]

    init(_ lines: [ObjectiveLine], at moment: Timestamp) {
        at = moment.seconds
        objectives = lines.map { Objective($0.status, of: $0.service, problem: $0.problem) }
    }

    /// The document as JSON.
    var text: String { RecordText.json(self, isPretty: true) }
}

extension ObjectiveDocument.Objective {
    /// How an objective of a service is kept.
    init(_ status: ObjectiveStatus, of service: String, origin: String? = nil, problem: String? = nil) {
        self.service = service
        (self.origin, self.problem) = (origin, problem)
        name = status.objective.name
        labels = Dictionary(status.group.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        objective = status.objective.objective
        periodSeconds = status.objective.period.inSeconds
        latencySeconds = if case .latency(let seconds) = status.objective.indicator { seconds } else { nil }
        state = status.state.rawValue
        goodShare = status.goodShare
        budgetLeft = status.budgetLeft
        burnRate = status.burnRate
        exhaustedInSeconds = status.exhaustedIn?.inSeconds
        periodFullness = status.periodFullness
        minimumEvents = status.objective.minimumEvents
        lowTraffic = status.hasLowTraffic
        windows = status.pairs.map { ObjectiveDocument.Pair($0, goodShare: status.goodShare(of: $0)) }
    }

    /// The same as a source followed it.
    init(_ report: ObjectiveReport) {
        self.init(report.status, of: report.service, origin: report.origin.rawValue, problem: report.problem)
    }
}

extension ObjectiveDocument.Pair {
    /// One pair of windows.
    init(_ pair: ObjectiveStatus.Pair, goodShare: Double?) {
        self.goodShare = goodShare
        longSeconds = pair.window.long.inSeconds
        shortSeconds = pair.window.short.inSeconds
        factor = pair.window.factor
        severity = pair.window.severity.rawValue
        longBurnRate = pair.longBurn
        shortBurnRate = pair.shortBurn
        events = pair.events
        fullness = pair.fullness
        firing = pair.isFiring
        heldBack = pair.isHeldBack
    }
}
