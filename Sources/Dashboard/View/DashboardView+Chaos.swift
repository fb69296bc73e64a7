import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// The chaos zone: the load, the driver's own count beside the measured numbers, and the faults.
    mutating func drawChaos(in area: Rect) {
        guard let chaos = state.chaos else { return }
        let keys: [Command] = [.toggleLoad, .slower, .faster, .fix, .faults]
        let hints = KeyMap.bindings.filter { keys.contains($0.command) }.map { "\($0.label) \($0.hint)" }
        Rule(title: "chaos, on this machine only", note: hints.joined(separator: "  "), glyphs: glyphs)
            .render(into: &buffer, area: area.splitTop(1).top)
        var y = area.y + 1
        for line in [loadLine(chaos), countLine(chaos, isAlone: false), faultLine(chaos)] where y < area.endY {
            putShortened(line.text, x: 1, y: y, style: line.style, width: area.width - 1)
            y += 1
        }
    }

    /// The load in one row, for a narrow screen.
    mutating func drawNarrowChaos(y: Int) {
        guard let chaos = state.chaos else { return }
        let line = chaos.load.isRunning ? countLine(chaos, isAlone: true) : loadLine(chaos)
        putShortened(line.text, x: 0, y: y, style: line.style)
    }

    private func loadLine(_ chaos: ChaosState) -> (text: String, style: Style) {
        let load = chaos.load
        guard load.isRunning else {
            let last =
                load.sent > 0
                ? "  last run: sent \(NumberText.whole(load.sent)) done \(NumberText.whole(load.done))" : ""
            let isWaiting = chaos.waiting?.contains(.toggleLoad) == true
            let text = isWaiting ? "starts with the service:" : "off  l starts"
            return (
                "load   \(text) \(NumberText.count(load.rate))/s \(glyphs.right) GET \(chaos.path)\(last)",
                .normal
            )
        }
        let head = "load   \(glyphs.dot) ON \(NumberText.count(load.rate))/s \(glyphs.right) GET \(chaos.path)"
        let done = "  done \(NumberText.whole(load.done))"
        let sent = "   sent \(NumberText.whole(load.sent))"
        let unanswered = load.unanswered > 0 ? "  no answer \(NumberText.whole(load.unanswered))" : ""
        let end = load.remaining.map { "  ends in \(TimeText.span($0))" } ?? ""
        // When it ends is worth more than what it did.
        let texts = [
            "\(head)\(sent)\(done)\(unanswered)\(end)", "\(head)\(sent)\(unanswered)\(end)",
            "\(head)\(unanswered)\(end)",
        ]
        let text = texts.first { DisplayWidth.width(of: $0) < size.columns } ?? "\(head)\(end)"
        return (text, .accent)
    }

    private func countLine(_ chaos: ChaosState, isAlone: Bool) -> (text: String, style: Style) {
        let load = chaos.load
        guard load.isRunning, let perSecond = load.perSecond else {
            return (isAlone ? "" : "       its own count appears here, beside the measured numbers", .dim)
        }
        var text =
            isAlone
            ? "load \(NumberText.rate(perSecond))" : "       its own count: \(NumberText.rate(perSecond))"
        if let share = load.errorShare { text += "  5xx \(NumberText.share(share, isWorseWhenLower: false))" }
        if let p95 = load.p95 { text += "  p95 \(NumberText.latency(p95.inSeconds))" }
        if let p99 = load.p99, size.columns >= 72 { text += "  p99 \(NumberText.latency(p99.inSeconds))" }
        return (text, .normal)
    }

    private func faultLine(_ chaos: ChaosState) -> (text: String, style: Style) {
        if let failure = chaos.failure { return ("faults ? \(failure)", .unknown) }
        guard let faults = chaos.faults else { return ("faults not asked yet", .dim) }
        let active = faults.filter(\.isActive)
        guard !active.isEmpty else { return ("faults none on  x lists them", .normal) }
        return ("faults ! " + active.map(faultText).joined(separator: ", "), .warning)
    }

    private func faultText(_ fault: FaultStatus) -> String {
        let ending = fault.isBuiltin ? ", built in, no end" : ""
        let delay = fault.delay.map { " +\(NumberText.latency($0.inSeconds))" } ?? ""
        return "\(fault.name)\(delay) \(NumberText.trimmed(fault.share * 100))% on \(fault.route)\(ending)"
    }

    /// The faults panel.
    mutating func drawFaults(selected: Int) {
        guard let chaos = state.chaos else { return }
        var rows: [(String, Style)] = []
        if let faults = chaos.faults, !faults.isEmpty {
            for (index, fault) in faults.enumerated() {
                let mark = fault.isActive ? "[x] ON " : "[ ] off"
                rows.append((" \(mark)  \(faultText(fault)) ", index == selected ? .selected : .normal))
            }
        } else {
            rows.append((" \(chaos.failure ?? "asking the service for its faults") ", .dim))
        }
        if let failure = chaos.failure, chaos.faults?.isEmpty == false { rows.append((" \(failure) ", .unknown)) }
        let keys = "Enter switches   s sets one   f all off   Esc closes"
        // How to leave is what somebody in a corner of a screen needs most.
        rows.append((" \(isNarrow ? "Enter on/off  s set  f fix  Esc back" : keys) ", .dim))
        drawPanel(title: "faults", rows: rows)
    }

    /// A titled box in the middle of the screen.
    mutating func drawPanel(title: String, rows: [(String, Style)]) {
        // A title has a line and a blank at either side.
        let widest = max(rows.map { DisplayWidth.width(of: $0.0) }.max() ?? 0, DisplayWidth.width(of: title) + 4)
        let content = widest + 2
        // What would show at either side of a panel that is nearly as wide as the screen are single letters.
        let width = content > size.columns - 8 ? size.columns : content
        let height = min(size.rows, rows.count + 2)
        let area = Rect(x: (size.columns - width) / 2, y: (size.rows - height) / 2, width: width, height: height)
        // A blank at either side keeps what lies below apart.
        buffer.fill(Rect(x: area.x - 1, y: area.y, width: area.width + 2, height: area.height))
        Rule(title: title, note: "", glyphs: glyphs).render(into: &buffer, area: area.splitTop(1).top)
        for (index, row) in rows.prefix(max(0, height - 2)).enumerated() {
            buffer.put(
                row.0.shortened(toColumns: width - 2, ellipsis: glyphs.ellipsis).padded(toColumns: max(0, width - 2)),
                x: area.x + 1,
                y: area.y + 1 + index,
                style: row.1,
                width: width - 2
            )
        }
        Rule(title: "", note: "", glyphs: glyphs).render(into: &buffer, area: area.splitBottom(1).bottom)
    }
}
