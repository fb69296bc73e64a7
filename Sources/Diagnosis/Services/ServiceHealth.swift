package import GoldenSignals
import PromModel

/// How one of many services is, in a word: the same limits as for the one on the screen, at one evaluation.
package enum ServiceHealth: Int, Sendable, Comparable, CaseIterable {
    /// None of its targets answers.
    case down
    /// Over a critical limit.
    case critical
    /// Nothing is known of it.
    case noData
    /// Over a warning limit, or some of its targets are down.
    case warning
    /// Within all limits as far as few requests tell.
    case tooFew
    /// Within all limits.
    case ok
    /// No request in the window.
    case idle

    /// The worst first.
    package static func < (left: ServiceHealth, right: ServiceHealth) -> Bool { left.rawValue < right.rawValue }
}

extension ServiceOverview {
    /// How the service is by some limits, over its own window or else the one given.
    package func health(limits: [Limit], window: Duration) -> ServiceHealth {
        if let up = targetsUp, let total = targetsTotal, total > 0, up == 0 { return .down }
        let isMissingTargets = targetsUp ?? 0 < targetsTotal ?? 0
        guard let requestRate else { return isMissingTargets ? .warning : .noData }
        if requestRate == 0 { return isMissingTargets ? .warning : .idle }
        if requestRate * (self.window ?? window).inSeconds < VerdictTracker.fewestRequests {
            return isMissingTargets ? .warning : .tooFew
        }
        let broken = limits.filter { limit in self[limit.signal].map { $0 > limit.threshold } ?? false }
        switch broken.map(\.severity).max() {
        case .critical: return .critical
        case .warning: return .warning
        case nil: return isMissingTargets ? .warning : .ok
        }
    }

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
