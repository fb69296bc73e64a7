import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    private static let longestName = 20

    /// A service that is worse than the one on the screen, for row 1: in ever fewer words.
    var worstTexts: [String] {
        guard !isStale, let worst = others.worst else { return [] }
        let name = worst.key.name.truncated(toColumns: Self.longestName, ellipsis: glyphs.ellipsis)
        let mark = worst.urgency == .warning ? glyphs.warning : glyphs.critical
        let gap = isNarrow ? "" : " "
        let word = "\(mark)\(gap)\(name) \(worst.urgency.word)"
        let lasted = lasted(worst)
        return lasted.isEmpty ? [word] : ["\(word) \(lasted)", word]
    }

    /// How the name of one that is worse is drawn.
    var worstStyle: Style {
        Style(role: others.worst?.urgency == .warning ? .warning : .critical, bold: true)
    }

    /// Another service that explains what is broken here, in ever fewer words.
    ///
    /// One that is called and broken too comes before everything else; one that only broke before comes after who.
    var calledTexts: [String] {
        guard !isStale, case .called(let service, let isDirect)? = others.cause else { return [] }
        let (name, what) = (name(service), what(service))
        let lead = verdict.began.map { $0 - service.since } ?? .zero
        let earlier = lead > .seconds(1) && !service.isOlderThanData ? ", \(TimeText.span(lead)) earlier" : ""
        let verb = isDirect ? "calls" : "depends on"
        let opens = keyHint(" (! opens it)")
        return [
            "it \(verb) \(name), which broke\(earlier.isEmpty ? " too" : String(earlier.dropFirst())): \(what)\(opens)",
            "\(verb) \(name): \(what)\(earlier)\(keyHint(" (!)"))",
            "\(verb) \(name): \(service.urgency.word)\(earlier)",
            "\(verb) \(name): \(service.urgency.word)",
        ]
    }

    /// Another service that broke shortly before, where no call is known.
    var earlierTexts: [String] {
        guard !isStale, case .earlier(let service, let lead)? = others.cause else { return [] }
        let (name, what) = (name(service), what(service))
        return [
            "\(name) broke \(TimeText.span(lead)) earlier: \(what)\(keyHint(" (! opens it)"))",
            "\(name) \(service.urgency.word) \(TimeText.span(lead)) earlier\(keyHint(" (!)"))",
            "\(name) \(service.urgency.word) \(TimeText.span(lead)) earlier",
        ]
    }

    /// The service that is broken and that nothing else on the screen names, or how many of them; in ever fewer words.
    var moreBrokenTexts: [String] {
        guard !isStale else { return [] }
        var named = Set([others.cause?.service.key].compactMap { $0 })
        if let worst = others.worst { named.insert(worst.key) }
        let rest = others.broken.filter { !named.contains($0.key) }
        guard let first = rest.first else { return [] }
        let kind = named.isEmpty ? "other" : "more"
        let count = "\(rest.count) \(kind) service\(rest.count == 1 ? "" : "s") broken\(keyHint(" (S)"))"
        guard rest.count == 1 else { return [count] }
        return ["also broken: \(name(first)) \(what(first))\(keyHint(" (S)"))", count]
    }

    private func name(_ service: BrokenService) -> String {
        service.key.name.truncated(toColumns: Self.longestName, ellipsis: glyphs.ellipsis)
    }

    /// For how long it is known to be broken; empty where that is for no time at all.
    private func lasted(_ service: BrokenService) -> String {
        let lasted = max(.zero, now - service.since)
        guard lasted >= .seconds(1) || !service.isOlderThanData else { return "" }
        let span = TimeText.span(lasted)
        return service.isOlderThanData ? ">\(span)" : span
    }

    /// How badly it is broken: `CRIT 5xx 30.0%`.
    private func what(_ service: BrokenService) -> String {
        guard let breach = service.breach else { return service.urgency.word }
        return "\(service.urgency.word) \(breach.signal.label) \(NumberText.signal(breach.signal, breach.value))"
    }
}
