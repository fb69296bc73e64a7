import GoldenSignals
import PromModel
import Testing

@Suite("What processes did before anybody watched")
struct ProcessPastTests {
    private static let now = Timestamp(seconds: 1_795_192_800)

    private static func queries(span: Duration, scrape: Duration) throws -> ProcessPastQueries {
        let profile = try #require(MetricProfile.builtin.profiles.first)
        let catalog = SignalCatalog(profile: profile, selector: "job=\"a\"", window: .seconds(60))
        return try #require(ProcessPastQueries(catalog, span: span, scrape: scrape, through: now))
    }

    @Test("Sixty moments at most, and none nearer than two scrapes")
    func moments() throws {
        let long = try Self.queries(span: .seconds(1800), scrape: .seconds(5))
        #expect(long.step == .seconds(30) && long.from == Self.now - .seconds(1800))
        // A restart between two steps is between two samples.
        #expect(long.expression.contains("changes(process_start_time_seconds{job=\"a\"}[35s])"))
        let short = try Self.queries(span: .seconds(300), scrape: .seconds(15))
        #expect(short.step == .seconds(15) && short.from == Self.now - .seconds(300))
    }

    @Test("Where versions are told, which ran at each moment is asked as well")
    func versions() throws {
        let queries = try Self.queries(span: .seconds(300), scrape: .seconds(15))
        #expect(!queries.expression.contains("build_info") && queries.past([]).tables == nil)
        let profile = try #require(MetricProfile.builtin.profiles.first)
        let asked = try #require(
            ProcessPastQueries(
                SignalCatalog(profile: profile, selector: "job=\"a\"", window: .seconds(60)),
                span: .seconds(300),
                scrape: .seconds(15),
                through: Self.now,
                versions: ["app_build_info"]
            )
        )
        #expect(asked.expression.contains("app_build_info"))
        func series(_ tag: String, _ version: String?, _ values: [(Int, Double)]) -> Series {
            var labels: Labels = ["instance": "web-1", SignalCatalog.tagLabel: tag]
            if let version { labels = labels.setting("version", to: version) }
            return Series(labels: labels, samples: values.map { Sample(timestamp: Self.now - .seconds($0), value: $1) })
        }
        let past = asked.past([
            series("version", "1.0", [(60, 1)]), series("version", "2.0", [(30, 1)]),
            series("start", nil, [(60, 100), (30, 200)]),
        ])
        #expect(past.tables?.map(\.versions) == [["web-1": "1.0"], ["web-1": "2.0"]])
        #expect(past.tables?.map(\.starts) == [["web-1": 100], ["web-1": 200]])
        #expect(past.samples.isEmpty && past.restarts.isEmpty)
    }

    @Test("What they held stands by its moment, restarts lie evenly in their step")
    func answer() throws {
        let queries = try Self.queries(span: .seconds(1800), scrape: .seconds(5))
        func series(_ tag: String, _ values: [(Int, Double)]) -> Series {
            Series(
                labels: ["instance": "web-1", SignalCatalog.tagLabel: tag],
                samples: values.map { Sample(timestamp: Self.now - .seconds($0), value: $1) }
            )
        }
        let past = queries.past([
            series("gauge:memory", [(60, 1e8), (30, 2e8)]), series("gauge:fds", [(30, 7)]),
            series("restarts", [(60, 1), (30, 2)]),
        ])
        #expect(past.samples.map(\.at) == [Self.now - .seconds(60), Self.now - .seconds(30)])
        #expect(past.samples[1].gauges.map(\.value).sorted() == [7, 2e8])
        let ago = past.restarts["web-1"]?.map { (Self.now - $0).inSeconds }
        #expect(ago == [75, 52.5, 37.5])
    }
}
