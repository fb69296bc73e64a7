import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// The verdict's first word, for the window title and the narrow screen.
    var verdictWord: String {
        if isStale, case .live = source.health { return "UNKNOWN" }
        switch source.verdict {
        case .waiting: return "waiting"
        case .unknown, .untrusted: return "UNKNOWN"
        case .noData: return "NO DATA"
        case .idle: return "idle"
        case .tooFew: return "too few"
        case .ok: return "ok"
        case .breach(let breach): return breach.limit.severity == .critical ? "CRIT" : "WARN"
        }
    }

    /// Row 2: how it is, since when, how badly.
    mutating func drawVerdict(y: Int) {
        let verdict = verdictText(isShort: false)
        let text = reasonLines(verdict.text).first
        let used = buffer.put(text, x: 0, y: y, style: verdict.style, width: size.columns)
        guard !isStale else { return }
        // What else is broken, as far as there is room: the worst comes first.
        var x = used + 3
        for breach in source.tracker.otherBreaches {
            let other = otherText(breach)
            guard x + DisplayWidth.width(of: other) <= size.columns else { break }
            x += 2 + buffer.put(other, x: x, y: y, style: style(of: breach.limit.severity))
        }
    }

    private func otherText(_ breach: BreachVerdict) -> String {
        let mark = breach.limit.severity == .critical ? "\(glyphs.critical)" : "\(glyphs.warning)"
        let value = valueText(breach)
        let signal = breach.limit.signal.label
        let span = TimeText.span(now - breach.breach.since)
        guard (breach.value ?? 0) > breach.limit.threshold else {
            return "\(mark) \(signal) \(value) (limit \(limitText(breach.limit)), recovering)"
        }
        return "\(mark) \(signal) \(value) > \(limitText(breach.limit)) for \(span)"
    }

    /// Row 2 of a narrow screen.
    mutating func drawNarrowVerdict(y: Int) {
        let verdict = verdictText(isShort: true)
        let text = reasonLines(verdict.text).first
        buffer.put(text, x: 0, y: y, style: verdict.style, width: size.columns)
    }

    /// A text's words as far as they fit a row, and the others; a verdict's reason goes on below it.
    func reasonLines(_ text: String) -> (first: String, rest: String) {
        guard DisplayWidth.width(of: text) > size.columns else { return (text, "") }
        switch source.verdict {
        case .unknown, .untrusted, .noData: break
        default: return (text, "")
        }
        var first = ""
        var words = text.split(separator: " ", omittingEmptySubsequences: false)[...]
        while let word = words.first, DisplayWidth.width(of: "\(first) \(word)") <= size.columns {
            first += first.isEmpty ? String(word) : " \(word)"
            words = words.dropFirst()
        }
        return (first, words.joined(separator: " "))
    }

    func verdictText(isShort: Bool) -> (text: String, style: Style) {
        if isStale, case .live = source.health {
            let what = hasOldSamples ? "the source has had no new sample" : "no poll has ended"
            return ("? UNKNOWN  \(what) for \(TimeText.span(age))", Style(role: .unknown, bold: true))
        }
        switch source.verdict {
        case .waiting:
            let isWarmingUp = source.snapshot?.isWarmingUp == true
            return (
                "\(glyphs.idle) waiting for the \(isWarmingUp ? "second sample: a rate needs two" : "first answer")",
                .unknown
            )
        case .unknown(let reason, let since):
            let onset = isShort ? TimeText.span(now - since) : "since \(clock(since)) (\(TimeText.span(now - since)))"
            return ("? UNKNOWN  down \(onset)  \(reason)", Style(role: .unknown, bold: true))
        case .untrusted(let distrust, let since):
            let onset = isShort ? "" : "for \(TimeText.span(now - since))  "
            return ("? UNKNOWN  \(onset)\(distrust)", Style(role: .unknown, bold: true))
        case .noData:
            let blank = source.snapshot?[.requestRate].blank.map { "requests cannot be told: \($0)" }
            return ("? NO DATA  \(blank ?? settings.noDataAdvice)", Style(role: .unknown, bold: true))
        case .idle(let since):
            return ("\(glyphs.idle) idle  no request for \(TimeText.span(now - since))", .normal)
        case .tooFew(let requests):
            let count = wholeCount(requests.rounded(.down))
            return (
                "\(glyphs.idle) too few requests to judge  n=\(count) in \(windowText.prefix { $0 != " " })", .normal
            )
        case .ok(let since):
            if let suspect { return (suspect, .warning) }
            let text = "\(glyphs.dot) ok, for \(TimeText.span(now - since))"
            let blind = unjudged
            if blind.isEmpty { return (text, .ok) }
            return (isShort ? "\(text); no \(blind)" : "\(text)  not judged, no data: \(blind)", .normal)
        case .breach(let breach):
            return (breachText(breach, isShort: isShort), style(of: breach.limit.severity))
        }
    }

    /// A value over its limit that is no breach yet: one evaluation may be chance, and ok it is not.
    private var suspect: String? {
        guard let snapshot = source.snapshot else { return nil }
        let broken = Signal.allCases.lazy.compactMap { signal -> (limit: Limit, value: Double)? in
            let value = snapshot[signal].value
            return value.flatMap { value in settings.limits.broken(by: value, on: signal).map { ($0, value) } }
        }
        guard let (limit, value) = broken.max(by: { $0.limit.severity < $1.limit.severity }) else { return nil }
        let shown = NumberText.signal(limit.signal, value)
        return "\(glyphs.warning) \(limit.signal.label) \(shown) > \(limitText(limit))  just now; the next poll decides"
    }

    /// Signals with a limit that have no data: nothing can be said about them.
    private var unjudged: String {
        let signals = settings.limits.map(\.signal).filter { source.snapshot?[$0].state == .noData }
        return signals.sorted { $0.index < $1.index }.map(\.label).joined(separator: " ")
    }

    private var age: Duration {
        source.snapshot.map { now - (hasOldSamples ? $0.newestSample ?? $0.at : $0.at) } ?? .zero
    }

    private func style(of severity: Severity) -> Style {
        Style(role: severity == .critical ? .critical : .warning, bold: true)
    }

    private func breachText(_ breach: BreachVerdict, isShort: Bool) -> String {
        let gap = isShort ? "" : " "
        let isCritical = breach.limit.severity == .critical
        let mark = isCritical ? "\(glyphs.critical)\(gap)CRIT" : "\(glyphs.warning)\(gap)WARN"
        let signal = breach.limit.signal
        let value = valueText(breach)
        let limit = limitText(breach.limit)
        let since = breach.breach.since
        let duration = TimeText.span(now - since)
        // A value back under its limit is still a breach until it has stayed there for a window.
        let isOver = (breach.value ?? 0) > breach.limit.threshold
        let comparison = isOver ? "> \(limit)" : "(limit \(limit), recovering)"
        if isShort {
            let tight = isOver ? ">\(limit)" : " ok?"
            let onset = breach.breach.isOlderThanData ? "since <" : "since "
            return "\(mark) \(signal.label) \(value)\(tight) \(duration) \(onset)\(clock(since))"
        }
        let onset =
            breach.breach.isOlderThanData
            ? "since before \(clock(since)) (> \(duration))" : "since \(clock(since)) (\(duration))"
        let text = "\(mark) \(signal.label) \(value) \(comparison)  \(onset)"
        var failing = text
        if signal == .errorShare, let perSecond = breach.errorsPerSecond, perSecond > 0 {
            failing += "   \(NumberText.rate(perSecond)) failing"
        }
        guard let soFar = breach.errorsSoFar else { return widest([failing, text]) }
        let count = wholeCount(soFar)
        return widest(["\(failing), \(count) so far", "\(failing), \(count)", failing, text])
    }

    /// The first of ever shorter texts that has room in the row: half a number would be another one.
    private func widest(_ texts: [String]) -> String {
        texts.first { DisplayWidth.width(of: $0) <= size.columns } ?? texts.last ?? ""
    }

    /// A breach's number as the numbers below it have it.
    private func valueText(_ breach: BreachVerdict) -> String {
        guard let value = breach.value else { return "idle" }
        return breach.isClipped ? ">\(NumberText.bound(value))" : NumberText.signal(breach.limit.signal, value)
    }

    /// A count of things, without decimals while it is small.
    func wholeCount(_ value: Double) -> String {
        value < 999.5 ? NumberText.fixed(value, 0) : NumberText.count(value)
    }

    /// A limit's threshold as short as it is exact.
    func limitText(_ limit: Limit) -> String {
        switch limit.signal.unit {
        case .share: "\(NumberText.trimmed(limit.threshold * 100))%"
        case .seconds: NumberText.bound(limit.threshold)
        case .perSecond: "\(NumberText.trimmed(limit.threshold))/s"
        }
    }
}
