import GoldenSignals

/// How much a service is broken, to compare one with another.
package enum Urgency: Int, Sendable, Comparable {
    /// Not broken, as far as is known.
    case none
    /// Over a warning limit, or as bad as that.
    case warning
    /// Over a critical limit.
    case critical
    /// None of its targets answers.
    case down

    /// The least broken first.
    package static func < (left: Urgency, right: Urgency) -> Bool { left.rawValue < right.rawValue }

    /// As the verdict says it.
    package var word: String {
        switch self {
        case .none: "ok"
        case .warning: "WARN"
        case .critical: "CRIT"
        case .down: "DOWN"
        }
    }
}

extension Verdict {
    /// How much the service on the screen is broken.
    package var urgency: Urgency {
        switch self {
        case .waiting, .unknown, .untrusted, .unjudged, .noData, .idle, .tooFew, .ok: .none
        case .crashLoop: .warning
        case .traffic(let change): change.severity == .critical ? .critical : .warning
        case .clientErrors(let breach): breach.limit.severity == .critical ? .critical : .warning
        case .targetsDown(let outage): outage.isWhole ? .down : .warning
        case .breach(let breach): breach.limit.severity == .critical ? .critical : .warning
        }
    }
}
