import Diagnosis
import GoldenSignals
import PromModel
import Testing

/// What was told to be over, while windows empty.
@Suite("Ends that were told stay told while nothing bad comes")
struct ToldEndStaysTests {
    /// A service whose requests come at even steps, with some failing for a while, told as a server's windows and polls'
    /// counts do.
    private struct Scene {
        /// Between two scrapes.
        let step: Int
        /// Requests a scrape.
        let requests: Double
        let window: Int
        /// What a window holds, which may be more than its length.
        let held: Int
        let broken: ClosedRange<Int>
        /// Of so many scrapes in a row the first ones fail.
        let pattern: (failing: Int, of: Int)
        /// One in so many scrapes has a failure all the time; none where zero.
        var rest = 0
        /// When nobody answers a poll.
        var silent: Range<Int> = 0..<0

        func failures(at second: Int) -> Double {
            if broken.contains(second), second / step % pattern.of < pattern.failing { return requests }
            return rest > 0 && second / step % rest == 0 ? 1 : 0
        }

        func snapshot(_ second: Int) -> SignalSnapshot {
            let scrapes = stride(from: second, to: second - held, by: -step)
            let bad = scrapes.reduce(0) { $0 + failures(at: $1) }
            let count = Double(held / step) * requests
            var snapshot = SignalSnapshot(at: Timestamp(seconds: Double(second)), window: .seconds(window))
            snapshot.readings[.requestRate] = SignalReading(.value(requests / Double(step)))
            snapshot.readings[.errorShare] = SignalReading(.value(bad / count))
            snapshot.requestCount = count
            return snapshot
        }
    }

    /// Polls it, judging the newest points anew each time, and tells each verdict.
    private static func told(_ scene: Scene, through last: Int, open: Int) -> [(second: Int, verdict: Verdict)] {
        let limits = Limit.defaults.filter { $0.signal == .errorShare }
        var live = VerdictTracker(limits: limits, window: .seconds(scene.window))
        var settled = live
        var watch = QuietWatch()
        var (asked, failed) = (1000.0, 0.0)
        var next = 0
        var told: [(second: Int, verdict: Verdict)] = []
        for second in stride(from: 0, through: last, by: scene.step) {
            asked += scene.requests
            failed += scene.failures(at: second)
            guard !scene.silent.contains(second) else { continue }
            var newest = scene.snapshot(second)
            (newest.requestTotals, newest.errorTotals) = (["a": asked], ["a": failed])
            watch.observe(newest, at: newest.at)
            live = settled.remembering(live)
            // What came while nobody answered is told with the next one.
            let first = max(0, min(second - open * scene.step, next))
            for point in stride(from: first, to: second, by: scene.step) {
                live.observe(scene.snapshot(point), later: watch.spell)
            }
            live.observe(newest, quiet: watch.spell)
            told.append((second, live.verdict))
            guard second >= open * scene.step else { continue }
            settled = settled.remembering(live)
            for point in stride(from: first, through: second - open * scene.step, by: scene.step) {
                settled.observe(scene.snapshot(point), later: watch.spell)
            }
            next = second - open * scene.step + scene.step
        }
        return told
    }

    private static func onset(_ verdicts: [(second: Int, verdict: Verdict)]) -> Set<Timestamp> {
        Set(verdicts.compactMap { $0.verdict.onset })
    }

    @Test("With few requests the window that empties makes no breach of what is over", arguments: [0, 1, 5, 10])
    func few(open: Int) throws {
        let scene = Scene(step: 2, requests: 1, window: 60, held: 60, broken: 100...300, pattern: (3, 5))
        let verdicts = Self.told(scene, through: 420, open: open)
        let found = try #require(verdicts.first(where: { $0.verdict.onset != nil })?.second)
        let over = try #require(verdicts.first(where: { $0.second > found && $0.verdict.onset == nil })?.second)
        #expect(found > 100 && over > 300 && over < 345, "\(found) \(over)")
        for (second, verdict) in verdicts where second >= over {
            #expect(verdict.state == "ok", "\(second): \(verdict)")
        }
    }

    @Test("What is over stays so where the next polls come late, and a few failures go on", arguments: [1, 3])
    func late(open: Int) throws {
        let scene = Scene(
            step: 5,
            requests: 200,
            window: 60,
            held: 60,
            broken: 200...290,
            pattern: (2, 5),
            rest: 4,
            silent: 305..<345
        )
        let verdicts = Self.told(scene, through: 500, open: open)
        #expect(verdicts.contains { $0.second < 290 && $0.verdict.onset != nil })
        #expect(verdicts.last { $0.second < 305 }?.verdict.state == "ok")
        for (second, verdict) in verdicts where second >= 345 {
            #expect(verdict.state == "ok", "\(second): \(verdict)")
        }
    }

    @Test("A window that holds the scrape before it makes no second breach", arguments: [0, 2])
    func heldLonger(open: Int) throws {
        let scene = Scene(step: 30, requests: 600, window: 120, held: 150, broken: 210...300, pattern: (1, 1))
        let verdicts = Self.told(scene, through: 600, open: open)
        for (second, verdict) in verdicts where second > 330 {
            #expect(verdict.state == "ok", "\(second): \(verdict)")
        }
        #expect(Self.onset(verdicts).count == 1, "\(Self.onset(verdicts))")
    }

    @Test("Failures after the window are another breach, within it the same", arguments: [(360, 1), (480, 2)])
    func again(from start: Int, breaches: Int) {
        var tracker = VerdictTracker(
            limits: Limit.defaults.filter { $0.signal == .errorShare },
            window: .seconds(60)
        )
        let first = Scene(step: 5, requests: 100, window: 60, held: 60, broken: 200...330, pattern: (1, 1))
        let next = Scene(step: 5, requests: 100, window: 60, held: 60, broken: start...600, pattern: (1, 1))
        var watch = QuietWatch()
        var (asked, failed) = (1000.0, 0.0)
        var starts: Set<Timestamp> = []
        for second in stride(from: 0, through: 600, by: 5) {
            asked += 100
            failed += first.failures(at: second) + next.failures(at: second)
            var newest = first.snapshot(second)
            let share = (newest[.errorShare].value ?? 0) + (next.snapshot(second)[.errorShare].value ?? 0)
            newest.readings[.errorShare] = SignalReading(.value(share))
            (newest.requestTotals, newest.errorTotals) = (["a": asked], ["a": failed])
            watch.observe(newest, at: newest.at)
            tracker.observe(newest, quiet: watch.spell)
            starts.formUnion(tracker.breachStarts)
        }
        #expect(starts.count == breaches, "\(starts)")
    }
}
