import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// The last row: what the source costs and how its targets are, and the keys.
    mutating func drawFooter(in area: Rect) {
        guard area.height > 0 else { return }
        if let fault = state.chaos?.input { return fault.render(into: &buffer, area: area) }
        if let window = state.windowInput { return window.render(into: &buffer, area: area) }
        if let note = state.note { return note.input.render(into: &buffer, area: area) }
        let left = costText
        var x = area.x + putShortened(left.text, x: area.x, y: area.y, style: left.style, width: area.width)
        x += buffer.put(" \(glyphs.vertical) ", x: x, y: area.y, style: .dim, width: area.endX - x)
        // In a corner there is room for two: help, and how to get out.
        var keys: [Command] = isNarrow ? [.help, .quit, .pause, .group] : [.help, .pause, .quit, .group]
        if cursor != nil { keys = [.live, .earlier, .later, .previousEvent, .nextEvent, .help, .quit, .group] }
        if (state.live.report?.services.count ?? 0) > 1 { keys.append(.services) }
        if !state.promised.isEmpty { keys.append(.objectives) }
        keys += [.events, .targets, .alerts, .about, .colors]
        KeyHints(keys.compactMap(KeyMap.hint)).render(
            into: &buffer,
            area: Rect(x: x, y: area.y, width: max(0, area.endX - x), height: 1)
        )
    }

    private var costText: (text: String, style: Style) {
        let (up, scraped) = (source.targetsUp, source.targetsScraped)
        var parts = [settings.sourceKind]
        if size.columns < 60 {
            // A corner of the screen has room for what may be wrong, not for what it costs.
            var word = steadyCost
            if case .waiting = source.health { word = "waits" }
            if case .failing = source.health { word = "failing" }
            var text = "\(settings.sourceKind) \(word)"
            if scraped > 0 { text += " \(up)/\(scraped)\(isStale && settings.sourceKind != "direct" ? "?" : "up")" }
            if source.restarts > 0 { text += " \(glyphs.restart)\(source.restarts)" }
            return (text, up == scraped || isStale && settings.sourceKind != "direct" ? .dim : .critical)
        }
        switch source.health {
        case .waiting: parts.append(state.replay == nil ? "not asked yet" : "not read yet")
        case .live: parts.append("ok \(steadyCost)")
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
            parts.append("\(glyphs.separator) 1 scrape/\(pace == .seconds(1) ? "s" : TimeText.setting(pace))")
        }
        if !source.targets.isEmpty { parts.append("\(glyphs.separator) \(upText)") }
        if source.restarts > 0 { parts.append("\(glyphs.separator) \(glyphs.restart)\(source.restarts)") }
        let isWell = up == scraped || isStale && settings.sourceKind != "direct"
        return (parts.joined(separator: " "), isWell ? .dim : .critical)
    }

    /// How often pages are polled: a poll that takes longer than from one to the next holds the next one up.
    private var pace: Duration {
        guard source.cost > settings.interval * 5 / 4 else { return settings.interval }
        let second = Int64(1000)
        let milliseconds = source.cost.milliseconds
        guard milliseconds >= second else { return .milliseconds(max(1, milliseconds / 100) * 100) }
        return .milliseconds((milliseconds + second / 2) / second * second)
    }

    /// What a poll costs, always as wide: what follows would else be written anew with each digit more.
    private var steadyCost: String { TimeText.cost(source.cost).padded(toColumns: 5, alignment: .trailing) }

    /// How many targets answer: while nobody can say, how many did.
    var upText: String {
        let scraped = source.targetsScraped
        if let cursor, scraped == 0 { return cursor.inquiry == .asked ? "asking for then" : "not known of then" }
        guard scraped > 0 else { return source.targets.isEmpty ? "no target" : "not scraped yet" }
        // Who scrapes by itself knows how they are, also where none answers.
        let isOld = isStale && settings.sourceKind != "direct"
        return "\(source.targetsUp)/\(scraped) \(isOld ? "were up" : "up")"
    }

    /// The keys, made from the map that dispatches them.
    mutating func drawHelp(from first: Int) {
        let bindings = KeyMap.available(hasChaos: state.chaos != nil, isReplay: state.replay != nil)
        // What there is to break and to mend stands first: below the first rows few look.
        var rows = (bindings.filter(\.needsChaos) + bindings.filter { !$0.needsChaos }).map { binding in
            (" \(binding.label.padded(toColumns: 10)) \(binding.help) ", Style.normal)
        }
        rows.append(("", .normal))
        rows.append((" ! over a critical limit   ~ over a warning limit   n=37 made of so few ", .dim))
        rows.append((" \(glyphs.idle) no traffic   \(glyphs.missing) no data   > lies above the last bucket ", .dim))
        rows.append((" before: what was usual before the breach, or A (m), or an hour, a day, a week ago (b) ", .dim))
        rows.append((" win: what every rate is counted over   span: what the charts show ", .dim))
        rows.append((" small curves: each from 0 (OK% from its least) to a top of its own ", .dim))
        guard rows.count + 2 > size.rows else { return drawPanel(title: "sretop keys", rows: rows) }
        let entries = rows.map { text, style in wrapped(text, indent: 12).map { ($0, style) } }
        drawList(title: "sretop keys", entries: entries, from: first, empty: "")
    }
}
