import Diagnosis
import GoldenSignals
import PromModel
import Testing

/// The failures that a breach is told with.
extension VerdictTrackerTests {
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

    @Test("An onset that is dated by increments takes no failure back that was told")
    func countedByEstimate() throws {
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(60))
        var told: [Double?] = []
        for second in 0..<6 {
            var poll = snapshot(Double(second), errors: second >= 3 ? 0.5 : 0)
            poll.errorTotals = ["a": second >= 3 ? 3000 : 0]
            tracker.observe(poll)
            guard case .breach(let breach) = tracker.verdict else { continue }
            told.append(breach.errorsSoFar)
            // An increase over two scrapes has half of the last one's in its newest value.
            let increments = (-10...second).map { moment in
                let bad = moment == second ? 1500.0 : 0
                return BreachTrace.Increment(at: Timestamp(seconds: Double(moment)), requests: 100 + bad, bad: bad)
            }
            let trace = BreachTrace(detected: breach.breach.since, step: .seconds(1), increments: increments)
            let estimate = try #require(OnsetEstimate(trace))
            #expect(estimate.badSince == 1500)
            tracker.countFailures(since: estimate)
        }
        #expect(told == [3000, 3000, 3000])
    }

    @Test("Where failures cannot be told a calm is none; what is broken or idle stays so")
    func unjudged() {
        func judged(rate: Double = 200, count: Double = 3000, p99: Double = 0.1, reason: String?) -> Verdict {
            var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(3))
            var last: SignalSnapshot?
            for second in 0..<5 {
                var poll = snapshot(Double(second), rate: rate, p99: p99, count: count)
                if rate > 0 { poll.readings[.errorShare] = SignalReading(.noData) }
                poll.unjudgedFailures = reason
                tracker.observe(poll)
                last = poll
            }
            return tracker.verdict(knowing: last)
        }
        let start = Timestamp(seconds: 0)
        #expect(judged(reason: "37 % have no status") == .unjudged(reason: "37 % have no status", since: start))
        #expect(judged(count: 5, reason: "no status").state == "unknown")
        #expect(judged(reason: nil) == .ok(since: start))
        #expect(judged(rate: 0, reason: "no status").state == "idle")
        #expect(judged(p99: 60, reason: "no status").state == "warn")
    }

    @Test("Where the answers may lack a part a calm is none, whatever can be told of failures; a breach stays one")
    func partial() {
        func judged(rate: Double = 200, count: Double = 3000, p99: Double = 0.1) -> Verdict {
            var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(3))
            var last: SignalSnapshot?
            for second in 0..<5 {
                var poll = snapshot(Double(second), rate: rate, p99: p99, count: count)
                poll.partialAnswer = "a store is away"
                tracker.observe(poll)
                last = poll
            }
            return tracker.verdict(knowing: last)
        }
        #expect(judged() == .unjudged(reason: "a store is away", since: Timestamp(seconds: 0)))
        #expect(judged(count: 5).state == "unknown" && judged(rate: 0).state == "unknown")
        #expect(judged(p99: 60).state == "warn")
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
}
