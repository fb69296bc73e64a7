package import GoldenSignals
package import PromModel

/// Traffic that is not as usual.
package struct TrafficChange: Sendable, Equatable {
    /// How it differs.
    package enum Kind: Sendable, Equatable {
        /// No request comes any more.
        case stopped
        /// It fell by more than its limit.
        case fell
        /// It rose by more than its limit.
        case rose
        /// There is less than the least that was asked for.
        case low
    }

    /// How it differs.
    package let kind: Kind
    /// When it was found, which is what it is known by.
    package let found: Timestamp
    /// Since when: the last request, the first evaluation that was not as usual, or what the scrapes tell.
    package var since: Timestamp
    /// It was so when the source's knowledge begins: ``since`` is that moment.
    package var isOlderThanData = false
    /// What was usual before, in requests a second.
    package let usual: Double
    /// What is now, in requests a second.
    package let now: Double
    /// How bad that is.
    package var severity = Severity.warning
}
