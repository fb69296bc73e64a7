import Synchronization

/// The faults of the unstable service: what exists, what is on, and the draw that each request takes from them.
///
/// One fault of a kind a route: a new one takes the place of the old. Injected faults end by themselves; afterwards they
/// are known still, so that they can be switched on again. Shared by all requests. The lock is held for a few
/// instructions and never across a suspension.
package final class FaultBoard: Sendable {
    /// What tells faults apart.
    struct Key: Hashable, Comparable {
        let fault: Fault.Kind
        let route: String

        static let defect = Key(fault: .errors, route: "/risky")

        static func < (left: Key, right: Key) -> Bool {
            (left.route, left.fault.rawValue) < (right.route, right.fault.rawValue)
        }
    }

    private struct Injected {
        let share: Double
        let delaySeconds: Double?
        let seconds: Double
        var endsAt: ContinuousClock.Instant
        var hits: ExactShare
    }

    private struct State {
        var defectIsOn: Bool
        var errors: ExactShare
        var latency: LatencyModel
        var injected: [Key: Injected] = [:]
        var hits: [Key: Int] = [.defect: 0]
        var seed: UInt64
    }

    /// What one request is to do.
    package struct Draw: Sendable, Equatable {
        /// How long to take.
        package let latency: Duration
        /// Whether to answer 500.
        package let fails: Bool
    }

    /// How many requests a fault has hit since the service began.
    package struct Hits: Sendable, Equatable {
        /// Its kind.
        package let fault: Fault.Kind
        /// Its route.
        package let route: String
        /// Requests failed or delayed by it.
        package let count: Int
    }

    /// The share of requests to `/risky` that the built-in defect fails.
    package static let defectShare: Double = 0.2

    private let state: Mutex<State>

    /// The same seed gives the same failures and latencies in the same order.
    package init(seed: UInt64, defectIsOn: Bool = true) {
        state = Mutex(
            State(
                defectIsOn: defectIsOn,
                errors: ExactShare(share: Self.defectShare, seed: seed),
                latency: LatencyModel(seed: seed ^ 0x1A7E_4C1E),
                seed: seed
            )
        )
    }

    /// What the next request to a route is to do; `/risky` alone takes time of its own.
    package func draw(_ route: String = Key.defect.route, at now: ContinuousClock.Instant = .now) -> Draw {
        state.withLock { state in
            let isRisky = route == Key.defect.route
            var latency = isRisky ? state.latency.next() : .zero
            if let delay = Self.hit(Key(fault: .latency, route: route), at: now, &state)?.delaySeconds {
                latency += .seconds(delay)
            }
            let errors = Key(fault: .errors, route: route)
            if let injected = state.injected[errors], injected.endsAt > now {
                return Draw(latency: latency, fails: Self.hit(errors, at: now, &state) != nil)
            }
            guard isRisky, state.defectIsOn, state.errors.next() else { return Draw(latency: latency, fails: false) }
            state.hits[.defect, default: 0] += 1
            return Draw(latency: latency, fails: true)
        }
    }

    /// All faults that the service knows, on or off, by route.
    package func faults(at now: ContinuousClock.Instant = .now) -> [Fault] {
        state.withLock { state in
            var faults: [Key: Fault] = [
                .defect: Fault(
                    fault: .errors,
                    route: Key.defect.route,
                    share: Self.defectShare,
                    active: state.defectIsOn,
                    builtin: true
                )
            ]
            for (key, injected) in state.injected where key != .defect || injected.endsAt > now {
                let isActive = injected.endsAt > now
                faults[key] = Fault(
                    fault: key.fault,
                    route: key.route,
                    share: injected.share,
                    delaySeconds: injected.delaySeconds,
                    active: isActive,
                    builtin: false,
                    remainingSeconds: isActive ? (injected.endsAt - now) / .seconds(1) : nil
                )
            }
            return faults.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    /// How many requests each fault has hit.
    package func hits() -> [Hits] {
        state.withLock { $0.hits }.sorted { $0.key < $1.key }
            .map { Hits(fault: $0.key.fault, route: $0.key.route, count: $0.value) }
    }

    /// Injects or switches a fault that `FaultRequest.check` let pass.
    ///
    /// - Throws: where a fault is to be switched on that the service does not know yet.
    package func apply(_ request: FaultRequest, at now: ContinuousClock.Instant = .now) throws(FaultProblem) {
        let known = state.withLock { state in Self.apply(request, at: now, &state) }
        guard !known else { return }
        let name = "\(request.fault.rawValue) on \(request.route)"
        let advice = request.active ? ": say its share and how many seconds it acts" : ""
        throw FaultProblem(description: "no fault \(name) is known yet\(advice)")
    }

    /// Switches every fault off.
    package func reset(at now: ContinuousClock.Instant = .now) {
        state.withLock { state in
            state.defectIsOn = false
            for key in state.injected.keys { state.injected[key]?.endsAt = now }
        }
    }

    /// False where the fault is not known and the request does not say enough of it.
    private static func apply(_ request: FaultRequest, at now: ContinuousClock.Instant, _ state: inout State) -> Bool {
        let key = Key(fault: request.fault, route: request.route)
        if request.injects {
            let seconds = request.seconds ?? FaultRequest.defaultSeconds
            state.seed &+= 1
            state.injected[key] = Injected(
                share: request.share ?? 1,
                delaySeconds: request.delaySeconds,
                seconds: seconds,
                endsAt: now + .seconds(seconds),
                hits: ExactShare(share: request.share ?? 1, seed: state.seed)
            )
            state.hits[key, default: 0] += 0
            return true
        }
        guard key == .defect || state.injected[key] != nil else { return false }
        if key == .defect { state.defectIsOn = request.active }
        if let injected = state.injected[key], key != .defect || !request.active {
            state.injected[key]?.endsAt = request.active ? now + .seconds(injected.seconds) : now
        }
        return true
    }

    /// The fault, where it acts and hits this request, which is counted.
    private static func hit(_ key: Key, at now: ContinuousClock.Instant, _ state: inout State) -> Injected? {
        guard let injected = state.injected[key], injected.endsAt > now, state.injected[key]?.hits.next() == true else {
            return nil
        }
        state.hits[key, default: 0] += 1
        return injected
    }
}
