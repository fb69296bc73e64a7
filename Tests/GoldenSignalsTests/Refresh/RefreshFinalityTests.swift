import GoldenSignals
import PromModel
import Randomness
import Testing

/// Whatever the moments of the polls: what is called final was asked for when it could not change any more.
@Suite("Finality of refreshes")
struct RefreshFinalityTests {
    @Test("Every point on the grid is asked for once it is older than the lag", arguments: 1...40)
    func asked(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let interval = Duration.seconds([1, 5, 15, 60][seed % 4])
        var schedule = RefreshSchedule(
            scrapeInterval: interval,
            scrapeTimeout: seed % 3 == 0 ? nil : interval / 2,
            atLeast: .seconds(5),
            span: .seconds(600)
        )
        let step = schedule.step.milliseconds
        let lag = schedule.lag.milliseconds
        var now = Timestamp(seconds: 1_700_000_000)
        let start = now
        /// When each point was last asked for.
        var askedAt: [Int64: Int64] = [:]
        for _ in 0..<400 {
            let plan = schedule.plan(at: now)
            #expect(plan.from <= plan.through)
            #expect((plan.through - plan.from).milliseconds % step == 0)
            // Some answers never come.
            if Int.random(in: 0..<10, using: &random) > 0 {
                for point in stride(from: plan.from.milliseconds, through: plan.through.milliseconds, by: Int(step)) {
                    askedAt[point] = max(askedAt[point] ?? .min, now.milliseconds)
                }
                schedule.completed(plan)
                let settled = plan.settledThrough.milliseconds.flooredQuotient(by: step) * step
                let oldest = max(start.milliseconds, now.milliseconds - 600_000)
                for point in stride(from: settled, through: oldest, by: -Int(step)) {
                    let asked = askedAt[point] ?? .min
                    #expect(asked >= point + lag, "the point \(point) of \(now.milliseconds)")
                }
            }
            now = now + Self.wait(step, using: &random)
        }
    }

    /// Mostly one step, now and then none, several, or a little backwards.
    private static func wait(_ step: Int64, using random: inout SeededRandom) -> Duration {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: .milliseconds(-Int64.random(in: 0..<step, using: &random))
        case 1: .milliseconds(step * Int64.random(in: 2..<12, using: &random))
        case 2, 3: .milliseconds(Int64.random(in: 0..<step, using: &random))
        default: .milliseconds(step + Int64.random(in: 0..<(step / 4 + 1), using: &random))
        }
    }

    @Test("A tail has at most as many points as the lag and the missed steps have", arguments: 1...20)
    func small(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed) * 77)
        var schedule = RefreshScheduleTests.schedule()
        var now = Timestamp(seconds: 1_700_000_000)
        schedule.completed(schedule.plan(at: now))
        for _ in 0..<200 {
            let missed = Int64.random(in: 0...3, using: &random)
            now = now + schedule.step * (1 + missed)
            let plan = schedule.plan(at: now)
            let most = schedule.lag.milliseconds / schedule.step.milliseconds + 1 + missed
            #expect(plan.full == .audit || plan.pointCount <= most)
            schedule.completed(plan)
        }
    }
}
