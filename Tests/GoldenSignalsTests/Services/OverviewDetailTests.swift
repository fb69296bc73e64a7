import Diagnosis
import GoldenSignals
import PromModel
import PromQL
import Testing

@Suite("Overview of all services: latencies and targets")
struct OverviewDetailTests {
    private static func page(_ index: Int, rate: Int, name: String = "http_request_duration_seconds") -> String {
        let total = rate * index * 15
        return """
            http_requests_total{code="200"} \(total)
            \(name)_bucket{le="0.1"} \(total / 2)
            \(name)_bucket{le="1"} \(total)
            \(name)_bucket{le="+Inf"} \(total)
            \(name)_sum \(Double(total) * 0.25)
            \(name)_count \(total)

            """
    }

    private static func overviews(
        _ service: ScrapedService,
        profiles: [MetricProfile] = MetricProfile.builtin.profiles
    ) async throws -> [ServiceOverview] {
        // Services are looked for now and then only: what has gone since is asked for all the same.
        let directory = try await service.directory(at: 105, profiles: profiles)
        let queries = OverviewQueries(directory: directory, window: .seconds(60))
        var answer: [InstantValue] = []
        for expression in queries.expressions { answer += try await service.values(expression, at: 120) }
        return queries.overviews(from: answer, directory: directory)
    }

    @Test("Each service has its own average, p95 and p99 over all of its processes")
    func latencies() async throws {
        let service = ScrapedService()
        for instance in ["a:1", "a:2"] {
            await service.scrape(["job": "a", "instance": instance], pages: (0...8).map { Self.page($0, rate: 10) })
        }
        await service.scrape(["job": "b", "instance": "b:1"], pages: (0...8).map { Self.page($0, rate: 0) })
        let rows = try await Self.overviews(service)
        #expect(rows.map(\.service.name) == ["a", "b"])
        #expect(abs((rows[0].requestRate ?? 0) - 20) < 1e-9)
        #expect(abs((rows[0].average ?? 0) - 0.25) < 1e-9)
        // Half within a tenth of a second, the rest evenly up to one second.
        #expect(abs((rows[0].p95 ?? 0) - 0.91) < 1e-9 && abs((rows[0].p99 ?? 0) - 0.982) < 1e-9)
        #expect(rows[1].requestRate == 0)
        #expect(rows[1].average == nil && rows[1].p95 == nil && rows[1].p99 == nil)
    }

    @Test("Requests that were refused are told from a twentieth on, and are no failures")
    func refused() async throws {
        let service = ScrapedService()
        for (job, share) in [("a", 0.9), ("b", 0.02), ("c", 0)] {
            let pages = (0...8).map { index in
                let (all, refused) = (Double(index * 150), Double(index * 150) * share)
                return """
                    http_requests_total{code="200"} \(all - refused)
                    http_requests_total{code="401"} \(refused)

                    """
            }
            await service.scrape(["job": job, "instance": "\(job):1"], pages: pages)
        }
        let rows = try await Self.overviews(service)
        #expect(rows.map { $0.refusals?.text } == ["4xx 90%", nil, nil])
        #expect(rows.allSatisfy { $0.health(limits: Limit.defaults, window: .seconds(60)) == .ok })
    }

    @Test("Targets up and all of them, also where one or each is down")
    func targets() async throws {
        let service = ScrapedService()
        for (job, instances) in [("a", ["a:1", "a:2", "a:3"]), ("b", ["b:1"]), ("c", ["c:1"])] {
            for instance in instances {
                let target: Labels = ["job": job, "instance": instance]
                await service.scrape(target, pages: (0...7).map { Self.page($0, rate: 10) })
                let isDown = ["a:2", "c:1"].contains(instance)
                await service.engine.ingest(
                    Scrape(
                        target: target,
                        start: Timestamp(seconds: 120),
                        duration: .milliseconds(2),
                        outcome: isDown
                            ? .failure(reason: "gone")
                            : .success(ExpositionParser.parse(Array(Self.page(8, rate: 10).utf8), format: .text))
                    )
                )
            }
        }
        let rows = try await Self.overviews(service)
        #expect(rows.map(\.service.name) == ["a", "b", "c"])
        #expect(rows.map(\.targetsUp) == [2, 1, 0])
        #expect(rows.map(\.targetsTotal) == [3, 1, 1])
        let limits = Limit.defaults.filter { $0.signal == .errorShare }
        #expect(rows.map { $0.health(limits: limits, window: .seconds(60)) } == [.warning, .ok, .down])
    }

    @Test("A service whose labels no target carries has none of its own, and is not taken to be down")
    func withoutTargets() async throws {
        let service = ScrapedService()
        let pages = (0...8).map { "http_requests_total{code=\"200\",service=\"cart\"} \($0 * 150)\n" }
        await service.scrape(["job": "proxy", "instance": "p:1"], pages: pages)
        let row = try #require(try await Self.overviews(service).first)
        #expect(row.service.name == "cart" && row.targetsUp == nil && row.targetsTotal == nil)
        #expect(row.health(limits: Limit.defaults, window: .seconds(60)) == .ok)
    }

    @Test("Of a histogram that does not say what it counts in nothing is told")
    func unknownUnit() async throws {
        let lines = """
            name: app
            requests: {metric: http_requests_total}
            failed: 'code=~"5.."'
            latency: {metric: app_latency}
            """
        let profile = try #require(try MetricProfile.reading(lines))
        let service = ScrapedService()
        let pages = (0...8).map { Self.page($0, rate: 10, name: "app_latency") }
        await service.scrape(["job": "a", "instance": "a:1"], pages: pages)
        let directory = try await service.directory(at: 120, profiles: [profile])
        #expect(OverviewQueries(directory: directory, window: .seconds(60)).expressions.count == 1)
        let row = try #require(try await Self.overviews(service, profiles: [profile]).first)
        #expect(abs((row.requestRate ?? 0) - 10) < 1e-9 && row.errorShare == 0)
        #expect(row.average == nil && row.p95 == nil && row.p99 == nil)
    }

    @Test("Both queries are PromQL for every profile at once")
    func parse() async throws {
        let service = ScrapedService()
        for (index, page) in ProgramPage.all.enumerated() {
            await service.scrape(["job": "\(index)", "instance": "a:1"], pages: [page.text + "\n"])
        }
        let known = Set(ProgramPage.all.flatMap(\.profiles))
        for profile in MetricProfile.builtin.profiles where !known.contains(profile.name) {
            // One that is told by the values of labels needs one of each.
            let labels =
                profile.requests.matchers.isEmpty
                ? "" : "{legacy_op_type=\"query\",clientrequest=\"Read\",name=\"Latency\",scope=\"Read\"}"
            let names = ([profile.requests] + profile.moreRequests).map(\.name)
            let page = names.map { "\($0)\(labels) 1" }.joined(separator: "\n")
            await service.scrape(["job": profile.name, "instance": "a:1"], pages: [page + "\n"])
        }
        let directory = try await service.directory(at: 0)
        #expect(Set(directory.matches.map(\.profile.name)) == Set(MetricProfile.builtin.profiles.map(\.name)))
        let expressions = OverviewQueries(directory: directory, window: .seconds(60)).expressions
        #expect(expressions.count == 2)
        for expression in expressions { _ = try PromQLParser.parse(expression) }
        for signal in ["averageLatency", "p95Latency", "p99Latency"] {
            #expect(expressions.last?.contains("\(signal):go") == true, "\(signal)")
        }
    }
}
