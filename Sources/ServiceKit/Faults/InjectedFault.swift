import Randomness

/// One injected fault: what was asked for, when, and where its draws stand.
struct InjectedFault: Sendable {
    let request: FaultRequest
    let routes: Set<String>?
    let methods: Set<String>?
    let delays: DelayModel?
    private(set) var startsAt: ContinuousClock.Instant
    private(set) var endsAt: ContinuousClock.Instant
    private var share: ExactShare
    private var random: SeededRandom

    init(_ request: FaultRequest, seed: UInt64, at now: ContinuousClock.Instant, limits: FaultLimits) {
        self.request = request
        routes = request.routes.map { Set($0) }
        methods = request.methods.map { Set($0) }
        delays = DelayModel(request, maximum: limits.delaySeconds)
        startsAt = now
        endsAt = now + .seconds(request.seconds ?? FaultRequest.defaultSeconds)
        let seed = request.seed ?? seed
        share = ExactShare(share: request.share ?? 1, seed: seed)
        random = SeededRandom(seed: seed ^ 0x5EED_0F_FA17)
    }

    /// Acts again from now on, as long as it was asked for.
    mutating func restart(at now: ContinuousClock.Instant) {
        startsAt = now
        endsAt = now + .seconds(request.seconds ?? FaultRequest.defaultSeconds)
    }

    mutating func end(at now: ContinuousClock.Instant) {
        endsAt = min(endsAt, now)
    }

    /// Whether it is about requests of this kind; `isTraffic` says whether the route counts as traffic.
    func covers(_ route: String, _ method: String, isTraffic: Bool) -> Bool {
        (routes?.contains(route) ?? isTraffic) && (methods?.contains(method) ?? true)
    }

    /// Whether it hits the next request that it covers.
    mutating func hits(at now: ContinuousClock.Instant) -> Bool {
        share.next(part: strength(at: now))
    }

    /// How much of its full strength it has, 0 to 1.
    func strength(at now: ContinuousClock.Instant) -> Double {
        guard let ramp = request.rampSeconds, ramp > 0 else { return 1 }
        return min(1, max(0, (now - startsAt) / .seconds(1) / ramp))
    }

    /// Adds what it does to a request that it hits.
    mutating func act(on outcome: inout FaultOutcome, key: FaultKey, at now: ContinuousClock.Instant, waiting: Int) {
        switch request.fault {
        case .errors:
            guard outcome.answer == nil else { return }
            let status = request.statuses?.randomElement(using: &random) ?? 500
            outcome.answer = .init(status: status, body: request.body)
        case .latency:
            outcome.latency += .seconds(delays?.next(using: &random) ?? 0)
        case .abort:
            outcome.abort = request.actingMode.flatMap(FaultOutcome.Abort.init)
            outcome.abortsBy = endsAt
        case .slowBody: outcome.bytesPerSecond = request.value(.bytesPerSecond)
        case .truncatedBody: outcome.cutAfter = request.value(.bytes).map { Int($0) }
        case .lock: outcome.gates.append(gate(key, width: 1, depth: waiting))
        case .queue:
            let (width, depth) = (Int(request.value(.workers) ?? 1), Int(request.value(.depth) ?? 0))
            outcome.gates.append(gate(key, width: width, depth: min(waiting, depth)))
        case .dependency:
            let isDown = isDependencyDown(at: now)
            let isSlow = request.actingMode == "slow"
            outcome.call = .init(delay: .seconds(isSlow ? request.value(.delay) ?? 0 : 0), fails: isDown)
        case .cpu, .memoryLeak, .descriptorLeak, .notReady, .crash, .crashLoop, .slowMetrics: break
        }
    }

    /// Whether what the service depends on is away.
    func isDependencyDown(at now: ContinuousClock.Instant) -> Bool {
        switch request.actingMode {
        case "down": return true
        case "flapping":
            let period = request.value(.period) ?? 10
            // Away first, and then back for the other half.
            let phase = ((now - startsAt) / .seconds(1)).truncatingRemainder(dividingBy: period)
            return phase < period / 2
        default: return false
        }
    }

    private func gate(_ key: FaultKey, width: Int, depth: Int) -> FaultOutcome.Gate {
        .init(key: key, width: width, depth: depth, hold: .seconds(request.value(.hold) ?? 0))
    }
}
