import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// The last row: what the source costs and how its targets are, and the keys.
    mutating func drawFooter(in area: Rect) {
        guard area.height > 0 else { return }
        let left = costText
        var x = area.x + buffer.put(left.text, x: area.x, y: area.y, style: left.style, width: area.width)
        x += buffer.put(" \(glyphs.vertical) ", x: x, y: area.y, style: .dim, width: area.endX - x)
        let keys: [Command] = [.help, .pause, .quit]
        let hints = keys.compactMap { command in
            KeyMap.bindings.first { $0.command == command }.map { KeyHints.Hint($0.keys.first?.label ?? "", $0.hint) }
        }
        KeyHints(hints).render(
            into: &buffer,
            area: Rect(x: x, y: area.y, width: max(0, area.endX - x), height: 1)
        )
    }

    private var costText: (text: String, style: Style) {
        let up = source.targets.count { $0.failure == nil }
        var parts = [settings.sourceKind]
        switch source.health {
        case .waiting: parts.append("not asked yet")
        case .live: parts.append("ok \(TimeText.cost(source.cost))")
        case .failing: parts.append("failing")
        }
        if let report = source.report, report.kind != "direct" {
            let every = TimeText.setting(report.interval)
            if case .failing = source.health {
                parts.append("\(glyphs.separator) asked again each \(every)")
            } else {
                parts.append("\(glyphs.separator) \(report.queries) q/\(every)")
            }
        } else if size.columns >= 60 {
            parts.append("\(glyphs.separator) 1 scrape/\(TimeText.setting(settings.interval))")
        }
        if !source.targets.isEmpty { parts.append("\(glyphs.separator) \(up)/\(source.targets.count) up") }
        if source.restarts > 0 { parts.append("\(glyphs.separator) \(glyphs.restart)\(source.restarts)") }
        let isWell = up == source.targets.count
        return (parts.joined(separator: " "), isWell ? .dim : .critical)
    }

    /// What happened, newest last.
    mutating func drawEvents(in area: Rect) {
        Rule(title: "events", note: "", glyphs: glyphs).render(into: &buffer, area: area.splitTop(1).top)
        let rows = area.splitTop(1).rest
        for (index, event) in source.events.suffix(rows.height).enumerated() {
            let text = "\(TimeText.clock(event.at))  \(event.tick.padded(toColumns: 8)) \(event.text)"
            buffer.put(text, x: rows.x + 1, y: rows.y + index, style: .normal, width: rows.width - 1)
        }
        if source.events.isEmpty {
            buffer.put("nothing yet", x: rows.x + 1, y: rows.y, style: .dim, width: rows.width - 1)
        }
    }

    /// The keys, made from the map that dispatches them.
    mutating func drawHelp(from first: Int) {
        let bindings = KeyMap.available(hasChaos: state.chaos != nil)
        var rows = bindings.map { binding in
            (" \(binding.label.padded(toColumns: 10)) \(binding.help) ", Style.normal)
        }
        rows.append(("", .normal))
        rows.append((" ! over a critical limit   ~ over a warning limit ", .dim))
        rows.append((" \(glyphs.idle) no traffic   \(glyphs.missing) no data   > lies above the last bucket ", .dim))
        guard rows.count + 2 > size.rows else { return drawPanel(title: "sretop keys", rows: rows) }
        drawList(title: "sretop keys", rows: rows, from: first, empty: "")
    }
}
