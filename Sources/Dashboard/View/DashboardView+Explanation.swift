import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// Row 3: what changed, and who explains it; where there is nothing to explain, the next step.
    mutating func drawExplanation(y: Int) {
        let line = explanation
        putShortened(line.text, x: isNarrow ? 0 : 2, y: y, style: line.style)
    }

    var explanation: (text: String, style: Style) {
        if let notice = state.notice { return (notice.text, .accent) }
        if let cursor, case .failed(let reason) = cursor.inquiry {
            return ("the source does not tell of then: \(reason)", .warning)
        }
        if state.pausedAt != nil, cursor == nil {
            return (isNarrow ? "live: \(liveSummary)" : "paused; live now: \(liveSummary) (p goes on)", .warning)
        }
        if let fallback = source.report?.fallback {
            let up = source.targetsUp
            // Rates of a part of the targets are no rates of the service.
            let isPart = fallback.targets > source.targets.count
            let all = isPart ? " of \(fallback.targets), rates are of these only" : ""
            // What gives no answer is said, where the reason does not.
            let failure = FailureReason(fallback.reason)
            let reason =
                Self.beginsWithAddress(fallback.reason) ? ": \(fallback.reason)" : "; \(failure.said(of: "Prometheus"))"
            if isNarrow { return ("direct \(up)/\(source.targets.count)\(reason)", .warning) }
            let text = "scraping \(up)/\(source.targets.count) targets directly\(all)\(reason)"
            return ("\(text), for \(TimeText.span(now - fallback.since))", .warning)
        }
        if let defect = source.targets.compactMap(\.defect).first {
            return ("Prometheus 3 would refuse this page: \(defect)", .warning)
        }
        if case .failing = source.health {
            let rest = reasonLines(verdictText(isShort: isNarrow).text).rest
            if !rest.isEmpty { return (rest, Style(role: .unknown)) }
            if let loop = loopTexts.first { return (loop, .warning) }
            let age = source.snapshot.map { TimeText.span(now - ($0.newestSample ?? $0.at)) }
            return (age.map { "the numbers below are the last ones, \($0) old" } ?? "", .dim)
        }
        guard let snapshot = source.snapshot, !isStale else { return ("", .dim) }
        if let outage = verdict.outage {
            let rest = reasonLines(verdictText(isShort: isNarrow).text).rest
            if !rest.isEmpty { return (rest, outage.isWhole ? .critical : .warning) }
            if outage.isWhole { return (fitting([alertTexts, moreBrokenTexts]), .normal) }
        }
        switch verdict {
        case .untrusted, .noData:
            let rest = reasonLines(verdictText(isShort: isNarrow).text).rest
            return (rest, Style(role: .unknown))
        case .unjudged:
            let rest = reasonLines(verdictText(isShort: isNarrow).text).rest
            if !rest.isEmpty { return (rest, Style(role: .unknown)) }
        default: break
        }
        if case .idle = verdict, !isNarrow || worstTexts.isEmpty {
            return (
                state.chaos == nil || !state.hasKeys
                    ? "no traffic: every other number needs requests" : "press l to start the load", .dim
            )
        }
        if isNarrow, !worstTexts.isEmpty { return (explanation(of: snapshot), worstStyle) }
        return (explanation(of: snapshot), source.clientErrors?.hasRisen == true ? .warning : .normal)
    }

    /// What there is to say, the most telling first, as much of it as there is room for: whole parts, in the longest
    /// words that fit.
    private func explanation(of snapshot: SignalSnapshot) -> String {
        let who = whoTexts(snapshot)
        let fault = who.isEmpty && !isMostlyUnanswered(snapshot) ? [] : faultTexts(snapshot)
        let onset = fault.isEmpty ? [onsetText ?? recentText] : []
        // What happened first is told first, where it can be the cause.
        let cause = onset.compactMap { $0 }
        // Beside a verdict that is not about failures, who has the few that there are is told last.
        let isNews = attributionTexts != nil || isAboutFailures
        let story = isNews ? (isCauseKnown ? [cause, who] : [who, cause]) : [cause]
        // Row 1 of a narrow screen has no place for another service.
        let worst = isNarrow ? worstTexts.prefix(1).flatMap(openTexts) + worstTexts : []
        let others = [calledTexts, loopTexts, worst]
        let news: [[String?]] = [
            earlierTexts, isNews ? fault : [], clientErrorTexts, unansweredTexts, routeTexts, stopTexts, instanceTexts,
            [lostText], alertTexts,
        ]
        let rest: [[String?]] = news + besideTexts + [besideTrafficTexts, moreBrokenTexts, growthTexts]
        let last = isNews ? [] : [who, fault]
        // What the numbers are made of comes after all that they tell.
        let notes = [warningText, remarkText].map { [$0].compactMap { $0 } }
        return fitting(others + story + rest.map { words in words.compactMap { $0 } } + last + notes)
    }

    /// As many parts as there is room for, each in the longest of its words that fit.
    private func fitting(_ parts: [[String]]) -> String {
        let room = size.columns - (isNarrow ? 0 : 2)
        // Long words only where everything has its place with them.
        let longest = parts.compactMap(\.first).joined(separator: " \(glyphs.separator) ")
        if DisplayWidth.width(of: longest) <= room { return longest }
        var text = ""
        for words in parts where !words.isEmpty {
            let fitting = (words.count > 1 ? words.dropFirst() : words[...])
                .first { next in
                    DisplayWidth.width(of: text.isEmpty ? next : "\(text) \(glyphs.separator) \(next)") <= room
                }
            guard let next = fitting ?? (text.isEmpty ? words.last : nil) else { continue }
            text += text.isEmpty ? next : " \(glyphs.separator) \(next)"
        }
        return text
    }

    /// Another service and how it is opened.
    private func openTexts(_ text: String) -> [String] {
        ["\(text)\(keyHint(" (! opens it)"))", "\(text)\(keyHint(" (!)"))", text]
    }

    /// How it is now, while the screen shows an earlier moment.
    private var liveSummary: String {
        switch state.live.verdict {
        case .unknown(let reason, _):
            let failure = FailureReason(reason)
            return "UNKNOWN, \(failure.isOfSource ? failure.said(of: sourceName) : reason)"
        case .waiting: return "waiting"
        case .untrusted(let distrust, _): return "UNKNOWN, \(distrust)"
        case .noData: return "NO DATA"
        case .targetsDown(let outage) where outage.isWhole: return "DOWN, \(outage.reason)"
        case .targetsDown(let outage): return "WARN, \(outage.down) of \(outage.total) targets down"
        case .idle, .tooFew, .ok, .unjudged, .traffic, .crashLoop, .clientErrors, .breach: break
        }
        guard let snapshot = state.live.snapshot else { return "waiting" }
        if state.live.isStale(at: state.now, interval: state.settings.interval) {
            return "UNKNOWN, the numbers are \(TimeText.span(state.now - snapshot.at)) old"
        }
        guard let rate = snapshot[.requestRate].value else { return "idle" }
        let errors = snapshot[.errorShare].value.map { ", 5xx \(NumberText.signal(.errorShare, $0))" } ?? ""
        let p99 = snapshot[.p99Latency].value.map { ", p99 \(NumberText.latency($0))" } ?? ""
        return NumberText.rate(rate) + errors + p99
    }

    /// The part of the traffic that has most of the new failures, and who of it.
    ///
    /// In ever fewer words; empty where nothing fails.
    private func whoTexts(_ snapshot: SignalSnapshot) -> [String] {
        if isAboutFailures, isMostlyUnanswered(snapshot) { return [] }
        if let told = attributionTexts { return told }
        guard let breakdown = snapshot.breakdown, let top = breakdown.top, let share = top.share else { return [] }
        // Beside another verdict a few that fail, or that fail as ever, are nobody's fault.
        if !isAboutFailures, breakdown.what == nil,
            !breakdown.tellsFailures(in: snapshot.window, places: source.targets.count)
        {
            return []
        }
        let bad = breakdown.what ?? Breakdown.failures
        let what = breakdown.since == nil ? "of \(bad)" : "of the new \(bad)"
        // Beside a verdict on failures it goes without saying what the share is of.
        let brief = isAboutFailures ? "" : " of \(bad)"
        if breakdown.what == nil, let few = breakdown.failuresTooFew(in: snapshot.window) {
            let own = min(1, share)
            let isSpread = !Suspect.standsOut(shareOfNew: own, shareOfTraffic: breakdown.trafficOfTop)
            return isAboutFailures ? fewTexts(few, (name: top.name, share: own), isSpread: isSpread) : []
        }
        if breakdown.isAlike {
            // All parts may fail at one place.
            if let place = breakdown.commonPlace, source.targets.count > 1 {
                return [
                    "\(percent(place.share)) \(what) on \(place.name)", "\(percent(place.share))\(brief) \(place.name)",
                ]
            }
            return isAboutFailures ? alikeTexts(top.name, what, share, of: breakdown.trafficOfTop) : []
        }
        let place = placeText(top).map { ", \($0)" } ?? ""
        let long = "\(percent(share)) \(what) on \(top.name)\(place)"
        let head = "\(percent(share))\(brief)"
        return [long, "\(head) on \(top.name)\(place)", "\(head) on \(top.name)", "\(head) \(top.name)"]
    }

    /// Whether the row above is about failures: the verdict is, or would be with more requests, or they may be chance.
    private var isAboutFailures: Bool {
        switch verdict {
        case .tooFew: true
        case .ok: isSuspectedOfFailures
        default: verdict.signal == .errorShare
        }
    }

    /// Where a row's failures are; nil where there is but one place.
    func placeText(_ row: Breakdown.Row) -> String? {
        guard let first = row.parts.first, source.targets.count > 1 || row.parts.count > 1 else { return nil }
        if isSpread(row, first) { return "spread over \(row.parts.count)" }
        return "\(percent(first.share)) of that on \(first.name)"
    }

    /// Whether no part stands out: each has about the share that it would have of all places.
    func isSpread(_ row: Breakdown.Row, _ first: Breakdown.Part) -> Bool {
        let places = max(row.parts.count, source.snapshot?.breakdown?.dimension == .instance ? 0 : source.targets.count)
        return row.parts.count > 1 && first.share * Double(places) < 1.5
    }

    /// A share of many parts in whole percent: everything only where nothing is left.
    func percent(_ share: Double) -> String {
        guard share < 1 else { return "100%" }
        guard share > 0 else { return "0%" }
        let rounded = (share * 100).rounded()
        return rounded < 1 ? "<1%" : "\(NumberText.fixed(min(rounded, 99), 0))%"
    }

    private func faultTexts(_ snapshot: SignalSnapshot) -> [String] {
        let failing = snapshot.breakdown?.top?.labels
        let isThere = { (fault: SignalSnapshot.ActiveFault) in failing?.contains { $0.value == fault.route } ?? false }
        // The one where the failures are; a fault that hits nothing explains nothing.
        let broken = verdict.brokenLimit.map { $0.subject == .clientErrors ? .errorShare : $0.signal }
        let acting = snapshot.faults.filter { fault in
            fault.share != 0 && broken.map(fault.canBreak) != false && isAsked(fault.route, snapshot.breakdown)
        }
        let suspects = acting.filter(isThere)
        guard let fault = suspects.first(where: { $0.name == "errors" }) ?? suspects.first ?? acting.first else {
            return []
        }
        let share = fault.share.map { " \(NumberText.trimmed($0 * 100))%" } ?? ""
        let place = isThere(fault) ? "there" : "on \(fault.route)"
        let fix = state.chaos == nil ? "" : keyHint(" (f fixes it)")
        let short = "fault \(fault.name)\(share)" + (isThere(fault) ? "" : " on \(fault.route)")
        return [
            "fault \"\(fault.name)\(share)\" is active \(place)\(fix)", short + (fix.isEmpty ? "" : " (f fixes)"),
            short,
        ]
    }

    /// Whether anybody asks for a route, as far as the table of who tells.
    private func isAsked(_ route: String, _ breakdown: Breakdown?) -> Bool {
        guard let breakdown, breakdown.dimension == .route, route.hasPrefix("/"), !breakdown.rows.isEmpty else {
            return true
        }
        let row = breakdown.rows.first { $0.labels.contains { $0.value == route } }
        return row.map { ($0.requestRate ?? 0) > 0 } ?? false
    }

    /// Targets that are down while others answer, or that missed one scrape.
    private var lostText: String? {
        let down = source.targets.filter { $0.failure != nil }
        // Where nothing is worse the row above says so.
        guard let first = down.first, verdict.outage == nil else { return nil }
        guard down.count < source.targetsScraped else {
            return "the last scrape failed: \(ScrapeErrorText.essence(first.failure ?? ""))"
        }
        return "\(down.count) of \(source.targets.count) targets down: \(first.instance)"
    }

    /// Prometheus's own alerts about this service, in ever fewer words.
    private var alertTexts: [String] {
        let alerts = source.report?.alerts.filter(\.concernsService) ?? []
        let firing = alerts.filter(\.isKnownToFire)
        guard let first = firing.first else {
            guard let failed = alerts.first(where: { $0.failure != nil }) else { return [] }
            return [
                "the rule of alert \(failed.name) fails: \(failed.failure ?? "")", "the rule of \(failed.name) fails",
            ]
        }
        let more = firing.count > 1 ? " and \(firing.count - 1) more\(keyHint(" (a)"))" : ""
        let asked = source.report?.alertsAt
        let age = first.since.map { " \(TimeText.span((asked ?? now) - $0))" } ?? ""
        let moment = asked.map { " as of \(clock($0))" } ?? ""
        let text = "alert \(first.name) fires\(age)\(more)"
        return ["\(text)\(moment)", text]
    }

    /// What was done to the numbers that a reader should know.
    private var remarkText: String? { source.report?.remarks.first }

    /// What the source said about its own answer: parts may be missing.
    private var warningText: String? {
        guard let report = source.report, let first = report.warnings.first else { return nil }
        return "the source warns: \(first)"
    }
}
