/// What detection makes of a source's metrics: the signals, or what came nearest and what is missing.
package struct DetectionResult: Sendable, Equatable {
    /// A family that was looked at and not taken.
    package struct Rejection: Sendable, Equatable {
        package let metric: String
        package let reason: String

        /// Memberwise.
        package init(metric: String, reason: String) {
            self.metric = metric
            self.reason = reason
        }
    }

    /// The signals; nil where nothing counts requests.
    package let signals: ServiceSignals?
    /// The nearest first.
    package let rejected: [Rejection]
    /// How many families were looked at.
    package let familyCount: Int
    /// What can fill up, also of a process that counts no requests.
    package let saturation: [SaturationPair]

    /// Memberwise.
    package init(
        signals: ServiceSignals?,
        rejected: [Rejection],
        familyCount: Int,
        saturation: [SaturationPair]
    ) {
        self.signals = signals
        self.rejected = rejected
        self.familyCount = familyCount
        self.saturation = saturation
    }
}
