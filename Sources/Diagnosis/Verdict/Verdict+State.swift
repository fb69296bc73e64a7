package import GoldenSignals
package import PromModel

extension Verdict {
    /// Its state in one word, as programs read it: `waiting`, `unknown`, `nodata`, `idle`, `few`, `ok`, `warn`, `crit`, `down`.
    package var state: String {
        switch self {
        case .waiting: "waiting"
        case .unknown, .untrusted, .unjudged: "unknown"
        case .noData: "nodata"
        case .idle: "idle"
        case .tooFew: "few"
        case .ok: "ok"
        case .traffic, .clientErrors, .crashLoop: isCritical ? "crit" : "warn"
        case .targetsDown(let outage): outage.isWhole ? "down" : "warn"
        case .breach(let breach): breach.limit.severity == .critical ? "crit" : "warn"
        }
    }

    /// The signal that it is about; nil where it is about none.
    package var signal: Signal? {
        switch self {
        case .breach(let breach): breach.limit.signal
        case .traffic: .requestRate
        default: nil
        }
    }

    /// Since when; nil where that is not known, or means nothing.
    package var since: Timestamp? {
        switch self {
        case .waiting, .noData, .tooFew: nil
        case .unknown(_, let since), .untrusted(_, let since), .unjudged(_, let since): since
        case .idle(let since), .ok(let since): since
        case .traffic(let change): change.since
        case .clientErrors(let breach): breach.since
        case .crashLoop(let loop): loop.since
        case .targetsDown(let outage): outage.since
        case .breach(let breach): breach.since
        }
    }
}
