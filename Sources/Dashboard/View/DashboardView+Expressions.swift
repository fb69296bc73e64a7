import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// The expressions as they are asked, with what they say: that of the focus, else all.
    mutating func drawExpressions(from first: Int) {
        let signals = state.focus.map { [$0] } ?? Signal.allCases
        let known = source.report?.expressions ?? [:]
        let width = max(20, size.columns - 8)
        let entries = signals.flatMap { signal -> [[(String, Style)]] in
            let value = nowCell(signal, source.snapshot?[signal])
            let head = " \(label(signal))  \(value.text)\(value.mark ?? "")"
            guard let expression = known[signal] else {
                let reason = source.report?.gaps[signal] ?? "nothing tells it"
                return [[(head, .title)], [("   \(reason)", .dim)]]
            }
            let lines = ExpressionLayout.lines(expression, width: width).map { [("   \($0)", Style.normal)] }
            var rows = [[(head, Style.title)]] + lines
            if let added = source.snapshot?.added(to: signal) { rows.append([("   \(added)", .dim)]) }
            return rows
        }
        let moment = cursor?.at ?? source.snapshot?.at
        let at = moment.map { " at \(momentText($0))" } ?? ""
        drawList(title: "PromQL\(at)", entries: entries, from: first, empty: "no expression yet")
    }

    /// How many entries that is: the rows that keys go through.
    static func expressionCount(_ state: DashboardState) -> Int {
        let signals = state.focus.map { [$0] } ?? Signal.allCases
        let known = state.shown.report?.expressions ?? [:]
        let width = max(20, state.size.columns - 8)
        return signals.reduce(0) { count, signal in
            guard let expression = known[signal] else { return count + 2 }
            let added = state.shown.snapshot?.added(to: signal) == nil ? 0 : 1
            return count + 1 + ExpressionLayout.lines(expression, width: width).count + added
        }
    }

    /// The part of the traffic that everything is of; empty for all of it.
    var narrowingText: String {
        guard let part = source.report?.narrowing, !part.isEmpty else { return "" }
        return "{\(part.map { "\($0.name)=\($0.value)" }.joined(separator: ","))}"
    }
}
