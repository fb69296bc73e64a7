import Synchronization

/// The faults of the unstable service, shared by all of its requests.
///
/// One fault of a kind a route: a new one takes the place of the old. Injected faults end by themselves; afterwards they
/// are known still, so that they can be switched on again. The lock is held for a few instructions and never across a
/// suspension.
package final class FaultBoard: Sendable {
    /// How many requests a fault has hit since the service began.
    package struct Hits: Sendable, Equatable {
        /// Its kind.
        package let fault: Fault.Kind
        /// Its route.
        package let route: String
        /// Requests failed, delayed or broken off by it.
        package let count: Int
    }

    /// The share of requests to `/risky` that the built-in defect fails.
    package static let defectShare: Double = FaultPlan.defectShare

    private let plan: Mutex<FaultPlan>

    /// The same seed gives the same failures and latencies in the same order.
    package init(seed: UInt64, defectIsOn: Bool = true, limits: FaultLimits = FaultLimits()) {
        plan = Mutex(FaultPlan(seed: seed, defectIsOn: defectIsOn, limits: limits))
    }

    /// What the next request to a route is to go through.
    package func draw(
        _ route: String = FaultKey.defect.route,
        method: String = "GET",
        isTraffic: Bool = true,
        at now: ContinuousClock.Instant = .now
    ) -> FaultOutcome {
        plan.withLock { $0.next(route, method: method, isTraffic: isTraffic, at: now) }
    }

    /// Whether any fault acts on routes that are no traffic.
    func touchesProbes(at now: ContinuousClock.Instant = .now) -> Bool {
        plan.withLock { $0.touchesProbes(at: now) }
    }

    /// What the process is to go through now.
    package func strain(at now: ContinuousClock.Instant = .now) -> FaultStrain {
        plan.withLock { $0.strain(at: now) }
    }

    /// All faults that the service knows, on or off, by route.
    package func faults(at now: ContinuousClock.Instant = .now) -> [Fault] {
        plan.withLock { $0.faults(at: now) }
    }

    /// How many requests each fault has hit.
    package func hits() -> [Hits] {
        plan.withLock { $0.hits }.sorted { $0.key < $1.key }
            .map { Hits(fault: $0.key.fault, route: $0.key.route, count: $0.value) }
    }

    /// Whether a fault of a kind acts.
    func isActing(_ kind: Fault.Kind, at now: ContinuousClock.Instant = .now) -> Bool {
        plan.withLock { !$0.active(kind, at: now).isEmpty }
    }

    /// How long a crash loop still goes on, and after how long each process crashes; nil where none acts.
    func crashLoop(at now: ContinuousClock.Instant = .now) -> (remaining: Duration, afterSeconds: Double)? {
        plan.withLock { plan in
            plan.active(.crashLoop, at: now).first.map { ($0.endsAt - now, $0.request.value(.after) ?? 1) }
        }
    }

    /// Injects or switches a fault that `FaultRequest.check` let pass.
    ///
    /// - Throws: where a fault is to be switched on that the service does not know yet.
    package func apply(_ request: FaultRequest, at now: ContinuousClock.Instant = .now) throws(FaultProblem) {
        let known = plan.withLock { $0.apply(request, at: now) }
        guard !known else { return }
        let name = "\(request.fault.rawValue) on \(request.route)"
        let advice = request.active ? ": say its share and how many seconds it acts" : ""
        throw FaultProblem(description: "no fault \(name) is known yet\(advice)")
    }

    /// Lets the faults of a lease act on.
    ///
    /// - Throws: where the lease is over: its faults have ended, and do not come back.
    package func renew(_ lease: String, at now: ContinuousClock.Instant = .now) throws(FaultProblem) {
        guard plan.withLock({ $0.renew(lease, at: now) }) else {
            throw FaultProblem(description: "there is no lease '\(lease)': it is over, and its faults have ended")
        }
    }

    /// Switches every fault off.
    package func reset(at now: ContinuousClock.Instant = .now) {
        plan.withLock { $0.reset(at: now) }
    }
}
