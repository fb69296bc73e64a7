import GoldenSignals
import PromModel
import PromQL
import Testing

/// What the first values of new series stand for, over pages that were scraped every 15 s.
@Suite("First values of new series")
struct FirstValuesTests {
    private static let target: Labels = ["job": "web", "instance": "a:1"]

    /// A page of a process that began at `start`; `extra` are labels that its counters carry, such as `,v="2"`.
    private static func page(
        _ good: Double,
        _ failed: Double? = nil,
        start: Double = -1000,
        extra: String = ""
    ) -> String {
        var lines = ["# TYPE http_requests_total counter", "http_requests_total{code=\"200\"\(extra)} \(good)"]
        if let failed { lines.append("http_requests_total{code=\"500\"\(extra)} \(failed)") }
        return (lines + ["process_start_time_seconds \(start)", ""]).joined(separator: "\n")
    }

    /// What was added at each second of some evaluations: requests, failures, and failures of unknown age too.
    private static func first(
        _ pages: [(target: Labels, pages: [String?])],
        at seconds: [Double]
    ) async throws -> [[Double?]] {
        let engine = EmbeddedQueryEngine(retention: .seconds(7200), countsFromZero: false)
        for (target, pages) in pages {
            for (index, page) in pages.enumerated() {
                await engine.ingest(
                    Scrape(
                        target: target,
                        start: Timestamp(seconds: Double(index) * 15 + 4),
                        duration: .milliseconds(2),
                        outcome: page.map { .success(ExpositionParser.parse(Array($0.utf8), format: .text)) }
                            ?? .failure(reason: "refused")
                    )
                )
            }
        }
        let profile = try #require(MetricProfile.named("go"))
        let queries = RefreshQueries(
            catalog: SignalCatalog(profile: profile, selector: "job=\"web\"", window: .seconds(60)),
            window: .seconds(60),
            scrapeInterval: .seconds(15)
        )
        let shares = try #require(queries.ranges.first { $0.contains("firstFailures") })
        var found: [[Double?]] = []
        for second in seconds {
            let values = try await engine.instant(shares, at: Timestamp(seconds: second))
            found.append(
                ["firstRequests", "firstFailures", "possibleFailures"].map { tag in
                    values.first { $0.labels["sretop"] == tag }?.value
                }
            )
        }
        return found
    }

    /// Enough scrapes for the page to be old.
    private static let old = [String?](repeating: page(1000), count: 8)

    @Test("Failures that arrive with their series in one scrape of an old process count, for one window")
    func burst() async throws {
        let after = [String?](repeating: Self.page(1000, 3000), count: 8)
        let found = try await Self.first([(Self.target, Self.old + after)], at: [120, 135, 180, 195, 210])
        #expect(
            found == [[nil, nil, nil], [3000, 3000, 3000], [3000, 3000, 3000], [nil, nil, nil], [nil, nil, nil]]
        )
    }

    @Test("Of a series that goes on rising counts what `increase` does not suppose of its first value")
    func rising() async throws {
        let after = (1...8).map { Self.page(1000, Double($0) * 7) as String? }
        let found = try await Self.first([(Self.target, Self.old + after)], at: [135, 150, 180])
        #expect(found[0] == [7, 7, 7])
        // Half of what comes in an interval is in the estimate.
        for added in found.dropFirst() {
            #expect(added[0] == added[1] && abs((added[1] ?? 0) - 3.5) < 0.5, "\(added)")
            #expect(added[2] == 7)
        }
    }

    @Test("What makes no new failures: a restart, other labels, a new target, a gap, a series that was away")
    func noBirth() async throws {
        let none: [Double?] = [nil, nil]
        let restarted = [String?](repeating: Self.page(5, 3, start: 118), count: 4)
        let relabelled = [String?](repeating: Self.page(1000, 40, extra: ",v=\"2\""), count: 4)
        let old = [String?](repeating: Self.page(1000, 40), count: 8)
        let failed: [String?] = [nil, nil] + [String?](repeating: Self.page(1000, 3000), count: 4)
        let away = [String?](repeating: Self.page(1000), count: 2) + [String?](repeating: Self.page(1000, 41), count: 2)
        for (name, pages) in [
            ("restart", Self.old + restarted), ("labels", old + relabelled), ("gap", Self.old + failed),
            ("away", old + away),
        ] {
            let found = try await Self.first([(Self.target, pages)], at: [125, 140, 155, 170, 185])
            #expect(found.allSatisfy { Array($0.prefix(2)) == none }, "\(name): \(found)")
        }
        let new: Labels = ["job": "web", "instance": "b:1"]
        let late = try await Self.first(
            [(Self.target, Self.old + Self.old), (new, [String?](repeating: Self.page(10, 500), count: 4))],
            at: [15, 30, 60]
        )
        #expect(late.allSatisfy { Array($0.prefix(2)) == none })
        // Nobody looked at what the new target counted before: that is not none.
        #expect(late.map { $0[2] } == [500, 500, 500])
    }

    @Test("A target whose labels were changed is no new one, although the old one lingers")
    func relabelledTarget() async throws {
        let renamed: Labels = ["job": "web", "instance": "a:1", "version": "2"]
        let page = [String?](repeating: Self.page(1000, 40), count: 8)
        // Both are evaluated at once: the second begins at its own second 4.
        let found = try await Self.first([(Self.target, page), (renamed, page)], at: [15, 30, 45, 60])
        #expect(found.allSatisfy { $0[0] == nil && $0[1] == nil })
    }

    @Test("Failures are counted as the counters have them, from nothing where they are new")
    func counted() async throws {
        let engine = EmbeddedQueryEngine(retention: .seconds(7200), countsFromZero: false)
        let pages = Self.old + [Self.page(1000, 3000), Self.page(1000, 3000), Self.page(1000, 3005)]
        for (index, page) in pages.enumerated() {
            await engine.ingest(
                Scrape(
                    target: Self.target,
                    start: Timestamp(seconds: Double(index) * 15 + 4),
                    duration: .zero,
                    outcome: .success(ExpositionParser.parse(Array((page ?? "").utf8), format: .text))
                )
            )
        }
        let profile = try #require(MetricProfile.named("go"))
        let catalog = SignalCatalog(profile: profile, selector: "job=\"web\"", window: .seconds(60))
        func count(since seconds: Double, at moment: Double) async throws -> Double? {
            let counted = catalog.failuresCounted(within: .seconds(moment - seconds), interval: .seconds(15))
            return try await engine.instant(counted ?? "", at: Timestamp(seconds: moment)).first?.value
        }
        #expect(try await count(since: 120, at: 135) == 3000)
        #expect(try await count(since: 120, at: 150) == 3000)
        #expect(try await count(since: 120, at: 165) == 3005)
        #expect(try await count(since: 135, at: 165) == 5)
        // Long after the series has ended it is what it was.
        #expect(try await count(since: 120, at: 900) == 3005)
    }
}
