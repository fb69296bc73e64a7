package import GoldenSignals
package import PromModel

extension Verdict {
    /// Whether a critical limit is broken, or nothing answers.
    package var isCritical: Bool {
        switch self {
        case .breach(let breach): breach.limit.severity == .critical
        case .targetsDown(let outage): outage.isWhole
        case .clientErrors(let breach): breach.limit.severity == .critical
        case .traffic(let change): change.severity == .critical
        default: false
        }
    }

    /// Whether the service was seen well before the breach.
    package var isOnsetObserved: Bool {
        if case .breach(let breach) = self { !breach.breach.isOlderThanData } else { false }
    }

    /// When the breach was found, which is what it is known by; nil where there is none.
    package var onset: Timestamp? {
        if case .breach(let breach) = self { breach.breach.since } else { nil }
    }

    /// When the breach began, as nearly as is known; nil where there is none.
    package var began: Timestamp? {
        if case .breach(let breach) = self { breach.since } else { nil }
    }

    /// How nearly that is known; nil where only when it was found is.
    package var estimate: OnsetEstimate? {
        if case .breach(let breach) = self { breach.estimate } else { nil }
    }

    /// The limit that is broken; nil where none is.
    package var brokenLimit: Limit? {
        if case .breach(let breach) = self { breach.limit } else { nil }
    }
}
