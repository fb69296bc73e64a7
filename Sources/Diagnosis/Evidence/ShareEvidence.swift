/// Whether a share of requests is above its limit beyond what chance would bring.
package enum ShareEvidence {
    /// How seldom chance alone may look like a breach, an evaluation.
    ///
    /// A screen judges up to 17,280 times a day, several signals each time; neighbouring windows hold mostly the same
    /// requests, so they are about as many independent ones as windows in a day, 1,440 of a minute. At 1e-5 a service
    /// that stands exactly at its limit is taken to be over it once in two months, one at half of it never.
    package static let level = 1e-5
    /// Fewer failures are no breach, whatever they are a share of.
    package static let fewestFailures = 5.0

    /// Whether it is proven that the share of `bad` among `requests` lies above `limit`.
    package static func exceeds(limit: Double, bad: Double, of requests: Double) -> Bool {
        guard bad.rounded() >= fewestFailures else { return false }
        return BinomialTail.probability(of: bad, orMoreAmong: requests, share: limit) < level
    }

    /// Whether it is proven that the share of `bad` among `requests` lies below `share`.
    package static func isBelow(share: Double, bad: Double, of requests: Double) -> Bool {
        let good = requests - bad
        return BinomialTail.probability(of: good, orMoreAmong: requests, share: 1 - share) < level
    }
}
