import PromModel
import PromQL

/// Metrics that tell which service calls which: of clients, of meshes, of proxies, of traces.
package enum CallMetrics {
    /// One metric, and the labels that name both ends.
    struct Metric: Sendable {
        let name: String
        /// Labels that name the one that is called, the clearest first.
        let callee: [String]
        /// Labels that name the caller; none where it is the service whose targets have the metric.
        var caller: [String] = []
    }

    /// The metrics that are known, as their projects document them.
    static let known = [
        // OpenTelemetry's semantic conventions for clients, as Prometheus names them, and those of before 1.23.
        Metric(name: "http_client_request_duration_seconds_count", callee: ["peer_service", "server_address"]),
        Metric(name: "http_client_duration_milliseconds_count", callee: ["peer_service", "net_peer_name"]),
        Metric(name: "rpc_client_duration_milliseconds_count", callee: ["peer_service", "server_address"]),
        // Micrometer's.
        Metric(name: "http_client_requests_seconds_count", callee: ["client_name"]),
        Metric(
            name: "istio_requests_total",
            callee: ["destination_canonical_service", "destination_workload"],
            caller: ["source_canonical_service", "source_workload"]
        ),
        Metric(name: "envoy_cluster_upstream_rq_total", callee: ["envoy_cluster_name"]),
        // Of traces: Tempo and the OpenTelemetry collector's connector.
        Metric(name: "traces_service_graph_request_total", callee: ["server"], caller: ["client"]),
    ]

    /// No more calls than this are taken from an answer.
    private static let most = 2000

    /// An instant query for all of them, by what tells services apart.
    package static func expression(_ labels: ServiceLabels) -> String {
        let ends = known.flatMap { $0.callee + $0.caller }
        var seen: Set<String> = []
        let names = (labels.counted + [Labels.metricNameLabel] + ends).filter { seen.insert($0).inserted }
        let pattern = known.map(\.name).joined(separator: "|")
        return "topk(\(most), count by (\(PromQLName.labels(names))) ({__name__=~\"\(pattern)\"}))"
    }

    /// The calls that an answer tells, in an order that does not depend on the answer's.
    package static func calls(from answer: [InstantValue], labels: ServiceLabels) -> [ServiceCall] {
        let metrics = Dictionary(known.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let calls = answer.compactMap { value -> ServiceCall? in
            guard let metric = metrics[value.labels.metricName] else { return nil }
            let word = { (names: [String]) in
                names.map { value.labels[$0] }.first { !$0.isEmpty && $0 != "unknown" } ?? ""
            }
            let (callee, caller) = (word(metric.callee), word(metric.caller))
            guard !callee.isEmpty, metric.caller.isEmpty || !caller.isEmpty else { return nil }
            return ServiceCall(caller: labels.key(of: value.labels), callerName: caller, callee: callee)
        }
        return Set(calls).sorted {
            ("\($0.caller.labels)", $0.callerName, $0.callee) < ("\($1.caller.labels)", $1.callerName, $1.callee)
        }
    }
}
