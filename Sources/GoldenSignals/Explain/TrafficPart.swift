package import PromModel

/// What was counted of one part of the traffic, the smallest that is told apart.
///
/// Counts are of a window: now, and of the same length before. What is bad is up to who asks: failed requests, slow
/// ones, all of them.
package struct TrafficPart: Sendable, Equatable, Codable {
    /// What it is told apart by.
    package let labels: Labels
    /// Requests now.
    package var requests: Double
    /// Bad ones among them.
    package var bad: Double
    /// Requests before.
    package var requestsBefore: Double
    /// Bad ones among them.
    package var badBefore: Double

    /// Memberwise.
    package init(labels: Labels, requests: Double, bad: Double, requestsBefore: Double = 0, badBefore: Double = 0) {
        self.labels = labels
        self.requests = requests
        self.bad = bad
        self.requestsBefore = requestsBefore
        self.badBefore = badBefore
    }
}
