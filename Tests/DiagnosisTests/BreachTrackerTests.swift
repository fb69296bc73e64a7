import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Breach tracker")
struct BreachTrackerTests {
    /// Feeds one value a second from second 1 on; "-" is undecided, "i" is idle.
    private func tracker(_ values: [String], threshold: Double = 1, window: Int = 3) -> BreachTracker {
        var tracker = BreachTracker(threshold: threshold, window: .seconds(window))
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
