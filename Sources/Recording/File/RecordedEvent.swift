package import Dashboard
package import GoldenSignals
package import PromModel

/// Something that a recording holds.
package enum RecordedEvent: Sendable, Equatable, Codable {
    /// What the screen was set to; the first of all.
    case settings(RecordedSettings)
    /// A poll ended.
    case source(SourceUpdate)
    /// How objectives are kept, told beside the polls.
    case objectives([ObjectiveReport])
    /// The load driver's account.
    case load(LoadStatus, at: Timestamp)
    /// The faults of the service that is broken on purpose.
    case faults([FaultStatus], at: Timestamp)
    /// Those faults could not be had, for this reason.
    case noFaults(String, at: Timestamp)
    /// That service came up, or went.
    case target(isReady: Bool, text: String?, at: Timestamp)
    /// Somebody wrote something down about a moment.
    case note(String, at: Timestamp)
}

/// An event, and when the screen was told it.
package struct RecordedStep: Sendable, Equatable {
    /// When, by the clock of the machine that recorded; the source's may be another one.
    package let at: Timestamp
    /// What.
    package let event: RecordedEvent

    /// Memberwise.
    package init(at moment: Timestamp, _ event: RecordedEvent) {
        at = moment
        self.event = event
    }
}
