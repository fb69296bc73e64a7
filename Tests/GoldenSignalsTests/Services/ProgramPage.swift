/// What a program's page of metrics looks like, cut down to one series of each kind.
struct ProgramPage: Sendable {
    /// The profiles that fit it, the preferred one first.
    let profiles: [String]
    let text: String
    /// What cannot be answered by the preferred profile.
    var gaps: [String] = []

    /// One page for each kind of program.
    static let all = [
        ProgramPage(
            profiles: ["unstable-api"],
            text: """
                http_requests_total{method="GET",route="/risky",status="500"} 3
                http_request_duration_seconds_bucket{method="GET",route="/risky",status="200",le="0.1"} 3
                http_request_duration_seconds_bucket{method="GET",route="/risky",status="200",le="+Inf"} 3
                http_request_duration_seconds_sum{method="GET",route="/risky",status="200"} 0.2
                http_request_duration_seconds_count{method="GET",route="/risky",status="200"} 3
                """
        ),
        ProgramPage(
            profiles: ["fastapi-instrumentator"],
            text: """
                http_requests_total{handler="/work",method="GET",status="2xx"} 7
                http_request_duration_highr_seconds_bucket{le="0.01"} 7
                http_request_duration_highr_seconds_bucket{le="+Inf"} 7
                http_request_duration_highr_seconds_sum 0.03
                http_request_duration_highr_seconds_count 7
                http_request_duration_seconds_bucket{handler="/work",le="0.1",method="GET"} 7
                http_request_duration_seconds_sum{handler="/work",method="GET"} 0.03
                """
        ),
        ProgramPage(
            profiles: ["otel"],
            text: """
                http_server_request_duration_seconds_bucket{http_request_method="GET",http_route="/",http_response_status_code="200",le="0.1"} 4
                http_server_request_duration_seconds_bucket{http_request_method="GET",http_route="/",http_response_status_code="200",le="+Inf"} 4
                http_server_request_duration_seconds_sum{http_request_method="GET",http_route="/",http_response_status_code="200"} 0.1
                http_server_request_duration_seconds_count{http_request_method="GET",http_route="/",http_response_status_code="200"} 4
                """
        ),
        ProgramPage(
            profiles: ["otel-milliseconds"],
            text: """
                http_server_duration_milliseconds_bucket{http_route="/",http_status_code="200",le="100"} 4
                http_server_duration_milliseconds_bucket{http_route="/",http_status_code="200",le="+Inf"} 4
                http_server_duration_milliseconds_sum{http_route="/",http_status_code="200"} 90
                http_server_duration_milliseconds_count{http_route="/",http_status_code="200"} 4
                """
        ),
        ProgramPage(
            profiles: ["caddy"],
            text: """
                caddy_http_requests_total{handler="subroute",server="srv0"} 9
                caddy_http_request_duration_seconds_bucket{code="200",handler="subroute",method="GET",server="srv0",le="0.1"} 9
                caddy_http_request_duration_seconds_bucket{code="200",handler="subroute",method="GET",server="srv0",le="+Inf"} 9
                caddy_http_request_duration_seconds_sum{code="200",handler="subroute",method="GET",server="srv0"} 0.1
                caddy_http_request_duration_seconds_count{code="200",handler="subroute",method="GET",server="srv0"} 9
                caddy_http_requests_total{handler="encode",server="srv0"} 9
                """
        ),
        ProgramPage(
            profiles: ["prometheus"],
            text: """
                prometheus_http_requests_total{code="200",handler="/api/v1/query"} 2
                prometheus_http_request_duration_seconds_bucket{handler="/api/v1/query",le="0.1"} 2
                prometheus_http_request_duration_seconds_bucket{handler="/api/v1/query",le="+Inf"} 2
                prometheus_http_request_duration_seconds_sum{handler="/api/v1/query"} 0.1
                prometheus_http_request_duration_seconds_count{handler="/api/v1/query"} 2
                """
        ),
        ProgramPage(
            profiles: ["alertmanager"],
            text: """
                alertmanager_http_request_duration_seconds_bucket{handler="/alerts",method="post",le="0.05"} 2
                alertmanager_http_request_duration_seconds_bucket{handler="/alerts",method="post",le="+Inf"} 2
                alertmanager_http_request_duration_seconds_sum{handler="/alerts",method="post"} 0.01
                alertmanager_http_request_duration_seconds_count{handler="/alerts",method="post"} 2
                """,
            gaps: ["no status label on alertmanager_http_request_duration_seconds_count"]
        ),
        ProgramPage(
            profiles: ["go"],
            text: """
                http_requests_total{code="200",method="get"} 5
                http_request_duration_seconds{quantile="0.99"} 0.1
                http_request_duration_seconds_sum 0.4
                http_request_duration_seconds_count 5
                """,
            gaps: ["there are no buckets (http_request_duration_seconds_bucket): no quantile can be told"]
        ),
        ProgramPage(
            profiles: ["go"],
            text: "http_requests_total{code=\"200\",method=\"get\"} 5",
            gaps: [
                "there are no buckets (http_request_duration_seconds_bucket): no quantile can be told",
                "there is no http_request_duration_seconds_sum",
            ]
        ),
        ProgramPage(
            profiles: ["otel"],
            text: "http_server_request_duration_seconds_count{http_route=\"/\",error_type=\"timeout\"} 5",
            gaps: [
                "no series of http_server_request_duration_seconds_count has the label 'http_response_status_code'",
                "there are no buckets (http_server_request_duration_seconds_bucket): no quantile can be told",
                "there is no http_server_request_duration_seconds_sum",
            ]
        ),
        // Nobody but Prometheus asks here: its own scrapes are no traffic.
        ProgramPage(profiles: [], text: "prometheus_http_requests_total{code=\"200\",handler=\"/metrics\"} 5"),
        ProgramPage(profiles: [], text: "node_cpu_seconds_total{mode=\"idle\"} 5\nhttp_requests_total 4"),
    ]
}
