import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// What happened, newest last.
    mutating func drawEvents(in area: Rect) {
        guard area.height >= 2 else { return }
        Rule(title: "events", note: "v all of them", glyphs: glyphs).render(into: &buffer, area: area)
        let rows = area.splitTop(1).rest
        for (index, event) in newest(rows.height).enumerated() {
            let line = eventText(event).truncated(toColumns: rows.width - 1, ellipsis: glyphs.ellipsis)
            buffer.put(line, x: rows.x + 1, y: rows.y + index, width: rows.width - 1)
        }
        if source.events.isEmpty {
            putShortened("nothing yet", x: rows.x + 1, y: rows.y, style: .dim, width: rows.width - 1)
        }
    }

    /// The newest that have room; what explains little makes way for a deploy and a critical breach before it.
    private func newest(_ count: Int) -> [SourceEvent] {
        var events = Array(source.events.suffix(count * 3))
        while events.count > count {
            let place = events.firstIndex { event in
                switch event.kind {
                case .breachStarted(let isCritical): !isCritical
                case .targetLost, .targetBack: true
                default: false
                }
            }
            events.remove(at: place ?? 0)
        }
        return events
    }

    /// All that happened, the newest first.
    mutating func drawEvents(from first: Int) {
        let entries = source.events.reversed().map { event in
            wrapped(eventText(event).text, indent: 18).map { (" \($0)", eventStyle(event)) }
        }
        drawList(title: "events", entries: entries, from: first, empty: "nothing has happened yet")
    }

    private func eventText(_ event: SourceEvent) -> StyledText {
        var text = StyledText("\(clock(event.at))  ", .dim)
        text.append(event.word.padded(toColumns: 8), eventStyle(event))
        text.append(" \(event.text)")
        return text
    }

    private func eventStyle(_ event: SourceEvent) -> Style {
        switch event.kind {
        case .breachStarted(let isCritical): isCritical ? .critical : .warning
        case .lost, .targetLost: .critical
        case .deploy, .restart, .standIn, .switched, .note: .accent
        default: .normal
        }
    }
}
