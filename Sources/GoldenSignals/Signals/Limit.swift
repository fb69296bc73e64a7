/// How bad a breach is, as files, rules and alerts spell it.
package enum Severity: String, Sendable, CaseIterable, Comparable {
    /// Look at it.
    case warning
    /// Act on it.
    case critical

    /// Warning before critical.
    package static func < (left: Severity, right: Severity) -> Bool { left == .warning && right == .critical }
}

/// The value that a signal is to stay under.
package struct Limit: Sendable, Equatable {
    /// What it limits.
    package let signal: Signal
    /// In the signal's unit.
    ///
    /// A value above it breaches it.
    package let threshold: Double
    /// How bad a breach is.
    package let severity: Severity
    /// Nobody asked for it.
    package let isDefault: Bool

    /// Memberwise.
    package init(signal: Signal, threshold: Double, severity: Severity, isDefault: Bool) {
        self.signal = signal
        self.threshold = threshold
        self.severity = severity
        self.isDefault = isDefault
    }

    /// The limits where the user gave none: 5xx 1 %, p95 500 ms, p99 1 s, saturation 85 %.
    package static let defaults = [
        Limit(signal: .errorShare, threshold: 0.01, severity: .critical, isDefault: true),
        Limit(signal: .p95Latency, threshold: 0.5, severity: .warning, isDefault: true),
        Limit(signal: .p99Latency, threshold: 1, severity: .warning, isDefault: true),
        Limit(signal: .saturation, threshold: 0.85, severity: .warning, isDefault: true),
    ]
}

extension [Limit] {
    /// The limit that a signal's value breaks, the worst one; nil where it keeps all of them.
    package func broken(by value: Double, on signal: Signal) -> Limit? {
        filter { $0.signal == signal && value > $0.threshold }.max { $0.severity < $1.severity }
    }
}
