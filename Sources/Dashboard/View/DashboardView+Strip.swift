import GoldenSignals
import TerminalUI

extension DashboardView {
    /// The seven numbers side by side: name, number and mark, limit with change and trust.
    mutating func drawStrip(in area: Rect) {
        for (signal, cell) in zip(Signal.allCases, area.columns(Signal.allCases.count, gap: 2)) {
            let reading = source.snapshot?[signal]
            let number = nowCell(signal, reading)
            let style = isDimmed ? .dim : number.style
            var value = StyledText(number.text, style.bolded)
            if let mark = number.mark { value.append(" \(mark)", style.bolded) }
            let limit = limitMark(signal)
            let room = cell.width - (limit.isEmpty ? 0 : DisplayWidth.width(of: limit) + 1)
            StatCell(
                label: label(signal),
                limit: limit,
                value: value,
                note: note(signal, reading, width: room),
                glyphs: glyphs,
                labelStyle: labelStyle(signal)
            )
            .render(into: &buffer, area: cell)
        }
    }

    /// What has changed and how far the number can be trusted, as much of it as there is room for.
    private func note(_ signal: Signal, _ reading: SignalReading?, width: Int) -> String {
        if reading?.state == .noData, let reason = source.report?.gaps[signal] { return reason }
        var parts: [String] = []
        let delta = deltaText(signal, reading)
        if !delta.isEmpty { parts.append(delta) }
        if signal == .errorShare, let rate = source.snapshot?.errorsPerSecond, rate > 0 {
            parts.append(NumberText.rate(rate))
        }
        parts += tailParts(signal, reading, hasLimit: false)
        let before = beforeText(signal)
        if !delta.isEmpty, before != "-", before != "idle" { parts.append("was \(before)") }
        var text = ""
        for part in parts {
            let next = text.isEmpty ? part : "\(text) \(part)"
            guard text.isEmpty || DisplayWidth.width(of: next) <= width else { continue }
            text = next
        }
        return text
    }
}
