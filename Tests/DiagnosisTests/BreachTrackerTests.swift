import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Breach tracker")
struct BreachTrackerTests {
    /// Feeds one value a second from second 1 on; "-" is undecided, "i" is idle.
    private func tracker(
        _ values: [String],
        threshold: Double = 1,
        window: Int = 3,
        isWindowed: Bool = false
    ) -> BreachTracker {
        var tracker = BreachTracker(threshold: threshold, window: .seconds(window), isWindowed: isWindowed)
        for (index, text) in values.enumerated() {
            let observation: BreachTracker.Observation =
                text == "-" ? .undecided : text == "i" ? .idle : .value(Double(text) ?? .nan)
            tracker.observe(observation, at: Timestamp(seconds: Double(index + 1)))
        }
        return tracker
    }

    @Test(
        "Since is the first of the two evaluations that made the breach",
        arguments: [
            (["0", "2"], nil), (["0", "2", "2"], 2), (["0", "2", "0", "2", "2"], 4), (["0", "1", "1", "1"], nil),
            (["0", "2", "-", "2"], 2), (["0", "2", "2", "5", "9"], 2), (["i", "2", "2"], 2),
            (["0", "nan", "nan"], nil),
        ] as [([String], Double?)]
    )
    func since(values: [String], expected: Double?) {
        let breach = tracker(values).breach
        #expect(breach?.since.seconds == expected)
        #expect(breach?.isOlderThanData != true)
    }

    @Test(
        "What is told over a window and far under its limit is over after a quarter of another one",
        arguments: [
            (["0", "2", "2", "0", "0"], true), (["0", "2", "2", "0", "0", "0"], false),
            (["0", "2", "2", "0", "0.7", "0"], false), (["0", "2", "2", "0.7", "0.7", "0.7", "0.7"], true),
            (["0", "2", "2", "0", "2", "0", "0"], true), (["0", "2", "2", "0", "2", "0", "0", "0"], false),
        ] as [([String], Bool)]
    )
    func windowed(values: [String], isBroken: Bool) {
        #expect((tracker(values, window: 8, isWindowed: true).breach != nil) == isBroken)
        #expect(tracker(values, window: 8).breach != nil)
    }

    @Test(
        "A breach ends only after a whole window under 0.9 of the limit, or one without any traffic",
        arguments: [
            (["0", "2", "2", "0", "0", "0"], true), (["0", "2", "2", "0", "0", "0", "0"], false),
            (["0", "2", "2", "0", "0", "0.95", "0", "0", "0"], true),
            (["0", "2", "2", "0.95", "0.95", "0.95", "0.95", "0.95"], true),
            (["0", "2", "2", "i"], false), (["0", "2", "2", "-", "-", "-", "-", "-"], true),
            (["0", "2", "2", "0", "0", "2", "0", "0"], true),
        ] as [([String], Bool)]
    )
    func ends(values: [String], isBreached: Bool) {
        #expect((tracker(values).breach != nil) == isBreached)
    }

    @Test(
        "What was near to its limit before is over where it is as before for a whole window, not where it dances",
        arguments: [
            ("0.95", ["0.955", "0.955", "0.955", "0.955"], false), ("0.95", ["0.955", "0.955", "0.955"], true),
            ("0.95", ["0.99", "0.99", "0.99", "0.99", "0.99"], true),
            ("0.95", ["0.955", "1.1", "0.955", "0.955", "0.955"], true),
            ("0.5", ["0.95", "0.95", "0.95", "0.95", "0.95"], true),
        ] as [(String, [String], Bool)]
    )
    func near(usual: String, after: [String], isBreached: Bool) {
        let calm = [String](repeating: usual, count: 12)
        #expect((tracker(calm + ["2", "2"] + after).breach != nil) == isBreached)
        // What is on its way to the limit is not what was usual.
        let rising = [String](repeating: "0.5", count: 12) + ["0.97", "0.98", "0.99", "2", "2"]
        #expect(tracker(rising + ["0.98", "0.98", "0.98", "0.98"]).breach != nil)
        // A value over it for once, and no more, leaves what was usual.
        #expect((tracker(calm + ["1.1"] + calm + ["2", "2"] + after).breach != nil) == isBreached)
    }

    @Test("A breach that the data begin with is older than the data")
    func older() {
        #expect(tracker(["2", "2", "2"]).breach?.isOlderThanData == true)
        #expect(tracker(["-", "2", "2"]).breach?.isOlderThanData == true)
        #expect(tracker(["0", "2", "2"]).breach?.isOlderThanData == false)
        #expect(tracker(["2", "0", "2", "2"]).breach?.isOlderThanData == false)
    }

    @Test("A breach that comes again after its end has a new since")
    func again() {
        #expect(tracker(["0", "2", "2", "0", "0", "0", "0", "3", "3"]).breach?.since.seconds == 8)
    }
}
