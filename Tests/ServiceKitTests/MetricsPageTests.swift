import PromModel
import ServiceKit
import Testing

@Suite("Metrics page")
struct MetricsPageTests {
    private func page(
        _ metrics: RequestMetrics,
        _ board: FaultBoard = FaultBoard(seed: 1),
        as format: ExpositionFormat = .text
    ) -> Exposition {
        let page = MetricsPage(
            requests: metrics.snapshot(),
            process: .current(),
            faults: board.faults(),
            hits: board.hits(),
            version: "9.9"
        )
        return ExpositionParser.parse(page.render(as: format), contentType: format.contentType)
    }

    private func value(_ page: Exposition, _ name: String, _ labels: [String: String] = [:]) -> Double? {
        page.samples.first { sample in
            sample.labels.metricName == name && labels.allSatisfy { sample.labels[$0.key] == $0.value }
        }?.value
    }

    @Test("Before the first request every route has its 200 and 500 series at 0, and the page has no problem")
    func initial() {
        let page = page(RequestMetrics(routes: ["/", "/risky"]))
        #expect(page.problems.isEmpty)
        for route in ["/", "/risky"] {
            for status in ["200", "500"] {
                #expect(value(page, "http_requests_total", ["route": route, "status": status, "method": "GET"]) == 0)
                #expect(value(page, "http_request_duration_seconds_count", ["route": route, "status": status]) == 0)
            }
        }
        #expect(value(page, "http_requests_total", ["route": "unmatched"]) == 0)
        #expect(value(page, "unstable_api_build_info", ["version": "9.9"]) == 1)
        #expect(value(page, "unstable_api_fault_active", ["fault": "errors", "route": "/risky"]) == 1)
    }

    @Test("In both formats the page says the same, and Prometheus 2 and 3 would take it")
    func formats() {
        let metrics = RequestMetrics(routes: ["/", "/risky"])
        let (text, openMetrics) = (page(metrics), page(metrics, as: .openMetrics))
        #expect(text.problems.isEmpty && openMetrics.problems.isEmpty, "\(openMetrics.problems)")
        #expect(text.samples.map(\.labels) == openMetrics.samples.map(\.labels))
        #expect(openMetrics.metadata(for: "http_requests_total")?.type == .counter)
        #expect(openMetrics.metadata(for: "unstable_api_build_info") == text.metadata(for: "unstable_api_build_info"))
    }

    @Test("Counts, sums and buckets say what happened")
    func counts() {
        let metrics = RequestMetrics(routes: ["/risky"])
        for milliseconds in [4, 5, 6, 500, 501, 20_000] {
            metrics.requestStarted()
            let status = milliseconds == 500 ? 500 : 200
            metrics.requestEnded(method: "GET", route: "/risky", status: status, duration: .milliseconds(milliseconds))
        }
        metrics.requestStarted()
        let page = page(metrics)
        let good = ["route": "/risky", "status": "200"]
        #expect(value(page, "http_requests_total", good) == 5)
        #expect(value(page, "http_requests_total", ["route": "/risky", "status": "500"]) == 1)
        #expect(value(page, "http_requests_in_flight") == 1)
        let name = "http_request_duration_seconds"
        for (bound, count) in [("0.005", 2.0), ("0.01", 3), ("0.5", 3), ("0.75", 4), ("10.0", 4), ("+Inf", 5)] {
            #expect(value(page, "\(name)_bucket", good.merging(["le": bound]) { $1 }) == count)
        }
        #expect(value(page, "\(name)_count", good) == 5)
        #expect(abs((value(page, "\(name)_sum", good) ?? 0) - 20.516) < 1e-9)
    }

    @Test("An injected fault tells its delay, its hits and its end, which a built-in one has not")
    func faults() throws {
        let board = FaultBoard(seed: 1)
        let begun = ContinuousClock.now
        let request = FaultRequest(injecting: .latency, route: "/", share: nil, delaySeconds: 0.25, seconds: 60)
        try board.apply(request, at: begun)
        for _ in 0..<3 { _ = board.draw("/") }
        let page = page(RequestMetrics(routes: ["/"]), board)
        let latency = ["fault": "latency", "route": "/"]
        #expect(value(page, "unstable_api_fault_active", latency) == 1)
        #expect(value(page, "unstable_api_fault_delay_seconds", latency) == 0.25)
        #expect(value(page, "unstable_api_faults_injected_total", latency) == 3)
        let remaining = try #require(value(page, "unstable_api_fault_remaining_seconds", latency))
        #expect(remaining > 0 && remaining <= 60)
        let defect = ["fault": "errors", "route": "/risky"]
        #expect(value(page, "unstable_api_fault_remaining_seconds", defect) == 0)
        #expect(value(page, "unstable_api_faults_injected_total", defect) == 0)
    }

    @Test("Methods outside the usual ones share one label")
    func methods() {
        let metrics = RequestMetrics(routes: [])
        for method in ["BREW", "PROPFIND", "x\"y\n"] {
            metrics.requestStarted()
            metrics.requestEnded(method: method, route: "unmatched", status: 404, duration: .zero)
        }
        let page = page(metrics)
        #expect(page.problems.isEmpty)
        #expect(value(page, "http_requests_total", ["method": "_OTHER", "status": "404"]) == 3)
    }

    @Test("Counters are typed as counters, and every family has help")
    func types() {
        let page = page(RequestMetrics(routes: ["/"]))
        #expect(page.metadata["process_cpu_seconds_total"]?.type == .counter)
        #expect(page.metadata["http_requests_total"]?.type == .counter)
        #expect(page.metadata["http_request_duration_seconds"]?.type == .histogram)
        #expect(page.metadata.values.allSatisfy { !$0.help.isEmpty })
    }

    @Test("A bucket bound lies on each default limit and above every latency")
    func bounds() {
        let bounds = LatencyBuckets.upperBoundsSeconds
        #expect(bounds == bounds.sorted())
        #expect(bounds.contains(0.5) && bounds.contains(1))
        #expect(bounds.contains { $0 > 2 })
    }

    #if os(Linux)
    @Test("The process is read from the system")
    func process() throws {
        let readings = ProcessReadings.current()
        #expect(try #require(readings.residentMemoryBytes) > 1_000_000)
        #expect(try #require(readings.openFileDescriptors) >= 3)
        #expect(try #require(readings.maxFileDescriptors) >= 64)
        #expect(try #require(readings.startTimeSeconds) > 1.6e9)
        #expect(try #require(readings.cpuCores) >= 1)
    }
    #endif
}
