import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

// Row 2 where no limit on a signal is broken: traffic, 4xx, restarts.
extension DashboardView {
    private func mark(_ severity: Severity, isShort: Bool) -> String {
        let (glyph, word) = severity == .critical ? (glyphs.critical, "CRIT") : (glyphs.warning, "WARN")
        return "\(glyph)\(isShort ? "" : " ")\(word)"
    }

    /// Traffic that is not as usual, in ever fewer words.
    func trafficTexts(_ change: TrafficChange, isShort: Bool) -> [String] {
        let short = shortTrafficTexts(change)
        guard !isShort else { return short }
        let mark = mark(change.severity, isShort: false)
        let lasted = TimeText.span(max(.zero, now - change.since))
        let usual = NumberText.rate(change.usual)
        let began = "since \(change.isOlderThanData ? "before " : "")\(clock(change.since))"
        let what: String
        switch change.kind {
        case .stopped: what = "traffic stopped: no \(words.one) for \(lasted), \(usual) usual"
        case .low:
            let limit = "\(NumberText.trimmed(change.usual))/s"
            return [
                "\(mark) traffic \(NumberText.rate(change.now)) < \(limit)  since \(clock(change.since)) (\(lasted))"
            ] + short
        case .fell: what = "traffic -\(percent(1 - change.now / change.usual)), \(usual) usual"
        case .rose: what = "traffic \(NumberText.fixed(change.now / change.usual, 1)) times the usual \(usual)"
        }
        return ["\(mark) \(what)  \(began)"] + short
    }

    /// The same on a narrow screen.
    private func shortTrafficTexts(_ change: TrafficChange) -> [String] {
        let mark = mark(change.severity, isShort: true)
        let lasted = TimeText.span(max(.zero, now - change.since))
        let usual = NumberText.rate(change.usual)
        let what: String
        switch change.kind {
        case .stopped: what = "no \(words.one) \(lasted)"
        case .low:
            let text = "\(mark) traffic \(NumberText.rate(change.now)) < \(NumberText.trimmed(change.usual))/s"
            return ["\(text) \(lasted)", text, "\(mark) low traffic", mark]
        case .fell: what = "traffic -\(percent(1 - change.now / change.usual))"
        case .rose: what = "traffic \(NumberText.fixed(change.now / change.usual, 1)) times"
        }
        return ["\(mark) \(what), was \(usual)", "\(mark) \(what)", "\(mark) traffic", mark]
    }

    /// 4xx over the limit that was given, in ever fewer words.
    func refusedTexts(_ breach: ClientErrorBreach, isShort: Bool) -> [String] {
        let share = "4xx \(percent(breach.share)) > \(NumberText.trimmed(breach.limit.threshold * 100))%"
        let lasted = TimeText.span(max(.zero, now - breach.since))
        let began = "since \(breach.isOlderThanData ? "before " : "")\(clock(breach.since))"
        let mark = mark(breach.limit.severity, isShort: true)
        let short = ["\(mark) \(share) \(lasted)", "\(mark) \(share)", "\(mark) 4xx", mark]
        return (isShort ? [] : ["\(self.mark(breach.limit.severity, isShort: false)) \(share)  \(began) (\(lasted))"])
            + short
    }

    /// A process that starts anew again and again, in ever fewer words.
    func crashTexts(_ loop: CrashLoop, isShort: Bool) -> [String] {
        let times = "\(loop.count) restarts in \(TimeText.span(max(.zero, now - loop.first)))"
        let mark = mark(.warning, isShort: true)
        let short = ["\(mark) \(times)", "\(mark) \(loop.count) restarts", "\(mark) restarts", mark]
        guard !isShort else { return short }
        let long = "\(self.mark(.warning, isShort: false)) \(times)  \(loop.instance)"
        return ["\(long)  since \(clock(loop.since))", long] + short
    }
}
