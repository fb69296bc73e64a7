import GoldenSignals
import PromModel
import Testing

@Suite("Refresh schedule")
struct RefreshScheduleTests {
    /// Every 15 s, with scrapes of at most 10 s: the lag is a minute.
    static func schedule() -> RefreshSchedule {
        RefreshSchedule(
            scrapeInterval: .seconds(15),
            scrapeTimeout: .seconds(10),
            atLeast: .seconds(5),
            span: .seconds(300)
        )
    }

    static func moment(_ second: Double) -> Timestamp { Timestamp(seconds: 100_000 * 15 + second) }

    @Test(
        "The step is a multiple of the scrape interval; the lag holds a whole scrape and four steps",
        arguments: [
            // interval, timeout, at least, span, step, lag in milliseconds
            (15_000, 10_000, 5_000, 300_000, 15_000, 60_000), (5_000, 5_000, 5_000, 300_000, 5_000, 20_000),
            (1_000, 1_000, 5_000, 300_000, 5_000, 20_000), (2_000, 2_000, 5_000, 300_000, 6_000, 24_000),
            (60_000, nil, 5_000, 300_000, 60_000, 240_000), (60_000, 300_000, 5_000, 300_000, 60_000, 360_000),
            (500, 500, 1_000, 300_000, 1_000, 4_000), (700, 700, 1_000, 300_000, 1_400, 5_600),
            // A server refuses more than 11,000 points a series.
            (1_000, 1_000, 1_000, 86_400_000, 9_000, 36_000), (0, 0, 0, 0, 1, 4),
        ] as [(Int, Int?, Int, Int, Int, Int)]
    )
    func intervals(interval: Int, timeout: Int?, atLeast: Int, span: Int, step: Int, lag: Int) {
        let schedule = RefreshSchedule(
            scrapeInterval: .milliseconds(interval),
            scrapeTimeout: timeout.map { .milliseconds($0) },
            atLeast: .milliseconds(atLeast),
            span: .milliseconds(span)
        )
        #expect(schedule.step == .milliseconds(step))
        #expect(schedule.lag == .milliseconds(lag))
    }

    @Test("At first everything that is shown is asked for, on the grid")
    func first() {
        let plan = Self.schedule().plan(at: Self.moment(7))
        #expect(plan.full == .first)
        #expect((plan.from, plan.through) == (Self.moment(-300), Self.moment(0)))
        #expect(plan.step == .seconds(15) && plan.pointCount == 21)
        #expect(plan.settledThrough == Self.moment(-60))
    }

    @Test("A plan that was not answered is asked again")
    func unanswered() {
        let schedule = Self.schedule()
        #expect(schedule.plan(at: Self.moment(0)) == schedule.plan(at: Self.moment(14.999)))
        #expect(schedule.plan(at: Self.moment(15)).full == .first)
    }

    @Test(
        "Then only what was open at the last answer, and what is new",
        arguments: [
            // seconds since the first poll, the tail's first and last point
            (0, -45, 0), (14, -45, 0), (15, -45, 15), (29, -45, 15), (30, -45, 30), (60, -45, 60),
        ] as [(Double, Double, Double)]
    )
    func tail(second: Double, from: Double, through: Double) {
        var schedule = Self.schedule()
        schedule.completed(schedule.plan(at: Self.moment(0)))
        let plan = schedule.plan(at: Self.moment(second))
        #expect(plan.full == nil)
        #expect((plan.from, plan.through) == (Self.moment(from), Self.moment(through)))
        #expect(plan.settledThrough == Self.moment(through - 60))
    }

    @Test("On time, each tail has as many points as the lag has steps, and one more")
    func steady() {
        var schedule = Self.schedule()
        schedule.completed(schedule.plan(at: Self.moment(0)))
        for beat in 1...59 {
            let plan = schedule.plan(at: Self.moment(Double(beat) * 15 + 0.3))
            #expect(plan.full == nil)
            #expect(plan.pointCount == 5)
            schedule.completed(plan)
        }
    }

    @Test("Another lag changes the tail, not how far the schedule has come")
    func relagged() {
        var schedule = Self.schedule()
        schedule.completed(schedule.plan(at: Self.moment(0)))
        let plan = schedule.with(lag: .seconds(150)).plan(at: Self.moment(15))
        #expect(plan.full == nil && plan.pointCount == 11)
    }

    @Test("After a gap that is longer than a slow source makes us wait everything is asked for")
    func gap() {
        var schedule = Self.schedule()
        schedule.completed(schedule.plan(at: Self.moment(0)))
        let tail = schedule.plan(at: Self.moment(254))
        #expect(tail.full == nil && tail.pointCount == 20)
        #expect(schedule.plan(at: Self.moment(255)).full == .gap)
    }

    @Test("A clock that goes back by a step is waited for; by more, everything is asked for")
    func backwards() {
        var schedule = Self.schedule()
        schedule.completed(schedule.plan(at: Self.moment(0)))
        let back = schedule.plan(at: Self.moment(-15))
        #expect(back.full == nil)
        #expect((back.from, back.through) == (Self.moment(-45), Self.moment(0)))
        #expect(back.settledThrough == Self.moment(-75))
        let jump = schedule.plan(at: Self.moment(-30))
        #expect(jump.full == .clockJump)
        #expect((jump.from, jump.through) == (Self.moment(-330), Self.moment(-30)))
    }

    @Test("Every quarter of an hour everything is asked for, to count what the tails have missed")
    func audit() {
        var schedule = Self.schedule()
        schedule.completed(schedule.plan(at: Self.moment(0)))
        var audits: [Double] = []
        for beat in 1...121 {
            let second = Double(beat) * 15
            let plan = schedule.plan(at: Self.moment(second))
            if plan.full == .audit { audits.append(second) }
            schedule.completed(plan)
        }
        #expect(audits == [900, 1800])
    }

    @Test("What belongs to something else is asked for anew, until it was answered")
    func invalidated() {
        var schedule = Self.schedule()
        schedule.completed(schedule.plan(at: Self.moment(0)))
        schedule.invalidate(.sourceChange)
        let plan = schedule.plan(at: Self.moment(15))
        #expect(plan.full == .sourceChange)
        #expect(schedule.plan(at: Self.moment(30)).full == .sourceChange)
        schedule.completed(plan)
        #expect(schedule.plan(at: Self.moment(30)).full == nil)
    }

    @Test(
        "Division rounds towards minus infinity",
        arguments: [(7, 2, 3), (-7, 2, -4), (-8, 2, -4), (0, 5, 0), (-1, 5, -1), (4, 5, 0)] as [(Int64, Int64, Int64)]
    )
    func floored(value: Int64, divisor: Int64, quotient: Int64) {
        #expect(value.flooredQuotient(by: divisor) == quotient)
    }

    @Test("Moments before the epoch lie on the same grid")
    func beforeEpoch() {
        let plan = Self.schedule().plan(at: Timestamp(seconds: -1))
        #expect((plan.from, plan.through) == (Timestamp(seconds: -315), Timestamp(seconds: -15)))
    }
}
