import Detection

extension DetectionTableTests {
    /// Pages on which a protocol carries next to nothing, or what the members of a cluster say to each other.
    static let aside = [
        Case(
            testDescription: "a handful of requests over HTTP beside a thousand commands of the same program",
            page: """
                # TYPE kvs_commands_total counter
                kvs_commands_total{cmd="get",status="ok"} 930
                kvs_commands_total{cmd="get",status="error"} 70
                # TYPE kvs_http_requests_total counter
                kvs_http_requests_total{path="/loaded",code="200"} 3
                kvs_http_requests_total{path="/loaded",code="500"} 0
                """,
            requests: "kvs_commands_total",
            failures: "kvs_commands_total{\(outcomes("status"))}",
            route: "cmd"
        ),
        Case(
            testDescription: "requests over HTTP beside three times as many jobs",
            page: """
                # TYPE kvs_jobs_total counter
                kvs_jobs_total{queue="a",status="ok"} 2990
                kvs_jobs_total{queue="a",status="error"} 10
                # TYPE kvs_http_requests_total counter
                kvs_http_requests_total{path="/cart",code="200"} 930
                kvs_http_requests_total{path="/cart",code="500"} 70
                """,
            requests: "kvs_http_requests_total",
            failures: "kvs_http_requests_total{code=~\"5..( .*)?\"}",
            route: "path"
        ),
        Case(
            testDescription: "requests over HTTP beside the many commands that they send to a store of another name",
            page: """
                # TYPE redis_commands_total counter
                redis_commands_total{cmd="get",status="ok"} 39900
                redis_commands_total{cmd="get",status="error"} 100
                # TYPE kvs_http_requests_total counter
                kvs_http_requests_total{path="/cart",code="200"} 930
                kvs_http_requests_total{path="/cart",code="500"} 70
                """,
            requests: "kvs_http_requests_total",
            failures: "kvs_http_requests_total{code=~\"5..( .*)?\"}",
            route: "path"
        ),
        Case(
            testDescription: "calls of members of a cluster beside what it is asked",
            page: """
                # TYPE kvs_query_duration_seconds summary
                kvs_query_duration_seconds_sum{status="ok"} 44
                kvs_query_duration_seconds_count{status="ok"} 930
                kvs_query_duration_seconds_sum{status="error"} 4
                kvs_query_duration_seconds_count{status="error"} 70
                # TYPE grpc_server_handled_total counter
                grpc_server_handled_total{grpc_service="raft.Raft",grpc_method="AppendEntries",grpc_code="OK"} 9000
                """,
            requests: "kvs_query_duration_seconds_count",
            failures: "kvs_query_duration_seconds_count{\(outcomes("status"))}",
            latency: "summary kvs_query_duration_seconds 1/s"
        ),
        Case(
            testDescription: "one protocol beside a tenth of another",
            page: """
                # TYPE grpc_server_handled_total counter
                grpc_server_handled_total{grpc_service="store.Store",grpc_method="Series",grpc_code="OK"} 930
                grpc_server_handled_total{grpc_service="store.Store",grpc_method="Series",grpc_code="Internal"} 70
                # TYPE grpc_server_handling_seconds summary
                grpc_server_handling_seconds_sum{grpc_service="store.Store",grpc_method="Series"} 48
                grpc_server_handling_seconds_count{grpc_service="store.Store",grpc_method="Series"} 1000
                # TYPE http_request_duration_seconds summary
                http_request_duration_seconds_sum{handler="loaded",code="200"} 0.003
                http_request_duration_seconds_count{handler="loaded",code="200"} 3
                """,
            requests: "grpc_server_handled_total",
            failures: "grpc_server_handled_total{grpc_code=~\"\(StatusGrammar.grpcWords.failurePattern)\"}",
            latency: "summary grpc_server_handling_seconds 1/s",
            route: "grpc_method"
        ),
    ]

    private static func outcomes(_ label: String) -> String { "\(label)=~\"\(StatusGrammar.outcomes.failurePattern)\"" }
}
