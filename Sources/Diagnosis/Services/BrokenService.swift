package import GoldenSignals
package import PromModel

/// One of several services that is broken.
package struct BrokenService: Sendable, Equatable {
    /// Which service.
    package let key: ServiceKey
    /// The profile that its numbers come by.
    package let profile: String
    /// How much it is broken.
    package let urgency: Urgency
    /// Since when, as nearly as is known.
    package let since: Timestamp
    /// When it had begun at the latest.
    package let latest: Timestamp
    /// It was so when it was first seen.
    package let isOlderThanData: Bool
    /// The signal that is over its limit, and how far; nil where none is.
    package let breach: Breach?

    /// A signal over its limit.
    package struct Breach: Sendable, Equatable {
        /// Which one.
        package let signal: Signal
        /// Its value.
        package let value: Double

        /// Memberwise.
        package init(signal: Signal, value: Double) {
            self.signal = signal
            self.value = value
        }
    }

    /// Memberwise.
    package init(
        key: ServiceKey,
        profile: String,
        urgency: Urgency,
        since: Timestamp,
        latest: Timestamp? = nil,
        isOlderThanData: Bool = false,
        breach: Breach? = nil
    ) {
        self.key = key
        self.profile = profile
        self.urgency = urgency
        self.since = since
        self.latest = latest ?? since
        self.isOlderThanData = isOlderThanData
        self.breach = breach
    }

    /// What a record and the numbers tell; nil where the service is not broken, or only by one evaluation so far.
    package init?(_ service: ServiceOverview, _ record: ServiceRecord, limits: [Limit], window: Duration) {
        guard record.health.urgency > .none, record.isConfirmed else { return nil }
        let limit = record.health == .down ? nil : service.worstBreach(limits: limits, window: window)
        var (since, isOlder) = (record.began, record.isFirst)
        if record.health == .down, let outage = service.outage, let known = outage.since {
            (since, isOlder) = (known, outage.isOlderThanData)
        }
        self.init(
            key: service.service,
            profile: service.profile,
            urgency: record.health.urgency,
            since: since,
            latest: record.health == .down ? since : record.estimate?.latest ?? since,
            isOlderThanData: isOlder,
            breach: limit.flatMap { limit in
                service[limit.signal].map { Breach(signal: limit.signal, value: $0) }
            }
        )
    }
}
