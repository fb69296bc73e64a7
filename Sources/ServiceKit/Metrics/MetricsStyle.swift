/// Under whose conventions the page tells of requests: the same truth, other names.
package enum MetricsStyle: String, Sendable, CaseIterable {
    /// The service's own.
    case standard = "default"
    /// prometheus-fastapi-instrumentator's: classes of statuses, and a histogram without routes.
    case fastapi
    /// OpenTelemetry's, stable semantic conventions, as a collector writes them for Prometheus.
    case otel
    /// Those of many Go services (promhttp): code, handler, a method in lower case.
    case go
    /// Micrometer's, as Spring Boot has them, with percentile histograms on.
    case micrometer

    /// The upper bounds of the latency histogram, in seconds, without +Inf.
    package var bounds: [Double] {
        switch self {
        case .standard: LatencyBuckets.upperBoundsSeconds
        case .fastapi:
            [
                0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 7.5, 10, 30, 60,
            ]
        case .otel: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
        case .go: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
        case .micrometer:
            [
                0.001, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10,
                30,
            ]
        }
    }

    /// The labels of a series.
    func labels(_ key: RequestMetrics.Key) -> [(String, String)] {
        let status = String(key.status)
        let isUnmatched = key.route == RequestMetrics.unmatchedRoute
        switch self {
        case .standard: return [("method", key.method), ("route", key.route), ("status", status)]
        case .fastapi:
            let handler = isUnmatched ? "none" : key.route
            return [("handler", handler), ("method", key.method), ("status", "\(key.status / 100)xx")]
        case .otel:
            // A request that no route took has no route, not one of a made-up name.
            return [("http_request_method", key.method), ("http_response_status_code", status)]
                + (isUnmatched ? [] : [("http_route", key.route)])
                + [("network_protocol_version", "1.1"), ("url_scheme", "http")]
        case .go:
            return [("code", status), ("handler", key.route), ("method", key.method.lowercased())]
        case .micrometer:
            return [
                ("error", "none"), ("exception", "none"), ("method", key.method),
                ("outcome", Self.outcome(key.status)), ("status", status),
                ("uri", isUnmatched ? "NOT_FOUND" : key.route),
            ]
        }
    }

    private static func outcome(_ status: Int) -> String {
        switch status {
        case 100..<200: "INFORMATIONAL"
        case 200..<300: "SUCCESS"
        case 300..<400: "REDIRECTION"
        case 400..<500: "CLIENT_ERROR"
        default: "SERVER_ERROR"
        }
    }
}
