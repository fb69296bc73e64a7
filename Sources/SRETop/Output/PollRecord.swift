import Dashboard
import Diagnosis
import GoldenSignals
import PromModel

/// One poll's numbers, unrounded, and the load driver's own over the same window: a line of `--readings`.
struct PollRecord: Encodable {
    /// The load driver's numbers.
    struct Load: Encodable {
        let running: Bool
        let rate: Double
        let sent: Int
        let done: Int
        let unanswered: Int
        let perSecond: Double?
        let errorShare: Double?
        let p95Seconds: Double?
        let p99Seconds: Double?
    }

    let service: String
    let at: Double
    let windowSeconds: Double
    let health: String
    let verdict: String
    let sinceSeconds: Double?
    let values: [String: Double]
    let requestCount: Double?
    let errorTotal: Double?
    let targetsUp: Int
    let targetsTotal: Int
    let load: Load?

    init(_ state: DashboardState) {
        let snapshot = state.live.snapshot
        service = state.settings.service
        at = (snapshot?.at ?? state.now).seconds
        windowSeconds = (snapshot?.window ?? state.settings.window) / .seconds(1)
        health = Self.word(state.live.health)
        verdict = Self.word(state.live.verdict)
        sinceSeconds = state.live.verdict.since?.seconds
        var values: [String: Double] = [:]
        for signal in Signal.allCases { values[signal.label] = snapshot?[signal].value }
        self.values = values
        requestCount = snapshot?.requestCount
        errorTotal = snapshot?.errorTotal
        targetsUp = state.live.targetsUp
        targetsTotal = state.live.targetsScraped
        load = state.chaos.map { Self.load($0.load) }
    }

    /// The record as one line of JSON.
    var line: String { RecordText.json(self, isPretty: false) }

    private static func load(_ status: LoadStatus) -> Load {
        Load(
            running: status.isRunning,
            rate: status.rate,
            sent: status.sent,
            done: status.done,
            unanswered: status.unanswered,
            perSecond: status.perSecond,
            errorShare: status.errorShare,
            p95Seconds: status.p95.map { $0 / .seconds(1) },
            p99Seconds: status.p99.map { $0 / .seconds(1) }
        )
    }

    private static func word(_ health: SourceHealth) -> String {
        switch health {
        case .waiting: "waiting"
        case .live: "live"
        case .failing: "failing"
        }
    }

    private static func word(_ verdict: Verdict) -> String {
        switch verdict {
        case .untrusted: "untrusted"
        case .noData: "no data"
        case .tooFew: "too few"
        default: verdict.state
        }
    }
}
