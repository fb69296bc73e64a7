import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// A breach in a line: what is over which limit, of how many requests, since when, how much so far.
    ///
    /// In ever fewer words; those of a wide screen end in those of a narrow one.
    func breachTexts(_ breach: BreachVerdict, isShort: Bool) -> [String] {
        let short = shortBreachTexts(breach)
        guard !isShort else { return short }
        let isCritical = breach.limit.severity == .critical
        let mark = isCritical ? "\(glyphs.critical) CRIT" : "\(glyphs.warning) WARN"
        let signal = breach.limit.signal
        let limit = limitText(breach.limit)
        let (began, duration) = (clock(breach.since), TimeText.span(now - breach.since))
        let isOver = (breach.value ?? 0) > breach.limit.threshold
        let comparison = isOver ? "> \(limit)" : "(limit \(limit)\(isBack(breach) ? ", recovering" : ""))"
        let onset =
            breach.isOlderThanData
            ? "since before \(began) (> \(duration))" : "since \(onsetClock(breach)) (\(duration))"
        let head = "\(mark) \(label(signal))"
        if isSilent(breach) { return ["\(head) was over \(limit), no \(words.one) now  \(onset)"] + short }
        let plain = "\(head) \(valueText(breach)) \(comparison)  \(onset)"
        let text = countedText(breach).map { "\(head) \($0.share) \(comparison) \($0.counts)  \(onset)" } ?? plain
        var failing: String?
        if signal == .errorShare, let perSecond = failingPerSecond(breach), perSecond > 0 {
            failing = "\(NumberText.rate(perSecond)) failing"
        }
        // Whole parts: a count without its words would be read as part of what stands before it.
        let soFar = breach.errorsSoFar.map { "\(wholeCount($0)) so far" }
        let tails = [[failing, soFar], [failing], [soFar]].map { parts in
            parts.compactMap { $0 }.joined(separator: ", ")
        }
        let long = tails.filter { !$0.isEmpty }.map { "\(text)   \($0)" }
        return long + [text, plain] + short
    }

    /// The same on a narrow screen.
    private func shortBreachTexts(_ breach: BreachVerdict) -> [String] {
        let mark = breach.limit.severity == .critical ? "\(glyphs.critical)CRIT" : "\(glyphs.warning)WARN"
        let (name, value, limit) = (label(breach.limit.signal), valueText(breach), limitText(breach.limit))
        let (began, duration) = (clock(breach.since), TimeText.span(now - breach.since))
        if isSilent(breach) {
            let what = "\(mark) no \(words.one) now"
            return ["\(what), \(name) was over \(limit)", "\(what), \(name) before", what, mark]
        }
        let brief = ["\(mark) \(name) \(value)", "\(mark) \(name)", mark]
        if isBack(breach), breach.value != nil {
            let least = glyphs == .ascii ? "<=" : "≤"
            let back = breach.isClipped ? "\(name) \(value)" : "\(name) \(value)\(least)\(limit)"
            let older = breach.isOlderThanData ? ">" : ""
            return [
                "\(mark) \(older)\(duration): \(back) recovering", "\(mark) \(back) recovering",
                "\(mark) \(name) recovering",
                "\(mark) \(name)", mark,
            ]
        }
        let isOver = (breach.value ?? 0) > breach.limit.threshold
        let what = "\(mark) \(name) \(value)\(isOver ? ">\(limit)" : "")"
        let onsets =
            breach.isOlderThanData
            ? [">\(duration), since before \(began)", "since before \(began)", "for >\(duration)"]
            : ["\(duration) since \(began)", "since \(began)", "for \(duration)"]
        return onsets.map { "\(what) \($0)" } + [what] + brief
    }

    /// When a breach began; where few failures came, from when to when.
    private func onsetClock(_ breach: BreachVerdict) -> String {
        guard let estimate = breach.estimate, estimate.isInterval else { return clock(breach.since) }
        let (first, last) = (clock(estimate.earliest), clock(estimate.latest))
        guard first != last else { return first }
        // Hours and minutes that are the same are said once.
        let tail = first.dropLast(2) == last.dropLast(2) ? String(last.suffix(2)) : last
        return "\(first)\(glyphs.ellipsis)\(tail)"
    }

    /// Failures a second: of the counts where these are told, so that both say the same.
    private func failingPerSecond(_ breach: BreachVerdict) -> Double? {
        guard let counts = toldCounts(breach), counts.length > .zero else { return breach.errorsPerSecond }
        return counts.bad / counts.length.inSeconds
    }

    /// The counts that a share is of, where that is little.
    private func toldCounts(_ breach: BreachVerdict) -> ShareCounts? {
        breach.counts.flatMap { $0.requests < 100 || $0.length > settings.window ? $0 : nil }
    }

    /// What a share is of where that is little, and the share that these counts are; nil where it is of many.
    private func countedText(_ breach: BreachVerdict) -> (share: String, counts: String)? {
        guard let counts = toldCounts(breach), let value = breach.value else { return nil }
        let share = told(value, of: counts, against: breach.limit)
        return (NumberText.signal(breach.limit.signal, share), "(\(countsText(counts)))")
    }

    /// `7 of 30 in 30s`; of the window itself it goes without saying how long it took.
    func countsText(_ counts: ShareCounts) -> String {
        let length = counts.length > settings.window ? " in \(TimeText.span(counts.length))" : ""
        return "\(wholeCount(counts.bad)) of \(wholeCount(counts.requests))\(length)"
    }

    /// A share as the counts that are told beside it have it.
    ///
    /// Both counts are reckoned from the ends of the window, and told as whole numbers: who divides them shall find the
    /// share that is said. Of many that are told in three digits it is near enough, and on the other side of the limit
    /// it would deny what is said of that.
    func told(_ value: Double, of counts: ShareCounts, against limit: Limit) -> Double {
        let requests = counts.requests.rounded()
        guard requests > 0, requests < 1000 else { return value }
        let share = min(1, counts.bad.rounded() / requests)
        return (share > limit.threshold) == (value > limit.threshold) ? share : value
    }

    /// Whether the value is back under its limit: still a breach until it has stayed there for a window.
    ///
    /// What cannot be told now, as quantiles over bounds that were renamed, may be as bad as before.
    func isBack(_ breach: BreachVerdict) -> Bool { breach.value.map { $0 <= breach.limit.threshold } ?? isIdle }

    /// Whether nothing was asked for a while: what would fail cannot be told, and nothing has recovered.
    func isSilent(_ breach: BreachVerdict) -> Bool { breach.value == nil && isIdle }

    private var isIdle: Bool { source.snapshot?[.requestRate].state == .idle }

    /// A breach's number as the numbers below it have it.
    func valueText(_ breach: BreachVerdict) -> String {
        guard let value = breach.value else { return "not known now" }
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
