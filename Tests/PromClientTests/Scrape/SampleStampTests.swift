import GoldenSignals
import PromClient
import PromModel
import Testing

@Suite("Pages whose parts are stamped apart")
struct StampedPartTests {
    @Test("Nothing is told of some of the instances that a page passes on, and then the truth of all of them")
    func rounds() async throws {
        let start = Timestamp(seconds: 1_000_000)
        // Scraped every 15 s in turn, each 12 a second; a third of one's requests fail.
        let phases = [0, 4, 9]
        let script = try PageScript(window: .seconds(60), start: start) { _, moment in
            let second = Int((moment - start).components.seconds) + 600
            let lines = phases.enumerated().flatMap { index, phase -> [String] in
                let at = (second - phase) / 15 * 15 + phase
                let stamp = (start + .seconds(at - 600)).milliseconds
                let (all, failed) = (at * 12, index == 2 ? at * 4 : 0)
                let labels = "instance=\"i\(index):1\",job=\"fed\",method=\"GET\",route=\"/r\""
                let name = "http_requests_total{\(labels),status="
                return ["\(name)\"200\"} \(all - failed) \(stamp)", "\(name)\"500\"} \(failed) \(stamp)"]
            }
            return PageScript.text("# TYPE http_requests_total counter\n" + lines.joined(separator: "\n") + "\n")
        }
        var told = 0
        for second in 0..<100 {
            let snapshot = try await script.poll().snapshot
            guard let rate = snapshot[.requestRate].value else { continue }
            told += 1
            #expect(abs(rate / 36 - 1) < 0.02, "\(second): \(rate)")
            #expect(abs((snapshot[.errorShare].value ?? 0) - 1.0 / 9) < 0.005, "\(second)")
        }
        #expect(told > 40)
    }
}

@Suite("Pages with timestamps of their own")
struct SampleStampTests {
    private static let now = Timestamp(seconds: 1_795_904_488)

    private func stamps(_ milliseconds: Int64) throws -> SampleStamps {
        let page = Exposition(samples: [
            ExpositionSample(labels: ["__name__": "a"], value: 1),
            ExpositionSample(labels: ["__name__": "b"], value: 1, timestamp: Timestamp(milliseconds: milliseconds)),
        ])
        return try #require(SampleStamps(page, at: Self.now))
    }

    @Test(
        "Timestamps that cannot be of now are named with their cause",
        arguments: [
            (1_795_904_488, "seconds where milliseconds belong (1795904488)"),
            (1_795_904_488_000_000, "microseconds where milliseconds belong"),
            (1_795_904_488_000_000_000, "nanoseconds where milliseconds belong"),
            (1_795_904_488_000 + 30_000, "30 s in the future: its samples count when"),
            (1_795_904_488_000 + 3_600_000, "3600 s in the future: such samples are dropped"),
            (1_795_904_488_000 - 400_000, "400 s behind: too old"),
        ] as [(Int64, String)]
    )
    func problems(stamp: Int64, text: String) throws {
        let stamps = try stamps(stamp)
        #expect(stamps.problem?.contains(text) == true && stamps.lag == nil, "\(stamps)")
    }

    @Test("A lag that queries can bridge is no problem, nor is a clock that is a little ahead")
    func lags() throws {
        #expect(try stamps(1_795_904_448_000) == stamps(1_795_904_448_000))
        #expect(try stamps(1_795_904_448_000).lag == .seconds(40))
        #expect(try stamps(1_795_904_489_000).problem == nil)
        #expect(SampleStamps(Exposition(samples: []), at: Self.now) == nil)
    }

    @Test("Samples 40 s behind, renewed every 10 s, are evaluated at the newest of them, and the lag is said")
    func behind() async throws {
        let script = try PageScript { _, moment in
            let stamp = Timestamp(seconds: Double(Int(moment.seconds - 40) / 10 * 10))
            return PageScript.counter(Int(stamp.seconds) * 20, stamp: stamp)
        }
        var updates: [SourceUpdate] = []
        for _ in 0..<70 { updates.append(try await script.poll()) }
        let update = try #require(updates.last)
        #expect(abs((update.snapshot[.requestRate].value ?? 0) - 20) < 0.01, "\(update.snapshot[.requestRate])")
        #expect(update.snapshot.at.milliseconds % 10_000 == 0 && update.snapshot.newestSample == update.snapshot.at)
        let age = script.clock.now - update.snapshot.at
        #expect(age >= .seconds(40) && age <= .seconds(51))
        #expect(update.snapshot.window == .seconds(41) && !update.snapshot.isPartial)
        let fresh = try #require(update.report?.freshWithin)
        #expect(fresh > .seconds(60))
        let warnings = update.report?.warnings ?? []
        #expect(warnings.contains { $0.contains("stamps its samples itself, 4") }, "\(warnings)")
    }

    @Test("Samples of a long while ago are kept for as long as it takes", arguments: [58, 100, 280])
    func farBehind(lag: Int) async throws {
        let script = try PageScript { _, moment in
            let stamp = moment - .seconds(lag)
            return PageScript.counter(Int(stamp.seconds) * 20, stamp: stamp)
        }
        for number in 0..<40 {
            let update = try await script.poll(isFirst: number == 0)
            guard number > 1 else { continue }
            let rate = try #require(update.snapshot[.requestRate].value, "poll \(number)")
            #expect(abs(rate - 20) < 0.5, "poll \(number): \(rate)")
        }
    }

    @Test("A page whose timestamps stand still has had no new sample, though it answers", arguments: [0, 3])
    func standsStill(lag: Int) async throws {
        let start = Timestamp(seconds: 1_000_000)
        let script = try PageScript { _, moment in
            let stamp = min(moment, start + .seconds(20)) - .seconds(lag)
            return PageScript.counter(Int(stamp.seconds) * 20, stamp: stamp)
        }
        var updates: [SourceUpdate] = []
        for number in 0..<60 { updates.append(try await script.poll(isFirst: number == 0)) }
        let update = try #require(updates.last)
        let newest = try #require(update.snapshot.newestSample)
        let limit = try #require(update.report?.freshWithin)
        #expect(script.clock.now - newest > limit + .seconds(1), "\(limit)")
    }

    @Test("Where timestamps are seconds, the words for no data name them")
    func seconds() async throws {
        let script = try PageScript { _, moment in
            PageScript.text("http_requests_total{code=\"200\",handler=\"/a\"} 3 \(Int(moment.seconds))\n")
        }
        for _ in 0..<3 {
            let update = try await script.poll()
            #expect(update.failure == nil && update.snapshot[.requestRate].state == .noData)
            let advice = update.report?.noDataAdvice ?? ""
            #expect(advice.contains("seconds where milliseconds belong"), "\(advice)")
        }
    }
}
