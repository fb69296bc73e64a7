package import GoldenSignals
import PromModel
import TerminalUI

/// How an objective is kept, in the screen's words.
package struct ObjectiveWords {
    let report: ObjectiveReport

    /// The words of a report.
    package init(_ report: ObjectiveReport) {
        self.report = report
    }

    private var status: ObjectiveStatus { report.status }

    /// Its name, with the labels of its group where there are any: `availability{namespace=shop}`.
    var name: String {
        let labels = status.group.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
        return status.objective.name + (labels.isEmpty ? "" : "{\(labels)}")
    }

    /// What it promises: `99.9%/30d`, `95%<300ms/30d`.
    var promise: String {
        var text = "\(NumberText.trimmed(status.objective.objective * 100))%"
        if case .latency(let seconds) = status.objective.indicator { text += "<\(NumberText.bound(seconds))" }
        return "\(text)/\(TimeText.window(status.objective.period))"
    }

    /// What its alerts say: `PAGE`, `TICKET`, `ok`, `no data`, or that it was not asked yet.
    var state: String {
        switch status.state {
        case .page: "PAGE"
        case .ticket: "TICKET"
        case .ok: "ok"
        case .unknown: report.at == nil && report.problem == nil ? "asking" : "no data"
        }
    }

    var style: Style {
        switch status.state {
        case .page: .critical
        case .ticket: .warning
        case .ok: .normal
        case .unknown: .dim
        }
    }

    /// What is left of the budget: `72.4% left`, `18.0% overspent`, `spent 4.20x`.
    var budget: String? {
        status.budgetLeft.map { left in
            let percent = { (share: Double) in NumberText.fixed(share * 100, share < 0.1 ? 2 : 1) }
            if left < -1 { return left > -98 ? "spent \(Self.times(1 - left))" : "spent >99x" }
            return left >= 0 ? "\(percent(left))% left" : "\(percent(-left))% overspent"
        }
    }

    /// The share of the period's events that was good: `SLI 99.972%`.
    var good: String? { status.goodShare.map(indicator) }

    /// A share of good events, so exact that it can be told from what is promised.
    private func indicator(_ share: Double) -> String {
        let promise = NumberText.trimmed(status.objective.objective * 100)
        let digits = promise.split(separator: ".").dropFirst().first?.count ?? 0
        return "SLI \(NumberText.fixed(share * 100, digits + 2))%"
    }

    /// How fast the budget goes: `burns 3.2x`.
    var burn: String? { status.burnRate.map { "burns \(Self.times($0))" } }

    /// Until when it lasts: `gone in 1d3h`.
    var rest: String? {
        status.exhaustedIn.map { $0 == .zero ? "budget gone" : "gone in \(TimeText.span($0))" }
    }

    /// How much of the period the source holds, where that is not all of it: `30d 7% full`.
    var fullness: String? {
        guard let fullness = status.periodFullness, fullness < 0.995 else { return nil }
        return "\(TimeText.window(status.objective.period)) \(Self.percent(fullness)) full"
    }

    /// So few events that its alerts stay silent: `low traffic`.
    var traffic: String? { status.hasLowTraffic ? "low traffic" : nil }

    /// The windows of the alert that fires: `1h/5m`.
    var firing: String? {
        status.pairs.first { $0.isFiring }.map { Self.windows($0.window) }
    }

    /// What follows its name, the most telling first.
    var parts: [String] { [budget, burn, rest, traffic, fullness].compactMap { $0 } }

    /// One row for each pair of windows.
    func pairs(isNarrow: Bool) -> [(text: String, style: Style)] {
        status.pairs.map { pair in
            let windows = Self.windows(pair.window).padded(toColumns: 8)
            let burns = [pair.longBurn, pair.shortBurn].map { $0.map(Self.times) ?? "-" }
            let burn = isNarrow ? burns.joined(separator: "/") : burns.map { $0.padded(toColumns: 7) }.joined()
            let kind = pair.window.severity == .critical ? "page" : "ticket"
            var text = "\(windows) \(burn) of \(NumberText.trimmed(pair.window.factor))x \(kind)"
            if pair.isFiring { text += ", FIRING" }
            if let events = pair.events, pair.isHeldBack || !isNarrow {
                text += ", n=\(Self.count(events))"
            }
            if let share = status.goodShare(of: pair), !isNarrow { text += ", \(indicator(share))" }
            if pair.isHeldBack { text += ", held back: fewer than \(status.objective.minimumEvents)" }
            if let fullness = pair.fullness, fullness < 0.995 { text += ", window \(Self.percent(fullness)) full" }
            let alarm: Style = pair.window.severity == .critical ? .critical : .warning
            return (text, pair.isFiring ? alarm : .normal)
        }
    }

    /// Who said what is promised, and when it was asked.
    func source(at now: Timestamp) -> String {
        let who =
            switch report.origin {
            case .given: "as it was given"
            case .recorded: "from the rules of the source"
            case .usual: "nobody promised it: what is usual; --slo says what holds"
            }
        let age = report.at.map { "; asked \(TimeText.span(now - $0)) ago" } ?? ""
        return who + age
    }

    static func windows(_ window: BurnRateWindow) -> String {
        "\(TimeText.window(window.long))/\(TimeText.window(window.short))"
    }

    /// Events are whole; what a rate makes of them need not be.
    private static func count(_ events: Double) -> String {
        events < 999.5 ? NumberText.fixed(events, 0) : NumberText.count(events)
    }

    private static func times(_ rate: Double) -> String {
        rate == 0 ? "0x" : "\(rate < 99.95 ? NumberText.fixed(rate, rate < 9.995 ? 2 : 1) : NumberText.count(rate))x"
    }

    private static func percent(_ share: Double) -> String {
        // Not all of it is not 100 %, and something is not nothing.
        share < 0.01 ? "<1%" : "\(NumberText.fixed(min((share * 100 + 1e-9).rounded(.down), 99), 0))%"
    }
}
