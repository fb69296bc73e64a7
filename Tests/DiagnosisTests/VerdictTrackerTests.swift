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
        #expect(told == [nil, 10, 50, 50, 50, 60])
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
            #expect(told == [3000, 3000, 3000])
        }
    }

    @Test("Of two limits on the failures each counts from when it was kept last")
    func countedByLimit() {
        let limits = [0.01, 0.9].map {
            Limit(signal: .errorShare, threshold: $0, severity: .critical, isDefault: false)
        }
        var tracker = VerdictTracker(limits: limits, window: .seconds(60))
        for second in 0..<4 {
            var poll = snapshot(Double(second), errors: second >= 2 ? 0.5 : 0)
            poll.errorTotals = ["a": second >= 2 ? 3000 : 0]
            tracker.observe(poll)
        }
        guard case .breach(let breach) = tracker.verdict else {
            Issue.record("\(tracker.verdict)")
            return
        }
        // The second limit was kept all the time, and says nothing about the first.
        #expect(breach.errorsSoFar == 3000)
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

    @Test("With few requests a longer time is looked at, up to half an hour, and said")
    func longer() throws {
        // Two failures in every window of six: twelve of thirty six after eighteen seconds.
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(3))
        var told: [Verdict] = []
        for second in stride(from: 0.0, through: 9, by: 3) {
            tracker.observe(snapshot(second, rate: 2, errors: 2.0 / 6, count: 6))
            told.append(tracker.verdict)
        }
        #expect(told[0] == .tooFew(requests: 6) && told[1] == .tooFew(requests: 12))
        guard case .breach(let breach) = told[3] else {
            Issue.record("\(told)")
            return
        }
        #expect(breach.counts == ShareCounts(requests: 24, bad: 8, length: .seconds(12)))
        // Calm, it is judged as well, and never by more than half an hour.
        var calm = VerdictTracker(limits: Limit.defaults, window: .seconds(60))
        func observe(_ minute: Int, count: Double) {
            var poll = snapshot(Double(minute * 60), rate: count / 60, count: count)
            poll.window = .seconds(60)
            calm.observe(poll)
        }
        for minute in 0..<60 { observe(minute, count: 1) }
        #expect(calm.basis?.requests == 20 && calm.verdict == .ok(since: Timestamp(seconds: 19 * 60)))
        for minute in 60..<200 { observe(minute, count: 0.5) }
        #expect(calm.basis == ShareCounts(requests: 15, bad: 0, length: .seconds(1800)))
        #expect(calm.verdict == .tooFew(requests: 15))
    }

    @Test("A share a little above its limit is proven by a longer time")
    func slowly() {
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(3))
        var first: Double?
        for second in 0..<600 where first == nil {
            tracker.observe(snapshot(Double(second), rate: 200, errors: 0.02, count: 600))
            if case .breach = tracker.verdict { first = Double(second) }
        }
        #expect(first.map { $0 > 3 && $0 < 30 } == true, "\(first ?? -1)")
    }

    @Test("It is over as soon as what came since excludes its share, and says what it was")
    func recovers() throws {
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(15))
        func poll(_ second: Double, _ errors: Double, last: Double) {
            tracker.observe(
                snapshot(second, rate: 20, errors: errors, count: 300),
                quiet: QuietSpell(since: Timestamp(seconds: last), requests: 20 * (second - last))
            )
        }
        tracker.observe(snapshot(0, rate: 20, count: 300))
        for second in stride(from: 2.0, through: 40, by: 2) { poll(second, 0.4, last: second) }
        // The window still holds failures, and no new one came.
        poll(42, 0.35, last: 40)
        #expect(tracker.verdict == .ok(since: Timestamp(seconds: 40)))
        #expect(tracker.recovered?.since == Timestamp(seconds: 2) && tracker.recovered?.until == Timestamp(seconds: 40))
        for second in stride(from: 44.0, through: 80, by: 2) {
            poll(second, max(0, 0.4 - (second - 40) * 0.027), last: 40)
            #expect(tracker.verdict == .ok(since: Timestamp(seconds: 40)), "\(second)")
        }
    }

    @Test("Counters that move at every fourth poll only leave a steady share of failures broken at each")
    func renewedSeldom() {
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(60))
        var watch = QuietWatch()
        tracker.observe(snapshot(0, rate: 20, count: 1200))
        for poll in 1..<60 {
            let at = Double(poll) * 5
            var now = snapshot(at, rate: 20, errors: 0.09, count: 1200)
            let seen = Double(poll / 4 * 4) * 5
            now.errorTotals = ["a": 10 + 1.8 * seen]
            now.requestTotals = ["a": 100 + 20 * seen]
            watch.observe(now, at: now.at)
            tracker.observe(now, quiet: watch.spell)
            guard case .breach = tracker.verdict else {
                Issue.record("\(poll): \(tracker.verdict)")
                continue
            }
        }
    }

    @Test("A pulse within a window is the same breach")
    func pulse() throws {
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(15))
        tracker.observe(snapshot(0, rate: 20, count: 300))
        for second in stride(from: 2.0, through: 20, by: 2) {
            tracker.observe(
                snapshot(second, rate: 20, errors: 0.4, count: 300),
                quiet: QuietSpell(since: Timestamp(seconds: second), requests: 0)
            )
        }
        tracker.observe(
            snapshot(22, rate: 20, errors: 0.4, count: 300),
            quiet: QuietSpell(since: Timestamp(seconds: 20), requests: 40)
        )
        #expect(tracker.verdict == .ok(since: Timestamp(seconds: 20)))
        tracker.observe(
            snapshot(24, rate: 20, errors: 0.4, count: 300),
            quiet: QuietSpell(since: Timestamp(seconds: 24), requests: 0)
        )
        guard case .breach(let again) = tracker.verdict else {
            Issue.record("\(tracker.verdict)")
            return
        }
        #expect(again.since == Timestamp(seconds: 2))
    }

    @Test("What began is what the scrapes tell; failures that made the breach are counted")
    func estimated() throws {
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(15))
        tracker.observe(snapshot(0, total: 100))
        tracker.observe(snapshot(5, errors: 0.2, total: 260))
        guard case .breach(let found) = tracker.verdict else {
            Issue.record("\(tracker.verdict)")
            return
        }
        let increments = stride(from: -60.0, through: 5, by: 1).map { at in
            BreachTrace.Increment(at: Timestamp(seconds: at), requests: 100, bad: at >= 3 ? 50 : 0)
        }
        let trace = BreachTrace(detected: found.breach.since, step: .seconds(1), increments: increments)
        let estimate = try #require(OnsetEstimate(trace))
        #expect(estimate.at == Timestamp(seconds: 2) && estimate.badSince == 150 && !estimate.isInterval)
        tracker.take(estimate, of: found.breach.since)
        tracker.countFailures(since: estimate)
        tracker.observe(snapshot(6, errors: 0.2, total: 300))
        guard case .breach(let told) = tracker.verdict else {
            Issue.record("\(tracker.verdict)")
            return
        }
        #expect(told.since == Timestamp(seconds: 2) && told.errorsSoFar == 190)
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
