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
        let budgetLeft: Double?
        let burnRate: Double?
        let exhaustedInSeconds: Double?
        let periodFullness: Double?
        let minimumEvents: Int
        let lowTraffic: Bool
        let windows: [Pair]
    }

    let formatVersion = RecordText.formatVersion
    let at: Double
    let objectives: [Objective]

    init(_ lines: [ObjectiveLine], at moment: Timestamp) {
        at = moment.seconds
        objectives = lines.map { line in
            let status = line.status
            var latency: Double?
            if case .latency(let seconds) = status.objective.indicator { latency = seconds }
            return Objective(
                service: line.service,
                name: status.objective.name,
                labels: Dictionary(status.group.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }),
                objective: status.objective.objective,
                periodSeconds: status.objective.period.inSeconds,
                latencySeconds: latency,
                state: status.state.rawValue,
                budgetLeft: status.budgetLeft,
                burnRate: status.burnRate,
                exhaustedInSeconds: status.exhaustedIn?.inSeconds,
                periodFullness: status.periodFullness,
                minimumEvents: status.objective.minimumEvents,
                lowTraffic: status.hasLowTraffic,
                windows: status.pairs.map(Self.pair)
            )
        }
    }

    /// The document as JSON.
    var text: String { RecordText.json(self, isPretty: true) }

    private static func pair(_ pair: ObjectiveStatus.Pair) -> Pair {
        Pair(
            longSeconds: pair.window.long.inSeconds,
            shortSeconds: pair.window.short.inSeconds,
            factor: pair.window.factor,
            severity: pair.window.severity.rawValue,
            longBurnRate: pair.longBurn,
            shortBurnRate: pair.shortBurn,
            events: pair.events,
            fullness: pair.fullness,
            firing: pair.isFiring,
            heldBack: pair.isHeldBack
        )
    }
}
