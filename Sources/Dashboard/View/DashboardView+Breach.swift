import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// A breach in a line: what is over which limit, of how many requests, since when, how much so far.
    func breachText(_ breach: BreachVerdict, isShort: Bool) -> String {
        let gap = isShort ? "" : " "
        let isCritical = breach.limit.severity == .critical
        let mark = isCritical ? "\(glyphs.critical)\(gap)CRIT" : "\(glyphs.warning)\(gap)WARN"
        let signal = breach.limit.signal
        let value = valueText(breach)
        let limit = limitText(breach.limit)
        let since = breach.since
        let duration = TimeText.span(now - since)
        let isOver = (breach.value ?? 0) > breach.limit.threshold
        let isBack = isBack(breach)
        let comparison = isOver ? "> \(limit)" : "(limit \(limit)\(isBack ? ", recovering" : ""))"
        if isShort {
            let tight = isOver ? ">\(limit)" : isBack ? " ok?" : ""
            let onset = breach.isOlderThanData ? "since <" : "since "
            return "\(mark) \(label(signal)) \(value)\(tight) \(duration) \(onset)\(clock(since))"
        }
        let onset =
            breach.isOlderThanData
            ? "since before \(clock(since)) (> \(duration))" : "since \(onsetClock(breach)) (\(duration))"
        let text = "\(mark) \(label(signal)) \(value) \(comparison)\(countsText(breach))  \(onset)"
        var failing = text
        if signal == .errorShare, let perSecond = failingPerSecond(breach), perSecond > 0 {
            failing += "   \(NumberText.rate(perSecond)) failing"
        }
        guard let soFar = breach.errorsSoFar else { return widest([failing, text]) }
        let count = wholeCount(soFar)
        return widest(["\(failing), \(count) so far", "\(failing), \(count)", failing, text])
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

    /// What a share is of where that is little.
    private func countsText(_ breach: BreachVerdict) -> String {
        guard let counts = toldCounts(breach) else { return "" }
        let length = counts.length > settings.window ? " in \(TimeText.span(counts.length))" : ""
        return " (\(wholeCount(counts.bad)) of \(wholeCount(counts.requests))\(length))"
    }

    /// The first of ever shorter texts that has room in the row: half a number would be another one.
    private func widest(_ texts: [String]) -> String {
        texts.first { DisplayWidth.width(of: $0) <= size.columns } ?? texts.last ?? ""
    }

    /// Whether the value is back under its limit: still a breach until it has stayed there for a window.
    ///
    /// What cannot be told now, as quantiles over bounds that were renamed, may be as bad as before.
    func isBack(_ breach: BreachVerdict) -> Bool { breach.value.map { $0 <= breach.limit.threshold } ?? isIdle }

    private var isIdle: Bool { source.snapshot?[.requestRate].state == .idle }

    /// A breach's number as the numbers below it have it.
    func valueText(_ breach: BreachVerdict) -> String {
        guard let value = breach.value else { return isIdle ? "idle" : "not known now" }
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
