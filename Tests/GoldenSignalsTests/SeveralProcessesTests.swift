import GoldenSignals
import PromModel
import Testing

@Suite("Several processes behind one address, by a store's samples")
struct SeveralProcessesTests {
    /// Samples of a counter every 15 s.
    private static func instances(
        _ values: [Double],
        starts: [Double]? = nil,
        by names: [String] = ["instance"]
    ) async throws -> [Labels] {
        let service = ScrapedService()
        let pages = values.enumerated().map { index, value in
            "http_requests_total{code=\"200\"} \(value)\n"
                + (starts.map { "process_start_time_seconds \($0[index])\n" } ?? "")
        }
        await service.scrape(["job": "shop", "instance": "a:1"], pages: pages)
        guard let profile = MetricProfile.named("go") else { return [] }
        let catalog = SignalCatalog(profile: profile, selector: "", window: .seconds(60))
        let end = Double((values.count - 1) * 15)
        return try await service.values(catalog.severalProcesses(by: names), at: end).map(\.labels)
    }

    /// A value for each of some scrapes.
    private static func counter(_ count: Int = 20, _ value: (Double) -> Double) -> [Double] {
        (0..<count).map { value(Double($0)) }
    }

    private static func isOdd(_ index: Double) -> Bool { index.truncatingRemainder(dividingBy: 2) == 1 }

    /// Two workers that answer in turn: one that has counted for long, and one that began a moment ago.
    private static let recycled = counter { isOdd($0) ? $0 * 170 : 100_000 + $0 * 180 }
    private static let alike = counter { isOdd($0) ? 80_000 + $0 * 180 : 100_000 + $0 * 180 }
    /// Begins anew every fifth scrape, as a crash loop with a pause does, or every fourth.
    private static let crashing = counter { $0.truncatingRemainder(dividingBy: 5) * 300 + 40 }
    private static let crashingOften = counter(21) { $0.truncatingRemainder(dividingBy: 4) * 300 + 40 }
    private static let oneRestart = counter { $0 < 9 ? 5000 + $0 * 300 : ($0 - 9) * 300 }
    private static let steady = counter { $0 * 300 }

    @Test("Told where counters jump back and forth, without start times; one restart and a few are none")
    func withoutStarts() async throws {
        for values in [Self.alike, Self.recycled] {
            #expect(try await Self.instances(values).map { $0["instance"] } == ["a:1"])
        }
        for values in [Self.oneRestart, Self.crashing, Self.crashingOften, Self.steady] {
            #expect(try await Self.instances(values).isEmpty)
        }
    }

    @Test("With start times they decide: back and forth are several processes, ever later ones are restarts")
    func withStarts() async throws {
        let turns = Self.counter { Self.isOdd($0) ? 2000 : 1000 }
        #expect(try await Self.instances(Self.recycled, starts: turns).count == 1)
        let later = Self.counter { 1000 + ($0 / 2).rounded(.down) * 30 }
        let oftenAnew = Self.counter { Self.isOdd($0) ? 340 : 40 }
        #expect(try await Self.instances(oftenAnew, starts: later).isEmpty)
    }

    @Test("With the labels of its service, for the list of all")
    func named() async throws {
        let found = try await Self.instances(Self.recycled, by: ["cluster", "job", "instance"])
        #expect(found.map { $0["job"] } == ["shop"])
    }
}

@Suite("How full a window is")
struct WindowSampleTests {
    @Test("Where rates are increases over the window, a series has to be older than it")
    func slopes() async throws {
        let service = ScrapedService()
        await service.scrape(
            ["job": "shop", "instance": "a:1"],
            pages: (0...8).map { "http_requests_total{code=\"200\"} \($0 * 150)\n" }
        )
        let profile = try #require(MetricProfile.named("go"))
        let catalog = SignalCatalog(profile: profile, selector: "", window: .seconds(60))
        let dividing = catalog.dividingIncreases(by: .seconds(60))
        for (moment, plain, strict) in [(30.0, 3.0, 0.0), (45, 4, 0), (59, 4, 0), (60, 4, 4), (90, 4, 4)] {
            let held = try await service.value(catalog.sampleCount(within: .seconds(60)), at: moment) ?? -1
            #expect(held >= plain, "\(moment)")
            let counted = try await service.value(dividing.sampleCount(within: .seconds(60)), at: moment) ?? -1
            #expect(strict == 0 ? counted == 0 : counted >= strict, "\(moment): \(counted)")
        }
    }
}
