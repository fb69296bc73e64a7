import GoldenSignals
import PromModel
import PromQL
import Testing

@Suite("Overview of all services")
struct OverviewQueriesTests {
    /// Pages of a Go service: requests a second, and the share of them that fail.
    private static func pages(_ rate: Double, failing share: Double, latency: String = "0.1") -> [String] {
        (0...8).map { index in
            let total = rate * Double(index * 15)
            return """
                http_requests_total{code="200"} \(total * (1 - share))
                http_requests_total{code="503"} \(total * share)
                http_request_duration_seconds_bucket{le="\(latency)"} \(total)
                http_request_duration_seconds_bucket{le="+Inf"} \(total)
                http_request_duration_seconds_sum \(total * 0.05)

                """
        }
    }

    private static func overviews(_ service: ScrapedService) async throws -> [ServiceOverview] {
        let directory = try await service.directory(at: 120)
        let queries = OverviewQueries(directory: directory, window: .seconds(60))
        var answer: [InstantValue] = []
        for expression in queries.expressions { answer += try await service.values(expression, at: 120) }
        return queries.overviews(from: answer, directory: directory)
    }

    @Test("Each service has its rate, share of failures and p99, by two queries")
    func numbers() async throws {
        let service = ScrapedService()
        await service.scrape(["job": "busy", "instance": "a:1"], pages: Self.pages(40, failing: 0))
        await service.scrape(["job": "failing", "instance": "b:1"], pages: Self.pages(4, failing: 0.25, latency: "2"))
        await service.scrape(["job": "idle", "instance": "c:1"], pages: Self.pages(0, failing: 0))
        let rows = try await Self.overviews(service)
        #expect(rows.map(\.service.name) == ["busy", "failing", "idle"])
        #expect(rows.map(\.profile) == ["go", "go", "go"])
        #expect(rows.map { ($0.requestRate ?? -1).rounded() } == [40, 4, 0])
        #expect(rows[0].errorShare == 0)
        #expect(abs((rows[1].errorShare ?? 0) - 0.25) < 1e-9)
        #expect(rows[2].errorShare == nil && rows[2].p99 == nil)
        #expect(abs((rows[0].p99 ?? 0) - 0.099) < 1e-9)
        #expect(abs((rows[1].p99 ?? 0) - 1.98) < 1e-9)
    }

    @Test("A service of which nobody knows how often it is scraped, and that is younger than the window, is marked")
    func young() async throws {
        let service = ScrapedService()
        await service.scrape(["job": "shop", "instance": "a:1"], pages: Self.pages(40, failing: 0))
        let directory = try await service.directory(at: 120)
        for (window, isPartial) in [(60, false), (240, true)] {
            for knows in [false, true] {
                let shop = try #require(directory.services.first)
                let queries = OverviewQueries(
                    directory: directory,
                    window: .seconds(window),
                    intervals: knows ? [shop: .seconds(15)] : [:],
                    marksYoung: true
                )
                var answer: [InstantValue] = []
                for expression in queries.expressions { answer += try await service.values(expression, at: 120) }
                let row = try #require(queries.overviews(from: answer, directory: directory).first)
                #expect(row.isPartial == isPartial && row.requestRate != nil, "\(window), \(knows)")
            }
        }
    }

    @Test("A service that has had no new sample for long has no numbers")
    func old() async throws {
        let service = ScrapedService()
        await service.scrape(["job": "shop", "instance": "a:1"], pages: Self.pages(40, failing: 0))
        let directory = try await service.directory(at: 120)
        let shop = try #require(directory.services.first)
        let queries = OverviewQueries(directory: directory, window: .seconds(120), intervals: [shop: .seconds(15)])
        for (second, isKnown) in [(120.0, true), (150, true), (164, true), (168, false)] {
            var answer: [InstantValue] = []
            for expression in queries.expressions { answer += try await service.values(expression, at: second) }
            let rows = queries.overviews(from: answer, directory: directory, at: Timestamp(seconds: second))
            #expect(rows.map { $0.requestRate != nil } == [isKnown], "\(second)")
            #expect(rows.map(\.targetsUp) == [1], "\(second)")
        }
    }

    @Test("Ten minutes are counted as requests and failures, not as rates: they prove what a window cannot")
    func longer() async throws {
        let service = ScrapedService()
        let pages = (0...48).map { index in
            let total = 30 * Double(index * 15)
            return """
                http_requests_total{code="200"} \(total * 0.984)
                http_requests_total{code="503"} \(total * 0.016)
                http_request_duration_seconds_bucket{le="0.1"} \(total)
                http_request_duration_seconds_bucket{le="+Inf"} \(total)
                http_request_duration_seconds_sum \(total * 0.05)

                """
        }
        await service.scrape(["job": "canary", "instance": "a:1"], pages: pages)
        let directory = try await service.directory(at: 720)
        let queries = OverviewQueries(directory: directory, window: .seconds(60))
        var answer: [InstantValue] = []
        for expression in queries.habitExpressions { answer += try await service.values(expression, at: 720) }
        let found = queries.habits(from: answer, directory: directory)
        let longer = try #require(found.values.first?.longer)
        #expect(abs(longer.requests - 18_000) < 100 && abs(longer.failures - 288) < 3, "\(longer)")
    }

    @Test("A server that reads short questions only is asked more of them, with the same answers")
    func short() async throws {
        let service = ScrapedService()
        await service.scrape(["job": "go", "instance": "a:1"], pages: Self.pages(10, failing: 0.5))
        let otel = (0...8).map {
            "http_server_request_duration_seconds_count{http_response_status_code=\"500\"} \($0 * 30)\n"
        }
        await service.scrape(["job": "otel", "instance": "b:1"], pages: otel)
        let directory = try await service.directory(at: 120)
        let queries = OverviewQueries(directory: directory, window: .seconds(60), longest: 600)
        #expect(queries.expressions.count > 2 && queries.expressions.allSatisfy { $0.utf8.count <= 600 })
        #expect(queries.trafficCount < queries.expressions.count)
        var answer: [InstantValue] = []
        for expression in queries.expressions { answer += try await service.values(expression, at: 120) }
        let whole = try await Self.overviews(service)
        #expect(queries.overviews(from: answer, directory: directory) == whole)
    }

    @Test("Many services over several windows are told apart in the answers, not in the questions")
    func many() async throws {
        let service = ScrapedService()
        var windows: [ServiceKey: Duration] = [:]
        for number in 10..<50 {
            let job = "payments-backend-\(number)"
            await service.scrape(
                ["job": job, "instance": "a:\(number)"],
                pages: Self.pages(Double(number), failing: 0)
            )
        }
        let directory = try await service.directory(at: 120)
        for (index, key) in directory.services.enumerated() where index % 2 == 0 { windows[key] = .seconds(90) }
        let queries = OverviewQueries(directory: directory, window: .seconds(60), windows: windows)
        #expect(queries.expressions.allSatisfy { $0.utf8.count < 8_000 }, "\(queries.expressions.map(\.utf8.count))")
        var answer: [InstantValue] = []
        for expression in queries.expressions { answer += try await service.values(expression, at: 120) }
        let rows = queries.overviews(from: answer, directory: directory)
        #expect(rows.map { ($0.requestRate ?? 0).rounded() } == (10..<50).map(Double.init))
    }

    @Test("Services of several profiles are asked for at once, each with its own row")
    func profiles() async throws {
        let service = ScrapedService()
        await service.scrape(["job": "go", "instance": "a:1"], pages: Self.pages(10, failing: 0.5))
        let otel = (0...8).map {
            "http_server_request_duration_seconds_count{http_response_status_code=\"500\"} \($0 * 30)\n"
        }
        await service.scrape(["job": "otel", "instance": "b:1"], pages: otel)
        let queries = OverviewQueries(directory: try await service.directory(at: 120), window: .seconds(60))
        #expect(queries.expressions.count == 2)
        let rows = try await Self.overviews(service)
        #expect(rows.map(\.profile) == ["go", "otel"])
        #expect(abs((rows[0].errorShare ?? 0) - 0.5) < 1e-9)
        #expect(abs((rows[1].requestRate ?? 0) - 2) < 1e-9 && rows[1].errorShare == 1 && rows[1].p99 == nil)
    }

    @Test("A service whose requests carry no status takes the failures from no other")
    func withoutStatus() async throws {
        let service = ScrapedService()
        let name = "http_server_request_duration_seconds_count"
        let blind = (0...8).map { "\(name){http_route=\"/\"} \($0 * 15)\n" }
        let seeing = (0...8).map { "\(name){http_response_status_code=\"500\"} \($0 * 15)\n" }
        await service.scrape(["job": "a-blind", "instance": "a:1"], pages: blind)
        await service.scrape(["job": "b-seeing", "instance": "b:1"], pages: seeing)
        let rows = try await Self.overviews(service)
        #expect(rows.map(\.service.name) == ["a-blind", "b-seeing"])
        #expect(rows[0].errorShare == nil)
        #expect(rows[1].errorShare == 1)
    }

    @Test("No services, no queries")
    func none() {
        let directory = ServiceDirectory(matches: [], targets: [:])
        let queries = OverviewQueries(directory: directory, window: .seconds(60))
        #expect(queries.expressions.isEmpty)
        #expect(queries.overviews(from: [], directory: directory).isEmpty)
    }

    @Test("Values that are no numbers, and tags that mean nothing, are left out")
    func strange() async throws {
        let service = ScrapedService()
        await service.scrape(["job": "web", "instance": "a:1"], pages: Self.pages(10, failing: 0))
        let directory = try await service.directory(at: 120)
        let queries = OverviewQueries(directory: directory, window: .seconds(60))
        let rows = queries.overviews(
            from: [
                InstantValue(labels: ["job": "web", "sretop": "requestRate:go"], value: .nan),
                InstantValue(labels: ["job": "web", "sretop": "p99Latency"], value: 1),
                InstantValue(labels: ["job": "web"], value: 1),
                InstantValue(labels: ["job": "other", "sretop": "requestRate:go"], value: 1),
            ],
            directory: directory
        )
        #expect(rows == [ServiceOverview(service: ServiceKey(of: ["job": "web"]), profile: "go")])
    }
}
