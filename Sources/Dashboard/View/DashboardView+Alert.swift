import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// One alert with all that is known of it: its labels, what its author wrote, who is told, and how to silence it.
    mutating func drawAlert(_ alert: AlertStatus, from first: Int) {
        let alert = source.report?.alerts.first { $0.identity == alert.identity } ?? alert
        var entries: [[(String, Style)]] = []
        func add(_ name: String, _ text: String, _ style: Style = .normal) {
            guard !text.isEmpty else { return }
            let rows = wrapped(" \(name.padded(toColumns: 11)) \(text)", indent: 13).flatMap { chopped($0) }
            entries.append(rows.map { ($0, style) })
        }
        let since = alert.since.map { " since \(momentText($0)) (\(TimeText.span(state.now - $0)))" } ?? ""
        let hold = alert.holdsFor > .zero ? ", must hold for \(TimeText.window(alert.holdsFor))" : ""
        let word = alert.isFiring ? "firing" : alert.since == nil ? "not active: it does not fire now" : "pending"
        let isAlarm = alert.isFiring && alert.failure == nil
        add("state", "\(word)\(since)\(hold)", isAlarm ? .critical : .normal)
        if let failure = alert.failure { add("its rule", "fails: \(failure)", .warning) }
        for label in alert.labels { add("label", "\(label.name)=\(Labels.quoted(label.value))") }
        for note in alert.annotations.sorted(by: { Self.rank($0.name) < Self.rank($1.name) }) {
            add(note.name, note.value)
        }
        let lines = ExpressionLayout.lines(alert.expression, width: max(20, size.columns - 20))
        for (index, line) in lines.enumerated() where !alert.expression.isEmpty {
            add(index == 0 ? "expression" : "", line)
        }
        for (name, text, style) in routingRows(state.routing?.of == alert.identity ? state.routing?.answer : nil) {
            add(name, text, style)
        }
        let place = state.routing?.answer.place ?? ""
        // To be pasted: it is one word after the other, however the rows break.
        add("to silence", alert.silenceCommand(alertmanager: place), .dim)
        drawList(title: "\(alertsHead)alert \(alert.name)", entries: entries, from: first, empty: "")
    }

    /// A row in as many as it takes: a URL is worth nothing without its end.
    private func chopped(_ row: String) -> [String] {
        let room = max(20, size.columns - 5)
        guard DisplayWidth.width(of: row) > room else { return [row] }
        var rows = [""]
        for character in row {
            let last = rows[rows.count - 1] + String(character)
            if DisplayWidth.width(of: last) > room {
                rows.append("  \(character)")
            } else {
                rows[rows.count - 1] = last
            }
        }
        return rows.filter { $0.contains { $0 != " " } }
    }

    /// The summary first, then what to read, then the rest.
    private static func rank(_ name: String) -> Int {
        ["summary", "description", "message", "runbook_url"].firstIndex(of: name) ?? 9
    }

    private func routingRows(_ routing: AlertRouting?) -> [(String, String, Style)] {
        guard let routing else {
            let word = state.replay == nil ? "asking the Alertmanager" : "a recording does not tell"
            return [("told to", word, .dim)]
        }
        if let failure = routing.failure { return [("told to", "not known: \(failure)", .warning)] }
        guard let word = routing.state else {
            return [("told to", "\(routing.place) does not know it: it is new, or was never sent", .dim)]
        }
        var rows = [
            ("told to", "\(routing.receivers.joined(separator: ", ")) (\(word), by \(routing.place))", Style.normal)
        ]
        for silence in routing.silences {
            let end = silence.endsAt.map { " until \(momentText($0))" } ?? ""
            let what = silence.matchers.joined(separator: " ")
            rows.append(
                (
                    "silenced", "\(end.dropFirst()) by \(silence.author): \(silence.comment) {\(what)} \(silence.id)",
                    .warning
                )
            )
        }
        for inhibitor in routing.inhibitors { rows.append(("inhibited", "by \(inhibitor)", .warning)) }
        return rows
    }

    /// How many entries the panel of an alert has at most.
    static func alertEntryCount(_ alert: AlertStatus, _ state: DashboardState) -> Int {
        let lines = ExpressionLayout.lines(alert.expression, width: max(20, state.size.columns - 20)).count
        let routing = state.routing?.answer
        return 4 + alert.labels.count + alert.annotations.count + lines + (routing?.silences.count ?? 0)
            + (routing?.inhibitors.count ?? 0)
    }
}
