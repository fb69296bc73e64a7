import Diagnosis
import GoldenSignals
import TerminalUI

// What stands beside a number.
extension DashboardView {
    /// What a signal is to keep: `≤1%`; empty without a limit.
    func limitMark(_ signal: Signal) -> String {
        if let limit = settings.limit(on: signal) {
            return "\(glyphs == .ascii ? "<=" : "≤")\(limitText(limit))"
        }
        guard let limit = successLimit(signal) else { return "" }
        return "\(glyphs == .ascii ? ">=" : "≥")\(NumberText.trimmed((1 - limit.threshold) * 100))%"
    }

    /// What there is to know beside a number: its limit, the resource, alerts, how many requests it is made of.
    func tailParts(_ signal: Signal, _ reading: SignalReading?, hasLimit: Bool = true) -> [String] {
        var parts: [String] = []
        if hasLimit, !limitMark(signal).isEmpty { parts.append(limitMark(signal)) }
        if let detail = reading?.detail { parts.append(detail) }
        if signal == .requestRate, let share = source.report?.rateUncertainty, reading?.value ?? 0 > 0 {
            parts.append("\(glyphs == .ascii ? "+-" : "±")\(percent(min(share, 1)))")
        }
        // What is divided by more time than it is of is too little: the row above has no room for it with an alarm.
        if signal == .requestRate {
            if source.snapshot?.isThin == true, reading?.value != nil { parts.append("win not full") }
            if let least = settings.bounds.on(.leastTraffic) {
                parts.append("\(glyphs == .ascii ? ">=" : "≥")\(NumberText.rate(least.threshold))")
            }
        }
        if let alert = alerts(on: signal).first { parts.append("\(glyphs.critical)\(alert.name)") }
        if signal == .successShare, let refused = source.clientErrors {
            parts.append("\(refused.word) \(percent(refused.share))")
        }
        if signal == .errorShare, reading?.value == 0, reading?.noErrorsYet == true { parts.append("none yet") }
        if signal == .errorShare, reading?.isUnproven == true { parts.append("new series: unsure") }
        if let count = source.snapshot?.requestCount, reading?.value != nil {
            let isFew = count < VerdictTracker.fewestRequests
            if signal == .p99Latency || isFew && (signal == .errorShare || signal == .p95Latency) {
                // Rounded down: 19.6 is fewer than 20.
                parts.append("n=\(wholeCount(count.rounded(.down)))")
            }
        }
        return parts
    }
}
