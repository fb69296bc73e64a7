import AlertRules
import GoldenSignals
import Settings
import Testing

@Suite("What rules cannot do")
struct RuleConcernTests {
    private func concerns(
        _ objective: String,
        head: String = "",
        bounds: [Double]? = nil,
        retention: Duration? = nil
    ) throws -> [RuleConcern] {
        try RuleConcern.all(in: Objectives.one(objective, head: head), bounds: bounds, retention: retention)
    }

    @Test("A factor above what can fail at most is warned of, with the objective that it needs")
    func factorOutOfReach() throws {
        let concerns = try concerns("objective: 90%, indicator: availability, period: 6h, windows: demo")
        #expect(concerns.map(\.isFatal) == [false])
        #expect(
            concerns.first?.text == "main: the alert over 5m/1m can never fire: 14.4 times a budget of 10% is 144% of "
                + "all requests; it needs an objective above 93.06%"
        )
    }

    @Test("The bound lies at 93.06 %: just above it the factor 14.4 can fire", arguments: [(93.05, 1), (93.06, 0)])
    func bound(percent: Double, count: Int) throws {
        let concerns = try concerns("objective: \(percent)%, indicator: availability, period: 6h, windows: demo")
        #expect(concerns.count == count)
    }

    @Test("Where no alert can fire there are to be no rules")
    func nothingFires() throws {
        let windows = "[{long: 1h, short: 5m, factor: 14.4, severity: critical}]"
        let concerns = try concerns(
            "objective: 90%, indicator: availability, windows: \(windows)",
            head: "retention: 60d\n"
        )
        #expect(concerns.map(\.isFatal) == [true])
    }

    @Test("A latency between two bounds is refused, with both of them")
    func betweenBounds() throws {
        let concerns = try concerns(
            "objective: 99%, indicator: {latency: 450ms}",
            head: "retention: 60d\n",
            bounds: [0.1, 0.4, 0.5, 1]
        )
        #expect(concerns.map(\.isFatal) == [true])
        #expect(
            concerns.first?.text == "main: 0.45 s is no bound of the latency histogram, so that nothing would be "
                + "counted; take 0.4 or 0.5 s"
        )
        let exact = try self.concerns(
            "objective: 99%, indicator: {latency: 500ms}",
            head: "retention: 60d\n",
            bounds: [0.1, 0.4, 0.5, 1]
        )
        #expect(exact.isEmpty)
    }

    @Test("Rules that are evaluated too seldom for their windows are warned of")
    func tooSeldom() throws {
        let objective = "objective: 99%, indicator: availability, period: 6h, windows: demo"
        #expect(try concerns(objective, head: "interval: 15s\n").isEmpty)
        #expect(
            try concerns(objective, head: "interval: 30s\n").map(\.text) == [
                "main: rules every 30s are too seldom for a window of 1m: a quarter of it at most"
            ]
        )
    }

    @Test("A period longer than what is kept is warned of; what the Prometheus says goes before the file")
    func retention() throws {
        #expect(try concerns("objective: 99%, indicator: availability").count == 1)
        #expect(try concerns("objective: 99%, indicator: availability", head: "retention: 30d\n").isEmpty)
        let asked = try concerns(
            "objective: 99%, indicator: availability",
            head: "retention: 30d\n",
            retention: .seconds(86_400)
        )
        #expect(
            asked.first?.text == "main: Prometheus keeps 1d, less than 30d: the budget covers only what it keeps"
        )
    }
}
