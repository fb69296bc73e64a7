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

    /// Traffic that is not as usual.
    func trafficText(_ change: TrafficChange, isShort: Bool) -> String {
        let mark = mark(change.severity, isShort: isShort)
        let lasted = TimeText.span(max(.zero, now - change.since))
        let usual = NumberText.rate(change.usual)
        let what: String
        switch change.kind {
        case .stopped:
            what =
                isShort ? "no \(words.one) \(lasted)" : "traffic stopped: no \(words.one) for \(lasted), \(usual) usual"
        case .low:
            let limit = "\(NumberText.trimmed(change.usual))/s"
            let text = "\(mark) traffic \(NumberText.rate(change.now)) < \(limit)"
            return isShort ? "\(text) \(lasted)" : "\(text)  since \(clock(change.since)) (\(lasted))"
        case .fell: what = "traffic -\(percent(1 - change.now / change.usual))\(isShort ? "" : ", \(usual) usual")"
        case .rose:
            let times = NumberText.fixed(change.now / change.usual, 1)
            what = "traffic \(times) times\(isShort ? "" : " the usual \(usual)")"
        }
        let since = "since \(change.isOlderThanData ? "before " : "")\(clock(change.since))"
        return isShort ? "\(mark) \(what), was \(usual)" : "\(mark) \(what)  \(since)"
    }

    /// 4xx over the limit that was given.
    func refusedText(_ breach: ClientErrorBreach, isShort: Bool) -> String {
        let what =
            "\(mark(breach.limit.severity, isShort: isShort)) 4xx \(percent(breach.share)) > "
            + "\(NumberText.trimmed(breach.limit.threshold * 100))%"
        let lasted = TimeText.span(max(.zero, now - breach.since))
        let since = "since \(breach.isOlderThanData ? "before " : "")\(clock(breach.since))"
        return isShort ? "\(what) \(lasted)" : "\(what)  \(since) (\(lasted))"
    }

    /// A process that starts anew again and again.
    func loopText(_ loop: CrashLoop, isShort: Bool) -> String {
        let times =
            "\(mark(.warning, isShort: isShort)) \(loop.count) restarts in \(TimeText.span(max(.zero, now - loop.first)))"
        return isShort ? times : "\(times)  \(loop.instance)  since \(clock(loop.since))"
    }
}
