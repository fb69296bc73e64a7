import Detection

extension DetectionTableTests {
    /// Pages that tell how something ended in words, or beside it.
    static let words = [
        Case(
            testDescription: "HTTP's answers by their phrases",
            page: """
                # TYPE http_requests_total counter
                http_requests_total{status="OK"} 890
                http_requests_total{status="Not Found"} 40
                http_requests_total{status="Internal Server Error"} 70
                """,
            requests: "http_requests_total",
            failures: "http_requests_total{\(outcomes("status"))}"
        ),
        Case(
            testDescription: "DNS's answers with a counter for each, and durations whose help says their unit",
            page: """
                # TYPE proxy_frontend_responses counter
                proxy_frontend_responses{frontend="127.0.0.1:53",proto="UDP"} 1000
                # TYPE proxy_frontend_noerror counter
                proxy_frontend_noerror 500
                # TYPE proxy_frontend_nxdomain counter
                proxy_frontend_nxdomain 430
                # TYPE proxy_frontend_servfail counter
                proxy_frontend_servfail 70
                # TYPE proxy_rule_servfail counter
                proxy_rule_servfail 0
                # HELP proxy_latency Histogram of responses by latency (in milliseconds)
                # TYPE proxy_latency histogram
                proxy_latency_bucket{le="1"} 800
                proxy_latency_bucket{le="10"} 990
                proxy_latency_bucket{le="1000"} 1000
                proxy_latency_bucket{le="+Inf"} 1000
                proxy_latency_sum 400
                proxy_latency_count 1000
                """,
            requests: "proxy_frontend_responses",
            failures: "proxy_frontend_servfail",
            latency: "histogram proxy_latency 1000/s?"
        ),
        Case(
            testDescription: "a label of errors that only what failed has",
            page: """
                # TYPE rpc_server_duration_milliseconds summary
                rpc_server_duration_milliseconds_sum{rpc_method="Get"} 44640
                rpc_server_duration_milliseconds_count{rpc_method="Get"} 930
                rpc_server_duration_milliseconds_sum{rpc_method="Get",rpc_connect_rpc_error_code="not_found"} 480
                rpc_server_duration_milliseconds_count{rpc_method="Get",rpc_connect_rpc_error_code="not_found"} 10
                rpc_server_duration_milliseconds_sum{rpc_method="Get",rpc_connect_rpc_error_code="internal"} 2880
                rpc_server_duration_milliseconds_count{rpc_method="Get",rpc_connect_rpc_error_code="internal"} 60
                """,
            requests: "rpc_server_duration_milliseconds_count",
            failures:
                "rpc_server_duration_milliseconds_count{rpc_connect_rpc_error_code=~\"\(StatusGrammar.grpcWords.failurePattern)\"}",
            latency: "summary rpc_server_duration_milliseconds 1000/s",
            route: "rpc_method"
        ),
        Case(
            testDescription: "an error that nobody knows is not judged",
            page: """
                # TYPE rpc_requests_total counter
                rpc_requests_total{method="Get",error="none"} 930
                rpc_requests_total{method="Get",error="oops"} 70
                """,
            requests: "rpc_requests_total",
            failures: "not judged: rpc_requests_total has no status, and no counter tells of failures"
        ),
        Case(
            testDescription: "the sum beside what failed of it is the whole",
            page: """
                # TYPE store_incoming_grpc_calls counter
                store_incoming_grpc_calls{kind="total"} 1000
                store_incoming_grpc_calls{kind="failed"} 70
                store_incoming_grpc_calls{kind="deadline-exceeded"} 5
                """,
            requests: "store_incoming_grpc_calls{kind=\"total\"}",
            failures: "not judged: store_incoming_grpc_calls has no status, and no counter tells of failures"
        ),
        Case(
            testDescription: "successes and failures that add up to the requests tell what failed",
            page: """
                # TYPE srv_requests counter
                srv_requests{path="http"} 1000
                # TYPE srv_success counter
                srv_success 930
                # TYPE srv_failures counter
                srv_failures 70
                # TYPE srv_request_latency_ms summary
                srv_request_latency_ms_sum 48000
                srv_request_latency_ms_count 1000
                """,
            requests: "srv_request_latency_ms_count",
            failures: "srv_failures",
            latency: "summary srv_request_latency_ms 1000/s"
        ),
        Case(
            testDescription: "a cache within a service does not make of its clients' calls its own",
            page: """
                # TYPE grpc_server_handled_total counter
                grpc_server_handled_total{grpc_code="OK"} 930
                grpc_server_handled_total{grpc_code="Unavailable"} 70
                # TYPE grpc_client_handled_total counter
                grpc_client_handled_total{grpc_code="OK"} 3000
                # TYPE shop_cache_hits_total counter
                shop_cache_hits_total 2700
                """,
            requests: "grpc_server_handled_total",
            failures: "grpc_server_handled_total{grpc_code=~\"\(StatusGrammar.grpcWords.failurePattern)\"}"
        ),
        Case(
            testDescription: "what several messages take at once counts none of them",
            page: """
                # TYPE work_consumer_messages_total counter
                work_consumer_messages_total{topic="a"} 1000
                # TYPE work_consumer_consume_duration_seconds summary
                work_consumer_consume_duration_seconds_sum{topic="a"} 4
                work_consumer_consume_duration_seconds_count{topic="a"} 100
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription: "queries of several servers are what is asked of these",
            page: """
                # TYPE cache_servers_queries counter
                cache_servers_queries{server="192.0.2.1#53"} 1000
                # TYPE cache_servers_queries_failed counter
                cache_servers_queries_failed{server="192.0.2.1#53"} 10
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription: "pings are nobody's requests",
            page: """
                # TYPE ping_requests_total counter
                ping_requests_total{host="one"} 1000
                # TYPE ping_response_duration_seconds summary
                ping_response_duration_seconds_sum{host="one"} 3
                ping_response_duration_seconds_count{host="one"} 1000
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription: "what is put in a queue is not what is worked on",
            page: """
                # TYPE river_work_count counter
                river_work_count{kind="mail",status="ok"} 930
                river_work_count{kind="mail",status="error"} 70
                # TYPE river_work_duration_histogram_seconds summary
                river_work_duration_histogram_seconds_sum{kind="mail"} 48
                river_work_duration_histogram_seconds_count{kind="mail"} 1000
                # TYPE river_insert_count counter
                river_insert_count{status="ok"} 1000
                """,
            requests: "river_work_count",
            failures: "river_work_count{\(outcomes("status"))}",
            latency: "summary river_work_duration_histogram_seconds 1/s"
        ),
        Case(
            testDescription: "what speaks HTTP is asked, whatever else its name says",
            page: """
                # TYPE proxy_process_http_incoming_requests counter
                proxy_process_http_incoming_requests 1000
                # TYPE proxy_process_http_2xx_responses counter
                proxy_process_http_2xx_responses 930
                # TYPE proxy_process_http_5xx_responses counter
                proxy_process_http_5xx_responses 70
                """,
            requests: "proxy_process_http_incoming_requests",
            failures: "proxy_process_http_5xx_responses"
        ),
    ]

    private static func outcomes(_ label: String) -> String { "\(label)=~\"\(StatusGrammar.outcomes.failurePattern)\"" }
}
