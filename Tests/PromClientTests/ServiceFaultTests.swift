import ServiceKit
import Testing

/// What faults do to requests over the network, and what the page says of it.
@Suite("Faults of a running service", .serialized)
struct ServiceFaultTests {
    private static let request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test("Errors answer their statuses, with the headers that go with them, and are counted by status")
    func errors() async throws {
        try await RunningService.with { service in
            try await service.inject("{\"fault\":\"errors\",\"route\":\"/\",\"statuses\":[429],\"body\":\"slow down\"}")
            let answer = try await service.exchange(Self.request, for: .milliseconds(300))
            #expect(answer.text.hasPrefix("HTTP/1.1 429 ") && answer.text.contains("slow down"), "\(answer.text)")
            #expect(answer.text.lowercased().contains("retry-after: 1"))
            let counted = try await service.sample("http_requests_total{method=\"GET\",route=\"/\",status=\"429\"}")
            #expect(counted == 1)
            #expect(try await service.ask("GET", "/version").status == 200)
        }
    }

    @Test(
        "An aborted request ends its connection without an answer, and is counted apart",
        arguments: ["reset", "close", "hang"]
    )
    func abort(mode: String) async throws {
        try await RunningService.with { service in
            let seconds = mode == "hang" ? 1 : 60
            let fault = "{\"fault\":\"abort\",\"route\":\"/\",\"mode\":\"\(mode)\",\"seconds\":\(seconds)}"
            try await service.inject(fault)
            let (text, ended) = try await service.exchange(Self.request)
            #expect(text.isEmpty && ended)
            #expect(try await service.sample("unstable_api_requests_cut_total{how=\"\(mode)\"}") == 1)
            #expect(try await service.sample("http_requests_total{method=\"GET\",route=\"/\",status=\"200\"}") == 0)
            #expect(try await service.sample("http_requests_in_flight") == 0)
            #expect(try await service.sample("unstable_api_requests_hanging") == 0)
        }
    }

    @Test("A request that hangs ends when its client goes, long before the fault does")
    func hangingClient() async throws {
        try await RunningService.with { service in
            try await service.inject("{\"fault\":\"abort\",\"route\":\"/\",\"mode\":\"hang\",\"seconds\":60}")
            #expect(try await service.exchange(Self.request, for: .milliseconds(300)).text.isEmpty)
            try await waitUntil { (try? await service.sample("unstable_api_requests_hanging")) == 0 }
            #expect(try await service.sample("unstable_api_requests_cut_total{how=\"hang\"}") == 1)
        }
    }

    @Test("A body is cut where it was asked for, and its connection ends")
    func truncated() async throws {
        try await RunningService.with { service in
            try await service.inject("{\"fault\":\"truncated_body\",\"route\":\"/version\",\"bytes\":5}")
            let (text, ended) = try await service.exchange("GET /version HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(text.hasPrefix("HTTP/1.1 200 ") && text.hasSuffix("\r\n\r\n{\"ver") && ended, "\(text)")
            #expect(try await service.sample("unstable_api_requests_cut_total{how=\"truncated\"}") == 1)
        }
    }

    @Test("A slow body comes whole, and counts with the time that it took")
    func slow() async throws {
        try await RunningService.with { service in
            try await service.inject("{\"fault\":\"slow_body\",\"route\":\"/version\",\"bytes_per_second\":40}")
            let answer = try await service.ask("GET", "/version")
            #expect(answer.status == 200 && answer.body == "{\"version\":\"test\"}\n")
            let name = "http_request_duration_seconds_sum{method=\"GET\",route=\"/version\",status=\"200\"}"
            // 19 bytes at 40 a second.
            #expect(try #require(try await service.sample(name)) >= 0.47)
        }
    }

    @Test("Few workers, a short queue: the rest is answered 503, and the page tells of places, waits and refusals")
    func queue() async throws {
        try await RunningService.with { service in
            try await service.inject(
                "{\"fault\":\"queue\",\"route\":\"/\",\"workers\":2,\"depth\":3,\"hold_seconds\":1,\"seconds\":60}"
            )
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<10 { group.addTask { try await service.ask("GET", "/").status } }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 200 }.count == 5 && statuses.filter { $0 == 503 }.count == 5)
            #expect(try await service.sample("unstable_api_queue_shed_total") == 5)
            #expect(try await service.sample("unstable_api_queue_wait_seconds_count") == 5)
            #expect(try await service.sample("unstable_api_workers") == 2)
            #expect(try await service.sample("unstable_api_workers_busy") == 0)
        }
    }

    @Test("Who waits at the end of a fault waits no longer")
    func released() async throws {
        try await RunningService.with { service in
            try await service.inject("{\"fault\":\"lock\",\"route\":\"/\",\"hold_seconds\":2}")
            let start = ContinuousClock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { _ = try await service.ask("GET", "/") } }
                try await waitUntil { (try? await service.sample("unstable_api_lock_waiting")) == 7 }
                _ = try await service.ask("POST", "/faults/reset")
                try await group.waitForAll()
            }
            // One after the other they would have taken sixteen seconds.
            #expect(ContinuousClock.now - start < .seconds(10))
            #expect(try await service.sample("unstable_api_lock_waiting") == 0)
        }
    }

    @Test("A dependency that is down makes 503, and is told with its calls")
    func dependency() async throws {
        try await RunningService.with { service in
            try await service.inject("{\"fault\":\"dependency\",\"route\":\"/\",\"seconds\":60}")
            #expect(try await service.ask("GET", "/").status == 503)
            #expect(try await service.sample("unstable_api_dependency_up{dependency=\"database\"}") == 0)
            let failed = "unstable_api_dependency_requests_total{dependency=\"database\",outcome=\"failure\"}"
            #expect(try await service.sample(failed) == 1)
            _ = try await service.ask("POST", "/faults/reset")
            #expect(try await service.ask("GET", "/").status == 200)
            #expect(try await service.sample("unstable_api_dependency_up{dependency=\"database\"}") == 1)
        }
    }

    @Test("Readiness fails alone, and what is lost is given back at the end")
    func process() async throws {
        try await RunningService.with { service in
            try await service.inject("{\"fault\":\"not_ready\",\"seconds\":60}")
            #expect(try await service.ask("GET", "/readyz").status == 503)
            #expect(try await service.ask("GET", "/healthz").status == 200)
            try await service.inject("{\"fault\":\"memory_leak\",\"bytes_per_second\":100000000,\"bytes\":20000000}")
            try await service.inject("{\"fault\":\"descriptor_leak\",\"per_second\":1000,\"count\":40}")
            try await service.inject("{\"fault\":\"cpu\",\"cores\":0.1}")
            try await waitUntil { (try? await service.sample("unstable_api_lost_descriptors")) == 40 }
            try await waitUntil { ((try? await service.sample("unstable_api_lost_bytes")) ?? 0) > 19_000_000 }
            #expect(try await service.sample("unstable_api_burnt_cpu_cores") == 0.1)
            _ = try await service.ask("POST", "/faults/reset")
            try await waitUntil { (try? await service.sample("unstable_api_lost_bytes")) == 0 }
            #expect(try await service.sample("unstable_api_lost_descriptors") == 0)
            #expect(try await service.ask("GET", "/readyz").status == 200)
        }
    }

    @Test("Probes and the page are hit only by faults that say so, and the control routes by none")
    func probes() async throws {
        try await RunningService.with { service in
            try await service.inject("{\"fault\":\"errors\",\"share\":1}")
            for path in ["/healthz", "/readyz", "/metrics", "/faults"] {
                #expect(try await service.ask("GET", path).status == 200)
            }
            let refused = try await service.ask("POST", "/faults", "{\"fault\":\"errors\",\"route\":\"/healthz\"}")
            #expect(refused.status == 400)
            try await service.inject("{\"fault\":\"errors\",\"route\":\"/healthz\",\"probes\":true}")
            #expect(try await service.ask("GET", "/healthz").status == 500)
            let control = try await service.ask(
                "POST",
                "/faults",
                "{\"fault\":\"errors\",\"route\":\"/faults\",\"probes\":true}"
            )
            #expect(control.status == 400)
        }
    }

    @Test("A lease that is not renewed ends its faults; a renewed one goes on; one that is over is not found")
    func lease() async throws {
        try await RunningService.with { service in
            try await service.inject("{\"fault\":\"errors\",\"route\":\"/\",\"lease\":\"a\",\"lease_seconds\":1}")
            #expect(try await service.ask("GET", "/").status == 500)
            #expect(try await service.ask("POST", "/faults/renew", "{\"lease\":\"a\"}").status == 200)
            try await waitUntil { (try? await service.ask("GET", "/").status) == 200 }
            #expect(try await service.ask("POST", "/faults/renew", "{\"lease\":\"a\"}").status == 404)
        }
    }
}
