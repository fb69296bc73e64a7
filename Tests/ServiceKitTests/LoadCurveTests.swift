import ServiceKit
import Testing

@Suite("Load curves and profiles")
struct LoadCurveTests {
    private static func seconds(_ text: String) -> Duration? {
        if text.hasSuffix("ms") { return Int(text.dropLast(2)).map { .milliseconds($0) } }
        if text.hasSuffix("m") { return Int(text.dropLast()).map { .seconds($0 * 60) } }
        return text.hasSuffix("s") ? Int(text.dropLast()).map { .seconds($0) } : nil
    }

    private static func times(_ text: String, part: LoadPart = .whole, arrivals: LoadArrivals = .even) throws -> [Int64]
    {
        let profile = try LoadProfile(text, duration: seconds)
        var schedule = LoadSchedule(profile.curve, start: 0, part: part, arrivals: arrivals)
        var times: [Int64] = []
        while let time = schedule.takeDue(at: .max - 1) { times.append(time) }
        return times
    }

    @Test(
        "A profile sends the integral of its rate, in order, within its time",
        arguments: [
            ("10s@50", 500), ("1s@0,1s@10", 10), ("30s@50,1m@200", 13_500), ("10s@0..100", 500), ("10s@100..0", 500),
            ("10s@50..50", 500), ("10s@10..1000", 5050), ("20s@sine(100,50,10s)", 2000), ("10s@sine(100,100,3s)", 1072),
            ("9s@step(10,10,3s)", 180), ("10s@spike(10,100,2s)", 280), ("10s@bursts(7,3s)", 28),
            ("6s@bursts(5,3s)", 10),
            ("1s@0.5,1s@0.5", 1),
        ]
    )
    func integral(text: String, count: Int) throws {
        let profile = try LoadProfile(text, duration: Self.seconds)
        let times = try Self.times(text)
        #expect(abs(times.count - count) <= 1, "\(times.count)")
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(try #require(times.last) < Int64(profile.duration / .nanoseconds(1)))
        // Each request is due when the integral reaches its number: neither early, nor a nanosecond late.
        if text.contains("bursts") { return }
        for (number, time) in times.enumerated() {
            #expect(abs(profile.curve.arrivals(within: Double(time)) - Double(number)) < 1e-3, "\(number)")
        }
    }

    @Test("A burst's requests share a moment")
    func burst() throws {
        #expect(try Self.times("4s@bursts(3,2s)") == [0, 0, 0, 2_000_000_000, 2_000_000_000, 2_000_000_000])
    }

    @Test(
        "Parts together are the whole, each request once",
        arguments: ["3s@50", "2s@10..100,1s@sine(50,20,1s)", "3s@bursts(5,1s)"]
    )
    func parts(text: String) throws {
        let whole = try Self.times(text)
        let parts = try (0..<3).map { try Self.times(text, part: LoadPart(index: $0, count: 3)) }
        #expect(parts.flatMap { $0 }.sorted() == whole)
        #expect(parts.allSatisfy { abs($0.count - whole.count / 3) <= 1 })
        let nested = try (0..<2).map { try Self.times(text, part: LoadPart(index: 1, count: 3).part($0, of: 2)) }
        #expect(nested.flatMap { $0 }.sorted() == parts[1])
    }

    @Test("Random arrivals repeat with their seed, keep the mean, and spread as a Poisson process does")
    func random() throws {
        let times = try Self.times("100s@100", arrivals: .random(seed: 7))
        #expect(try Self.times("100s@100", arrivals: .random(seed: 7)) == times)
        #expect(try Self.times("100s@100", arrivals: .random(seed: 8)) != times)
        // Five standard deviations of a count of 10,000.
        #expect(abs(times.count - 10_000) < 500, "\(times.count)")
        let counts = Dictionary(grouping: times) { $0 / 1_000_000_000 }.values.map { Double($0.count) }
        let mean = counts.reduce(0, +) / Double(counts.count)
        let variance = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(counts.count)
        #expect(variance / mean > 0.5 && variance / mean < 2, "\(variance / mean)")
        let parts = try (0..<4).map {
            try Self.times("100s@100", part: LoadPart(index: $0, count: 4), arrivals: .random(seed: 7))
        }
        #expect(abs(parts.map(\.count).reduce(0, +) - 10_000) < 500)
        #expect(Set(parts.map { $0.first }).count == 4)
    }

    @Test("A change of rate within a profile lasts until the profile's end")
    func change() throws {
        let profile = try LoadProfile("2s@10,2s@100", duration: Self.seconds)
        var schedule = LoadSchedule(profile.curve, start: 0)
        var count = 0
        while schedule.takeDue(at: 1_000_000_000) != nil { count += 1 }
        schedule.change(rate: 20, at: 1_000_000_000)
        while schedule.takeDue(at: .max - 1) != nil { count += 1 }
        #expect(count == 10 + 60)
    }

    @Test(
        "What is no profile is refused, naming the stretch",
        arguments: [
            "", "50", "30s", "30s@", "@50", "30s@-1", "30s@many", "30s@50,", "x@50", "0s@50", "10s@5..", "10s@..5",
            "10s@inf", "10s@1e99", "10s@sine(10,20,1s)", "10s@sine(10,5)", "10s@sine(10,5,x)", "10s@spike(1,2,20s)",
            "10s@bursts(0,1s)", "10s@bursts(1.5,1s)", "10s@step(10,-10,2s)", "10s@wave(1,2,3s)", "10s@step(1,1,0s)",
        ]
    )
    func refused(text: String) {
        #expect(throws: LoadProfile.Failure.self) { try LoadProfile(text, duration: Self.seconds) }
    }
}
