import Dashboard
import Diagnosis
import GoldenSignals
import PromModel

/// One poll's numbers as comma-separated values: what `--once --csv` and `--stream --csv` print.
///
/// Times are Unix seconds, latencies seconds, shares 0 to 1, unrounded; what is not known is empty.
struct WatchRow {
    /// The names of the columns.
    static let header = CommaSeparated.line(columns.map(\.name))

    private let state: DashboardState

    init(_ state: DashboardState) { self.state = state }

    /// The line of a state.
    var line: String { CommaSeparated.line(Self.columns.map { $0.text(state) }) }

    private struct Column: Sendable {
        let name: String
        let text: @Sendable (DashboardState) -> String
    }

    private static let columns: [Column] =
        [
            Column(name: "time") { number(($0.live.snapshot?.at ?? $0.now).seconds) },
            Column(name: "service") { $0.settings.service },
            Column(name: "verdict") { $0.live.verdict.state },
            Column(name: "signal") { $0.live.verdict.signal?.label ?? "" },
            Column(name: "since") { number($0.live.verdict.since?.seconds) },
        ]
        + Signal.allCases.map { signal in
            Column(name: signal.label) { number($0.live.snapshot?[signal].value) }
        }
        + [
            Column(name: "requests") { number($0.live.snapshot?.requestCount) },
            Column(name: "targetsUp") { String($0.live.targetsUp) },
            Column(name: "targets") { String($0.live.targetsScraped) },
            Column(name: "failure") { state in
                if case .failing(let reason, _) = state.live.health { reason } else { "" }
            },
        ]

    private static func number(_ value: Double?) -> String { value.map(NumberText.formatPlain) ?? "" }
}
