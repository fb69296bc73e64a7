import GoldenSignals
import Settings
import Testing

@Suite("Objectives in words")
struct ObjectiveTextTests {
    @Test("Availability and latency, with their periods and windows")
    func read() throws {
        let availability = try ObjectiveText.parse("availability 99.9%/30d")
        #expect(availability.name == "availability" && availability.indicator == .availability)
        #expect(availability.objective == 0.999 && availability.period == .seconds(30 * 86_400))
        #expect(availability.windows == BurnRateWindow.standard(for: .seconds(30 * 86_400)))
        let latency = try ObjectiveText.parse("latency 95% < 300ms")
        #expect(latency.indicator == .latency(seconds: 0.3) && latency.objective == 0.95)
        #expect(latency.period == ObjectiveText.usualPeriod)
        #expect(try ObjectiveText.parse("latency 95%<1s/6h").windows == BurnRateWindow.demo)
    }

    @Test(
        "What is none is refused with what is allowed",
        arguments: [
            ("", "availability 99.9%/30d"), ("availability", "availability 99.9%/30d"), ("speed 99%", "neither"),
            ("availability 100%", "below 100%"), ("availability 99.9", "percentage"), ("latency 95%", "bound"),
            ("latency 95%<2h", "up to 1h"), ("availability 99%/7d", "28d"), ("availability 99%<1s", "neither"),
            ("availability 99%/30d/30d", "availability 99.9%/30d"),
        ]
    )
    func refused(text: String, word: String) {
        let failure = #expect(throws: ObjectiveText.Failure.self) { try ObjectiveText.parse(text) }
        #expect(failure?.description.contains(word) == true, "\(String(describing: failure))")
    }
}
