import GoldenSignals
import PromModel
import PromQL
import Testing

@Suite("Service detection")
struct ServiceDetectionTests {
    private static let requests = "http_server_request_duration_seconds_count"

    @Test("Each kind of program is known by its page, with what it cannot answer", arguments: ProgramPage.all)
    func programs(page: ProgramPage) async throws {
        let service = ScrapedService()
        await service.scrape(["job": "web", "instance": "a:1"], pages: [String](repeating: page.text + "\n", count: 5))
        let directory = try await service.directory()
        #expect(directory.matches.map(\.profile.name) == page.profiles)
        #expect(Set(directory.matches.first?.gaps.values.map { $0 } ?? []).sorted() == page.gaps)
        #expect(directory.targets == [["job": "web"]: 1])
    }

    @Test("A page that two profiles fit has both, in the profiles' order")
    func two() async throws {
        let service = ScrapedService()
        let page = "\(Self.requests){http_response_status_code=\"200\"} 3\nhttp_requests_total{code=\"200\"} 3\n"
        await service.scrape(["job": "web", "instance": "a:1"], pages: [page, page])
        let profiles = MetricProfile.builtin.profiles
        #expect(try await service.directory(at: 15).matches.map(\.profile.name) == ["otel", "go"])
        let reversed = try await service.directory(at: 15, profiles: profiles.reversed())
        #expect(reversed.matches.map(\.profile.name) == ["go", "otel"])
    }

    @Test("A profile of the user's before the built-in ones is preferred")
    func own() async throws {
        let service = ScrapedService()
        let page = "http_requests_total{code=\"200\",kind=\"mine\"} 3\n"
        await service.scrape(["job": "web", "instance": "a:1"], pages: [page, page])
        let own = try #require(
            try MetricProfile.reading("name: mine\nrequests: {metric: http_requests_total, where: 'kind=\"mine\"'}")
        )
        let directory = try await service.directory(at: 15, profiles: [own] + MetricProfile.builtin.profiles)
        #expect(directory.matches.map(\.profile.name) == ["mine", "go"])
        #expect(directory.matches.first?.gaps[.errorShare] == "no status label on http_requests_total")
        #expect(directory.matches.first?.gaps[.p99Latency] == "no latency is measured")
    }

    @Test("Series and targets are counted by service")
    func counts() async throws {
        let service = ScrapedService()
        let page = "http_requests_total{code=\"200\"} 3\nhttp_requests_total{code=\"500\"} 1\n"
        for instance in ["a:1", "b:1"] {
            await service.scrape(["job": "web", "instance": instance], pages: [page])
        }
        await service.scrape(["job": "db", "instance": "c:1"], pages: ["x 1\n"])
        let directory = try await service.directory(at: 0)
        #expect(directory.matches.map(\.requestSeries) == [4])
        #expect(directory.targets == [["job": "web"]: 2, ["job": "db"]: 1])
    }

    @Test("Looking can be narrowed to one service")
    func selector() async throws {
        let service = ScrapedService()
        for job in ["a", "b"] {
            await service.scrape(["job": job, "instance": "a:1"], pages: ["http_requests_total{code=\"200\"} 3\n"])
        }
        let detection = ServiceDetection(profiles: MetricProfile.builtin.profiles)
        let answer = try await service.values(detection.expression(selector: "job=\"b\""), at: 0)
        let directory = detection.directory(from: answer)
        #expect(directory.services.map(\.name) == ["b"])
        #expect(directory.targets == [["job": "b"]: 1])
    }

    @Test("Without a profile the targets are counted all the same")
    func noProfiles() async throws {
        let service = ScrapedService()
        await service.scrape(["job": "a", "instance": "a:1"], pages: ["x 1\n"])
        let directory = try await service.directory(at: 0, profiles: [])
        #expect(directory.matches.isEmpty)
        #expect(directory.targets == [["job": "a"]: 1])
    }

    @Test("What cannot be answered is not asked for")
    func answerable() async throws {
        let service = ScrapedService()
        await service.scrape(["job": "web", "instance": "a:1"], pages: ["\(Self.requests){http_route=\"/\"} 5\n"])
        let match = try #require(try await service.directory(at: 0).matches.first)
        #expect(!match.hasStatus && !match.hasDurations && !match.hasBuckets)
        #expect(match.answerable.failures.isEmpty && match.answerable.statusLabel == nil)
        let catalog = SignalCatalog(profile: match.answerable, selector: "", window: .seconds(60))
        #expect(catalog.expression(for: .errorShare) == nil && catalog.errorRate(by: ["route"]) == nil)
    }

    @Test("A match is described in lines, with every gap")
    func description() async throws {
        let service = ScrapedService()
        let page = "http_requests_total{code=\"200\"} 5\nhttp_request_duration_seconds_sum 1\n"
        await service.scrape(["job": "web", "instance": "a:1"], pages: [page])
        let match = try #require(try await service.directory(at: 0).matches.first)
        let noQuantile =
            "no answer: there are no buckets (http_request_duration_seconds_bucket): no quantile can be told"
        #expect(
            match.description == [
                "profile      go: Go conventions (promhttp)", "requests     http_requests_total, 1 series",
                "latency      http_request_duration_seconds",
                "left out     routes (handler) that match /metrics|/health|/healthz|/livez|/readyz|/-/.*",
                "p95          \(noQuantile)", "p99          \(noQuantile)",
            ]
        )
    }
}
