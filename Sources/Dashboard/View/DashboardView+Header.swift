import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// Row 1: who, and how fresh.
    ///
    /// The clock stands at the right end.
    mutating func drawHeader(y: Int) {
        let clock = clockText
        // Two blanks: what stands before the clock would else seem to have begun at it.
        let room = size.columns - clock.count - 2
        var x = buffer.put("sretop ", x: 0, y: y, style: .dim, width: room)
        if !settings.place.isEmpty {
            x += 1 + buffer.put(settings.place, x: x, y: y, style: .reverse, width: max(0, room - x))
        }
        x += putShortened(settings.service, x: x, y: y, style: .title, width: max(0, room - x))
        x += putShortened(narrowingText, x: x, y: y, style: .accent, width: max(0, room - x))
        let mark = freshness
        let place = settings.service.isEmpty ? settings.source : " \(settings.source)"
        // Another service that is worse is more than where the numbers come from.
        let needed = x + DisplayWidth.width(of: "\(place)  \(mark.text)  ")
        let alarm = worstTexts.first { needed + DisplayWidth.width(of: $0) <= room } ?? worstTexts.last ?? ""
        let kept = alarm.isEmpty ? 0 : DisplayWidth.width(of: "  \(mark.text)  \(alarm)")
        let fitting = place.truncated(
            toColumns: max(0, min(DisplayWidth.width(of: place), room - x - kept)),
            ellipsis: glyphs.ellipsis
        )
        x += buffer.put("\(alarm.isEmpty ? place : fitting)  ", x: x, y: y, style: .normal, width: max(0, room - x))
        x += putShortened(mark.text, x: x, y: y, style: mark.style, width: max(0, room - x))
        if !alarm.isEmpty {
            x += 2 + putShortened(alarm, x: x + 2, y: y, style: worstStyle, width: max(0, room - x - 2))
        }
        if let text = clockWarning, x + text.count + 2 <= room {
            x += 2 + buffer.put(text, x: x + 2, y: y, style: .warning)
        }
        // Half a word says nothing: each part is there or not.
        let poll = source.report.map { $0.kind == "direct" ? nil : ("poll", $0.interval) } ?? nil
        let asked = poll.map { "\($0.0) \(TimeText.setting($0.1))" }
        if let text = comparisonText, x + DisplayWidth.width(of: text) + 2 <= room {
            x += 2 + buffer.put(text, x: x + 2, y: y, style: .accent)
        }
        // A window that is not full is what the numbers are to be read by.
        let isPartial = source.snapshot?.isPartial ?? false
        let parts =
            (isPartial ? ["win \(windowText)", asked] : [asked, "win \(windowText)"])
            + ["span \(TimeText.setting(settings.span))"]
        for part in parts.compactMap({ $0 }) {
            let text = "  \(part)"
            guard x + text.count <= room else { break }
            x += buffer.put(text, x: x, y: y, style: .dim)
        }
        buffer.put(clock, x: max(0, size.columns - clock.count), y: y, style: .dim)
    }

    /// Row 1 of a narrow screen.
    mutating func drawNarrowHeader(y: Int) {
        let clock = settings.isLocalTime ? self.clock(state.now) : "\(TimeText.clock(state.now))Z"
        let mark = freshness
        let room = size.columns - clock.count - 1
        // A window that lacks samples is less than it says.
        let less = source.snapshot?.isThin == true ? "<" : ""
        let tail = clockWarning == nil ? " w\(less)\(windowText.prefix { $0 != " " })" : " clock \(clockSign)"
        let name = (settings.service + narrowingText).truncated(
            toColumns: max(4, room - DisplayWidth.width(of: mark.text) - 1),
            ellipsis: glyphs.ellipsis
        )
        var x = buffer.put(name, x: 0, y: y, style: .title) + 1
        x += putShortened(mark.text, x: x, y: y, style: mark.style, width: max(0, room - x))
        // Half a window would be another one.
        let tailStyle: Style = clockWarning == nil ? .dim : .warning
        if x + tail.count <= room { buffer.put(tail, x: x, y: y, style: tailStyle) }
        buffer.put(clock, x: max(x + 1, size.columns - clock.count), y: y, style: .dim)
    }

    /// The time, and by which clock; both clocks where there is room.
    private var clockText: String {
        let local = "\(TimeText.clock(state.now + settings.localOffset)) \(TimeText.zone(settings.localOffset))"
        let utc = "\(TimeText.clock(state.now))Z"
        if size.columns >= 112, settings.localOffset != .zero { return "\(utc)  \(local)" }
        return settings.isLocalTime ? local : utc
    }

    /// The window of the numbers shown: shorter than the one asked for while there are no samples to fill it.
    var window: Duration { source.snapshot?.window ?? settings.window }

    /// The same in words: a window that samples do not fill yet is named with what it is to be.
    var windowText: String {
        guard let snapshot = source.snapshot, snapshot.isPartial else { return TimeText.setting(window) }
        // Without a comma: a narrow screen has room for its first word alone.
        if snapshot.isThin { return "\(TimeText.setting(window)) not full" }
        let tenths = snapshot.window.milliseconds / 100
        let part = tenths < 100 ? "\(NumberText.trimmed(Double(tenths) / 10))s" : "\(tenths / 10)s"
        return "\(part) of \(TimeText.setting(snapshot.fullWindow))"
    }

    /// From this much on the difference of two clocks is shown.
    private static let noticeableOffset = Duration.seconds(2)

    /// Our clock against the source's, where they differ noticeably.
    private var clockWarning: String? {
        let offset = state.clockOffset
        let size = offset < .zero ? .zero - offset : offset
        guard size > Self.noticeableOffset else { return nil }
        return "our clock \(TimeText.span(size + .milliseconds(500))) \(offset < .zero ? "fast" : "slow")"
    }

    /// The same in few columns.
    private var clockSign: String {
        let offset = state.clockOffset
        let size = TimeText.span((offset < .zero ? .zero - offset : offset) + .milliseconds(500))
        return "\(offset < .zero ? "+" : "-")\(size)"
    }

    /// How fresh the numbers are, in a word, and the age of the newest sample.
    var freshness: (text: String, style: Style) {
        if let cursor {
            let text = "AT \(momentText(cursor.at))"
            return (isNarrow ? text : "\(text), \(TimeText.span(state.now - cursor.at)) ago", .selected)
        }
        let age = source.snapshot.map { TimeText.span(now - ($0.newestSample ?? $0.at)) }
        if let pausedAt = state.pausedAt {
            let text = "\(glyphs.vertical)\(glyphs.vertical) PAUSED \(clock(pausedAt))"
            return (isNarrow ? text : "\(text) \(TimeText.span(state.now - pausedAt)) ago", .warning)
        }
        let live = liveWord(age)
        switch source.health {
        case .waiting: return (state.replay == nil ? "\(glyphs.idle) WAITING" : live, .unknown)
        case .live where isStale: return ("\(glyphs.failed) STALE \(age ?? "")", .unknown)
        case .live where verdict.isDown:
            let since = verdict.outage?.since.map { " \(TimeText.span(now - $0))" } ?? ""
            return ("\(glyphs.failed) DOWN\(since)", .critical)
        case .live where source.report?.fallback != nil: return ("\(glyphs.warning) DIRECT \(age ?? "")", .warning)
        case .live where source.snapshot?.outage != nil:
            let up = "\(source.targetsUp)/\(source.targetsScraped) up"
            return ("\(live)\(isNarrow ? "" : ", \(up)")", .warning)
        case .live: return (live, .normal)
        case .failing(let reason, let since):
            let word = FailureReason(reason).isOfSource ? "FAILING" : "DOWN"
            let text = "\(glyphs.failed) \(word) \(TimeText.span(now - since))"
            return (isNarrow ? text : age.map { "\(text), data \($0) old" } ?? text, .critical)
        }
    }

    /// `● LIVE 1s`; of what is played from a recording how fast, or that it is over.
    private func liveWord(_ age: String?) -> String {
        guard let replay = state.replay else { return "\(glyphs.dot) LIVE \(age ?? "")" }
        return replay.isOver ? "\(glyphs.dot) REPLAY END" : "\(glyphs.dot) REPLAY \(replay.text)"
    }
}
