import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Verdict")
struct VerdictTrackerTests {
    func snapshot(
        _ second: Double,
        rate: Double? = 200,
        errors: Double = 0,
        p99: Double = 0.1,
        saturation: Double = 0.1,
        total: Double = 0,
        count: Double = 3000
    ) -> SignalSnapshot {
        var snapshot = SignalSnapshot(at: Timestamp(seconds: second), window: .seconds(3))
        guard let rate else { return snapshot }
        snapshot.readings[.requestRate] = SignalReading(rate > 0 ? .value(rate) : .idle)
        let isIdle = rate == 0
        snapshot.readings[.errorShare] = SignalReading(isIdle ? .idle : .value(errors))
        snapshot.readings[.p95Latency] = SignalReading(isIdle ? .idle : .value(p99 / 2))
        snapshot.readings[.p99Latency] = SignalReading(isIdle ? .idle : .value(p99))
        snapshot.readings[.saturation] = SignalReading(.value(saturation))
        snapshot.errorsPerSecond = rate * errors
        snapshot.errorTotals = ["a:1": total]
        snapshot.requestCount = isIdle ? 0 : count
        return snapshot
    }

    func verdict(_ snapshots: [SignalSnapshot]) -> Verdict {
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(3))
        for snapshot in snapshots { tracker.observe(snapshot) }
        return tracker.verdict
    }

    func breach(_ snapshots: [SignalSnapshot]) -> BreachVerdict? {
        if case .breach(let breach) = verdict(snapshots) { breach } else { nil }
    }

    @Test("A calm that began before is as long as it was")
    func calmGoesOn() {
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(3))
        for second in 0..<20 { tracker.observe(snapshot(Double(second))) }
        var anew = tracker.restarted(at: Timestamp(seconds: 10), window: .seconds(3))
        for second in 10..<21 { anew.observe(snapshot(Double(second))) }
        #expect(anew.verdict == .ok(since: Timestamp(seconds: 0)))
    }

    @Test("Over another window a breach goes on since when it began, with its count")
    func anotherWindow() throws {
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(3))
        for second in 0...20 {
            let failed = Double(max(0, second - 9) * 40)
            tracker.observe(snapshot(Double(second), errors: second < 10 ? 0 : 0.2, total: 100 + failed))
        }
        tracker = tracker.counting(over: .seconds(6), from: Timestamp(seconds: 20))
        tracker.observe(snapshot(21, errors: 0.2, total: 100 + 480))
        guard case .breach(let breach) = tracker.verdict else {
            Issue.record("\(tracker.verdict)")
            return
        }
        #expect(breach.since == Timestamp(seconds: 10) && !breach.isOlderThanData)
        #expect(breach.errorsSoFar == 480)
    }

    @Test("Within all limits it is ok since the first evaluation that was")
    func ok() {
        #expect(verdict([snapshot(1), snapshot(2), snapshot(3)]) == .ok(since: Timestamp(seconds: 1)))
    }

    @Test("Without traffic it is idle, without the metric there is no data")
    func blanks() {
        #expect(
            verdict([snapshot(1), snapshot(2, rate: 0)]) == .idle(since: Timestamp(seconds: 2) - snapshot(2).window)
        )
        #expect(verdict([snapshot(1, rate: nil)]) == .noData)
        #expect(verdict([]) == .waiting)
    }

    @Test("A breach has its signal, since, rate of failures and failures since it began")
    func breachDetails() throws {
        let snapshots = [
            snapshot(1, total: 100), snapshot(2, errors: 0.2, total: 140), snapshot(3, errors: 0.2, total: 180),
            snapshot(4, errors: 0.2, total: 220),
        ]
        let breach = try #require(self.breach(snapshots))
        #expect(breach.limit.signal == .errorShare)
        #expect(breach.limit.severity == .critical)
        #expect(breach.breach.since.seconds == 2)
        #expect(breach.errorsPerSecond == 40)
        #expect(breach.errorsSoFar == 120)
    }

    @Test("A restart in the middle of a breach keeps the failures counted so far")
    func restart() {
        let breach = breach([
            snapshot(1, total: 100), snapshot(2, errors: 0.2, total: 140), snapshot(3, errors: 0.2, total: 180),
            snapshot(4, errors: 0.2, total: 30), snapshot(5, errors: 0.2, total: 70),
        ])
        #expect(breach?.errorsSoFar == 150)
    }

    @Test("The worst comes first: severity, then how far over the limit")
    func worst() {
        let both = [1, 2, 3].map { snapshot($0, errors: 0.02, p99: 9) }
        #expect(breach(both)?.limit.signal == .errorShare)
        let slow = [1, 2, 3].map { snapshot($0, p99: 9, saturation: 0.9) }
        #expect(breach(slow)?.limit.signal == .p95Latency || breach(slow)?.limit.signal == .p99Latency)
    }

    @Test(
        "A share is a breach where its counts prove it, however few they are",
        arguments: [
            (18, 18, 0.01, true), (3, 5, 0.01, false), (4, 4, 0.01, false), (5, 5, 0.01, true), (1, 400, 0.001, false),
            (5, 20, 0.01, true), (10, 1000, 0.01, false), (30, 1000, 0.01, true), (12, 1000, 0.01, false),
        ] as [(Double, Double, Double, Bool)]
    )
    func evidence(bad: Double, requests: Double, limit: Double, isBreach: Bool) {
        let limits = [Limit(signal: .errorShare, threshold: limit, severity: .critical, isDefault: false)]
        var tracker = VerdictTracker(limits: limits, window: .seconds(3))
        tracker.observe(snapshot(1, rate: requests / 3, errors: bad / requests, count: requests))
        if case .breach = tracker.verdict { #expect(isBreach) } else { #expect(!isBreach) }
    }

    @Test("A failing source makes the verdict unknown, and the breach goes on after it with its old since")
    func sourceFails() {
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(3))
        for second in 1...4 { tracker.observe(snapshot(Double(second), errors: second == 1 ? 0 : 0.2)) }
        tracker.sourceFailed(reason: "gone", since: Timestamp(seconds: 5))
        #expect(tracker.verdict == .unknown(reason: "gone", since: Timestamp(seconds: 5)))
        tracker.observe(snapshot(9, errors: 0.2))
        guard case .breach(let breach) = tracker.verdict else {
            Issue.record("\(tracker.verdict)")
            return
        }
        #expect(breach.breach.since.seconds == 2)
    }

    @Test("A target that misses a scrape adds nothing to the failures so far")
    func missingTarget() {
        var snapshots = [1, 2, 3, 4, 5, 6].map { snapshot($0, errors: $0 == 1 ? 0 : 0.2) }
        for (index, second) in snapshots.indices.enumerated() {
            snapshots[second].errorTotals = ["a:1": 500 + Double(index), "b:2": 1_000_000 + Double(index)]
        }
        snapshots[4].errorTotals["b:2"] = nil
        #expect(breach(snapshots)?.errorsSoFar == 10)
    }

    @Test("A metric that vanishes in a breach is no data, not a breach that recovers")
    func vanished() {
        let breached = [1, 2, 3].map { snapshot($0, errors: $0 == 1 ? 0 : 0.2) }
        #expect(verdict(breached + [snapshot(4, rate: nil)]) == .noData)
        var warming = snapshot(1, rate: nil)
        warming.isWarmingUp = true
        #expect(verdict([warming]) == .waiting)
    }

    @Test("Time that nobody watched is not calm")
    func gap() {
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(3))
        tracker.observe(snapshot(1))
        tracker.sourceFailed(reason: "gone", since: Timestamp(seconds: 2))
        tracker.observe(snapshot(60))
        #expect(tracker.verdict == .ok(since: Timestamp(seconds: 60)))
    }
}
