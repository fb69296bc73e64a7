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
        switch self {
        case .breach(let breach): !breach.breach.isOlderThanData
        // Nothing is usual before it was seen.
        case .traffic(let change): !change.isOlderThanData
        case .clientErrors(let breach): !breach.isOlderThanData
        default: false
        }
    }

    /// When the breach, or what is unusual of the traffic, was found, which is what it is known by; nil where there is
    /// none.
    package var onset: Timestamp? {
        switch self {
        case .breach(let breach): breach.breach.since
        case .traffic(let change): change.found
        case .clientErrors(let breach): breach.found
        default: nil
        }
    }

    /// When the breach of the same limit before it ended; nil where none is known.
    package var after: Timestamp? {
        if case .breach(let breach) = self { breach.after } else { nil }
    }

    /// When the breach began, as nearly as is known; nil where there is none.
    package var began: Timestamp? {
        switch self {
        case .breach(let breach): breach.since
        case .traffic(let change): change.since
        case .clientErrors(let breach): breach.since
        default: nil
        }
    }

    /// Until when it was as usual, as far as that is known: what came after is nothing to compare with.
    package var usualUntil: Timestamp? { began ?? outage?.since }

    /// How nearly that is known; nil where only when it was found is.
    package var estimate: OnsetEstimate? {
        if case .breach(let breach) = self { breach.estimate } else { nil }
    }

    /// The limit that is broken; nil where none is.
    ///
    /// Of traffic that is not as usual what was usual stands for it.
    package var brokenLimit: Limit? {
        switch self {
        case .breach(let breach): breach.limit
        case .clientErrors(let breach): breach.limit
        case .traffic(let change):
            Limit(signal: .requestRate, threshold: change.usual, severity: .warning, isDefault: true)
        default: nil
        }
    }
}

extension BreachVerdict {
    /// So many failures have to be missing for their absence to be told: by chance none of them comes in one case of twenty.
    private static let fewestMissed = 3.0

    /// Whether nothing bad has come since a moment, although the breach would have brought some; true where nobody counts.
    package func hasCeased(since last: Timestamp, at moment: Timestamp) -> Bool {
        guard let counts, counts.length > .zero else { return true }
        return counts.bad * ((moment - last) / counts.length) >= Self.fewestMissed
    }
}

extension Verdict {
    /// Whether something is over its limit, and has not just ceased: that is of the past, a target that is down of now.
    func isBreached(at moment: Timestamp) -> Bool {
        guard case .breach(let breach) = self else { return false }
        guard let last = breach.lastFailure, breach.counts != nil else { return true }
        return !breach.hasCeased(since: last, at: moment)
    }
}
