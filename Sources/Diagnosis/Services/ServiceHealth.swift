package import GoldenSignals
import PromModel

/// How one of many services is, in a word: the same limits as for the one on the screen, at one evaluation.
package enum ServiceHealth: Int, Sendable, Comparable, CaseIterable {
    /// None of its targets answers.
    case down
    /// Over a critical limit.
    case critical
    /// Its numbers cannot be trusted.
    case untrusted
    /// Nothing is known of it.
    case noData
    /// Over a warning limit, or some of its targets are down.
    case warning
    /// Within all limits that can be judged, and its failures cannot be told.
    case unjudged
    /// Within all limits as far as few requests tell.
    case tooFew
    /// Within all limits.
    case ok
    /// No request in the window.
    case idle

    /// The worst first.
    package static func < (left: ServiceHealth, right: ServiceHealth) -> Bool { left.rawValue < right.rawValue }

    /// How much it is broken.
    package var urgency: Urgency {
        switch self {
        case .down: .down
        case .critical: .critical
        case .warning: .warning
        case .untrusted, .noData, .unjudged, .tooFew, .ok, .idle: .none
        }
    }
}

extension ServiceOverview {
    /// How the service is by some limits, over its own window or else the one given.
    ///
    /// `before` is how it was: what was broken stays so until it is clearly under its limit.
    package func health(limits: [Limit], window: Duration, before: ServiceRecord? = nil) -> ServiceHealth {
        if let up = targetsUp, let total = targetsTotal, total > 0, up == 0 { return .down }
        if isUntrusted { return .untrusted }
        let isMissingTargets = targetsUp ?? 0 < targetsTotal ?? 0
        guard let requestRate else { return isMissingTargets ? .warning : .noData }
        let isUnusual = trafficChange(window: window) != nil || restarts != nil
        if requestRate == 0 { return isMissingTargets || isUnusual ? .warning : .idle }
        let broken = limits.filter { breaks($0, window: window) || isHeld($0, by: before, window: window) }
        switch broken.map(\.severity).max() {
        case .critical: return .critical
        case .warning: return .warning
        case nil where isMissingTargets || isUnusual: return .warning
        case nil where isUnjudged(by: limits): return .unjudged
        case nil: return requests(in: window) < VerdictTracker.fewestRequests ? .tooFew : .ok
        }
    }

    /// Whether failures matter and cannot be told, as for the one on the screen.
    private func isUnjudged(by limits: [Limit]) -> Bool {
        unjudgedFailures != nil && errorShare == nil && limits.contains { $0.signal == .errorShare }
    }

    /// Whether it is over a limit beyond what few requests bring by chance, as for the one on the screen: a share where
    /// its counts prove it, anything else from enough requests on.
    package func breaks(_ limit: Limit, window: Duration) -> Bool {
        guard let value = self[limit.signal], value > limit.threshold else { return false }
        let requests = requests(in: window)
        guard limit.signal == .errorShare else { return requests >= VerdictTracker.fewestRequests }
        if ShareEvidence.exceeds(limit: limit.threshold, bad: value * requests, of: requests) { return true }
        // A little above the limit takes longer than a window to prove.
        return longer.map { ShareEvidence.exceeds(limit: limit.threshold, bad: $0.failures, of: $0.requests) } ?? false
    }

    /// Whether a limit that was broken is not clearly kept again.
    private func isHeld(_ limit: Limit, by before: ServiceRecord?, window: Duration) -> Bool {
        guard let before, before.health == (limit.severity == .critical ? .critical : .warning),
            let value = self[limit.signal]
        else { return false }
        return value > before.recovery(of: limit) && requests(in: window) >= VerdictTracker.fewestRequests
    }

    /// The worst limit that it breaks, of several alike the one that it is furthest over.
    package func worstBreach(limits: [Limit], window: Duration) -> Limit? {
        func excess(_ limit: Limit) -> Double { (self[limit.signal] ?? 0) / limit.threshold }
        return limits.filter { breaks($0, window: window) }.max {
            ($0.severity, excess($0)) < ($1.severity, excess($1))
        }
    }

    /// Requests of its own window, or else of the one given.
    package func requests(in window: Duration) -> Double { (requestRate ?? 0) * (self.window ?? window).inSeconds }

    /// A signal's number; nil where there is none or it is not asked for.
    package subscript(_ signal: Signal) -> Double? {
        switch signal {
        case .requestRate: requestRate
        case .errorShare: errorShare
        case .successShare: errorShare.map { 1 - $0 }
        case .averageLatency: average
        case .p95Latency: p95
        case .p99Latency: p99
        case .saturation: nil
        }
    }
}
