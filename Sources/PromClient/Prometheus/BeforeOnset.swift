import GoldenSignals
import PromModel

/// A question for the parts of the traffic as they were before an onset.
struct BeforeOnset: Sendable, Hashable {
    /// What came of it.
    enum Answer: Sendable {
        case values([InstantValue])
        case failed(at: ContinuousClock.Instant)
    }

    let onset: Timestamp
    let dimension: Dimension
}
