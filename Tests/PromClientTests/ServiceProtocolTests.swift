import PromModel
import ServiceKit
import Testing

/// How the service speaks HTTP.
@Suite("The service's HTTP", .serialized)
struct ServiceProtocolTests {
    @Test("A client of HTTP/1.0 has its connection closed after the answer; one of 1.1 keeps it, or closes it itself")
    func versions() async throws {
        try await RunningService.with { service in
            let old = try await service.exchange("GET /version HTTP/1.0\r\n\r\n")
            #expect(old.text.contains("200 OK") && old.ended, "\(old.text)")
            let kept = try await service.exchange("GET /version HTTP/1.1\r\nHost: x\r\n\r\n", for: .milliseconds(300))
            #expect(kept.text.contains("200 OK") && !kept.ended)
            let closing = "GET /version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            #expect(try await service.exchange(closing).ended)
        }
    }

    @Test("HEAD has GET's head and no body, OPTIONS the methods; both are counted by method")
    func methods() async throws {
        try await RunningService.with { service in
            let head = try await service.exchange("HEAD /version HTTP/1.1\r\nHost: x\r\n\r\n", for: .milliseconds(300))
            #expect(head.text.hasPrefix("HTTP/1.1 200 ") && head.text.hasSuffix("\r\n\r\n"), "\(head.text)")
            #expect(head.text.lowercased().contains("content-length: 19"))
            let options = try await service.exchange("OPTIONS / HTTP/1.1\r\nHost: x\r\n\r\n", for: .milliseconds(300))
            #expect(options.text.hasPrefix("HTTP/1.1 204 ") && options.text.contains("GET, HEAD, OPTIONS"))
            for (method, route, status) in [("HEAD", "/version", 200), ("OPTIONS", "/", 204)] {
                let series = "http_requests_total{method=\"\(method)\",route=\"\(route)\",status=\"\(status)\"}"
                #expect(try await service.sample(series) == 1)
            }
        }
    }

    @Test("A body and a head beyond the limits are refused, and the service goes on")
    func limits() async throws {
        try await RunningService.with { service in
            let body = "POST /version HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n"
            let refused = try await service.exchange(body)
            #expect(refused.text.hasPrefix("HTTP/1.1 413 ") && refused.ended, "\(refused.text)")
            let long = "GET / HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "a", count: 40_000))\r\n\r\n"
            let tooLong = try await service.exchange(long)
            #expect(!tooLong.text.contains(" 200 ") && tooLong.ended, "\(tooLong.text)")
            #expect(try await service.ask("GET", "/").status == 200)
        }
    }

    @Test("Under each style's conventions the page is one that Prometheus takes, with the same requests")
    func styles() async throws {
        for style in MetricsStyle.allCases {
            try await RunningService.with(style: style) { service in
                for _ in 0..<5 { _ = try await service.ask("GET", "/version") }
                let text = Array(try await service.ask("GET", "/metrics").body.utf8)
                let page = ExpositionParser.parse(text, contentType: ExpositionFormat.text.contentType)
                #expect(page.problems.isEmpty, "\(style): \(page.problems)")
                let counters: [MetricsStyle: String] = [
                    .standard: "http_requests_total", .fastapi: "http_requests_total", .go: "http_requests_total",
                    .otel: "http_server_request_duration_seconds_count",
                    .micrometer: "http_server_requests_seconds_count",
                ]
                let total = page.samples.filter { $0.labels.metricName == counters[style] }.reduce(0) { $0 + $1.value }
                #expect(total == 5, "\(style)")
            }
        }
    }

    @Test("A fleet's instances have ports, versions, routes and counts of their own")
    func fleet() async throws {
        var configuration = ServiceConfiguration(version: "1.0")
        (configuration.port, configuration.endsOnSignals, configuration.furtherRoutes) = (0, false, 2)
        let fleet = UnstableFleet(configuration, instances: 3, versions: ["1.0", "1.1"])
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try? await fleet.run { continuation.yield($0) } }
            var services: [RunningService] = []
            for await port in ports {
                services.append(RunningService(port: port))
                if services.count == 3 { break }
            }
            var versions: [String] = []
            for service in services { versions.append(try await service.ask("GET", "/version").body) }
            #expect(versions.count { $0.contains("1.0") } == 2 && versions.count { $0.contains("1.1") } == 1)
            #expect(try await services[0].ask("GET", "/extra/2").status == 200)
            try await services[0].inject("{\"fault\":\"errors\",\"route\":\"/extra/2\",\"seconds\":60}")
            #expect(try await services[0].ask("GET", "/extra/2").status == 500)
            #expect(try await services[1].ask("GET", "/extra/2").status == 200)
            group.cancelAll()
        }
    }
}
