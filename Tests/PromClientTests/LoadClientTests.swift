import PromModel
import ServiceKit
import Testing

/// The driver's clients against the real service.
@Suite("Clients of a load", .serialized)
struct LoadClientTests {
    private func run(
        on service: RunningService,
        _ path: String = "/version",
        rate: Double = 200,
        requests: [LoadRequest]? = nil,
        _ change: (inout LoadLimits) -> Void = { _ in }
    ) async throws -> LoadSummary {
        var target = try LoadTarget(url: "http://127.0.0.1:\(service.port)\(path)")
        if let requests { target.requests = requests }
        var limits = LoadLimits()
        limits.connections = 8
        change(&limits)
        let driver = LoadDriver(target: target, limits: limits)
        await driver.start(LoadPlan(rate: rate, duration: .seconds(1)))
        try await waitUntil { await !driver.reading().isRunning }
        await driver.drain(limit: .seconds(5))
        let summary = await driver.summary()
        await driver.close()
        return summary
    }

    @Test("A mix sends each request as often as its weight says, and tells them apart")
    func mix() async throws {
        try await RunningService.with { service in
            var requests = ["/", "/version", "/nowhere"].map(LoadRequest.init)
            (requests[0].weight, requests[1].weight, requests[2].weight) = (7, 2, 1)
            requests[1].method = "HEAD"
            let summary = try await run(on: service, rate: 1000, requests: requests)
            #expect(summary.count.done == 1000 && summary.count.unanswered == 0, "\(summary.count)")
            let shares = summary.kinds.map { Double($0.answered) / 1000 }
            for (share, expected) in zip(shares, [0.7, 0.2, 0.1]) { #expect(abs(share - expected) < 0.06, "\(shares)") }
            #expect(summary.kinds[2].clientErrors == summary.kinds[2].answered)
            let series = "http_requests_total{method=\"HEAD\",route=\"/version\",status=\"200\"}"
            let heads = try await service.sample(series)
            #expect(heads == Double(summary.kinds[1].answered))
        }
    }

    @Test("A connection carries as many requests as it may, and no more")
    func reuse() async throws {
        try await RunningService.with { service in
            let summary = try await run(on: service) { $0.requestsPerConnection = 10 }
            #expect(summary.count.done == 200 && summary.count.retried == 0, "\(summary.count)")
            #expect(summary.count.opened >= 20, "\(summary.count)")
            let fresh = try await run(on: service) { $0.requestsPerConnection = 1 }
            #expect(fresh.count.done == 200 && fresh.count.opened >= 200, "\(fresh.count)")
        }
    }

    @Test("Clients that try again multiply what a failing target gets, and the driver says by how much")
    func retryStorm() async throws {
        try await RunningService.with { service in
            try await service.inject("{\"fault\":\"errors\",\"route\":\"/version\",\"seconds\":60}")
            let summary = try await run(on: service, rate: 50) { limits in
                limits.retries.limit = 2
                limits.retries.pause = .milliseconds(5)
            }
            #expect(summary.count.sent == 50 && summary.count.serverErrors == 50, "\(summary.count)")
            #expect(summary.count.repeated == 100 && summary.count.amplification == 3)
            let got = try await service.sample("http_requests_total{method=\"GET\",route=\"/version\",status=\"500\"}")
            #expect(got == 150)
        }
    }

    @Test("Dropped connections are opened again, and every request still ends")
    func drops() async throws {
        try await RunningService.with { service in
            let summary = try await run(on: service) { $0.dropsEvery = .milliseconds(200) }
            #expect(summary.count.dropped > 0 && summary.count.opened > summary.count.dropped, "\(summary.count)")
            #expect(summary.count.done + summary.count.unanswered == 200, "\(summary.count)")
        }
    }

    @Test("Slow readers hold connections, and have an account of their own")
    func slowReaders() async throws {
        try await RunningService.with { service in
            let summary = try await run(on: service) { $0.slowReaders = 5 }
            #expect(summary.slowReaders.opened >= 5 && summary.slowReaders.bytes > 0, "\(summary.slowReaders)")
            // Each of them asks a hundred times at once, which the service counts.
            #expect(summary.slowReaders.asked >= 500 && summary.slowReaders.asked.isMultiple(of: 100))
            #expect(summary.count.done == 200, "\(summary.count)")
        }
    }

    @Test("The driver's own page is one that Prometheus takes, with what it counted")
    func page() async throws {
        try await RunningService.with { service in
            let driver = LoadDriver(target: try LoadTarget(url: "http://127.0.0.1:\(service.port)/version"))
            let server = try await LoadMetricsServer.start(driver, port: 0)
            await driver.start(LoadPlan(rate: 100, duration: .milliseconds(500)))
            try await waitUntil { await !driver.reading().isRunning }
            await driver.drain(limit: .seconds(5))
            let text = try await RunningService(port: server.port).ask("GET", "/metrics").body
            let page = ExpositionParser.parse(Array(text.utf8), contentType: ExpositionFormat.text.contentType)
            #expect(page.problems.isEmpty, "\(page.problems)")
            func value(_ name: String) -> Double? { page.samples.first { $0.labels.metricName == name }?.value }
            #expect(value("sretop_load_requests_sent_total") == 50 && value("sretop_load_running") == 0)
            #expect(value("sretop_load_response_seconds_count") == 50)
            await server.stop()
            await driver.close()
        }
    }

    @Test("A port that is taken is said so")
    func taken() async throws {
        try await RunningService.with { service in
            let driver = LoadDriver(target: try LoadTarget(url: "http://127.0.0.1:\(service.port)/"))
            await #expect(throws: ServiceError.self) {
                try await LoadMetricsServer.start(driver, port: service.port)
            }
            await driver.close()
        }
    }
}
