import ArgumentParser
import GoldenSignals

/// A limit on the command line: `5xx<1%`, `p95<500ms`, `p99<1s`, `avg<200ms`, `sat<85%`.
struct LimitArgument: ExpressibleByArgument, Sendable, Equatable {
    let limit: Limit

    private static let signals: [String: Signal] = [
        "5xx": .errorShare, "avg": .averageLatency, "p95": .p95Latency, "p99": .p99Latency, "sat": .saturation,
    ]

    init?(argument: String) {
        let parts = argument.split(separator: "<", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
        guard parts.count == 2, let signal = Self.signals[parts[0].lowercased()],
            let threshold = Self.threshold(parts[1], signal.unit)
        else { return nil }
        limit = Limit(
            signal: signal,
            threshold: threshold,
            severity: signal == .errorShare ? .critical : .warning,
            isDefault: false
        )
    }

    private static func threshold(_ text: String, _ unit: Signal.Unit) -> Double? {
        if unit == .seconds {
            if text.hasSuffix("ms") { return positive(text.dropLast(2)).map { $0 / 1000 } }
            return text.hasSuffix("s") ? positive(text.dropLast(1)) : nil
        }
        guard text.hasSuffix("%"), let percent = positive(text.dropLast()), percent <= 100 else { return nil }
        return percent / 100
    }

    private static func positive(_ text: Substring) -> Double? {
        guard let value = Double(text), value.isFinite, value > 0 else { return nil }
        return value
    }

    /// The defaults, with those given in their places.
    static func merged(_ given: [LimitArgument]) -> [Limit] {
        let signals = Set(given.map(\.limit.signal))
        return Limit.defaults.filter { !signals.contains($0.signal) } + given.map(\.limit)
    }
}
