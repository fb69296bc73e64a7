import GoldenSignals
import PromClient
import PromModel
import PromQL
import ServiceKit
import Testing

/// The real service, the real driver and the real scraper over loopback.
@Suite("Service, load and scrape", .serialized)
struct ServiceScrapeTests {
    private func page(_ port: Int, _ transport: AsyncHTTPTransport) async throws -> Exposition {
        let scraper = Scraper(transport: transport, timeout: .seconds(5), version: "test")
        let target = try #require(ScrapeTarget("127.0.0.1:\(port)"))
        let result = await scraper.scrape(target, at: Timestamp(milliseconds: 0))
        guard case .success(let page) = result.scrape.outcome else {
            Issue.record("\(result.scrape.outcome)")
            return Exposition(samples: [], metadata: [:], problems: [])
        }
        return page
    }

    private func count(_ page: Exposition, route: String, status: String) -> Double? {
        page.samples.first {
            $0.labels.metricName == "http_requests_total" && $0.labels["route"] == route
                && $0.labels["status"] == status && $0.labels["method"] == "GET"
        }?.value
    }

    @Test("What the driver counted is what the page says, failures exactly a fifth")
    func known() async throws {
        try await RunningService.with { service in
            let port = service.port
            let driver = LoadDriver(target: try LoadTarget(url: "http://127.0.0.1:\(port)/risky"))
            await driver.start(rate: 400, duration: .milliseconds(1_250))
            try await waitUntil { await !driver.reading().isRunning }
            await driver.drain(limit: .seconds(5))
            let summary = await driver.summary()
            await driver.close()
            #expect(summary.count.sent == 500)
            #expect(summary.count.done == 500)
            #expect(summary.count.serverErrors == 100)
            #expect(summary.count.unanswered == 0)
            let transport = AsyncHTTPTransport()
            let page = try await page(port, transport)
            await transport.close()
            #expect(count(page, route: "/risky", status: "200") == 400)
            #expect(count(page, route: "/risky", status: "500") == 100)
            #expect(page.problems.isEmpty)
        }
    }

    @Test("Probes and the page are not traffic; an unmatched path is, under one label")
    func uncounted() async throws {
        try await RunningService.with { service in
            let port = service.port
            let transport = AsyncHTTPTransport()
            for path in ["/healthz", "/readyz", "/metrics", "/faults", "/nowhere/1", "/nowhere/2", "/version", "/"] {
                let url = "http://127.0.0.1:\(port)\(path)"
                let answer = try await transport.ask(HTTPQuestion(url: url, timeout: .seconds(5), bodyLimit: 1_000_000))
                #expect(answer.status == (path.hasPrefix("/nowhere") ? 404 : 200))
            }
            let page = try await page(port, transport)
            await transport.close()
            let total = page.samples.filter { $0.labels.metricName == "http_requests_total" }.reduce(0) {
                $0 + $1.value
            }
            #expect(total == 4)
            #expect(count(page, route: "unmatched", status: "404") == 2)
            #expect(count(page, route: "/version", status: "200") == 1)
        }
    }

    @Test("Faults are listed, reset and switched on by the control routes; nonsense is refused by name")
    func control() async throws {
        try await RunningService.with { service in
            let port = service.port
            let transport = AsyncHTTPTransport()
            func ask(_ method: String, _ path: String, _ body: String = "") async throws -> (Int, String) {
                var question = HTTPQuestion(
                    url: "http://127.0.0.1:\(port)\(path)",
                    timeout: .seconds(5),
                    bodyLimit: 65_536
                )
                question.method = method
                question.body = Array(body.utf8)
                let answer = try await transport.ask(question)
                return (answer.status, String(decoding: answer.body, as: UTF8.self))
            }
            #expect(try await ask("GET", "/faults").1.contains("\"active\":true"))
            #expect(try await ask("POST", "/faults/reset").1.contains("\"active\":false"))
            let on = "{\"fault\":\"errors\",\"route\":\"/risky\",\"active\":true}"
            #expect(try await ask("POST", "/faults", on).1.contains("\"active\":true"))
            let unknown = try await ask("POST", "/faults", "{\"fault\":\"quake\",\"route\":\"/risky\",\"active\":true}")
            #expect(unknown.0 == 400 && unknown.1.contains("quake"))
            let nonsense = try await ask("POST", "/faults", "[1]")
            #expect(nonsense.0 == 400)
            await transport.close()
        }
    }

    @Test("Where nobody listens every request ends as a connection error, and the run ends")
    func refused() async throws {
        let closed = try #require(ClosedPort())
        let driver = LoadDriver(target: try LoadTarget(url: "http://127.0.0.1:\(closed.port)/"))
        await driver.start(rate: 200, duration: .milliseconds(500))
        try await waitUntil { await !driver.reading().isRunning }
        await driver.drain(limit: .seconds(1))
        let count = await driver.summary().count
        await driver.close()
        #expect(count.done == 0)
        #expect(count.connectionErrors + count.unfinished == 100)
    }

    @Test("A target that never answers leaves unfinished requests that count in the percentiles")
    func silent() async throws {
        let server = try await RawServer(answering: nil, closes: false)
        let driver = LoadDriver(target: try LoadTarget(url: "http://127.0.0.1:\(server.port)/"))
        await driver.start(rate: 100, duration: .milliseconds(300))
        try await waitUntil { await !driver.reading().isRunning }
        await driver.drain(limit: .milliseconds(200))
        let summary = await driver.summary()
        await driver.close()
        try await server.stop()
        #expect(summary.count.unfinished == 30)
        let median = try #require(summary.response.value(at: 50))
        #expect(median.duration >= .milliseconds(200) && median.isAtLeast)
        #expect(summary.service.boundCount == 30)
    }
}

/// Waits for a condition, at most 20 s.
func waitUntil(_ condition: @Sendable () async -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while await !condition() {
        try #require(ContinuousClock.now < deadline, "the condition never came true")
        try await Task.sleep(for: .milliseconds(10))
    }
}
