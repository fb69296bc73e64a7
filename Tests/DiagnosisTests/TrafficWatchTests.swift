import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Traffic against what was usual")
struct TrafficWatchTests {
    /// Polls every 5 s at the rates given, over a window of some polls, with 20 requests a second usual.
    private static func watch(
        _ rates: [Double],
        usual: Double? = 20,
        over history: Duration? = nil,
        window polls: Int = 3
    ) -> TrafficWatch {
        var watch = TrafficWatch()
        var total = 1000.0
        var counts: [Double] = Array(repeating: (usual ?? 0) * 5, count: polls - 1)
        let window = Duration.seconds(polls * 5)
        for (index, rate) in rates.enumerated() {
            total += rate * 5
            counts.append(rate * 5)
            let count = counts.suffix(polls).reduce(0, +)
            var snapshot = SignalSnapshot(at: Timestamp(seconds: Double(index * 5)), window: window)
            snapshot.readings[.requestRate] = SignalReading(count > 0 ? .value(count / window.inSeconds) : .idle)
            snapshot.requestCount = count
            snapshot.requestTotals = ["a:1": total]
            watch.observe(snapshot, usual: usual, over: history, scrape: .seconds(5))
        }
        return watch
    }

    @Test(
        "What was counted for a short time may have been more by chance: it takes more to tell that it is less now",
        arguments: [
            // A third of a request a second, of 1.75 usual.
            (30, [0.4, 0.2, 0.4], nil), (3600, [0.4, 0.2, 0.4], .fell), (30, [0, 0, 0.2], .fell),
            // None for 15 s, of one a second.
            (30, [1, 1, 0, 0, 0], nil), (3600, [1, 1, 0, 0, 0], .stopped), (30, [1, 1, 0, 0, 0, 0], .stopped),
            // Eight times as much.
            (30, [8, 8, 8], .rose), (3600, [8, 8, 8], .rose),
        ] as [(Int, [Double], TrafficChange.Kind?)]
    )
    func shortHistory(seconds: Int, rates: [Double], kind: TrafficChange.Kind?) {
        let usual = rates.contains(1) || rates.contains(8) ? 1.0 : 1.75
        #expect(Self.watch(rates, usual: usual, over: .seconds(seconds)).change?.kind == kind)
    }

    @Test(
        "A pause is judged by what came lately where that was less than usual, and no fall",
        arguments: [
            // None for 15 s, of one a second; of 0.6 of it lately.
            ([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0], .stopped),
            ([0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0, 0, 0], nil),
            ([0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0, 0, 0, 0, 0, 0, 0], .stopped),
        ] as [([Double], TrafficChange.Kind?)]
    )
    func ebb(rates: [Double], kind: TrafficChange.Kind?) {
        #expect(Self.watch(rates, usual: 1, over: .seconds(3600)).change?.kind == kind)
    }

    @Test(
        "It is told when it stops, falls or rises by far, and not for less",
        arguments: [
            ([20, 20, 20], nil), ([20, 20, 0], nil), ([20, 20, 0, 0], .stopped), ([20, 2, 2, 2], .fell),
            ([20, 6, 6, 6], nil),
            ([20, 200, 200, 200], .rose), ([20, 60, 60, 60], nil), ([20, 2, 2, 2, 20, 20, 20], nil),
            ([20, 0, 0, 0, 20, 20, 20], nil),
            // A page that is renewed at every third poll only: once seen, no stop.
            ([60, 0, 0, 60, 0, 0, 60, 0, 0], nil), ([60, 0, 0, 60, 0, 0, 60, 0, 0, 0, 0, 0], .stopped),
        ] as [([Double], TrafficChange.Kind?)]
    )
    func kinds(rates: [Double], kind: TrafficChange.Kind?) {
        #expect(Self.watch(rates).change?.kind == kind)
    }

    @Test(
        "Over a long window most of it gone is told when half of the window has passed, and not where counters stand still"
    )
    func sudden() {
        func kind(_ rates: [Double]) -> TrafficChange.Kind? { Self.watch(rates, window: 12).change?.kind }
        let before = Array(repeating: 20.0, count: 12)
        #expect(kind(before + Array(repeating: 1.6, count: 4)) == nil)
        #expect(kind(before + Array(repeating: 1.6, count: 6)) == .fell)
        #expect(kind(before + Array(repeating: 1.6, count: 30)) == .fell)
        #expect(kind(before + Array(repeating: 160, count: 5)) == .rose)
        #expect(kind(before + Array(repeating: 1.6, count: 8) + Array(repeating: 20, count: 12)) == nil)
        // Renewed at every fifth poll.
        #expect(kind((0..<28).map { $0 % 5 == 4 ? 100 : 0 }) == nil)
    }

    @Test("What is left of traffic that fell may pause: it fell when it fell")
    func pause() {
        let before = Array(repeating: 100.0, count: 4)
        let watch = Self.watch(before + [1, 1, 1, 1, 0, 0, 1], usual: 100)
        #expect(watch.change?.kind == .fell && watch.change?.since == Timestamp(seconds: 20), "\(watch)")
        // Nobody knew that it fell before it stood still, and it was not as usual by then.
        let late = Self.watch(before + [1, 0, 0, 1], usual: 100)
        #expect(late.change?.kind == .fell && late.change?.since == Timestamp(seconds: 20), "\(late)")
    }

    @Test("After a stop it is as usual once requests come as usual, though the window holds the pause")
    func returns() {
        let stopped = [Double](repeating: 20, count: 20) + [Double](repeating: 0, count: 12)
        #expect(Self.watch(stopped, window: 12).change?.kind == .stopped)
        for polls in 1...12 {
            let back = stopped + [Double](repeating: 20, count: polls)
            #expect(Self.watch(back, window: 12).change == nil, "\(polls)")
            let less = stopped + [Double](repeating: 1, count: polls)
            #expect(Self.watch(less, window: 12).change?.kind == .fell, "\(polls)")
        }
        // The first of them came in the middle of a scrape.
        #expect(Self.watch(stopped + [2], window: 12).change?.kind == .fell)
        for polls in 1...12 {
            let back = stopped + [2] + [Double](repeating: 20, count: polls)
            #expect(Self.watch(back, window: 12).change == nil, "\(polls)")
        }
    }

    @Test("A window that is not full lacks requests that came: no fall is known by it, and a rise is")
    func partial() {
        func kind(_ rate: Double) -> TrafficChange.Kind? {
            var watch = TrafficWatch()
            for index in 0..<6 {
                var snapshot = SignalSnapshot(at: Timestamp(seconds: Double(index * 5)), window: .seconds(60))
                snapshot.isThin = true
                snapshot.readings[.requestRate] = SignalReading(.value(rate))
                snapshot.requestCount = rate * 60
                snapshot.requestTotals = ["a:1": 1000 + Double(index) * 5]
                watch.observe(snapshot, usual: 100, scrape: .seconds(5))
            }
            return watch.change?.kind
        }
        #expect(kind(6) == nil)
        #expect(kind(900) == .rose)
    }

    @Test("Counters that do not know what the window holds say nothing of its end")
    func unknownTotals() {
        for totals in [[:], ["a:1": 7.0]] {
            var watch = TrafficWatch()
            for index in 0..<40 {
                var snapshot = SignalSnapshot(at: Timestamp(seconds: Double(index * 5)), window: .seconds(60))
                snapshot.readings[.requestRate] = SignalReading(.value(20))
                snapshot.requestCount = 1200
                snapshot.requestTotals = totals
                watch.observe(snapshot, usual: 20, scrape: .seconds(5))
                #expect(watch.change == nil)
            }
        }
    }

    @Test("A stop counts from the last request, and is told when fourteen would have come")
    func stop() {
        let change = Self.watch([20, 20, 0, 0, 0]).change
        #expect(change?.since == Timestamp(seconds: 5) && change?.usual == 20)
        // At one in ten seconds 140 s are no stop yet.
        #expect(Self.watch([0.2, 0.2] + Array(repeating: 0, count: 28), usual: 0.1).change == nil)
        #expect(Self.watch([0.2, 0.2] + Array(repeating: 0, count: 30), usual: 0.1).change?.kind == .stopped)
    }

    @Test("What the scrapes tell of its beginning is taken, but for a stop, and it stays the same change as it goes on")
    func onset() throws {
        var watch = Self.watch([20, 2, 2, 2])
        let found = try #require(watch.change?.found)
        let increments = (0..<20).map { index in
            BreachTrace.Increment(
                at: Timestamp(seconds: Double(index * 2 - 32)),
                requests: index < 12 ? 40 : 4,
                bad: 0
            )
        }
        let trace = BreachTrace(detected: found, step: .seconds(2), increments: increments, isOfTraffic: true)
        let estimate = try #require(OnsetEstimate(trace))
        watch.take(estimate, of: found)
        #expect(watch.change?.since == Timestamp(seconds: -10))
        #expect(watch.change?.found == found)
        watch.take(estimate, of: found + .seconds(5))
        #expect(Self.watch([20, 2, 2, 0, 0, 0]).change?.kind == .stopped)
        #expect(Self.watch([20, 2, 2, 0, 0, 0]).change?.found == Self.watch([20, 2, 2, 0]).change?.found)
    }

    @Test("Without anything usual nothing is told")
    func unknown() {
        #expect(Self.watch([20, 0, 0, 0, 0], usual: nil).change == nil)
    }

    @Test("Bursts at even intervals are usual from the third on; a longer time without them is not")
    func bursts() {
        // 400 requests in 5 s of each minute, and 2 a second between them.
        func kind(_ polls: Int) -> TrafficChange.Kind? {
            Self.watch((0..<polls).map { $0 % 12 == 0 ? 80 : 2 }, usual: 20).change?.kind
        }
        #expect(kind(11) == .fell)
        for polls in 48..<96 { #expect(kind(polls) == nil, "\(polls)") }
        let missing = Array(repeating: 2.0, count: 30)
        let rates = (0..<60).map { $0 % 12 == 0 ? 80.0 : 2 } + missing
        #expect(Self.watch(rates, usual: 20).change?.kind == .fell)
    }
}
