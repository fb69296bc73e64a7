package import GoldenSignals
import PromModel

/// Limits as the command line and the configuration file spell them: `5xx<1%`, `p95<500ms`, `p99<1s`, `sat<85%`.
package enum LimitText {
    /// What a limit looks like, for messages.
    package static let form = "5xx<1%, sat<85%, avg<200ms, p95<500ms or p99<1s"

    private static let signals: [(name: String, signal: Signal)] = [
        ("5xx", .errorShare), ("avg", .averageLatency), ("p95", .p95Latency), ("p99", .p99Latency),
        ("sat", .saturation),
    ]

    /// Reads a limit; nil where it is none.
    ///
    /// Without a severity, the share of errors is critical and everything else a warning.
    package static func parse(_ text: String, severity: Severity? = nil) -> Limit? {
        let parts = text.split(separator: "<", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
        guard parts.count == 2, let signal = signals.first(where: { $0.name == parts[0].lowercased() })?.signal,
            let threshold = threshold(parts[1], signal.unit)
        else { return nil }
        return Limit(
            signal: signal,
            threshold: threshold,
            severity: severity ?? standardSeverity(signal),
            isDefault: false
        )
    }

    /// Writes a limit so that it is read as the same one; its severity is not part of the text.
    package static func format(_ limit: Limit) -> String {
        let name = signals.first { $0.signal == limit.signal }?.name ?? limit.signal.label
        if limit.signal.unit == .seconds {
            let milliseconds = limit.threshold < 1 ? number(limit.threshold, per: 1000) : nil
            return milliseconds.map { "\(name)<\($0)ms" } ?? "\(name)<\(NumberText.format(limit.threshold))s"
        }
        return "\(name)<\(number(limit.threshold, per: 100) ?? NumberText.format(limit.threshold * 100))%"
    }

    /// The severity of a limit that names none.
    package static func standardSeverity(_ signal: Signal) -> Severity {
        signal == .errorShare ? .critical : .warning
    }

    /// Words for a limit where one for its signal and severity stands already.
    static func second(_ limit: Limit) -> String {
        "a second \(limit.severity.rawValue) limit for \(limit.signal.label.lowercased())"
    }

    /// The given limits in the places of those of the same signals.
    package static func merged(_ given: [Limit], over others: [Limit] = Limit.defaults) -> [Limit] {
        let signals = Set(given.map(\.signal))
        return others.filter { !signals.contains($0.signal) } + given
    }

    private static func threshold(_ text: String, _ unit: Signal.Unit) -> Double? {
        if unit == .seconds {
            if text.hasSuffix("ms") { return positive(text.dropLast(2), per: 1000) }
            return text.hasSuffix("s") ? positive(text.dropLast(1), per: 1) : nil
        }
        guard text.hasSuffix("%"), let share = positive(text.dropLast(), per: 100), share <= 1 else { return nil }
        return share
    }

    private static func positive(_ text: Substring, per whole: Double) -> Double? {
        guard let value = Double(text).map({ $0 / whole }), value.isFinite, value > 0 else { return nil }
        return value
    }

    /// The shortest number that is `value` once it is divided; nil where none is.
    private static func number(_ value: Double, per whole: Double) -> String? {
        let near = value * whole
        var power = 1.0
        for _ in 0..<15 {
            let rounded = (near * power).rounded() / power
            if rounded / whole == value { return NumberText.format(rounded) }
            power *= 10
        }
        let neighbours = [near, near.nextUp, near.nextDown, near.nextUp.nextUp, near.nextDown.nextDown]
        return neighbours.first { $0 / whole == value }.map(NumberText.format)
    }
}
