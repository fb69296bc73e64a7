package import Diagnosis
import GoldenSignals

/// How a check ends, as monitoring plugins tell it: by an exit status and a word.
package enum CheckStatus: Int32, Sendable, CaseIterable {
    /// Within all limits.
    case ok = 0
    /// Over a warning limit.
    case warning = 1
    /// Over a critical limit, or nothing answers.
    case critical = 2
    /// Nothing can be said: no data, or a source that fails.
    case unknown = 3

    /// `OK`, `WARNING`, `CRITICAL` or `UNKNOWN`.
    package var word: String { "\(self)".uppercased() }

    /// The status of a verdict; `idle` is that of a service that nobody asks.
    package init(_ verdict: Verdict, idle: CheckStatus) {
        switch verdict {
        case .waiting, .unknown, .untrusted, .unjudged, .noData: self = .unknown
        case .idle: self = idle
        case .tooFew, .ok: self = .ok
        case .traffic, .clientErrors, .crashLoop: self = verdict.isCritical ? .critical : .warning
        case .targetsDown(let outage): self = outage.isWhole ? .critical : .warning
        case .breach(let breach): self = breach.limit.severity == .critical ? .critical : .warning
        }
    }

    /// The status of one of many services; `idle` is that of one that nobody asks.
    package init(_ health: ServiceHealth, idle: CheckStatus) {
        switch health {
        case .down, .critical: self = .critical
        case .untrusted, .noData, .unjudged: self = .unknown
        case .warning: self = .warning
        case .tooFew, .ok: self = .ok
        case .idle: self = idle
        }
    }

    /// The worst of several; unknown where there is none.
    ///
    /// What is known to be bad outweighs what is not known, which outweighs what is well.
    package static func worst(of statuses: [CheckStatus]) -> CheckStatus {
        statuses.max { $0.weight < $1.weight } ?? .unknown
    }

    /// The place in the order from good to bad.
    var weight: Int {
        switch self {
        case .ok: 0
        case .unknown: 1
        case .warning: 2
        case .critical: 3
        }
    }
}
