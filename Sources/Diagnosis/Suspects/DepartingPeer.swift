import GoldenSignals
import PromModel

/// An instance whose share of bad requests is far from that of the others that do the same.
///
/// How far is told by the median absolute deviation of all of them, which one that departs does not widen (Hampel, JASA
/// 69, 1974); that it is not chance, by its own counts.
package struct DepartingPeer: Sendable, Equatable {
    /// Which instance.
    package let instance: String
    /// The share of its requests that are bad, 0 to 1.
    package let share: Double
    /// The median of the others.
    package let median: Double
    /// How many others there are.
    package let count: Int

    /// Of fewer nobody can say which one departs.
    private static let fewest = 3
    /// So many deviations, made comparable with a standard deviation, are far.
    private static let far = 5.0
    private static let normal = 1.4826
    /// It has at least so many times what the others have.
    private static let leastRatio = 2.0

    /// The instance that departs most; nil where none does, or the parts do not tell instances apart.
    init?(_ parts: [TrafficPart]) {
        let tallies = Dictionary(grouping: parts) { $0.labels["instance"] }.mapValues { Tally($0) }
        guard tallies.count >= Self.fewest, !tallies.keys.contains("") else { return nil }
        let shares = tallies.filter { $0.value.requests > 0 }.mapValues { min(1, $0.bad / $0.requests) }
        guard shares.count >= Self.fewest,
            let worst = shares.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), let tally = tallies[worst.key]
        else { return nil }
        let median = shares.filter { $0.key != worst.key }.map(\.value).median ?? 0
        let deviation = (shares.values.map { abs($0 - median) }.median ?? 0) * Self.normal
        guard worst.value > median * Self.leastRatio, worst.value - median > Self.far * deviation,
            ShareEvidence.exceeds(limit: median, bad: tally.bad, of: tally.requests)
        else { return nil }
        instance = worst.key
        share = worst.value
        self.median = median
        count = shares.count - 1
    }
}
