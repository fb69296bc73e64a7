import Detection

extension DetectionTableTests {
    /// Pages of what a service asks others, of what comes to it by several doors, and of what is counted twice.
    static let others = [
        Case(
            testDescription: "exceptions without an answer are failures beside those that answers tell",
            page: """
                # TYPE app_requests_total counter
                app_requests_total{method="GET",path="/a"} 1000
                # TYPE app_responses_total counter
                app_responses_total{method="GET",path="/a",status="200"} 930
                app_responses_total{method="GET",path="/a",status="500"} 40
                # TYPE app_exceptions_total counter
                app_exceptions_total{method="GET",path="/a",exception_type="ValueError"} 30
                # TYPE app_requests_duration_seconds summary
                app_requests_duration_seconds_sum{method="GET",path="/a"} 48
                app_requests_duration_seconds_count{method="GET",path="/a"} 970
                """,
            requests: "app_requests_total",
            failures: "app_responses_total{status=~\"5..( .*)?\"} + app_exceptions_total",
            latency: "summary app_requests_duration_seconds 1/s",
            route: "path"
        ),
        Case(
            testDescription: "a histogram that counts answers and exceptions proves that these are beside each other",
            page: """
                # TYPE requests_total counter
                requests_total{method="GET",route="/a",status="200"} 930
                requests_total{method="GET",route="/a",status="500"} 40
                # TYPE request_exceptions_total counter
                request_exceptions_total{method="GET",route="/a"} 30
                # TYPE request_latency_seconds histogram
                request_latency_seconds_bucket{route="/a",le="0.1"} 900
                request_latency_seconds_bucket{route="/a",le="+Inf"} 1000
                request_latency_seconds_sum{route="/a"} 48
                request_latency_seconds_count{route="/a"} 1000
                """,
            requests: "requests_total + request_exceptions_total",
            failures: "requests_total{status=~\"5..( .*)?\"} + request_exceptions_total",
            latency: "histogram request_latency_seconds 1/s",
            route: "route"
        ),
        Case(
            testDescription: "what measures the failed ones apart leaves them out of what it is called after",
            page: """
                # TYPE service_request_amount_total counter
                service_request_amount_total{app="a"} 1000
                # TYPE service_response_amount_total counter
                service_response_amount_total{app="a",status="200"} 930
                service_response_amount_total{app="a",status="500"} 70
                # TYPE service_request_latency_seconds summary
                service_request_latency_seconds_sum{app="a",status="200"} 40
                service_request_latency_seconds_count{app="a",status="200"} 930
                # TYPE service_failed_request_latency_seconds summary
                service_failed_request_latency_seconds_sum{app="a",status="500"} 8
                service_failed_request_latency_seconds_count{app="a",status="500"} 70
                """,
            requests: "service_request_amount_total",
            failures: "service_response_amount_total{status=~\"5..( .*)?\"}",
            latency: "summary service_request_latency_seconds 1/s"
        ),
        Case(
            testDescription: "a scheme and a host as labels are the parts of an address that is asked",
            page: """
                # TYPE http_request_duration_seconds summary
                http_request_duration_seconds_sum{scheme="https",host="10.0.0.1:443",path="zones",status="200"} 40
                http_request_duration_seconds_count{scheme="https",host="10.0.0.1:443",path="zones",status="200"} 930
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription: "whom it asks stands in the name and in a label",
            page: """
                # TYPE registry_requests_total counter
                registry_requests_total{registry="a.example.org",code="200"} 930
                registry_requests_total{registry="b.example.org",code="500"} 70
                # TYPE registry_request_duration_seconds summary
                registry_request_duration_seconds_sum{registry="a.example.org"} 48
                registry_request_duration_seconds_count{registry="a.example.org"} 1000
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription: "calls of an API without routes or methods are as likely calls of somebody else's",
            page: """
                # TYPE api_calls_total counter
                api_calls_total{service="geo",status="success"} 930
                api_calls_total{service="geo",status="error"} 70
                # TYPE api_call_duration_seconds summary
                api_call_duration_seconds_sum{service="geo"} 48
                api_call_duration_seconds_count{service="geo"} 1000
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription: "of two doors the outer one is where users stand",
            page: """
                # TYPE gate_external_requests_total counter
                gate_external_requests_total{status="200"} 930
                gate_external_requests_total{status="500"} 70
                # TYPE gate_internal_requests_total counter
                gate_internal_requests_total{status="200"} 2600
                # TYPE gate_external_request_duration_seconds summary
                gate_external_request_duration_seconds_sum 48
                gate_external_request_duration_seconds_count 1000
                """,
            requests: "gate_external_requests_total",
            failures: "gate_external_requests_total{status=~\"5..( .*)?\"}",
            latency: "summary gate_external_request_duration_seconds 1/s"
        ),
        Case(
            testDescription: "attempts are measured while they are being made; what nobody could do is no failure",
            page: """
                # TYPE place_schedule_attempts_total counter
                place_schedule_attempts_total{result="scheduled"} 890
                place_schedule_attempts_total{result="unschedulable"} 40
                place_schedule_attempts_total{result="error"} 70
                # TYPE place_scheduling_attempt_duration_seconds summary
                place_scheduling_attempt_duration_seconds_sum 48
                place_scheduling_attempt_duration_seconds_count 1000
                # TYPE place_scheduling_algorithm_duration_seconds summary
                place_scheduling_algorithm_duration_seconds_sum 9
                place_scheduling_algorithm_duration_seconds_count 1000
                """,
            requests: "place_schedule_attempts_total",
            failures: "place_schedule_attempts_total{\(outcomes("result"))}",
            latency: "summary place_scheduling_attempt_duration_seconds 1/s"
        ),
        Case(
            testDescription:
                "where nothing is asked the work counts of which all is told: how many, how long, how it ended",
            page: """
                # TYPE box_operations_total counter
                box_operations_total{operation="create"} 1000
                # TYPE box_operations_errors_total counter
                box_operations_errors_total{operation="create"} 70
                # TYPE box_operations_seconds summary
                box_operations_seconds_sum{operation="create"} 48
                box_operations_seconds_count{operation="create"} 1000
                """,
            requests: "box_operations_total",
            failures: "box_operations_errors_total",
            latency: "summary box_operations_seconds 1/s",
            route: "operation"
        ),
        Case(
            testDescription: "what was published and received are the messages that came",
            page: """
                # TYPE mqtt_publish_received counter
                mqtt_publish_received{node="a"} 1000
                # TYPE mqtt_publish_sent counter
                mqtt_publish_sent{node="a"} 1700
                """,
            requests: "mqtt_publish_received",
            failures: "not judged: mqtt_publish_received has no status, and no counter tells of failures"
        ),
        Case(
            testDescription: "a counter for each class of answers: together they are the requests",
            page: """
                # TYPE edge_http_responses_2xx_total counter
                edge_http_responses_2xx_total 890
                # TYPE edge_http_responses_4xx_total counter
                edge_http_responses_4xx_total 40
                # TYPE edge_http_responses_5xx_total counter
                edge_http_responses_5xx_total 70
                """,
            requests: "edge_http_responses_2xx_total + edge_http_responses_4xx_total + edge_http_responses_5xx_total",
            failures: "edge_http_responses_5xx_total"
        ),
        Case(
            testDescription: "classes of answers that add up to the requests tell which of these failed",
            page: """
                # TYPE lb_requests_total counter
                lb_requests_total 1000
                # TYPE lb_status_2xx_total counter
                lb_status_2xx_total 890
                # TYPE lb_status_4xx_total counter
                lb_status_4xx_total 40
                # TYPE lb_status_5xx_total counter
                lb_status_5xx_total 70
                """,
            requests: "lb_requests_total",
            failures: "lb_status_5xx_total"
        ),
        Case(
            testDescription: "what is measured when its error is logged and when it ends is counted twice",
            page: """
                # TYPE http_server_duration_milliseconds summary
                http_server_duration_milliseconds_sum{http_status_code="200"} 40000
                http_server_duration_milliseconds_count{http_status_code="200"} 900
                http_server_duration_milliseconds_sum{http_status_code="500"} 4000
                http_server_duration_milliseconds_count{http_status_code="500"} 200
                # TYPE http_server_request_size_bytes summary
                http_server_request_size_bytes_sum 0
                http_server_request_size_bytes_count 1000
                """,
            requests: "http_server_request_size_bytes_count",
            failures:
                "not judged: what did not go well is counted more than once by http_server_duration_milliseconds, as http_server_request_size_bytes tells"
        ),
    ]

    private static func outcomes(_ label: String) -> String { "\(label)=~\"\(StatusGrammar.outcomes.failurePattern)\"" }
}
