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
        let used = putShortened(text, x: 0, y: y, style: isBar ? .alarm : verdict.style)
        guard !isStale else { return }
        for other in breachesInRow(behind: used) {
            buffer.put(other.text, x: other.x, y: y, style: isBar ? .alarm : style(of: other.breach.limit.severity))
        }
    }

    /// What is critical now is seen across a room: a bar over the whole row; false where it is not.
    private mutating func drawBar(_ style: Style, y: Int) -> Bool {
        guard style.role == .critical, verdict.isCritical, !isStale else { return false }
        buffer.fill(Rect(x: 0, y: y, width: size.columns, height: 1), " ", .alarm)
        return true
    }

    func otherText(_ breach: BreachVerdict) -> String {
        let mark = breach.limit.severity == .critical ? "\(glyphs.critical)" : "\(glyphs.warning)"
        let value = valueText(breach)
        let signal = label(breach.limit.signal)
        let span = TimeText.span(now - breach.since)
        if isSilent(breach) { return "\(mark) \(signal) was over \(limitText(breach.limit)), no \(words.one) now" }
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
        putShortened(text, x: 0, y: y, style: isBar ? .alarm : verdict.style)
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

    /// Row 2 in the longest words that fit it; those whose reason goes on in the row below may be longer.
    ///
    /// Short words are those of a narrow screen; a wide one falls back to them where its own do not fit.
    func verdictText(isShort: Bool) -> (text: String, style: Style) {
        let (texts, style) = verdictTexts(isShort: isShort)
        return (widest(texts), style)
    }

    /// Row 2 in ever fewer words.
    private func verdictTexts(isShort: Bool) -> (texts: [String], style: Style) {
        if isStale, case .live = source.health {
            let lasted = "for \(TimeText.span(age))"
            let texts =
                hasOldSamples
                ? [
                    "? UNKNOWN  the source has had no new sample \(lasted)", "? UNKNOWN  no new sample \(lasted)",
                    "? UNKNOWN",
                ]
                : [
                    "? UNKNOWN  no answer from \(settings.source) \(lasted)", "? UNKNOWN  no answer \(lasted)",
                    "? UNKNOWN",
                ]
            return (texts, Style(role: .unknown, bold: true))
        }
        switch verdict {
        case .waiting where state.replay != nil && source.snapshot == nil:
            return (["\(glyphs.idle) reading the recording"], .unknown)
        case .waiting:
            guard source.snapshot?.isWarmingUp == true else {
                return (["\(glyphs.idle) waiting for the first answer"], .unknown)
            }
            let text = "\(glyphs.idle) waiting for the second sample"
            return (["\(text): a rate needs two", text], .unknown)
        case .unknown(let reason, let since):
            let onset = isShort ? TimeText.span(now - since) : "since \(clock(since)) (\(TimeText.span(now - since)))"
            let style = Style(role: .unknown, bold: true)
            if reason == SourceState.unmeasured { return (["? UNKNOWN  \(reason)"], style) }
            return (["? UNKNOWN  \(failureText(reason, onset))"], style)
        case .untrusted(let distrust, let since):
            let onset = isShort ? "" : "for \(TimeText.span(now - since))  "
            return (["? UNKNOWN  \(onset)\(distrust)"], Style(role: .unknown, bold: true))
        case .noData:
            let blank = source.snapshot?[.requestRate].blank.map { "requests cannot be told: \($0)" }
            let text = blank ?? settings.noDataAdvice + adviceHint
            return (["? NO DATA  \(text)"], Style(role: .unknown, bold: true))
        case .idle(let since): return (idleTexts(since: since, isShort: isShort), .normal)
        case .tooFew(let requests): return (tooFewTexts(requests), .normal)
        case .ok(let since):
            if !suspectTexts.isEmpty { return (suspectTexts, .warning) }
            return calmTexts(since: since, isShort: isShort)
        case .unjudged(let reason, let since):
            if !suspectTexts.isEmpty { return (suspectTexts, .warning) }
            let style = Style(role: .unknown, bold: true)
            if isShort { return (["? failures not judged: \(reason)"], style) }
            let rest = "else within all limits for \(TimeText.span(now - since))"
            return (["? failures not judged: \(reason)  \(rest)"], style)
        case .traffic(let change): return (trafficTexts(change, isShort: isShort), style(of: change.severity))
        case .clientErrors(let breach):
            return (refusedTexts(breach, isShort: isShort), style(of: breach.limit.severity))
        case .crashLoop(let loop): return (crashTexts(loop, isShort: isShort), style(of: .warning))
        case .targetsDown(let outage):
            let style = Style(role: outage.isWhole ? .critical : .warning, bold: true)
            return ([outageText(outage, isShort: isShort)], style)
        case .breach(let breach):
            if let quiet = quietTexts(breach, isShort: isShort) { return (quiet, .warning) }
            // What is back under its limit is watched until it stays there: no reason to run.
            let style = isBack(breach) ? .warning : style(of: breach.limit.severity)
            return (breachTexts(breach, isShort: isShort), style)
        }
    }

    /// Why the source tells nothing: only what gave no answer is called down.
    ///
    /// A service that is down is another matter than a Prometheus that does not tell.
    private func failureText(_ reason: String, _ onset: String) -> String {
        // Targets that nobody could look at twice are no failure of who looks at them.
        guard case .failing = source.health else { return "\(onset)  \(reason)" }
        let failure = FailureReason(reason)
        if failure.isOfSource { return "\(onset)  \(failure.said(of: sourceName))" }
        if failure.isOfPage { return "no metrics \(onset)  \(reason)" }
        let name = Self.beginsWithAddress(reason) || isOwnPages(reason) ? "" : "\(sourceName) "
        return "\(name)down \(onset)  \(reason)"
    }

    /// Whether it is pages that fail, and no server that stands between: what stands in for one fails after it.
    private func isOwnPages(_ reason: String) -> Bool {
        settings.sourceKind == "direct" && !reason.contains("; scraped directly: ")
    }

    /// What a source that is asked is called.
    var sourceName: String {
        switch settings.sourceKind {
        case "vm": "VictoriaMetrics"
        case "mimir": "Mimir"
        case "cortex": "Cortex"
        case "thanos": "Thanos"
        default: "Prometheus"
        }
    }

    /// Where the advice is read on, as far as there is more of it; recordings may name the key themselves.
    private var adviceHint: String {
        let hasMore = source.report?.explanation.contains { $0.hasPrefix("no ") } ?? false
        return hasMore && !settings.noDataAdvice.contains("(i") ? keyHint(" (i tells what came nearest)") : ""
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
        let first = [isShort ? "" : outage.instance, outage.reason].filter { !$0.isEmpty }.joined(separator: ": ")
        let reason = first + (isShort ? "" : othersDown(outage))
        // The row below, where it goes on elsewhere, tells of what stands in.
        guard source.report?.fallback != nil else { return text(reason) }
        return [reason, outage.reason].map(text).first { DisplayWidth.width(of: $0) <= size.columns } ?? text("")
    }

    /// Who else does not answer, where some do.
    private func othersDown(_ outage: TargetOutage) -> String {
        guard !outage.isWhole, outage.down > 1 else { return "" }
        let others = source.targets.filter { $0.failure != nil && $0.instance != outage.instance }
        guard others.count == outage.down - 1, let next = others.first else { return "" }
        let known = source.snapshot?.targetsAlive ?? [:]
        let dead = Set(known.filter { !$0.value }.map { $0.key["instance"] })
        if dead.count == outage.down, let place = InstanceDeparture.place(of: dead, among: Array(known.keys)) {
            return ", all of \(place.name) \(place.value)"
        }
        return others.count == 1 ? ", also \(next.instance)" : ", also \(next.instance) and \(others.count - 1) more"
    }

    /// Whether a reason says whose it is: `prometheus:9090: connection refused`.
    static func beginsWithAddress(_ reason: String) -> Bool {
        let first = reason.prefix { $0 != " " }
        return first.hasSuffix(":") && first.dropLast().contains { $0 == ":" || $0 == "." }
    }
}
