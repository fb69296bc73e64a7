import Diagnosis
import GoldenSignals
import PromModel
import Testing

/// How long a breach is looked at before it is believed, and when it is over.
extension VerdictTrackerTests {
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

    @Test(
        "It is over though some failures go on, as far as they keep the limit; a breach that lessens goes on",
        arguments: [(0.003, true), (0.0, true), (0.03, false)]
    )
    func remains(share: Double, isOver: Bool) {
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(60))
        var watch = QuietWatch()
        var (failed, asked) = (0.0, 0.0)
        for poll in 0..<40 {
            let now = poll < 20 ? 0.002 : poll < 26 ? 0.26 : share
            asked += 1000
            failed += (1000 * now).rounded()
            var seen = snapshot(Double(poll) * 5, rate: 200, count: 12_000)
            seen.window = .seconds(60)
            let held = (max(0, poll - 11)...poll).map { $0 < 20 ? 0.002 : $0 < 26 ? 0.26 : share }
            seen.readings[.errorShare] = SignalReading(.value(held.reduce(0, +) / 12))
            seen.errorTotals = ["a": failed]
            seen.requestTotals = ["a": asked]
            watch.observe(seen, at: seen.at)
            tracker.observe(seen, quiet: watch.spell)
            if case .breach = tracker.verdict {
                #expect(poll >= 20 && (poll < 28 || !isOver), "\(poll)")
            } else {
                #expect(poll < 21 || isOver && poll >= 26, "\(poll): \(tracker.verdict)")
            }
        }
        #expect(tracker.recovered?.until == (isOver ? Timestamp(seconds: 125) : nil))
    }

    @Test("Processes whose counters come in turn: those of one say nothing of another that fails")
    func inTurn() {
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(60))
        var watch = QuietWatch()
        var failed = ["a": 0.0, "b": 0.0, "c": 0.0]
        var asked = failed
        for poll in 0..<120 {
            // Each is renewed at every fifth poll, and only the second one fails.
            let renewed = poll % 5 == 0 ? "a" : poll % 5 == 1 ? "b" : poll % 5 == 3 ? "c" : nil
            if let renewed { asked[renewed, default: 0] += 100 }
            if renewed == "b", poll > 20 { failed["b", default: 0] += 30 }
            var seen = snapshot(Double(poll), rate: 60, errors: poll > 20 ? 0.1 : 0, count: 3600)
            seen.window = .seconds(60)
            (seen.errorTotals, seen.requestTotals) = (failed, asked)
            watch.observe(seen, at: seen.at)
            tracker.observe(seen, quiet: watch.spell)
            if case .breach(let breach) = tracker.verdict {
                #expect(poll > 20 && breach.lastFailure.map { seen.at - $0 < .seconds(6) } ?? true, "\(poll)")
            } else {
                #expect(poll <= 22, "\(poll): \(tracker.verdict)")
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
        // The counters' own increase, 160 and 40, stands above what the scrapes since the onset tell.
        #expect(told.since == Timestamp(seconds: 2) && told.errorsSoFar == 200)
    }
}
