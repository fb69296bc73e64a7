import GoldenSignals
import PromModel
import Testing

@Suite("Time before an onset")
struct TimeBeforeTests {
    private static func at(_ second: Int) -> Timestamp { Timestamp(seconds: Double(second)) }

    @Test("A window of few scrapes is one to compare with as well")
    func short() {
        let time = TimeBefore(Self.at(320), window: .seconds(3), step: .seconds(1), after: nil)
        #expect(time?.moment == Self.at(317) && time?.window == .seconds(3))
    }

    @Test(
        "It holds nothing of the breach, nor of the one before it",
        arguments: [
            // No breach before, or one long ago: a whole window that ends a window before.
            (nil, 260, 60), (100, 260, 60), (200, 260, 60),
            // One that ended within that time: what lies between, up to the last scrape.
            (201, 315, 60), (260, 315, 55), (290, 315, 25), (295, 315, 20),
            // One that had just ended: nothing.
            (296, nil, nil), (315, nil, nil), (319, nil, nil),
        ] as [(Int?, Int?, Int?)]
    )
    func between(end: Int?, moment: Int?, window: Int?) {
        let time = TimeBefore(
            Self.at(320),
            window: .seconds(60),
            step: .seconds(5),
            after: end.map(Self.at)
        )
        #expect(time?.moment == moment.map(Self.at))
        #expect(time?.window == window.map { .seconds($0) })
    }
}
