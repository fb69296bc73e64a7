import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// The verdict's first word, for the window title and the narrow screen.
    var verdictWord: String {
        if isStale, case .live = source.health { return "UNKNOWN" }
        switch verdict {
        case .waiting: return "waiting"
        case .unknown, .untrusted: return "UNKNOWN"
        case .noData: return "NO DATA"
        case .idle: return "idle"
        case .tooFew: return "too few"
        case .ok: return "ok"
        case .unjudged: return "UNKNOWN"
        case .traffic, .crashLoop, .clientErrors: return verdict.isCritical ? "CRIT" : "WARN"
        case .targetsDown(let outage): return outage.isWhole ? "DOWN" : "WARN"
        case .breach(let breach): return breach.limit.severity == .critical ? "CRIT" : "WARN"
        }
    }

    /// Row 2: how it is, since when, how badly.
    mutating func drawVerdict(y: Int) {
        let verdict = verdictText(isShort: false)
        let text = reasonLines(verdict.text).first
        let isBar = drawBar(verdict.style, y: y)
        let used = buffer.put(text, x: 0, y: y, style: isBar ? .alarm : verdict.style, width: size.columns)
        guard !isStale else { return }
        // What else is broken, as far as there is room: the worst comes first.
        var x = used + 3
        for breach in source.tracker.otherBreaches {
            let other = otherText(breach)
            guard x + DisplayWidth.width(of: other) <= size.columns else { break }
            x += 2 + buffer.put(other, x: x, y: y, style: isBar ? .alarm : style(of: breach.limit.severity))
        }
    }

    /// What is critical now is seen across a room: a bar over the whole row; false where it is not.
    private mutating func drawBar(_ style: Style, y: Int) -> Bool {
        guard style.role == .critical, verdict.isCritical, !isStale else { return false }
        buffer.fill(Rect(x: 0, y: y, width: size.columns, height: 1), " ", .alarm)
        return true
    }

    private func otherText(_ breach: BreachVerdict) -> String {
        let mark = breach.limit.severity == .critical ? "\(glyphs.critical)" : "\(glyphs.warning)"
        let value = valueText(breach)
        let signal = label(breach.limit.signal)
        let span = TimeText.span(now - breach.since)
        guard (breach.value ?? 0) > breach.limit.threshold else {
            return "\(mark) \(signal) \(value) (limit \(limitText(breach.limit)), recovering)"
        }
        return "\(mark) \(signal) \(value) > \(limitText(breach.limit)) for \(span)"
    }

    /// Row 2 of a narrow screen.
    mutating func drawNarrowVerdict(y: Int) {
        let verdict = verdictText(isShort: true)
        let text = reasonLines(verdict.text).first
        let isBar = drawBar(verdict.style, y: y)
        buffer.put(text, x: 0, y: y, style: isBar ? .alarm : verdict.style, width: size.columns)
    }

    /// A text's words as far as they fit a row, and the others; a verdict's reason goes on below it.
    func reasonLines(_ text: String) -> (first: String, rest: String) {
        guard DisplayWidth.width(of: text) > size.columns else { return (text, "") }
        switch verdict {
        case .unknown, .untrusted, .unjudged, .noData, .targetsDown: break
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
        switch verdict {
        case .waiting where state.replay != nil && source.snapshot == nil:
            return ("\(glyphs.idle) reading the recording", .unknown)
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
            let lasted = TimeText.span(now - since)
            guard let past = pastBreach else { return ("\(glyphs.idle) idle  no \(words.one) for \(lasted)", .normal) }
            return (
                isShort
                    ? "\(glyphs.idle) idle \(lasted), was \(past)"
                    : "\(glyphs.idle) idle  no \(words.one) for \(lasted), after \(past)", .normal
            )
        case .tooFew(let requests):
            let count = wholeCount(requests.rounded(.down))
            let basis = source.tracker.basis
            let isLonger = basis.map { $0.length > window } ?? false
            let length = isLonger ? TimeText.span(basis?.length ?? .zero) : String(windowText.prefix { $0 != " " })
            return ("\(glyphs.idle) too few \(words.asked) to judge  n=\(count) in \(length)", .normal)
        case .ok(let since):
            if let suspect { return (suspect, .warning) }
            if let over = overText(since: since, isShort: isShort) { return (over, .ok) }
            let text = okText(since: since, isShort: isShort)
            let blind = unjudged
            if blind.isEmpty { return (text, .ok) }
            return (isShort ? "\(text); no \(blind)" : "\(text)  not judged, no data: \(blind)", .normal)
        case .unjudged(let reason, let since):
            if let suspect { return (suspect, .warning) }
            let style = Style(role: .unknown, bold: true)
            if isShort { return ("? failures not judged: \(reason)", style) }
            let rest = "else within all limits for \(TimeText.span(now - since))"
            return ("? failures not judged: \(reason)  \(rest)", style)
        case .traffic(let change): return (trafficText(change, isShort: isShort), style(of: change.severity))
        case .clientErrors(let breach):
            return (refusedText(breach, isShort: isShort), style(of: breach.limit.severity))
        case .crashLoop(let loop): return (loopText(loop, isShort: isShort), style(of: .warning))
        case .targetsDown(let outage):
            let style = Style(role: outage.isWhole ? .critical : .warning, bold: true)
            return (outageText(outage, isShort: isShort), style)
        case .breach(let breach):
            if let quiet = quietText(breach, isShort: isShort) { return (quiet, .warning) }
            // What is back under its limit is watched until it stays there: no reason to run.
            let style = isBack(breach) ? .warning : style(of: breach.limit.severity)
            return (breachText(breach, isShort: isShort), style)
        }
    }

    /// Since when all is well, what was not before, and by how little that is judged.
    private func okText(since: Timestamp, isShort: Bool) -> String {
        if let ended = pastOutage {
            let at = clock(ended.until)
            return isShort
                ? "\(glyphs.dot) ok \(at), was \(ended.what)" : "\(glyphs.dot) ok since \(at), after \(ended.what)"
        }
        if let what = pastBreach {
            return isShort
                ? "\(glyphs.dot) ok \(clock(since)), was \(what)"
                : "\(glyphs.dot) ok since \(clock(since)), after \(what)"
        }
        let least = source.tracker.isCalmOlderThanData ? ">" : ""
        let text = "\(glyphs.dot) ok, for \(least)\(TimeText.span(now - since))"
        guard let basis = source.tracker.basis, basis.length > max(window, settings.window), !isShort else {
            return text
        }
        return "\(text)  n=\(wholeCount(basis.requests)) in \(TimeText.span(basis.length)): latency is not judged"
    }

    /// Targets that did not answer not long ago, or requests that were not as usual, and for how long; nil where all did, or something else broke since.
    private var pastOutage: (what: String, until: Timestamp)? {
        if let trouble = source.recentTrouble(at: now) {
            return ("\(trouble.what) for \(lastedText(trouble.until - trouble.since))", trouble.until)
        }
        guard let ended = source.recentOutage(at: now) else { return nil }
        let outage = ended.outage
        let what = outage.isWhole ? "DOWN" : "\(outage.down) of \(outage.total) targets down"
        guard let since = outage.since else { return (what, ended.until) }
        let lasted = lastedText(ended.until - since)
        return ("\(what) for \(outage.isOlderThanData ? ">" : "")\(lasted)", ended.until)
    }

    /// What was broken not long ago, and for how long; nil where nothing was.
    private var pastBreach: String? {
        guard let past = source.tracker.recovered, now - past.until < .seconds(900) else { return nil }
        let word = past.limit.severity == .critical ? "CRIT" : "WARN"
        let lasted = lastedText(past.until - past.since)
        return "\(word) \(label(past.limit.signal)) for \(past.isOlderThanData ? ">" : "")\(lasted)"
    }

    /// How long nothing has failed, where the window still holds what was before; nil where it does not.
    private var quietSinceRecovery: Duration? {
        guard let snapshot = source.snapshot, let past = source.tracker.recovered, past.limit.signal == .errorShare,
            snapshot.at - past.until < window,
            settings.limits.broken(by: snapshot[.errorShare].value ?? 0, on: .errorShare) != nil
        else { return nil }
        return max(.zero, snapshot.at - past.until)
    }

    /// A breach that is over, while the window still holds it: the numbers below are of what was.
    private func overText(since: Timestamp, isShort: Bool) -> String? {
        guard let quiet = quietSinceRecovery else { return nil }
        let text = okText(since: since, isShort: isShort)
        return isShort ? text : "\(text)  no new failures for \(TimeText.span(quiet))"
    }

    /// How long a breach lasted; one that a single scrape saw lasted less than from one to the next.
    private func lastedText(_ duration: Duration) -> String {
        guard duration < .seconds(1) else { return TimeText.span(duration) }
        return "<\(TimeText.span(max(settings.interval, source.pointStep, .seconds(1))))"
    }

    /// A breach without anything new to it: not over yet, and not to be shouted about.
    private func quietText(_ breach: BreachVerdict, isShort: Bool) -> String? {
        guard let last = breach.lastFailure, let at = source.snapshot?.at else { return nil }
        let quiet = at - last
        guard quiet >= max(settings.interval, source.pointStep) * 2 else { return nil }
        // Failures that come now and then have such pauses between them.
        guard breach.hasCeased(since: last, at: at) else { return nil }
        let what = "\(label(breach.limit.signal)) over \(limitText(breach.limit))"
        let lasted = lastedText(last - breach.since)
        let text = "\(glyphs.warning) no new failures for \(TimeText.span(quiet))"
        return isShort ? text : "\(text)  after \(what) for \(lasted), since \(clock(breach.since))"
    }

    /// A value over its limit that is no breach yet: one evaluation may be chance, and ok it is not.
    private var suspect: String? {
        guard let snapshot = source.snapshot else { return nil }
        let broken = Signal.allCases.lazy.compactMap { signal -> (limit: Limit, value: Double)? in
            let value = snapshot[signal].value
            return value.flatMap { value in settings.limits.broken(by: value, on: signal).map { ($0, value) } }
        }
        guard let (limit, value) = broken.max(by: { $0.limit.severity < $1.limit.severity }) else { return nil }
        if limit.signal == .errorShare, quietSinceRecovery != nil { return nil }
        let shown = NumberText.signal(limit.signal, value)
        if limit.signal == .errorShare, let basis = source.tracker.basis {
            let counts = "\(wholeCount(basis.bad)) of \(wholeCount(basis.requests))"
            guard !basis.exceeds(limit.threshold) else {
                return "\(glyphs.warning) \(label(limit.signal)) \(shown) > \(limitText(limit))  just now: \(counts)"
            }
            return "\(glyphs.warning) \(label(limit.signal)) \(shown) > \(limitText(limit))  may be chance: \(counts)"
        }
        return
            "\(glyphs.warning) \(label(limit.signal)) \(shown) > \(limitText(limit))  just now; the next poll decides"
    }

    /// Signals with a limit that have no data: nothing can be said about them.
    private var unjudged: String {
        let signals = settings.limits.map(\.signal).filter { source.snapshot?[$0].state == .noData }
        return signals.sorted { $0.index < $1.index }.map(label).joined(separator: " ")
    }

    private var age: Duration {
        source.snapshot.map { now - (hasOldSamples ? $0.newestSample ?? $0.at : $0.at) } ?? .zero
    }

    func style(of severity: Severity) -> Style {
        Style(role: severity == .critical ? .critical : .warning, bold: true)
    }

    /// Targets that do not answer: how many, since when, and why.
    private func outageText(_ outage: TargetOutage, isShort: Bool) -> String {
        let gap = isShort ? "" : " "
        let count =
            outage.isWhole
            ? outage.total > 1 ? "all \(outage.total) targets" : ""
            : isShort ? "\(outage.down)/\(outage.total) down" : "\(outage.down) of \(outage.total) targets down"
        let word = outage.isWhole ? "\(glyphs.failed)\(gap)DOWN" : "\(glyphs.warning)\(gap)WARN"
        var parts = [word, count]
        if let since = outage.since {
            let lasted = TimeText.span(now - since)
            let onset =
                outage.isOlderThanData
                ? "since before \(clock(since)) (> \(lasted))" : "since \(clock(since)) (\(lasted))"
            parts.append(isShort ? lasted : onset)
        }
        func text(_ last: String) -> String {
            (parts + [last]).filter { !$0.isEmpty }.joined(separator: isShort ? " " : "  ")
        }
        let reason = [isShort ? "" : outage.instance, outage.reason].filter { !$0.isEmpty }.joined(separator: ": ")
        // The row below, where it goes on elsewhere, tells of what stands in.
        guard source.report?.fallback != nil else { return text(reason) }
        return [reason, outage.reason].map(text).first { DisplayWidth.width(of: $0) <= size.columns } ?? text("")
    }
}
