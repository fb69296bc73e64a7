/// All faults as one value: what exists, what acts, and what the next request goes through.
///
/// Pure: time comes in, randomness is part of the value. The same seed, requests and times give the same outcomes.
struct FaultPlan: Sendable {
    /// The share of requests to `/risky` that the built-in defect fails.
    static let defectShare = 0.2

    let limits: FaultLimits
    var defectIsOn: Bool
    private var defect: ExactShare
    private var risky: LatencyModel
    private(set) var injected: [FaultKey: InjectedFault] = [:]
    private(set) var leases: [String: (endsAt: ContinuousClock.Instant, seconds: Double)] = [:]
    /// Requests that each fault hit.
    private(set) var hits: [FaultKey: Int] = [.defect: 0]
    private var seed: UInt64

    init(seed: UInt64, defectIsOn: Bool, limits: FaultLimits) {
        self.limits = limits
        self.defectIsOn = defectIsOn
        self.seed = seed
        defect = ExactShare(share: Self.defectShare, seed: seed)
        risky = LatencyModel(seed: seed ^ 0x1A7E_4C1E)
    }

    /// What the next request goes through; `/risky` alone takes time of its own.
    mutating func next(
        _ route: String,
        method: String,
        isTraffic: Bool,
        at now: ContinuousClock.Instant
    ) -> FaultOutcome {
        var outcome = FaultOutcome()
        let isRisky = route == FaultKey.defect.route && isTraffic
        if isRisky { outcome.latency = risky.next() }
        var replacesDefect = false
        if !injected.isEmpty {
            for key in injected.keys.sorted() {
                guard let fault = injected[key], isActive(fault, at: now),
                    fault.covers(route, method, isTraffic: isTraffic)
                else { continue }
                if key.fault == .errors { replacesDefect = true }
                guard injected[key]?.hits(at: now) == true else { continue }
                injected[key]?.act(on: &outcome, key: key, at: now, waiting: Int(limits.waiting))
                hits[key, default: 0] += 1
            }
        }
        guard isRisky, !replacesDefect, defectIsOn, defect.next() else { return outcome }
        hits[.defect, default: 0] += 1
        outcome.answer = .init(status: 500, body: nil)
        return outcome
    }

    /// Whether a fault still acts: its time is not over, and whoever keeps it alive does.
    func isActive(_ fault: InjectedFault, at now: ContinuousClock.Instant) -> Bool {
        guard fault.endsAt > now else { return false }
        guard let lease = fault.request.lease else { return true }
        return (leases[lease]?.endsAt).map { $0 > now } ?? false
    }

    /// Those of a kind that act now.
    func active(_ kind: Fault.Kind, at now: ContinuousClock.Instant) -> [InjectedFault] {
        injected.filter { $0.key.fault == kind && isActive($0.value, at: now) }.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Whether any fault acts on routes that are no traffic.
    func touchesProbes(at now: ContinuousClock.Instant) -> Bool {
        injected.values.contains { $0.request.probes == true && isActive($0, at: now) }
    }

    // MARK: Switching

    /// False where the fault is not known and the request does not say enough of it.
    mutating func apply(_ request: FaultRequest, at now: ContinuousClock.Instant) -> Bool {
        let key = FaultKey(fault: request.fault, route: request.route)
        if request.injects {
            seed &+= 1
            injected[key] = InjectedFault(request, seed: seed, at: now, limits: limits)
            hits[key, default: 0] += 0
            if let lease = request.lease, let seconds = request.leaseSeconds {
                leases[lease] = (now + .seconds(seconds), seconds)
            }
            return true
        }
        guard key == .defect || injected[key] != nil else { return false }
        if key == .defect { defectIsOn = request.active }
        if injected[key] != nil, key != .defect || !request.active {
            if request.active { injected[key]?.restart(at: now) } else { injected[key]?.end(at: now) }
        }
        return true
    }

    /// Lets a lease last anew; false where it is over or was never taken.
    mutating func renew(_ lease: String, at now: ContinuousClock.Instant) -> Bool {
        leases = leases.filter { $0.value.endsAt > now }
        guard let (_, seconds) = leases[lease] else { return false }
        leases[lease] = (now + .seconds(seconds), seconds)
        return true
    }

    /// Ends every fault.
    mutating func reset(at now: ContinuousClock.Instant) {
        defectIsOn = false
        leases = [:]
        for key in injected.keys { injected[key]?.end(at: now) }
    }
}
