package import GoldenSignals
import PromModel

/// Limits as the command line and the configuration file spell them: `5xx<1%`, `p95<500ms`, `rps>10`.
package enum LimitText {
    /// What a limit looks like, for messages.
    package static let form = "5xx<1%, 4xx<5%, sat<85%, avg<200ms, p95<500ms, p99<1s, rps>10 or traffic>-80%"

    private static let signals: [(name: String, signal: Signal)] = [
        ("5xx", .errorShare), ("errors", .errorShare), ("avg", .averageLatency), ("p95", .p95Latency),
        ("p99", .p99Latency), ("sat", .saturation),
    ]

    /// Reads a limit; nil where it is none.
    ///
    /// Without a severity, the share of errors is critical and everything else a warning.
    package static func parse(_ text: String, severity: Severity? = nil) -> Limit? {
        if let limit = parseTraffic(text, severity ?? .warning) { return limit }
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

    /// A limit on what is no signal: `4xx<5%`, `rps>10`, `traffic>-80%`; nil for any other.
    private static func parseTraffic(_ text: String, _ severity: Severity) -> Limit? {
        let words = text.lowercased().filter { $0 != " " }
        func limit(_ subject: Limit.Subject, _ threshold: Double?) -> Limit? {
            threshold.map {
                Limit(signal: .requestRate, threshold: $0, severity: severity, isDefault: false, subject: subject)
            }
        }
        if words.hasPrefix("4xx<") { return limit(.clientErrors, threshold(String(words.dropFirst(4)), .share)) }
        if words.hasPrefix("rps>") {
            let rest = words.dropFirst(4)
            return limit(.leastTraffic, positive(rest.hasSuffix("/s") ? rest.dropLast(2) : rest, per: 1))
        }
        guard words.hasPrefix("traffic>-") else { return nil }
        return limit(.trafficFall, threshold(String(words.dropFirst(9)), .share).flatMap { $0 < 1 ? $0 : nil })
    }

    private static func shareText(_ share: Double) -> String {
        "\(number(share, per: 100) ?? NumberText.format(share * 100))%"
    }

    /// Writes a limit so that it is read as the same one; its severity is not part of the text.
    package static func format(_ limit: Limit) -> String {
        switch limit.subject {
        case .signal: break
        case .clientErrors: return "4xx<\(shareText(limit.threshold))"
        case .leastTraffic: return "rps>\(NumberText.format(limit.threshold))"
        case .trafficFall: return "traffic>-\(shareText(limit.threshold))"
        }
        let name = signals.first { $0.signal == limit.signal }?.name ?? limit.signal.label
        if limit.signal.unit == .seconds {
            let milliseconds = limit.threshold < 1 ? number(limit.threshold, per: 1000) : nil
            return milliseconds.map { "\(name)<\($0)ms" } ?? "\(name)<\(NumberText.format(limit.threshold))s"
        }
        return "\(name)<\(shareText(limit.threshold))"
    }

    /// The severity of a limit that names none.
    package static func standardSeverity(_ signal: Signal) -> Severity {
        signal == .errorShare ? .critical : .warning
    }

    /// Words for a limit where one for its signal and severity stands already.
    static func second(_ limit: Limit) -> String {
        "a second \(limit.severity.rawValue) limit for \(limit.label.lowercased())"
    }

    /// The given limits in the places of those of the same signals.
    package static func merged(_ given: [Limit], over others: [Limit] = Limit.defaults) -> [Limit] {
        others.filter { other in !given.contains { $0.isAboutTheSame(as: other) } } + given
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

extension Limit {
    /// Whether both limit the same: of two with one severity nobody could say which holds.
    func isAboutTheSame(as other: Limit) -> Bool { signal == other.signal && subject == other.subject }
}
