package import GoldenSignals

extension VerdictTracker {
    /// The verdict with what the newest snapshot knows of failures that cannot be told: where half of the requests may
    /// fail unseen, that all else is within its limits is no calm.
    ///
    /// Nor is it where a part of the storage did not answer: nobody looked at what is there. A breach stays what it is,
    /// and so does a service without a request whose failures alone cannot be told.
    package func verdict(knowing snapshot: SignalSnapshot?) -> Verdict {
        guard let snapshot, let reason = snapshot.partialAnswer ?? untold(of: snapshot) else { return verdict }
        return switch verdict {
        case .ok(let since): .unjudged(reason: reason, since: since)
        case .tooFew: .unjudged(reason: reason, since: snapshot.at)
        case .idle(let since) where snapshot.partialAnswer != nil: .unjudged(reason: reason, since: since)
        default: verdict
        }
    }

    /// Why failures that matter cannot be told; nil where they can.
    private func untold(of snapshot: SignalSnapshot) -> String? {
        snapshot[.errorShare].state == .noData && limits.contains { $0.signal == .errorShare }
            ? snapshot.unjudgedFailures : nil
    }
}
