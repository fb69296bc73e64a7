import Diagnosis
import GoldenSignals
import PromModel
import Randomness
import Testing

@Suite("When a breach that is over began and ended")
struct BreachBoundsTests {
    /// Binomial increments, of which a share is bad from one second to another, and few before and after.
    private static func trace(
        _ rate: Int,
        few: Double,
        broken: Double,
        in seconds: Range<Int>,
        step: Int = 2,
        _ random: inout SeededRandom
    ) -> BreachTrace {
        let increments = stride(from: step, through: 240, by: step).map { end in
            var bad = 0.0
            for second in (end - step)..<end {
                let share = seconds.contains(second) ? broken : few
                for _ in 0..<rate where random.nextUnitInterval() < share { bad += 1 }
            }
            let requests = Double(rate * step)
            return BreachTrace.Increment(at: Timestamp(seconds: Double(end)), requests: requests, bad: bad)
        }
        let found = Timestamp(seconds: Double(seconds.lowerBound + 8))
        return BreachTrace(detected: found, step: .seconds(step), increments: increments)
    }

    @Test(
        "Both within two scrapes in at least 95 of 100, however early or late the windows told the end",
        arguments: [(20, 0.002, 0.3, -6), (20, 0.0, 0.5, 55), (200, 0.005, 0.05, 3), (10, 0.0, 1.0, -1)]
            as [(Int, Double, Double, Int)]
    )
    func near(rate: Int, few: Double, broken: Double, off: Int) {
        var random = SeededRandom(seed: 5)
        var right = 0
        var lengths = 0.0
        for trial in 0..<200 {
            let seconds = (60 + trial % 20)..<(130 + trial % 33)
            let trace = Self.trace(rate, few: few, broken: broken, in: seconds, &random)
            let bounds = BreachBounds(trace, until: Timestamp(seconds: Double(seconds.upperBound + off)))
            guard let onset = bounds.onset?.at, let end = bounds.end else { continue }
            let begun = (onset - Timestamp(seconds: Double(seconds.lowerBound))).inSeconds
            let ended = (end - Timestamp(seconds: Double(seconds.upperBound))).inSeconds
            lengths += (end - onset).inSeconds - Double(seconds.count)
            if abs(begun) <= 4, abs(ended) <= 4 { right += 1 }
        }
        #expect(right >= 190, "\(right) of 200")
        #expect(abs(lengths / 200) <= 2, "\(lengths / 200) s too long")
    }

    @Test("Where the scrapes do not reach back to before it, only its end is told; where it goes on, none")
    func parts() {
        func bounds(_ seconds: ClosedRange<Int>, badThrough last: Int) -> BreachBounds {
            let increments = seconds.map { second in
                BreachTrace.Increment(
                    at: Timestamp(seconds: Double(second * 5)),
                    requests: 50,
                    bad: second > 10 && second <= last ? 25 : 0
                )
            }
            let trace = BreachTrace(detected: Timestamp(seconds: 60), step: .seconds(5), increments: increments)
            return BreachBounds(trace, until: Timestamp(seconds: Double(last * 5)))
        }
        #expect(bounds(0...60, badThrough: 40).onset?.at == Timestamp(seconds: 50))
        #expect(bounds(0...60, badThrough: 40).end == Timestamp(seconds: 200))
        #expect(bounds(20...60, badThrough: 40).onset == nil)
        #expect(bounds(20...60, badThrough: 40).end == Timestamp(seconds: 200))
        #expect(bounds(0...60, badThrough: 60).end == nil)
        #expect(bounds(0...2, badThrough: 60).onset == nil)
    }
}
