import GoldenSignals
import PromModel
import PromQL
import Testing

@Suite("Calls among services")
struct CallMetricsTests {
    private static func calls(_ pages: [(job: String, page: String)]) async throws -> [String] {
        let engine = EmbeddedQueryEngine(retention: .seconds(600), countsFromZero: false)
        for (job, page) in pages {
            await engine.ingest(
                Scrape(
                    target: ["job": job, "instance": "\(job):1"],
                    start: Timestamp(seconds: 4),
                    duration: .milliseconds(2),
                    outcome: .success(ExpositionParser.parse(Array(page.utf8), format: .text))
                )
            )
        }
        let labels = ServiceLabels.standard
        let answer = try await engine.instant(CallMetrics.expression(labels), at: Timestamp(seconds: 5))
        return CallMetrics.calls(from: answer, labels: labels).map { call in
            "\(call.callerName.isEmpty ? call.caller.name : "(\(call.callerName))") \(call.callee)"
        }
    }

    @Test("Clients, meshes, proxies and traces tell who calls whom, each once, by its clearest label")
    func known() async throws {
        let calls = try await Self.calls([
            (
                "shop",
                """
                http_client_request_duration_seconds_count{server_address="payments",http_response_status_code="200"} 5
                http_client_request_duration_seconds_count{server_address="payments",http_response_status_code="500"} 5
                http_client_requests_seconds_count{client_name="stock",uri="/a"} 5

                """
            ),
            ("mesh", "istio_requests_total{source_workload=\"web\",destination_workload=\"cart\"} 9\n"),
            ("edge", "envoy_cluster_upstream_rq_total{envoy_cluster_name=\"shop\"} 9\n"),
            ("tempo", "traces_service_graph_request_total{client=\"web\",server=\"shop\"} 9\n"),
            ("else", "http_requests_total{server_address=\"nobody\"} 9\n"),
        ])
        #expect(
            calls.sorted() == ["(web) cart", "(web) shop", "edge shop", "shop payments", "shop stock"]
        )
    }

    @Test("What names only one end, or nobody, is no call")
    func unknown() async throws {
        let calls = try await Self.calls([
            ("mesh", "istio_requests_total{destination_workload=\"cart\",source_workload=\"unknown\"} 9\n"),
            ("shop", "http_client_request_duration_seconds_count 5\n"),
        ])
        #expect(calls.isEmpty)
    }
}
