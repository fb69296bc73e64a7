import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Breaches that are over, by points that are judged anew")
struct ToldEndTests {
    /// A minute's window of 20 requests a second, of which one in a thousand fails, and half of them from 100 s to `end`.
    private static func snapshot(_ second: Int, until end: Int, again: ClosedRange<Int>? = nil) -> SignalSnapshot {
        let (rate, window) = (20.0, 60)
        var bad = 0.0
        for at in (second - window)..<second {
            let isBroken = (100..<end).contains(at) || again?.contains(at) ?? false
            bad += rate * (isBroken ? 0.5 : 0.001)
        }
        var snapshot = SignalSnapshot(at: Timestamp(seconds: Double(second)), window: .seconds(window))
        let share = bad / (rate * Double(window))
        snapshot.readings[.requestRate] = SignalReading(.value(rate))
        snapshot.readings[.errorShare] = SignalReading(.value(share))
        snapshot.requestCount = rate * Double(window)
        return snapshot
    }

    private static let limits = Limit.defaults.filter { $0.signal == .errorShare }

    private static func tracker() -> VerdictTracker { VerdictTracker(limits: limits, window: .seconds(60)) }

    @Test("Without polls it ends about when it did, not when a whole window has been well after it")
    func points() throws {
        for step in [5, 15, 60] {
            var tracker = Self.tracker()
            for second in stride(from: 0, through: 300, by: step) {
                tracker.observe(Self.snapshot(second, until: 160))
            }
            let recovered = try #require(tracker.recovered, "step \(step)")
            // Of windows side by side none holds the breach alone.
            let most = step == 60 ? 20.0 : 6
            #expect(abs((recovered.until - Timestamp(seconds: 160)).inSeconds) <= most, "\(step): \(recovered.until)")
        }
    }

    @Test("A relapse after the window is another breach")
    func relapse() {
        var tracker = Self.tracker()
        for second in stride(from: 0, through: 280, by: 5) {
            tracker.observe(Self.snapshot(second, until: 160, again: 250...400))
        }
        guard case .breach(let breach) = tracker.verdict else {
            Issue.record("\(tracker.verdict)")
            return
        }
        #expect(breach.breach.since >= Timestamp(seconds: 250))
    }

    @Test("What dances a little above and under its limit stays one breach")
    func dance() {
        var tracker = Self.tracker()
        for second in stride(from: 0, through: 600, by: 5) {
            var snapshot = Self.snapshot(0, until: 100)
            snapshot.at = Timestamp(seconds: Double(second))
            snapshot.requestCount = 60_000
            snapshot.readings[.errorShare] = SignalReading(.value(second < 120 ? 0 : second % 40 < 20 ? 0.012 : 0.0085))
            tracker.observe(snapshot)
            if second >= 130 { #expect(tracker.breachStarts == [Timestamp(seconds: 120)], "\(second)") }
        }
    }

    @Test("The end that polls told stays where it was as points change")
    func remembered() throws {
        var watch = QuietWatch()
        var live = Self.tracker()
        var settled = Self.tracker()
        var (good, bad) = (0.0, 0.0)
        for second in stride(from: 0, through: 290, by: 2) {
            let isBroken = (100..<160).contains(second)
            good += isBroken ? 20 : 40
            bad += isBroken ? 20 : second % 50 == 0 ? 1 : 0
            var snapshot = Self.snapshot(second, until: 160)
            snapshot.requestTotals = ["a": good + bad]
            snapshot.errorTotals = ["a": bad]
            watch.observe(snapshot, at: snapshot.at)
            live = settled.remembering(live)
            // Points of the last ten seconds may still change.
            for open in stride(from: max(0, second - 10), to: second, by: 2) {
                live.observe(Self.snapshot(open, until: 160))
            }
            live.observe(snapshot, quiet: watch.spell)
            if second >= 10 {
                settled = settled.remembering(live)
                settled.observe(Self.snapshot(second - 10, until: 160))
            }
            if second >= 172 {
                let recovered = try #require(live.recovered, "\(second)")
                let off = abs((recovered.until - Timestamp(seconds: 160)).inSeconds)
                #expect(off <= 6, "\(second): \(recovered.until)")
            }
        }
    }

    @Test("Who looks first after the end is told so, by what came scrape by scrape", arguments: [12, 30, 45])
    func firstLook(after seconds: Int) throws {
        var tracker = Self.tracker()
        let now = 160 + seconds
        for second in stride(from: 0, to: now, by: 5) { tracker.observe(Self.snapshot(second, until: 160)) }
        let increments = stride(from: 60, through: now, by: 2).map { second in
            let isBroken = (101...160).contains(second)
            // One of a thousand fails at any time: the last a moment ago.
            let bad = isBroken ? 20.0 : (now - second) % 14 == 0 ? 1 : 0
            return BreachTrace.Increment(at: Timestamp(seconds: Double(second)), requests: 40, bad: bad)
        }
        var watch = QuietWatch()
        var snapshot = Self.snapshot(now, until: 160)
        snapshot.errorTotals = ["a": 500]
        snapshot.requestTotals = ["a": 9000]
        watch.observe(snapshot, at: snapshot.at - .seconds(2))
        snapshot.errorTotals = ["a": 501]
        snapshot.requestTotals = ["a": 9040]
        watch.take(BreachTrace(detected: Timestamp(seconds: 105), step: .seconds(2), increments: increments))
        tracker.observe(snapshot, quiet: watch.spell)
        let recovered = try #require(tracker.recovered, "\(tracker.verdict)")
        #expect(abs((recovered.until - Timestamp(seconds: 160)).inSeconds) <= 4, "\(recovered.until)")
    }

    @Test("What windows alone told is dated by what came scrape by scrape, and stays so as points change")
    func traced() throws {
        let seconds = stride(from: 0, through: 240, by: 5)
        var tracker = Self.tracker()
        for second in seconds { tracker.observe(Self.snapshot(second, until: 160)) }
        let told = try #require(tracker.recovered)
        #expect(!told.isCounted)
        let increments = stride(from: 40, through: 240, by: 2).map { second in
            BreachTrace.Increment(
                at: Timestamp(seconds: Double(second)),
                requests: 40,
                bad: (101...160).contains(second) ? 20 : 0
            )
        }
        let trace = BreachTrace(detected: told.found, step: .seconds(2), increments: increments)
        let bounds = BreachBounds(trace, until: told.until)
        tracker.take(bounds, of: told.found, on: .errorShare)
        let dated = try #require(tracker.recovered)
        #expect(dated.since == Timestamp(seconds: 100) && dated.until == Timestamp(seconds: 160))
        #expect(tracker.verdict == .ok(since: Timestamp(seconds: 160)))
        var anew = Self.tracker().remembering(tracker)
        for second in seconds { anew.observe(Self.snapshot(second, until: 160)) }
        #expect(anew.recovered == dated && anew.verdict == tracker.verdict)
    }
}
