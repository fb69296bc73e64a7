/// What is known of a histogram against the one before it in its series.
package enum CounterResetHint: UInt8, Hashable, Sendable, CaseIterable {
    /// Nothing: whoever needs it has to compare the two.
    case unknown
    /// The counts began anew.
    case reset
    /// The counts went on.
    case notReset
    /// The counts may rise and fall: no counter at all.
    case gauge

    /// The hint of what two histograms make together, and whether their hints contradict each other.
    package func joined(with other: CounterResetHint) -> (hint: CounterResetHint, collides: Bool) {
        if self == other { return (self, false) }
        if self == .gauge || other == .gauge { return (.gauge, false) }
        return (.unknown, self != .unknown && other != .unknown)
    }
}
