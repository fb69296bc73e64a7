import Dashboard
import GoldenSignals
import PromModel
import TerminalUI

/// States made the way real ones are: by feeding events to `update`.
struct Scene {
    /// 2026-11-20 16:40:00 UTC.
    static let start = Timestamp(seconds: 1_795_192_800)
    var state: DashboardState

    init(glyphs: GlyphSet = .braille, hasChaos: Bool = true) {
        let settings = DashboardSettings(
            service: "unstable-api",
            source: "127.0.0.1:8000",
            sourceKind: "direct",
            window: .seconds(15),
            span: .seconds(300),
            interval: .seconds(1),
            limits: Limit.defaults,
            glyphs: glyphs,
            noDataAdvice: "the page has no http_requests_total"
        )
        var chaos: ChaosState?
        if hasChaos { chaos = ChaosState(path: "/risky", rate: 200) }
        state = DashboardState(settings: settings, now: Self.start, chaos: chaos)
        guard hasChaos else { return }
        send(.chaosTarget(isReady: true, text: nil, at: Self.start))
        send(.faults(.faults([Self.defect(isActive: true)]), at: Self.start))
    }

    static func defect(isActive: Bool) -> FaultStatus {
        FaultStatus(name: "errors", route: "/risky", share: 0.2, isActive: isActive, isBuiltin: true)
    }

    @discardableResult
    mutating func send(_ event: DashboardEvent) -> [DashboardEffect] {
        DashboardUpdate.update(&state, event)
    }

    static func moment(_ second: Int) -> Timestamp { start + .seconds(second) }

    static func target(failure: String? = nil, at second: Int) -> TargetStatus {
        TargetStatus(
            instance: "127.0.0.1:8000",
            failure: failure,
            defect: nil,
            scrapedAt: moment(second),
            duration: .milliseconds(2)
        )
    }

    /// A snapshot of a service under `rate`, with a share of errors; the numbers vary a little with the second.
    static func snapshot(_ second: Int, rate: Double = 200, errors: Double = 0, p99: Double = 0.128) -> SignalSnapshot {
        var snapshot = SignalSnapshot(at: moment(second), window: .seconds(15))
        let wave = 1 + 0.02 * Double(second % 7 - 3) / 3
        func reading(_ value: Double) -> SignalReading { SignalReading(rate > 0 ? .value(value * wave) : .idle) }
        snapshot.readings[.requestRate] = rate > 0 ? SignalReading(.value(rate)) : SignalReading(.idle)
        snapshot.readings[.errorShare] = SignalReading(rate > 0 ? .value(errors * wave) : .idle)
        snapshot.readings[.successShare] = SignalReading(rate > 0 ? .value(1 - errors * wave) : .idle)
        snapshot.readings[.errorShare]?.noErrorsYet = rate > 0 && errors == 0
        snapshot.readings[.averageLatency] = reading(0.0269)
        snapshot.readings[.p95Latency] = reading(0.0718)
        snapshot.readings[.p99Latency] = reading(p99)
        snapshot.readings[.saturation] = SignalReading(.value(rate > 0 ? 0.06 : 0.01))
        snapshot.readings[.saturation]?.detail = "cpu"
        snapshot.requestCount = rate * 15
        snapshot.errorsPerSecond = rate * errors
        snapshot.errorTotals = ["127.0.0.1:8000": Double(second) * rate * errors]
        if errors > 0 { snapshot.breakdown = breakdown(rate: rate, errors: errors, p99: p99) }
        snapshot.faults = [.init(name: "errors", route: "/risky", share: 0.2)]
        snapshot.targetsUp = 1
        snapshot.targetsTotal = 1
        snapshot.processStarts = ["127.0.0.1:8000": 100]
        return snapshot
    }

    /// All failures on one route.
    static func breakdown(rate: Double, errors: Double, p99: Double) -> Breakdown {
        var row = Breakdown.Row(name: "GET /risky")
        row.labels = ["method": "GET", "route": "/risky"]
        (row.share, row.requestRate, row.errorRate) = (1, rate, rate * errors)
        (row.p95, row.p99) = (0.0718, p99)
        var breakdown = Breakdown(dimension: .route)
        breakdown.rows = [row]
        return breakdown
    }

    /// A good poll.
    mutating func poll(_ snapshot: SignalSnapshot) {
        let second = Int((snapshot.at - Self.start) / .seconds(1))
        send(
            .source(
                SourceUpdate(
                    snapshot: snapshot,
                    targets: [Self.target(at: second)],
                    failure: nil,
                    cost: .milliseconds(2)
                )
            )
        )
        send(.tick(snapshot.at))
    }

    /// A poll whose only target refused.
    mutating func failPoll(_ second: Int) {
        send(
            .source(
                SourceUpdate(
                    snapshot: SignalSnapshot(at: Self.moment(second), window: .seconds(15)),
                    targets: [Self.target(failure: "connection refused", at: second)],
                    failure: "127.0.0.1:8000: connection refused",
                    cost: .milliseconds(1)
                )
            )
        )
        send(.tick(Self.moment(second)))
    }

    /// The driver's account of a run since second 200.
    mutating func load(_ second: Int) {
        var load = LoadStatus(rate: 200)
        load.isRunning = true
        load.remaining = .seconds(1100 - second)
        load.sent = (second - 200) * 200
        load.done = load.sent - 3
        load.perSecond = 200
        load.errorShare = 0.202
        load.p95 = .microseconds(68_400)
        load.p99 = .milliseconds(121)
        send(.load(load, at: Self.moment(second)))
    }

    /// The demo in trouble: idle for 200 s, then load, with a fifth of it failing, for 96 s.
    static func trouble(glyphs: GlyphSet = .braille) -> Scene {
        var scene = Scene(glyphs: glyphs)
        for second in 0...200 { scene.poll(snapshot(second, rate: 0)) }
        for second in 201...296 {
            scene.load(second)
            scene.poll(snapshot(second, errors: 0.201))
        }
        return scene
    }

    /// Healthy traffic from the first second on.
    static func healthy() -> Scene {
        var scene = Scene(hasChaos: false)
        for second in 0...120 { scene.poll(snapshot(second)) }
        return scene
    }
}
