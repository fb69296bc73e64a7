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
        #expect(schedule.takeDue(at: 950_000_000) == 950_000_000)
        #expect(schedule.takeDue(at: 950_000_000) == nil)
        var times: [Int64] = []
        while let time = schedule.takeDue(at: 1_000_000_000) { times.append(time) }
        #expect(times.first == 960_000_000)
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
