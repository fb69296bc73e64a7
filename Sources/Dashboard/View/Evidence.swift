import Diagnosis
package import GoldenSignals
package import PromModel
import TerminalUI

/// What the screen shows as something to hand on: verdict, numbers, who, the newest events and the expressions.
///
/// Times are UTC, whatever the screen's are. It is of the moment that is shown: at the cursor, of then.
package struct Evidence: Sendable, Equatable {
    /// The service; empty where it has no name.
    package let service: String
    /// The moment that it is of.
    package let at: Timestamp
    /// The verdict in words.
    package let verdict: String
    /// Who explains it and what came before, in words; empty where there is nothing to say.
    package let explanation: String
    /// Where the numbers come from, over which window.
    package let source: String
    /// The seven numbers.
    package let numbers: [Number]
    /// Who has the failures: heads and rows.
    package let who: (heads: [String], rows: [[String]])
    /// The newest events, the oldest first.
    package let events: [Event]
    /// The expressions of the signals that have one, and what their numbers have beside them.
    package let expressions: [(label: String, expression: String, added: SignalSnapshot.Added?)]
    /// The screen as text.
    package let screen: String

    /// One of the numbers, as the screen writes it.
    package struct Number: Sendable, Equatable {
        package let label: String
        package let value: String
        package let before: String
        package let change: String
        package let limit: String
    }

    /// Something that happened.
    package struct Event: Sendable, Equatable {
        package let at: Timestamp
        package let word: String
        package let text: String
    }

    /// So many events are told: what is older explains nothing.
    private static let mostEvents = 10
    private static let mostRows = 12

    /// What a state shows.
    package init(_ state: DashboardState) {
        var state = state
        state.hasKeys = false
        state.settings.isLocalTime = false
        state.frozenSettings?.isLocalTime = false
        let view = DashboardView(handingOn: state)
        let settings = state.shownSettings
        let shown = state.shown
        service = settings.service
        at = state.cursor?.at ?? shown.snapshot?.at ?? state.shownNow
        verdict = Self.words(view.verdictText(isShort: false).text)
        explanation = PrintableText.sanitize(view.explanation.text)
        let place = settings.place.isEmpty ? "" : ", \(settings.place)"
        source = "\(settings.source)\(place), window \(view.windowText)"
        numbers = Signal.allCases.map { signal in
            let reading = shown.snapshot?[signal]
            let cell = view.nowCell(signal, reading)
            return Number(
                label: view.label(signal),
                value: "\(cell.text)\(cell.mark ?? "")",
                before: view.beforeText(signal),
                change: view.deltaText(signal, reading),
                limit: view.limitMark(signal)
            )
        }
        who = Self.who(shown.snapshot?.breakdown, view)
        events = shown.events.suffix(Self.mostEvents).map { event in
            Event(at: event.at, word: event.word, text: PrintableText.sanitize(event.text))
        }
        expressions = Signal.allCases.compactMap { signal in
            shown.report?.expressions[signal].map { (view.label(signal), $0, shown.snapshot?.added(to: signal)) }
        }
        let size = TerminalSize(columns: max(state.size.columns, 80), rows: max(state.size.rows, 24))
        screen = DashboardView.frame(state, size: size).buffer.text
    }

    private static func who(_ breakdown: Breakdown?, _ view: DashboardView) -> (heads: [String], rows: [[String]]) {
        guard let breakdown else { return ([], []) }
        let heads = [breakdown.dimension.rawValue, "share", "rps", "5xx%", "p95", "p99", "where"]
        let rows = breakdown.rows.prefix(mostRows).map { cells($0, view) }
        return (heads, rows)
    }

    private static func cells(_ row: Breakdown.Row, _ view: DashboardView) -> [String] {
        var cells = [PrintableText.sanitize(row.name)]
        cells.append(row.share.map(view.percent) ?? "-")
        cells.append(row.requestRate.map(NumberText.rate) ?? "-")
        cells.append(row.errorShare.map { NumberText.signal(.errorShare, min($0, 1)) } ?? "-")
        cells.append(row.p95.map(NumberText.latency) ?? "-")
        cells.append(row.p99.map(NumberText.latency) ?? "-")
        let places = row.parts.prefix(3).map { "\(PrintableText.sanitize($0.name)) \(view.percent($0.share))" }
        cells.append(places.joined(separator: ", "))
        return cells
    }

    /// What it holds, in words.
    package var contents: String {
        var parts = ["verdict", "\(numbers.count) numbers"]
        if !who.rows.isEmpty { parts.append("\(who.rows.count) of who") }
        if !events.isEmpty { parts.append("\(events.count) event\(events.count == 1 ? "" : "s")") }
        if !expressions.isEmpty { parts.append("\(expressions.count) expressions") }
        return parts.joined(separator: ", ")
    }

    /// A text without the sign that it begins with: it is read by people and searched by programs.
    private static func words(_ text: String) -> String {
        PrintableText.sanitize(String(text.drop { !$0.isLetter && !$0.isNumber }))
    }

    package static func == (left: Evidence, right: Evidence) -> Bool {
        left.markdown == right.markdown && left.screen == right.screen
    }
}
