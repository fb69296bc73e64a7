package import PromModel

/// Counts by part of the traffic, and what they are parts of.
package struct TrafficParts: Sendable, Equatable, Codable {
    /// What is bad about the bad ones.
    package let signal: Signal
    /// The labels to tell parts apart by, the clearest first.
    package let labels: [String]
    /// Those among them that name a part however many values they have.
    package let wide: Set<String>
    /// The parts.
    package let parts: [TrafficPart]
    /// What bad ones are called that were refused for what the client sent; nil for all others.
    package var refusal: String?
    /// The label of routes; nil where there is none.
    package var routeLabel: String?
    /// The label of methods, one of which is told with a route that has no other; nil where there is none.
    package var methodLabel: String?
    /// The onset that the counts before are of; nil where nothing before is known.
    package let since: Timestamp?

    /// What bad requests are called; nil where none are bad: of full resources, and of traffic that is not as usual.
    package var badWord: String? {
        if let refusal { return refusal }
        switch signal {
        case .errorShare, .successShare: return Breakdown.failures
        case .averageLatency, .p95Latency, .p99Latency: return "slow requests"
        case .requestRate, .saturation: return nil
        }
    }

    /// Memberwise.
    package init(
        signal: Signal,
        labels: [String],
        wide: Set<String> = [],
        parts: [TrafficPart],
        since: Timestamp?
    ) {
        self.signal = signal
        self.labels = labels
        self.wide = wide
        self.parts = parts
        self.since = since
    }
}
