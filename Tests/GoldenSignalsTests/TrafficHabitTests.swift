import GoldenSignals
import Testing

@Suite("What traffic is to be expected")
struct TrafficHabitTests {
    private static func extent(_ least: Double, _ most: Double) -> TrafficHabit.Extent {
        TrafficHabit.Extent(least: least, most: most)
    }

    @Test(
        "By the last minutes, the last hour, and the same time of other days",
        arguments: [
            // Nothing but the last minutes is known.
            (TrafficHabit(), 40, 2, 40), (TrafficHabit(), 0, 0, nil), (TrafficHabit(), nil, 0, nil),
            // It stopped twenty minutes ago: the last minutes have forgotten.
            (TrafficHabit(hour: 40), 0, 0, 40), (TrafficHabit(hour: 40), 2, 2, 40), (TrafficHabit(hour: 0), 0, 0, nil),
            // A day alone is none of two that agree, and tells that the evening's end is usual.
            (TrafficHabit(hour: 0, day: extent(40, 40)), 0, 0, nil),
            (TrafficHabit(hour: 40, day: extent(0, 40)), 40, 0, nil),
            (TrafficHabit(hour: 40, day: extent(38, 40)), 40, 0, 40),
            // It stopped hours ago, and has never been so at this time.
            (TrafficHabit(hour: 0, day: extent(38, 42), week: extent(36, 41)), 0, 0, 36),
            (TrafficHabit(hour: 2, day: extent(38, 42), week: extent(36, 41)), 2, 2, 36),
            // The evening's end, as on other days; and one that is none.
            (TrafficHabit(hour: 40, day: extent(0, 40), week: extent(0, 40)), 40, 0, nil),
            (TrafficHabit(hour: 40, day: extent(2, 40), week: extent(3, 40)), 40, 2, 3),
            (TrafficHabit(hour: 40, day: extent(38, 42), week: extent(0, 0)), 40, 0, 40),
            // Yesterday was an outage at this time.
            (TrafficHabit(hour: 40, day: extent(0, 0), week: extent(39, 41)), 40, 40, 40),
            // The morning's beginning, as on other days.
            (TrafficHabit(hour: 1, day: extent(1, 60), week: extent(1, 50)), 1, 40, 40),
            (TrafficHabit(hour: 1, day: extent(1, 2), week: extent(1, 2)), 1, 40, 1),
            // It moved away yesterday: a week ago alone is no habit.
            (TrafficHabit(hour: 2, day: extent(2, 2), week: extent(40, 40)), 2, 2, 2),
        ] as [(TrafficHabit, Double?, Double, Double?)]
    )
    func expected(habit: TrafficHabit, recent: Double?, now: Double, expected: Double?) {
        #expect(habit.expected(recent: recent, now: now) == expected)
    }
}
