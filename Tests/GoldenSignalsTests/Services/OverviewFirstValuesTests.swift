import GoldenSignals
import PromModel
import PromQL
import Testing

/// The first values of new series in the list of services, over pages that were scraped every 15 s.
@Suite("First values in the overview of all services")
struct OverviewFirstValuesTests {
    private static func page(_ good: Double, _ failed: Double?, start: Double, label: String = "") -> String {
        var lines = ["http_requests_total{code=\"200\"\(label)} \(good)"]
        if let failed { lines.append("http_requests_total{code=\"500\"\(label)} \(failed)") }
        return (lines + ["process_start_time_seconds \(start)", ""]).joined(separator: "\n")
    }

    /// The list at second 124 of a service with these pages, one every 15 s.
    private static func overview(_ pages: [String?], addsFirstValues: Bool = true) async throws -> ServiceOverview {
        let engine = EmbeddedQueryEngine(retention: .seconds(3600), countsFromZero: false)
        for (index, page) in pages.enumerated() {
            await engine.ingest(
                Scrape(
                    target: ["job": "web", "instance": "a:1"],
                    start: Timestamp(seconds: Double(index) * 15 + 4),
                    duration: .milliseconds(2),
                    outcome: page.map { .success(ExpositionParser.parse(Array($0.utf8), format: .text)) }
                        ?? .failure(reason: "refused")
                )
            )
        }
        let moment = Timestamp(seconds: 124)
        let detection = ServiceDetection(profiles: MetricProfile.builtin.profiles)
        let directory = detection.directory(from: try await engine.instant(detection.expression(), at: moment))
        let queries = OverviewQueries(directory: directory, window: .seconds(60), addsFirstValues: addsFirstValues)
        var answer: [InstantValue] = []
        for expression in queries.expressions { answer += try await engine.instant(expression, at: moment) }
        return try #require(queries.overviews(from: answer, directory: directory).first)
    }

    /// 40 requests a second; 3,000 failures come with their series at a scrape and 300 with each one after it.
    private static func pages(from first: Int, start: (Int) -> Double = { _ in -1000 }) -> [String?] {
        (0...8).map { index in
            page(Double(index) * 600, index < first ? nil : 3000 + Double(index - first) * 300, start: start(index))
        }
    }

    @Test("Failures that arrive with their series count, as they do on the screen", arguments: [5, 6, 8])
    func born(first: Int) async throws {
        let overview = try await Self.overview(Self.pages(from: first))
        let (rate, share) = (try #require(overview.requestRate), try #require(overview.errorShare))
        // Of the window's own increase the server tells a little more or less.
        let failures = 3000 + 300 * Double(8 - first)
        #expect(abs(share * rate * 60 - failures) < 320, "\(share) \(rate)")
        #expect(abs(rate * 60 - (2400 + failures)) < 320)
        let plain = try await Self.overview(Self.pages(from: first), addsFirstValues: false)
        #expect((plain.errorShare ?? 0) * (plain.requestRate ?? 0) * 60 < 1300)
        // It is an estimate where the service's own screen has a number.
        #expect(overview.isEstimated == true && plain.isEstimated == nil)
    }

    @Test("What was there a window ago, a new process, and labels that changed bring no new failures")
    func old() async throws {
        let pages: [[String?]] = [
            Self.pages(from: 1), Self.pages(from: 6) { $0 < 6 ? -1000 : 80 },
            (0...8).map { Self.page(Double($0) * 600, 3000, start: -1000, label: $0 < 6 ? "" : ",v=\"2\"") },
        ]
        for (index, pages) in pages.enumerated() {
            let overview = try await Self.overview(pages)
            let failures = (overview.errorShare ?? 0) * (overview.requestRate ?? 0) * 60
            #expect(failures < 1600, "\(index): \(failures)")
            #expect(overview.isEstimated == nil, "\(index)")
        }
    }
}
