import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Verdict")
struct VerdictTrackerTests {
    private func snapshot(
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

    private func verdict(_ snapshots: [SignalSnapshot]) -> Verdict {
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(3))
        for snapshot in snapshots { tracker.observe(snapshot) }
        return tracker.verdict
    }

    private func breach(_ snapshots: [SignalSnapshot]) -> BreachVerdict? {
        if case .breach(let breach) = verdict(snapshots) { breach } else { nil }
    }

    @Test("Judged anew from a moment on, what began before it keeps its beginning")
    func restarted() {
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(3))
        for second in 0..<20 { tracker.observe(snapshot(Double(second), errors: second >= 5 ? 0.5 : 0)) }
        var anew = tracker.restarted(at: Timestamp(seconds: 10), window: .seconds(3))
        for second in 10..<21 { anew.observe(snapshot(Double(second), errors: 0.5)) }
        guard case .breach(let kept) = anew.verdict else {
            Issue.record("\(anew.verdict)")
            return
        }
        #expect(kept.breach.since == Timestamp(seconds: 5) && !kept.breach.isOlderThanData)
        // One that began after that moment is found again by itself, or not at all.
        var later = tracker.restarted(at: Timestamp(seconds: 3), window: .seconds(3))
        for second in 3..<21 { later.observe(snapshot(Double(second))) }
        #expect(later.verdict == .ok(since: Timestamp(seconds: 3)))
    }

    @Test("Failures so far never become fewer within a breach, and begin anew with the next")
    func failuresSoFar() {
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(3))
        var told: [Double?] = []
        let counts: [Double?] = [nil, nil, 10, 50, 48, nil, 60]
        for (second, count) in counts.enumerated() {
            var poll = snapshot(Double(second), errors: second >= 1 ? 0.5 : 0)
            poll.errorTotals = [:]
            poll.errorsSinceOnset = count
            tracker.observe(poll)
            if case .breach(let breach) = tracker.verdict { told.append(breach.errorsSoFar) }
        }
        #expect(told == [10, 50, 50, 50, 60])
        for second in 7..<20 { tracker.observe(snapshot(Double(second))) }
        for second in 20..<23 {
            var poll = snapshot(Double(second), errors: 0.5)
            poll.errorTotals = [:]
            poll.errorsSinceOnset = 5
            tracker.observe(poll)
        }
        guard case .breach(let next) = tracker.verdict else {
            Issue.record("\(tracker.verdict)")
            return
        }
        #expect(next.errorsSoFar == 5)
    }

    @Test("Failures so far count from the last evaluation that kept the limit, from nothing where the counter is new")
    func countedFromCalm() {
        for before in [5.0, nil] {
            var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(60))
            var told: [Double?] = []
            for second in 0..<6 {
                var poll = snapshot(Double(second), errors: second >= 3 ? 0.5 : 0)
                let total = second >= 3 ? (before ?? 0) + 3000 : before
                poll.errorTotals = total.map { ["a": $0] } ?? [:]
                poll.processStarts = ["a": -1000]
                tracker.observe(poll)
                if case .breach(let breach) = tracker.verdict { told.append(breach.errorsSoFar) }
            }
            #expect(told == [3000, 3000])
        }
    }

    @Test("A calm that began before is as long as it was")
    func calmGoesOn() {
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(3))
        for second in 0..<20 { tracker.observe(snapshot(Double(second))) }
        var anew = tracker.restarted(at: Timestamp(seconds: 10), window: .seconds(3))
        for second in 10..<21 { anew.observe(snapshot(Double(second))) }
        #expect(anew.verdict == .ok(since: Timestamp(seconds: 0)))
    }

    @Test("Within all limits it is ok since the first evaluation that was")
    func ok() {
        #expect(verdict([snapshot(1), snapshot(2), snapshot(3)]) == .ok(since: Timestamp(seconds: 1)))
    }

    @Test("Without traffic it is idle, without the metric there is no data")
    func blanks() {
        #expect(verdict([snapshot(1), snapshot(2, rate: 0)]) == .idle(since: Timestamp(seconds: 2)))
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
        #expect(breach.errorsSoFar == 80)
    }

    @Test("A restart in the middle of a breach keeps the failures counted so far")
    func restart() {
        let breach = breach([
            snapshot(1, total: 100), snapshot(2, errors: 0.2, total: 140), snapshot(3, errors: 0.2, total: 180),
            snapshot(4, errors: 0.2, total: 30), snapshot(5, errors: 0.2, total: 70),
        ])
        #expect(breach?.errorsSoFar == 110)
    }

    @Test("The worst comes first: severity, then how far over the limit")
    func worst() {
        let both = [1, 2, 3].map { snapshot($0, errors: 0.02, p99: 9) }
        #expect(breach(both)?.limit.signal == .errorShare)
        let slow = [1, 2, 3].map { snapshot($0, p99: 9, saturation: 0.9) }
        #expect(breach(slow)?.limit.signal == .p95Latency || breach(slow)?.limit.signal == .p99Latency)
    }

    @Test("Fewer than twenty requests decide nothing")
    func fewRequests() {
        let few = [1, 2, 3, 4].map { snapshot($0, errors: 0.5, count: 19) }
        #expect(verdict(few) == .tooFew(requests: 19))
        let enough = [1, 2, 3, 4].map { snapshot($0, errors: 0.5, count: 20) }
        #expect(breach(enough) != nil)
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
        #expect(breach(snapshots)?.errorsSoFar == 8)
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
