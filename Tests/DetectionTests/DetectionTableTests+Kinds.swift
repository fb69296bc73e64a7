import Detection

extension DetectionTableTests {
    /// Pages of kinds that are counted in a way of their own, cut down to what decides.
    static let kinds = [
        Case(
            testDescription: "a call that failed within an answer of HTTP that went well has failed",
            page: """
                # TYPE mesh_requests_total counter
                mesh_requests_total{protocol="http",response_code="200",grpc_status=""} 400
                mesh_requests_total{protocol="http",response_code="503",grpc_status=""} 30
                mesh_requests_total{protocol="grpc",response_code="200",grpc_status="0"} 530
                mesh_requests_total{protocol="grpc",response_code="200",grpc_status="14"} 40
                """,
            requests: "mesh_requests_total",
            failures: "mesh_requests_total{response_code=~\"5..( .*)?\"} + "
                + "mesh_requests_total{response_code!~\"5..( .*)?\",grpc_status=~\"2|4|12|13|14|15\"}"
        ),
        Case(
            testDescription: "how calls of gRPC ended is not told by the code of the answer",
            page: """
                # TYPE mesh_http_requests_total counter
                mesh_http_requests_total{protocol="http",response_code="200"} 400
                mesh_http_requests_total{protocol="grpc",response_code="200"} 600
                """,
            requests: "mesh_http_requests_total",
            failures: "not judged: how calls of gRPC ended is not told by response_code"
        ),
        Case(
            testDescription: "a cache's clients ask it, and it asks the servers behind it",
            page: """
                # TYPE edge_client_req counter
                edge_client_req 1000
                # TYPE edge_backend_req counter
                edge_backend_req 200
                # TYPE edge_cache_hit counter
                edge_cache_hit 800
                # TYPE backend_req counter
                backend_req{backend="a"} 200
                """,
            requests: "edge_client_req",
            failures: "not judged: edge_client_req has no status, and no counter tells of failures"
        ),
        Case(
            testDescription: "of one counter for all that happens to a task only its end counts",
            page: """
                # TYPE worker_events_total counter
                worker_events_total{type="task-received"} 1000
                worker_events_total{type="task-started"} 1000
                worker_events_total{type="task-succeeded"} 930
                worker_events_total{type="task-failed"} 70
                """,
            requests: "worker_events_total{type=~\"\(StatusGrammar.endPattern)\"}",
            failures: "worker_events_total{type=~\"\(StatusGrammar.endPattern)\","
                + "type=~\"\(StatusGrammar.lifecycle.failurePattern)\"}"
        ),
        Case(
            testDescription: "of parts of one request under a label the whole has a word of its own",
            page: """
                # TYPE gate_http_status counter
                gate_http_status{code="200"} 930
                gate_http_status{code="502"} 70
                # TYPE gate_latency histogram
                gate_latency_bucket{type="gate",le="10"} 1000
                gate_latency_bucket{type="gate",le="60000"} 1000
                gate_latency_sum{type="gate"} 2000
                gate_latency_count{type="gate"} 1000
                gate_latency_bucket{type="upstream",le="10"} 0
                gate_latency_bucket{type="upstream",le="60000"} 1000
                gate_latency_sum{type="upstream"} 46000
                gate_latency_count{type="upstream"} 1000
                gate_latency_bucket{type="request",le="10"} 0
                gate_latency_bucket{type="request",le="60000"} 1000
                gate_latency_sum{type="request"} 48000
                gate_latency_count{type="request"} 1000
                """,
            requests: "gate_http_status",
            failures: "gate_http_status{code=~\"5..( .*)?\"}",
            latency: "histogram gate_latency{type=\"request\"} 1000/s?"
        ),
        Case(
            testDescription: "a duration named after something else is a part of the requests",
            page: """
                # TYPE shop_http_requests_total counter
                shop_http_requests_total{status="200"} 930
                shop_http_requests_total{status="500"} 70
                # TYPE shop_http_request_sql_duration_seconds summary
                shop_http_request_sql_duration_seconds_sum 5
                shop_http_request_sql_duration_seconds_count 1000
                """,
            requests: "shop_http_requests_total",
            failures: "shop_http_requests_total{status=~\"5..( .*)?\"}"
        ),
        Case(
            testDescription: "bounds beyond any patience tell that the unit is smaller",
            page: """
                # TYPE base_query_count counter
                base_query_count 1000
                # TYPE base_service_latency histogram
                base_service_latency_bucket{le="10000"} 0
                base_service_latency_bucket{le="83886080000"} 1000
                base_service_latency_sum 48000000000
                base_service_latency_count 1000
                """,
            requests: "base_query_count",
            failures: "not judged: base_query_count has no status, and no counter tells of failures",
            latency: "histogram base_service_latency 1000000000/s?"
        ),
        Case(
            testDescription: "without a word, a bound or a mean that tells it no unit is guessed",
            page: """
                # TYPE web_http_requests_total counter
                web_http_requests_total{code="200"} 1000
                # TYPE web_http_request_duration summary
                web_http_request_duration_sum 48000
                web_http_request_duration_count 1000
                """,
            requests: "web_http_requests_total",
            failures: "web_http_requests_total{code=~\"5..( .*)?\"}"
        ),
        Case(
            testDescription: "one method's requests, or one class of answers, are not all of them",
            page: """
                # TYPE app_get_requests_total counter
                app_get_requests_total 700
                # TYPE app_http_2xx_responses_total counter
                app_http_2xx_responses_total 930
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription: "processed and failed under one stem belong together",
            page: """
                # TYPE mail_processed_jobs_total counter
                mail_processed_jobs_total 1000
                # TYPE mail_failed_jobs_total counter
                mail_failed_jobs_total 70
                """,
            requests: "mail_processed_jobs_total",
            failures: "mail_failed_jobs_total"
        ),
        Case(
            testDescription: "whether what is completed holds what failed is not told",
            page: """
                # TYPE mail_completed_jobs_total counter
                mail_completed_jobs_total 1000
                # TYPE mail_failed_jobs_total counter
                mail_failed_jobs_total 70
                """,
            requests: "mail_completed_jobs_total",
            failures:
                "not judged: whether mail_completed_jobs_total holds what mail_failed_jobs_total counts is not told"
        ),
        Case(
            testDescription: "answers of DNS in their own words",
            page: """
                # TYPE names_responses_total counter
                names_responses_total{result="Success"} 900
                names_responses_total{result="NXDOMAIN"} 30
                names_responses_total{result="SERVFAIL"} 70
                """,
            requests: "names_responses_total",
            failures: "names_responses_total{result=~\"\(StatusGrammar.dns.failurePattern)\"}"
        ),
        Case(
            testDescription: "where no counter says more than how many, the one that holds all others counts",
            page: """
                # TYPE node_transport_requests_served counter
                node_transport_requests_served 1000
                # TYPE node_transport_batch_requests_served counter
                node_transport_batch_requests_served 300
                """,
            requests: "node_transport_requests_served",
            failures: "not judged: node_transport_requests_served has no status, and no counter tells of failures"
        ),
        Case(
            testDescription: "of messages those that come count, also where somebody calls their counters gauges",
            page: """
                # TYPE hub_in_msgs gauge
                hub_in_msgs 1000
                # TYPE hub_out_msgs gauge
                hub_out_msgs 3000
                """,
            requests: "hub_in_msgs",
            failures: "not judged: hub_in_msgs has no status, and no counter tells of failures"
        ),
        Case(
            testDescription: "two parts beside each other are no whole",
            page: """
                # TYPE names_udp_queries counter
                names_udp_queries 900
                # TYPE names_tcp_queries counter
                names_tcp_queries 100
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription:
                "a success counter that tells each end by its reason counts all ends, and so does what agrees with it",
            page: """
                # TYPE model_request_success_total counter
                model_request_success_total{finished_reason="stop"} 900
                model_request_success_total{finished_reason="length"} 90
                model_request_success_total{finished_reason="abort"} 10
                # TYPE model_request_latency_seconds summary
                model_request_latency_seconds_sum 48
                model_request_latency_seconds_count 1000
                """,
            requests: "model_request_latency_seconds_count",
            failures: "not judged: model_request_latency_seconds_count has no status, and no counter tells of failures",
            latency: "summary model_request_latency_seconds 1/s"
        ),
    ]
}
