package import GoldenSignals

extension VerdictTracker {
    /// The verdict with what the newest snapshot knows of failures that cannot be told: where half of the requests may
    /// fail unseen, that all else is within its limits is no calm.
    ///
    /// A breach of another limit stays what it is, and so does a service without a request.
    package func verdict(knowing snapshot: SignalSnapshot?) -> Verdict {
        guard let snapshot, let reason = snapshot.unjudgedFailures, snapshot[.errorShare].state == .noData,
            limits.contains(where: { $0.signal == .errorShare })
        else { return verdict }
        return switch verdict {
        case .ok(let since): .unjudged(reason: reason, since: since)
        case .tooFew: .unjudged(reason: reason, since: snapshot.at)
        default: verdict
        }
    }
}
