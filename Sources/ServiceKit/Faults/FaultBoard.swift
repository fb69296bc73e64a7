import Synchronization

/// The faults of the unstable service: what exists, what is on, and the draw that each request takes from them.
///
/// Shared by all requests. The lock is held for a few instructions and never across a suspension.
package final class FaultBoard: Sendable {
    private struct State {
        var defectIsOn: Bool
        var errors: ExactShare
        var latency: LatencyModel
    }

    /// What one request to `/risky` is to do.
    package struct Draw: Sendable, Equatable {
        /// How long to take.
        package let latency: Duration
        /// Whether to answer 500.
        package let fails: Bool
    }

    /// The share of requests to `/risky` that the built-in defect fails.
    package static let defectShare = 0.2

    private let state: Mutex<State>

    /// The same seed gives the same failures and latencies in the same order.
    package init(seed: UInt64, defectIsOn: Bool = true) {
        state = Mutex(
            State(
                defectIsOn: defectIsOn,
                errors: ExactShare(share: Self.defectShare, seed: seed),
                latency: LatencyModel(seed: seed ^ 0x1A7E_4C1E)
            )
        )
    }

    /// What the next request to `/risky` is to do.
    package func draw() -> Draw {
        state.withLock { state in
            let latency = state.latency.next()
            return Draw(latency: latency, fails: state.defectIsOn && state.errors.next())
        }
    }

    /// All faults that the service knows, on or off.
    package func faults() -> [Fault] {
        let defectIsOn = state.withLock { $0.defectIsOn }
        return [
            Fault(fault: "errors", route: "/risky", share: Self.defectShare, active: defectIsOn, builtin: true)
        ]
    }

    /// Switches one fault on or off.
    ///
    /// False where no fault has that name on that route.
    package func set(_ name: String, route: String, active: Bool) -> Bool {
        guard name == "errors", route == "/risky" else { return false }
        state.withLock { $0.defectIsOn = active }
        return true
    }

    /// Switches every fault off.
    package func reset() {
        state.withLock { $0.defectIsOn = false }
    }
}
