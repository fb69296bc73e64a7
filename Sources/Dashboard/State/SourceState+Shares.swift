import Diagnosis
import GoldenSignals

// What instances and routes had of the requests before anybody watched.
extension SourceState {
    /// Takes what each had, as of polls.
    mutating func takeShares(_ past: RequestPast) {
        instances.take(past)
        routeStops.take(past)
    }

    /// The same up to a moment of the past, whose snapshot is the first and only poll of it.
    mutating func takeShares(_ past: RequestPast, at snapshot: SignalSnapshot?, scrape: Duration) {
        takeShares(past)
        guard let snapshot else { return }
        instances.observe(snapshot, scrape: max(scrape, pointStep))
        routeStops.observe(snapshot)
    }
}
