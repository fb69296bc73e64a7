/// How bad a breach is, as files, rules and alerts spell it.
package enum Severity: String, Sendable, CaseIterable, Comparable, Codable {
    /// Look at it.
    case warning
    /// Act on it.
    case critical

    /// Warning before critical.
    package static func < (left: Severity, right: Severity) -> Bool { left == .warning && right == .critical }
}

/// The value that a signal is to stay under, or the traffic within.
package struct Limit: Sendable, Equatable, Codable {
    /// What of the service is limited.
    package enum Subject: Sendable, Hashable, Codable {
        /// A signal, which is to stay under it.
        case signal
        /// The share of 4xx, 0 to 1, which is to stay under it.
        case clientErrors
        /// Requests a second, which are to stay above it.
        case leastTraffic
        /// The share of the usual traffic, 0 to 1, that may be lost.
        case trafficFall
    }

    /// What is limited.
    package let subject: Subject
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
    package init(
        signal: Signal,
        threshold: Double,
        severity: Severity,
        isDefault: Bool,
        subject: Subject = .signal
    ) {
        self.subject = subject
        self.signal = signal
        self.threshold = threshold
        self.severity = severity
        self.isDefault = isDefault
    }

    /// What it limits, in a word.
    package var label: String {
        switch subject {
        case .signal: signal.label
        case .clientErrors: "4xx"
        case .leastTraffic, .trafficFall: "traffic"
        }
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
    /// Those on signals.
    package var onSignals: [Limit] { filter { $0.subject == .signal } }

    /// The strictest one on something that is no signal.
    package func on(_ subject: Limit.Subject) -> Limit? {
        filter { $0.subject == subject }.max { $0.severity < $1.severity }
    }

    /// The limit that a signal's value breaks, the worst one; nil where it keeps all of them.
    package func broken(by value: Double, on signal: Signal) -> Limit? {
        filter { $0.signal == signal && value > $0.threshold }.max { $0.severity < $1.severity }
    }
}
