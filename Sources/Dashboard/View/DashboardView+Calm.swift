import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

// Row 2 where nothing is over its limit for sure: ok, idle, too few, what is over, what may be chance. Each in ever
// fewer words.
extension DashboardView {
    /// Since when all is well, and what of it is not judged.
    func calmTexts(since: Timestamp, isShort: Bool) -> (texts: [String], style: Style) {
        let texts = okTexts(since: since, isShort: isShort)
        if let quiet = quietSinceRecovery, let first = texts.first, !isShort {
            return (["\(first)  no new failures for \(TimeText.span(quiet))"] + texts, .ok)
        }
        let blind = unjudged
        guard quietSinceRecovery == nil, !blind.isEmpty, let first = texts.first else { return (texts, .ok) }
        let short = ["\(first); no \(blind)", "\(glyphs.dot) ok; no \(blind)"]
        let long = "\(first)  not judged, no data: \(blind)"
        return (isShort ? short : [long] + short, .normal)
    }

    /// Since when all is well, what was not before, and by how little that is judged.
    private func okTexts(since: Timestamp, isShort: Bool) -> [String] {
        if let what = pastTrouble {
            let at = clock(source.since(at: now) ?? since)
            let short = what.texts.map { "\(glyphs.dot) ok \(at), was \($0)" } + ["\(glyphs.dot) ok since \(at)"]
            return isShort ? short : what.texts.map { "\(glyphs.dot) ok since \(at), after \($0)" } + short
        }
        let least = source.tracker.isCalmOlderThanData ? ">" : ""
        let text = "\(glyphs.dot) ok, for \(least)\(TimeText.span(now - since))"
        guard let basis = source.tracker.basis, basis.length > max(window, settings.window), !isShort else {
            return [text]
        }
        let count = "\(text)  n=\(wholeCount(basis.requests)) in \(TimeText.span(basis.length))"
        return ["\(count): latency is not judged", count, text]
    }

    /// How long nothing was asked, and what was before.
    func idleTexts(since: Timestamp, isShort: Bool) -> [String] {
        let lasted = TimeText.span(now - since)
        let brief = "\(glyphs.idle) idle \(lasted)"
        var plain = ["\(glyphs.idle) idle  no \(words.one) for \(lasted)", brief]
        if let rate = source.rateBeforeIdle(at: source.snapshot?.at ?? now), rate > 0, !isShort {
            plain.insert("\(plain[0]), after \(NumberText.rate(rate))", at: 0)
        }
        guard let past = pastBreach else { return plain }
        let short = past.texts.map { "\(brief), was \($0)" } + [brief]
        return isShort
            ? short : past.texts.map { "\(glyphs.idle) idle  no \(words.one) for \(lasted), after \($0)" } + short
    }

    /// Of how many requests nothing can be said.
    func tooFewTexts(_ requests: Double) -> [String] {
        let count = wholeCount(requests.rounded(.down))
        let basis = source.tracker.basis
        let isLonger = basis.map { $0.length > window } ?? false
        let length = isLonger ? TimeText.span(basis?.length ?? .zero) : String(windowText.prefix { $0 != " " })
        return [
            "\(glyphs.idle) too few \(words.asked) to judge  n=\(count) in \(length)",
            "\(glyphs.idle) too few to judge  n=\(count) in \(length)", "\(glyphs.idle) too few, n=\(count)",
            "\(glyphs.idle) too few",
        ]
    }

    /// Something that was not well, and for how long.
    private struct PastTrouble {
        let what: String
        let lasted: String?

        /// In ever fewer words.
        var texts: [String] { (lasted.map { ["\(what) for \($0)", "\(what) \($0)"] } ?? []) + [what] }
    }

    /// What was not well not long ago, and for how long; nil where nothing was.
    private var pastTrouble: PastTrouble? {
        guard let ended = source.recentEnd(at: now) else { return nil }
        switch ended.worst.kind {
        case .breach(let past): return trouble(past)
        case .requests(let trouble):
            return PastTrouble(what: trouble.what, lasted: lastedText(trouble.until - trouble.since))
        case .outage(let outage):
            let what = outage.isWhole ? "DOWN" : "\(outage.down) of \(outage.total) targets down"
            let lasted = outage.since.map { since in
                "\(outage.isOlderThanData ? ">" : "")\(lastedText(ended.worst.until - since))"
            }
            return PastTrouble(what: what, lasted: lasted)
        }
    }

    /// What was broken not long ago, and for how long; nil where nothing was.
    private var pastBreach: PastTrouble? {
        source.tracker.recovered.flatMap { now - $0.until < .seconds(900) ? trouble($0) : nil }
    }

    private func trouble(_ past: RecoveredBreach) -> PastTrouble {
        let word = past.limit.severity == .critical ? "CRIT" : "WARN"
        let lasted = lastedText(past.until - past.since)
        return PastTrouble(
            what: "\(word) \(label(past.limit.signal))",
            lasted: "\(past.isOlderThanData ? ">" : "")\(lasted)"
        )
    }

    /// How long nothing has failed, where the window still holds what was before; nil where it does not.
    private var quietSinceRecovery: Duration? {
        guard let snapshot = source.snapshot, let past = source.tracker.recovered, past.limit.signal == .errorShare,
            snapshot.at - past.until < window,
            settings.limits.broken(by: snapshot[.errorShare].value ?? 0, on: .errorShare) != nil
        else { return nil }
        return max(.zero, snapshot.at - past.until)
    }

    /// How long a breach lasted; one that a single scrape saw lasted less than from one to the next.
    private func lastedText(_ duration: Duration) -> String {
        guard duration < .seconds(1) else { return TimeText.span(duration) }
        return "<\(TimeText.span(max(settings.interval, source.pointStep, .seconds(1))))"
    }

    /// A breach without anything new to it: not over yet, and not to be shouted about.
    func quietTexts(_ breach: BreachVerdict, isShort: Bool) -> [String]? {
        guard let last = breach.lastFailure, let at = source.snapshot?.at else { return nil }
        let quiet = at - last
        guard quiet >= max(settings.interval, source.pointStep) * 2 else { return nil }
        // Failures that come now and then have such pauses between them.
        guard breach.hasCeased(since: last, at: at) else { return nil }
        let what = "\(label(breach.limit.signal)) over \(limitText(breach.limit))"
        let lasted = lastedText(last - breach.since)
        let text = "\(glyphs.warning) no new failures for \(TimeText.span(quiet))"
        let long = "\(text)  after \(what) for \(lasted)"
        return isShort ? [text] : ["\(long), since \(clock(breach.since))", long, text]
    }

    /// A value over its limit that is no breach yet: one evaluation may be chance, and ok it is not.
    ///
    /// Empty where there is none.
    var suspectTexts: [String] {
        guard let (limit, value) = suspected else { return [] }
        let name = "\(glyphs.warning) \(label(limit.signal))"
        let counted = limit.signal == .errorShare ? source.tracker.basis : nil
        let shown = NumberText.signal(limit.signal, counted.map { told(value, of: $0, against: limit) } ?? value)
        let over = limitText(limit)
        let (long, short) = ("\(name) \(shown) > \(over)", "\(name) \(shown)>\(over)")
        // Of a moment of the past no poll decides any more.
        let when = cursor == nil ? "just now" : "then"
        guard let basis = counted else {
            let next = cursor == nil ? ["\(long)  \(when); the next poll decides"] : []
            return next + ["\(long)  \(when)", "\(short) \(when)", short, name]
        }
        let counts = countsText(basis)
        let why = basis.exceeds(limit.threshold) ? when : "may be chance"
        return [
            "\(long)  \(why): \(counts)", "\(short) \(why): \(counts)", "\(short) \(why)", "\(name) \(why)", name,
        ]
    }

    /// What is over its limit and no breach yet; nil where nothing is.
    private var suspected: (limit: Limit, value: Double)? {
        guard let snapshot = source.snapshot else { return nil }
        let broken = Signal.allCases.lazy.compactMap { signal -> (limit: Limit, value: Double)? in
            let value = snapshot[signal].value
            return value.flatMap { value in settings.limits.broken(by: value, on: signal).map { ($0, value) } }
        }
        let worst = broken.max { $0.limit.severity < $1.limit.severity }
        return worst?.limit.signal == .errorShare && quietSinceRecovery != nil ? nil : worst
    }

    /// Whether that is failures.
    var isSuspectedOfFailures: Bool { suspected?.limit.signal == .errorShare }

    /// Signals with a limit that have no data: nothing can be said about them.
    private var unjudged: String {
        let signals = settings.limits.map(\.signal).filter { source.snapshot?[$0].state == .noData }
        return signals.sorted { $0.index < $1.index }.map(label).joined(separator: " ")
    }
}
