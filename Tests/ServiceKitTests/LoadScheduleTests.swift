import Randomness
import ServiceKit
import Testing

@Suite("Load schedule")
struct LoadScheduleTests {
    @Test("Request k is due at start + k / rate, without adding up rounding", arguments: [0.5, 3, 7, 200, 9_999.0])
    func times(rate: Double) {
        var schedule = LoadSchedule(rate: rate, start: 1_000)
        for index in 0..<10_000 {
            let expected = 1_000 + Int64((Double(index) * 1e9 / rate).rounded())
            #expect(schedule.takeDue(at: .max) == expected)
        }
    }

    @Test("Nothing is taken before it is due")
    func notEarly() {
        var schedule = LoadSchedule(rate: 10, start: 0)
        #expect(schedule.takeDue(at: 0) == 0)
        #expect(schedule.takeDue(at: 99_999_999) == nil)
        #expect(schedule.takeDue(at: 100_000_000) == 100_000_000)
    }

    @Test("After a change of rate the gaps are the new ones, and no burst follows")
    func change() {
        var schedule = LoadSchedule(rate: 10, start: 0)
        while schedule.takeDue(at: 950_000_000) != nil {}
        schedule.change(rate: 100, at: 950_000_000)
        #expect(schedule.takeDue(at: 950_000_000) == nil)
        var times: [Int64] = []
        while let time = schedule.takeDue(at: 1_000_000_000) { times.append(time) }
        // Half of the old interval was over, and half of the new one is left.
        #expect(times.first == 955_000_000)
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 == 10_000_000 })
        #expect(times.count == 5)
    }

    @Test("A slower rate does not repeat what was sent, and waits its own interval")
    func slower() {
        var schedule = LoadSchedule(rate: 1_000, start: 0)
        var last: Int64 = 0
        while let time = schedule.takeDue(at: 500_000_000) { last = time }
        schedule.change(rate: 2, at: 500_000_000)
        #expect(last == 500_000_000)
        #expect(schedule.nextDue == 1_000_000_000)
    }

    @Test("What was due before a change of rate, and not taken yet, keeps its time")
    func waiting() {
        var schedule = LoadSchedule(rate: 10, start: 0)
        schedule.change(rate: 1, at: 250_000_000)
        #expect(schedule.dueCount(at: 250_000_000) >= 2)
        let times = (0..<4).compactMap { _ in schedule.takeDue(at: .max - 1) }
        #expect(times == [0, 100_000_000, 200_000_000, 750_000_000])
    }

    @Test("Any order of changes loses no request and sends none twice")
    func changes() {
        var random = SeededRandom(seed: 11)
        for _ in 0..<200 {
            var schedule = LoadSchedule(rate: 100, start: 0)
            var (now, expected, rate, times) = (Int64(0), 0.0, 100.0, [Int64]())
            for _ in 0..<8 {
                let step = Int64.random(in: 0..<2_000_000_000, using: &random)
                now += step
                expected += rate * Double(step) / 1e9
                // Sometimes the driver is behind: what was due waits for it.
                if Bool.random(using: &random) {
                    while let time = schedule.takeDue(at: now) { times.append(time) }
                }
                rate = [0.5, 20, 300, 5000].randomElement(using: &random) ?? 1
                schedule.change(rate: rate, at: now)
            }
            while let time = schedule.takeDue(at: now) { times.append(time) }
            #expect(abs(Double(times.count) - expected) <= 1.001, "\(times.count) of \(expected)")
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
        }
    }

    @Test("A stop of the whole process is skipped and counted, not caught up")
    func skip() {
        var schedule = LoadSchedule(rate: 100, start: 0)
        while schedule.takeDue(at: 1_000_000_000) != nil {}
        let skipped = schedule.skip(to: 11_000_000_000)
        #expect(skipped == 999)
        #expect(schedule.takeDue(at: 11_000_000_000) == 11_000_000_000)
        #expect(schedule.takeDue(at: 11_000_000_000) == nil)
    }
}
