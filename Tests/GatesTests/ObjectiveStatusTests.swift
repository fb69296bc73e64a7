import Gates
import GoldenSignals
import PromModel
import Testing

@Suite("How an objective is kept")
struct ObjectiveStatusTests {
    private let objective = ServiceLevelObjective(
        name: "availability",
        objective: 0.999,
        indicator: .availability,
        period: .seconds(30 * 86_400),
        windows: BurnRateWindow.standard(for: .seconds(30 * 86_400))
    )
    private let hour = Duration.seconds(3600)
    private let fiveMinutes = Duration.seconds(300)

    private func readings(
        long: Double?,
        short: Double?,
        events: Double? = 1000,
        spent: Double? = nil
    ) -> ObjectiveReadings {
        var readings = ObjectiveReadings(group: Labels())
        readings.ratios[hour] = long
        readings.ratios[fiveMinutes] = short
        readings.events[hour] = events
        readings.ratios[objective.period] = spent.map { $0 * objective.budget }
        return readings
    }

    @Test(
        "A pair fires where both windows burn too fast and enough events stand behind it",
        arguments: [
            (0.0145, 0.0145, 1000, .page, true, false), (0.0144, 0.0145, 1000, .ok, false, false),
            (0.0145, 0.0144, 1000, .ok, false, false), (0.0145, nil, 1000, .ok, false, false),
            (0.0145, 0.0145, 20, .page, true, false), (0.0145, 0.0145, 19, .ok, false, true),
            (0.0145, 0.0145, nil, .ok, false, true), (nil, nil, nil, .unknown, false, false),
        ] as [(Double?, Double?, Double?, ObjectiveStatus.State, Bool, Bool)]
    )
    func firing(
        long: Double?,
        short: Double?,
        events: Double?,
        state: ObjectiveStatus.State,
        fires: Bool,
        isHeldBack: Bool
    ) {
        let status = ObjectiveStatus(objective, readings(long: long, short: short, events: events))
        #expect(status.state == state)
        #expect(status.pairs[0].isFiring == fires && status.pairs[0].isHeldBack == isHeldBack)
    }

    @Test(
        "A time that is no bound of the histogram is named with the bounds near it",
        arguments: [
            (0.3, "no bucket at 300ms: 250ms and 500ms are the nearest"),
            (2.5, "no bucket at 2.5s: 1s is the nearest"), (0.1, "no bucket at 100ms: 250ms is the nearest"),
            (0.5, nil),
        ] as [(Double, String?)]
    )
    func bounds(seconds: Double, words: String?) {
        let quick = ServiceLevelObjective(
            name: "latency",
            objective: 0.95,
            indicator: .latency(seconds: seconds),
            period: objective.period,
            windows: objective.windows
        )
        var none = ObjectiveReadings(group: Labels())
        none.events[hour] = 1000
        #expect(none.problem(of: quick, bounds: [0.25, 0.5, 1]) == words)
        #expect(none.problem(of: quick, bounds: []) == nil && none.problem(of: objective, bounds: [0.25]) == nil)
        none.ratios[hour] = 0.1
        #expect(none.problem(of: quick, bounds: [0.25, 0.5, 1]) == nil)
    }

    @Test("A slow pair alone makes a ticket")
    func ticket() {
        var readings = ObjectiveReadings(group: Labels())
        for hours in [72, 6] { readings.ratios[.seconds(hours * 3600)] = 0.0011 }
        readings.events[.seconds(72 * 3600)] = 100
        let status = ObjectiveStatus(objective, readings)
        #expect(status.state == .ticket && status.status == .warning)
    }

    @Test(
        "What is left of the budget, and how long it lasts at this rate",
        arguments: [
            // A tenth is spent; at twice the rate nine tenths of 30 days last half of that.
            (0.1, 0.002, 0.9, 13.5 * 86_400), (1, 0.002, 0, 0), (1.5, 0.002, -0.5, 0),
            // Nothing goes on: it lasts.
            (0.1, 0, 0.9, nil), (nil, 0.002, nil, nil),
        ] as [(Double?, Double, Double?, Double?)]
    )
    func budget(spent: Double?, ratio: Double, left: Double?, seconds: Double?) throws {
        let status = ObjectiveStatus(objective, readings(long: ratio, short: ratio, spent: spent))
        if let left {
            #expect(abs(try #require(status.budgetLeft) - left) < 1e-9)
            // What is spent is what was bad.
            #expect(abs(try #require(status.goodShare) - (1 - (1 - left) * 0.001)) < 1e-12)
            #expect(status.goodShare(of: status.pairs[0]).map { abs($0 - (1 - ratio)) < 1e-12 } == true)
        } else {
            #expect(status.budgetLeft == nil && status.goodShare == nil)
        }
        if let seconds {
            #expect(abs(try #require(status.exhaustedIn).inSeconds - seconds) < 1e-3)
        } else {
            #expect(status.exhaustedIn == nil)
        }
    }

    @Test("Recorded series are asked by the names that the rules give them")
    func questions() throws {
        var service = ServiceObjectives(service: "shop", selector: "job=\"shop\"")
        service.profile = MetricProfile.unstableAPI
        let questions = try #require(ObjectiveQuestions(objective, of: service)).questions
        let recorded = questions.first { $0.subject == .ratio(hour) }?.recorded
        #expect(recorded == "max without (window) (slo:sli_error:ratio_rate1h{slo=\"shop-availability\"})")
        #expect(questions.contains { $0.subject == .events(hour) })
        #expect(!questions.contains { $0.subject == .events(fiveMinutes) })
        #expect(questions.contains { $0.subject == .fullness(objective.period) })
    }
}
