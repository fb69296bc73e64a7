package import GoldenSignals
import PromModel

/// What is waited for: comparisons of signals that all have to hold, for some time on end.
///
/// Written `errors<1% for 5m`, `errors<1% and p95<300ms for 2m`, `rps>10`.
package struct WaitCondition: Sendable, Equatable {
    /// Why a text is none; one line that says what is allowed.
    package struct Failure: Error, CustomStringConvertible {
        /// In words.
        package let description: String
    }

    /// One comparison.
    package struct Term: Sendable, Equatable {
        /// What is compared.
        package let signal: Signal
        /// It is to be above the threshold; else below.
        package let isAbove: Bool
        /// In the signal's unit.
        package let threshold: Double

        /// Whether a value keeps it.
        package func holds(_ value: Double) -> Bool { isAbove ? value > threshold : value < threshold }

        /// `5xx < 1%`.
        package var text: String {
            "\(signal.label) \(isAbove ? ">" : "<") \(GateText.value(threshold, signal.unit))"
        }
    }

    /// All of them are to hold.
    package let terms: [Term]
    /// For how long on end; zero for one moment.
    package let duration: Duration

    private static let names: [String: Signal] = [
        "rps": .requestRate, "rate": .requestRate, "ok": .successShare, "success": .successShare,
        "errors": .errorShare, "5xx": .errorShare, "avg": .averageLatency, "p95": .p95Latency, "p99": .p99Latency,
        "sat": .saturation, "saturation": .saturation,
    ]

    /// What it looks like, for messages.
    package static let form = "'errors<1% for 5m', 'p95<300ms and rps>10 for 2m'"

    /// Reads a condition; `parseDuration` reads what follows `for`.
    package init(_ text: String, parseDuration: (String) -> Duration?) throws(Failure) {
        let parts = text.split(separator: " for ", maxSplits: 1)
        guard let first = parts.first else { throw Failure(description: "it is empty; write \(Self.form)") }
        if parts.count == 2 {
            let length = parts[1].filter { $0 != " " }
            guard let parsed = parseDuration(length), parsed <= .seconds(86_400) else {
                throw Failure(description: "'for \(length)' is no time up to 24h, such as 'for 5m'")
            }
            duration = parsed
        } else {
            duration = .zero
        }
        terms = try first.split(separator: " and ").map { text throws(Failure) in try Self.term(text) }
        guard !terms.isEmpty else { throw Failure(description: "it compares nothing; write \(Self.form)") }
    }

    private static func term(_ text: Substring) throws(Failure) -> Term {
        let plain = text.filter { $0 != " " }
        guard let place = plain.firstIndex(where: { "<>".contains($0) }) else {
            throw Failure(description: "'\(text)' has neither < nor >; write \(form)")
        }
        let name = plain[..<place].lowercased()
        guard let signal = names[name] else {
            throw Failure(description: "'\(name)' is none of errors, ok, rps, avg, p95, p99 and sat")
        }
        let number = plain[plain.index(after: place)...]
        guard let threshold = threshold(number, signal.unit) else {
            throw Failure(description: "'\(number)' is not written as \(example(signal.unit))")
        }
        return Term(signal: signal, isAbove: plain[place] == ">", threshold: threshold)
    }

    private static func example(_ unit: Signal.Unit) -> String {
        switch unit {
        case .share: "1%"
        case .seconds: "300ms or 1.5s"
        case .perSecond: "10 (requests a second)"
        }
    }

    private static func threshold(_ text: Substring, _ unit: Signal.Unit) -> Double? {
        switch unit {
        case .share: return text.hasSuffix("%") ? number(text.dropLast(), per: 100) : nil
        case .seconds:
            if text.hasSuffix("ms") { return number(text.dropLast(2), per: 1000) }
            return text.hasSuffix("s") ? number(text.dropLast(), per: 1) : nil
        case .perSecond: return number(text.hasSuffix("/s") ? text.dropLast(2) : text, per: 1)
        }
    }

    private static func number(_ text: Substring, per whole: Double) -> Double? {
        guard let value = Double(text), value.isFinite, value >= 0 else { return nil }
        return value / whole
    }
}
