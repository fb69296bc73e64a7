package import Incidents
package import PromModel
import Synchronization

/// A played incident and its clock: both are moved by the judge alone.
package final class PlayedWorld: Sendable {
    private struct State {
        var play: IncidentPlay
        var now: Timestamp
    }

    /// When the incident begins, by the world's clock; a judged one has no other.
    package let epoch: Timestamp
    private let begun = ContinuousClock.now
    private let state: Mutex<State>

    /// A world at `lead` seconds before the incident begins.
    package init(_ incident: Incident, lead: Double, epoch: Timestamp = Timestamp(seconds: 1_795_192_800)) {
        self.epoch = epoch
        let now = epoch - .milliseconds(Int64(lead * 1000))
        state = Mutex(State(play: IncidentPlay(incident, lead: lead), now: now))
    }

    /// The present moment.
    package var now: Timestamp { state.withLock { $0.now } }

    /// The same moment by a clock that is never set.
    package var instant: ContinuousClock.Instant { begun + (now - epoch) }

    /// Lets time go on to a moment.
    package func advance(to moment: Timestamp) {
        state.withLock { state in
            state.now = max(state.now, moment)
            state.play.advance(to: Double((state.now - epoch).milliseconds) / 1000)
        }
    }

    /// A process's page now; nil where it does not answer.
    package func page(of instance: String) -> String? {
        state.withLock { $0.play.page(of: instance, epoch: epoch) }
    }

    /// The failures of a service between two moments, in seconds from the incident's beginning.
    package func failures(of service: String, from: Double, to: Double) -> Int {
        state.withLock { state in
            state.play.failures.filter { $0.service == service && $0.at >= from && $0.at < to }
                .reduce(0) { $0 + $1.count }
        }
    }
}
