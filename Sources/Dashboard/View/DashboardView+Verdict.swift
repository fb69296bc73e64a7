import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// The verdict's first word, for the window title and the narrow screen.
    var verdictWord: String {
        if isStale, case .live = source.health { return "UNKNOWN" }
        switch source.verdict {
        case .waiting: return "waiting"
        case .unknown: return "UNKNOWN"
        case .noData: return "NO DATA"
        case .idle: return "idle"
        case .tooFew: return "too few"
        case .ok: return "ok"
        case .breach(let breach): return breach.limit.severity == .critical ? "CRIT" : "WARN"
        }
    }

    /// Row 2: how it is, since when, how badly.
    mutating func drawVerdict(y: Int) {
        var verdict = verdictText(isShort: false)
        verdict.text = reasonLines(verdict.text).first
        buffer.put(verdict.text, x: 0, y: y, style: verdict.style, width: size.columns)
    }

    /// Row 2 of a narrow screen.
    mutating func drawNarrowVerdict(y: Int) {
        let verdict = verdictText(isShort: true)
        let text = reasonLines(verdict.text).first
        buffer.put(text, x: 0, y: y, style: verdict.style, width: size.columns)
    }

    /// A text's words as far as they fit a row, and the others; a verdict's reason goes on below it.
    private func reasonLines(_ text: String) -> (first: String, rest: String) {
        guard case .unknown = source.verdict, DisplayWidth.width(of: text) > size.columns else { return (text, "") }
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
            let onset =
                isShort ? TimeText.span(now - since) : "since \(TimeText.clock(since)) (\(TimeText.span(now - since)))"
            return ("? UNKNOWN  down \(onset)  \(reason)", Style(role: .unknown, bold: true))
        case .noData:
            return ("? NO DATA  \(settings.noDataAdvice)", Style(role: .unknown, bold: true))
        case .idle(let since):
            return ("\(glyphs.idle) idle  no request for \(TimeText.span(now - since))", .normal)
        case .tooFew(let requests):
            let count = wholeCount(requests.rounded(.down))
            return (
                "\(glyphs.idle) too few requests to judge  n=\(count) in \(TimeText.setting(settings.window))", .normal
            )
        case .ok(let since):
            let text = "\(glyphs.dot) ok, for \(TimeText.span(now - since))"
            let blind = unjudged
            if blind.isEmpty { return (text, .ok) }
            return (isShort ? "\(text); no \(blind)" : "\(text)  not judged, no data: \(blind)", .normal)
        case .breach(let breach):
            return (breachText(breach, isShort: isShort), style(of: breach.limit.severity))
        }
    }

    /// Signals with a limit that have no data: nothing can be said about them.
    private var unjudged: String {
        let signals = settings.limits.map(\.signal).filter { source.snapshot?[$0].state == .noData }
        return signals.sorted { $0.index < $1.index }.map(\.label).joined(separator: " ")
    }

    private var isNarrow: Bool { size.columns < 72 }

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
        let value = breach.value.map { (breach.isClipped ? ">" : "") + NumberText.signal(signal, $0) } ?? "idle"
        let limit = limitText(breach.limit)
        let since = breach.breach.since
        let duration = TimeText.span(now - since)
        // A value back under its limit is still a breach until it has stayed there for a window.
        let isOver = (breach.value ?? 0) > breach.limit.threshold
        let comparison = isOver ? "> \(limit)" : "(limit \(limit), recovering)"
        if isShort {
            let tight = isOver ? ">\(limit)" : " ok?"
            let onset = breach.breach.isOlderThanData ? "since <" : "since "
            return "\(mark) \(signal.label) \(value)\(tight) \(duration) \(onset)\(TimeText.clock(since))"
        }
        let onset =
            breach.breach.isOlderThanData
            ? "since before \(TimeText.clock(since)) (> \(duration))" : "since \(TimeText.clock(since)) (\(duration))"
        var text = "\(mark) \(signal.label) \(value) \(comparison)  \(onset)"
        if signal == .errorShare, let perSecond = breach.errorsPerSecond, perSecond > 0 {
            text += "   \(NumberText.rate(perSecond)) failing"
        }
        if let soFar = breach.errorsSoFar { text += ", \(wholeCount(soFar)) so far" }
        return text
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

    /// Row 3: who explains it, and what changed; where there is nothing to explain, the next step.
    mutating func drawExplanation(y: Int) {
        let line = explanation
        buffer.put(line.text, x: isNarrow ? 0 : 2, y: y, style: line.style, width: size.columns)
    }

    private var explanation: (text: String, style: Style) {
        if let notice = state.notice { return (notice.text, .accent) }
        if state.pausedAt != nil {
            return ("paused; live now: \(liveSummary) (p goes on)", .warning)
        }
        if let fallback = source.report?.fallback {
            let up = source.targets.count { $0.failure == nil }
            // Rates of a part of the targets are no rates of the service.
            let isPart = fallback.targets > source.targets.count
            let all = isPart ? " of \(fallback.targets), rates are of these only" : ""
            let text = "scraping \(up)/\(source.targets.count) targets directly\(all): \(fallback.reason)"
            return ("\(text), for \(TimeText.span(now - fallback.since))", .warning)
        }
        if let defect = source.targets.compactMap(\.defect).first {
            return ("Prometheus would refuse this page: \(defect)", .warning)
        }
        if case .failing = source.health {
            let rest = reasonLines(verdictText(isShort: isNarrow).text).rest
            if !rest.isEmpty { return (rest, Style(role: .unknown)) }
            return (source.snapshot == nil ? "" : "the numbers below are the last ones known", .dim)
        }
        guard let snapshot = source.snapshot, !isStale else { return ("", .dim) }
        if case .idle = source.verdict {
            return (
                state.chaos == nil ? "no traffic: every other number needs requests" : "press l to start the load", .dim
            )
        }
        let parts = [routeText(snapshot), faultText(snapshot), onsetText, alertText, warningText].compactMap { $0 }
        return (parts.joined(separator: " \(glyphs.separator) "), .normal)
    }

    /// How it is now, while the screen shows an earlier moment.
    private var liveSummary: String {
        switch state.live.verdict {
        case .unknown(let reason, _): return "UNKNOWN, \(reason)"
        case .waiting: return "waiting"
        case .noData: return "NO DATA"
        case .idle, .tooFew, .ok, .breach: break
        }
        guard let snapshot = state.live.snapshot else { return "waiting" }
        guard let rate = snapshot[.requestRate].value else { return "idle" }
        let errors = snapshot[.errorShare].value.map { ", 5xx \(NumberText.signal(.errorShare, $0))" } ?? ""
        return NumberText.rate(rate) + errors
    }

    private func routeText(_ snapshot: SignalSnapshot) -> String? {
        snapshot.routes.first.map { top in
            "\(top.share < 1 ? NumberText.fixed(min(top.share * 100, 99), 0) : "100")% \(isNarrow ? "" : "of 5xx on ")\(top.route)"
        }
    }

    private func faultText(_ snapshot: SignalSnapshot) -> String? {
        guard let fault = snapshot.faults.first, !snapshot.routes.isEmpty else { return nil }
        let share = fault.share.map { " \(NumberText.trimmed($0 * 100))%" } ?? ""
        if isNarrow { return "fault \(fault.name)\(share)\(state.chaos == nil ? "" : " (f fixes)")" }
        let isThere = snapshot.routes.first?.route == fault.route
        let place = isThere ? "there" : "on \(fault.route)"
        return "fault \"\(fault.name)\(share)\" is on \(place)\(state.chaos == nil ? "" : " (f fixes it)")"
    }

    /// Prometheus's own alerts about this service.
    private var alertText: String? {
        let firing = source.report?.alerts.filter { $0.isFiring && $0.concernsService } ?? []
        guard let first = firing.first else { return nil }
        let more = firing.count > 1 ? " and \(firing.count - 1) more (a)" : ""
        let age = first.since.map { " \(TimeText.span(now - $0))" } ?? ""
        return "alert \(first.name) fires\(age)\(more)"
    }

    /// What the source said about its own answer: parts may be missing.
    private var warningText: String? {
        guard let report = source.report, let first = report.warnings.first else { return nil }
        return "the source warns: \(first)"
    }

    /// The event nearest before the onset, at most two minutes earlier.
    private var onsetText: String? {
        guard let onset = source.verdict.onset,
            let event = source.events.last(where: {
                $0.at <= onset && !$0.kind.isBreach
            }),
            onset - event.at <= .seconds(120), source.snapshot?.faults.isEmpty ?? true
        else { return nil }
        return "\(TimeText.span(onset - event.at)) after \(event.text)"
    }
}
