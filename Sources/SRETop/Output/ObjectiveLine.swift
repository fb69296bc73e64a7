import Dashboard
import Gates
import GoldenSignals
import PromModel
import Settings

/// How an objective is kept, in words.
struct ObjectiveLine {
    let service: String
    let status: ObjectiveStatus
    /// Why there are no numbers, where that is known.
    let problem: String?

    /// `checkout availability`, with the labels of its group where there are any.
    var name: String {
        let labels = status.group.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
        return "\(service) \(status.objective.name)" + (labels.isEmpty ? "" : " {\(labels)}")
    }

    /// What it promises: `99.9% over 30d`.
    var promise: String {
        let objective = status.objective
        var text = "\(GateText.decimal(objective.objective * 100, places: 4))%"
        if case .latency(let seconds) = objective.indicator { text += " within \(GateText.seconds(seconds))" }
        return "\(text) over \(DurationText.format(objective.period))"
    }

    /// What is left of the budget, how fast it goes, and until when it lasts, or why nobody knows; nil without any of it.
    var summary: String? {
        var parts: [String] = []
        if let left = status.budgetLeft {
            parts.append("budget left \(GateText.decimal(left * 100, places: 1))%")
        }
        if let rate = status.burnRate { parts.append("burning \(GateText.number(rate))x") }
        if let rest = status.exhaustedIn {
            parts.append(rest == .zero ? "budget gone" : "gone in \(TimeText.span(rest)) at this rate")
        }
        if status.hasLowTraffic { parts.append("low traffic") }
        if let fullness = status.periodFullness, fullness < 0.995 {
            parts.append("\(DurationText.format(status.objective.period)) \(Self.percent(fullness)) full")
        }
        if let problem { parts.append(problem) }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// The word for its alerts: `ok`, `ticket`, `PAGE`, `no data`.
    var word: String {
        switch status.state {
        case .ok: "ok"
        case .ticket: "TICKET"
        case .page: "PAGE"
        case .unknown: "no data"
        }
    }

    /// One line for it, and one for each pair of windows.
    var lines: [String] {
        ["\(name): \(word), \(promise)" + (summary.map { "; \($0)" } ?? "")] + status.pairs.map(Self.line)
    }

    /// Its part in a check.
    var result: CheckResult {
        let left = status.budgetLeft.map { [PerformanceDatum(label: "budget_left", value: $0 * 100, unit: "%")] }
        let burn = status.burnRate.map { [PerformanceDatum(label: "burn_rate", value: $0)] }
        return CheckResult(
            subject: name,
            status: status.status,
            words: [word, summary].compactMap { $0 }.joined(separator: ", "),
            performance: (left ?? []) + (burn ?? [])
        )
    }

    private static func line(_ pair: ObjectiveStatus.Pair) -> String {
        let burn = { (rate: Double?) in rate.map { "\(GateText.number($0))x" } ?? "-" }
        let window = pair.window
        let windows = "\(DurationText.format(window.long))/\(DurationText.format(window.short))"
        var text =
            "  \(windows): \(burn(pair.longBurn)) / \(burn(pair.shortBurn)) of \(GateText.number(window.factor))x"
        text += window.severity == .critical ? ", page" : ", ticket"
        if pair.isFiring { text += ", FIRING" }
        if pair.isHeldBack { text += ", held back: \(Int(pair.events?.rounded() ?? 0)) events" }
        if let fullness = pair.fullness, fullness < 0.995 { text += ", \(percent(fullness)) full" }
        return text
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))%" }
}
