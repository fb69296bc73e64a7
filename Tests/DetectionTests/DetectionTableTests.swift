import Detection
import Testing

/// Pages that are cut down to what decides, each with what is to be found there.
@Suite struct DetectionTableTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let page: String
        var requests: String
        var failures: String
        var latency = "nothing"
        var route: String?
    }

    private static let codes = "{code=~\"5..( .*)?\"}"

    static let cases = [
        Case(
            testDescription: "frontends stand before backends and servers; the page of statistics is hidden",
            page: """
                # TYPE lb_process_requests_total counter
                lb_process_requests_total 1100
                # TYPE lb_frontend_http_responses_total counter
                lb_frontend_http_responses_total{proxy="web",code="2xx"} 930
                lb_frontend_http_responses_total{proxy="web",code="5xx"} 70
                lb_frontend_http_responses_total{proxy="web",code="other"} 0
                lb_frontend_http_responses_total{proxy="stats",code="2xx"} 100
                # TYPE lb_backend_http_responses_total counter
                lb_backend_http_responses_total{proxy="shop",code="2xx"} 930
                lb_backend_http_responses_total{proxy="shop",code="5xx"} 70
                """,
            requests: "lb_frontend_http_responses_total{proxy visible}",
            failures: "lb_frontend_http_responses_total{proxy visible,code=~\"5xx|5XX\"}",
            route: "proxy"
        ),
        Case(
            testDescription: "the label of a direction tells own requests from those to others",
            page: """
                response_total{direction="inbound",status_code="200",classification="success"} 930
                response_total{direction="inbound",status_code="500",classification="failure"} 70
                response_total{direction="outbound",status_code="200",classification="success"} 3000
                """,
            requests: "response_total{direction=\"inbound\"}",
            failures: "response_total{direction=\"inbound\",status_code=~\"5..( .*)?\"}"
        ),
        Case(
            testDescription: "a service that only asks others counts nothing of its own",
            page: """
                # TYPE http_client_requests_total counter
                http_client_requests_total{code="200"} 1000
                # TYPE rest_client_requests_total counter
                rest_client_requests_total{code="200"} 1000
                # TYPE agent_remote_write_requests_total counter
                agent_remote_write_requests_total{code="200"} 1000
                # TYPE agent_remotewrite_requests_total counter
                agent_remotewrite_requests_total{code="200"} 1000
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription: "a sum beside its parts is left out",
            page: """
                # TYPE http_requests_total counter
                http_requests_total{code="200"} 930
                http_requests_total{code="500"} 70
                http_requests_total{code="total"} 1000
                """,
            requests: "http_requests_total{code!=\"total\"}",
            failures: "http_requests_total{code!=\"total\",code=~\"5..( .*)?\"}"
        ),
        Case(
            testDescription: "a status that is not known is not judged",
            page: """
                # TYPE http_requests_total counter
                http_requests_total{code="200"} 900
                http_requests_total{code="500"} 70
                http_requests_total{code="0"} 30
                """,
            requests: "http_requests_total",
            failures: "not judged: what code=\"0\" means is not known"
        ),
        Case(
            testDescription: "a status nobody has met counts nothing",
            page: """
                # TYPE http_requests_total counter
                http_requests_total{code="200"} 930
                http_requests_total{code="500"} 70
                http_requests_total{code="other"} 0
                """,
            requests: "http_requests_total",
            failures: "http_requests_total" + codes
        ),
        Case(
            testDescription: "half of the requests have no status",
            page: """
                # TYPE http_server_duration_milliseconds histogram
                http_server_duration_milliseconds_bucket{http_target="/a",http_status_code="200",le="+Inf"} 500
                http_server_duration_milliseconds_sum{http_target="/a",http_status_code="200"} 20000
                http_server_duration_milliseconds_count{http_target="/a",http_status_code="200"} 500
                http_server_duration_milliseconds_bucket{http_target="/a",le="+Inf"} 500
                http_server_duration_milliseconds_sum{http_target="/a"} 20000
                http_server_duration_milliseconds_count{http_target="/a"} 500
                """,
            requests: "http_server_duration_milliseconds_count",
            failures:
                "not judged: 50.0 % of what http_server_duration_milliseconds_count counts has no http_status_code",
            latency: "histogram http_server_duration_milliseconds 1000/s",
            route: "http_target"
        ),
        Case(
            testDescription: "no status and the type of an error is a failure",
            page: """
                # TYPE http_server_request_duration_seconds histogram
                http_server_request_duration_seconds_bucket{http_response_status_code="200",le="1"} 930
                http_server_request_duration_seconds_sum{http_response_status_code="200"} 44
                http_server_request_duration_seconds_count{http_response_status_code="200"} 930
                http_server_request_duration_seconds_bucket{error_type="TimeoutError",le="1"} 70
                http_server_request_duration_seconds_sum{error_type="TimeoutError"} 4
                http_server_request_duration_seconds_count{error_type="TimeoutError"} 70
                """,
            requests: "http_server_request_duration_seconds_count",
            failures: "http_server_request_duration_seconds_count{http_response_status_code=~\"5..( .*)?\"} + "
                + "http_server_request_duration_seconds_count{http_response_status_code=\"\",error_type!=\"\"}",
            latency: "histogram http_server_request_duration_seconds 1/s"
        ),
        Case(
            testDescription: "two scopes that count the same count once",
            page: """
                # TYPE http_server_duration_seconds histogram
                http_server_duration_seconds_bucket{http_status_code="GET",otel_scope_name="a",le="1"} 1000
                http_server_duration_seconds_sum{http_status_code="GET",otel_scope_name="a"} 44
                http_server_duration_seconds_count{http_status_code="GET",otel_scope_name="a"} 1000
                http_server_duration_seconds_bucket{http_status_code="200",otel_scope_name="b",le="1"} 1000
                http_server_duration_seconds_sum{http_status_code="200",otel_scope_name="b"} 44
                http_server_duration_seconds_count{http_status_code="200",otel_scope_name="b"} 1000
                """,
            requests: "http_server_duration_seconds_count{otel_scope_name=\"b\"}",
            failures: "http_server_duration_seconds_count{otel_scope_name=\"b\",http_status_code=~\"5..( .*)?\"}",
            latency: "histogram http_server_duration_seconds{otel_scope_name=\"b\"} 1/s"
        ),
        Case(
            testDescription: "errors that are counted beside requests belong to them",
            page: """
                # TYPE shop_requests counter
                shop_requests{http_route="/orders",http_response_status_code="200"} 930
                # TYPE shop_request_errors counter
                shop_request_errors{http_route="/orders",error_type="500"} 60
                shop_request_errors{http_route="/orders",error_type="404"} 10
                """,
            requests: "shop_requests + shop_request_errors",
            failures: "shop_requests{http_response_status_code=~\"5..( .*)?\"} + "
                + "shop_request_errors{error_type=~\"5..( .*)?\"}",
            route: "http_route"
        ),
        Case(
            testDescription: "a histogram that leaves out what ended in an error does not tell the failures",
            page: """
                # TYPE web_http_requests_total counter
                web_http_requests_total{server="a"} 200
                # TYPE web_http_request_errors_total counter
                web_http_request_errors_total{server="a"} 14
                # TYPE web_http_request_duration_seconds histogram
                web_http_request_duration_seconds_bucket{server="a",code="200",le="1"} 186
                web_http_request_duration_seconds_sum{server="a",code="200"} 1
                web_http_request_duration_seconds_count{server="a",code="200"} 186
                """,
            requests: "web_http_requests_total",
            failures:
                "not judged: 7.0 % of what web_http_requests_total counts is not in web_http_request_duration_seconds",
            latency: "histogram web_http_request_duration_seconds 1/s"
        ),
        Case(
            testDescription: "what went well and what did not under names of their own",
            page: """
                # TYPE inference_request_success counter
                inference_request_success{model="m"} 930
                # TYPE inference_request_failure counter
                inference_request_failure{model="m"} 70
                # TYPE inference_request_duration_us counter
                inference_request_duration_us{model="m"} 44640000
                # TYPE inference_queue_duration_us counter
                inference_queue_duration_us{model="m"} 5000
                """,
            requests: "inference_request_success + inference_request_failure",
            failures: "inference_request_failure",
            latency: "counters inference_request_duration_us / inference_request_success 1000000/s"
        ),
        Case(
            testDescription: "successes alone are no count of requests",
            page: """
                # TYPE llm:request_success_total counter
                llm:request_success_total{finished_reason="stop"} 930
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription: "a rollback need not be a failure",
            page: """
                # TYPE db_xact_commit counter
                db_xact_commit{datname="shop"} 930
                # TYPE db_xact_rollback counter
                db_xact_rollback{datname="shop"} 70
                """,
            requests: "db_xact_commit + db_xact_rollback",
            failures: "not judged: what db_xact_rollback counts may be what the client wanted"
        ),
        Case(
            testDescription: "scrapes alone are no requests",
            page: """
                # TYPE promhttp_metric_handler_requests_total counter
                promhttp_metric_handler_requests_total{code="200"} 400
                # TYPE http_request_duration_seconds histogram
                http_request_duration_seconds_bucket{handler="metrics",le="1"} 400
                http_request_duration_seconds_sum{handler="metrics"} 4
                http_request_duration_seconds_count{handler="metrics"} 400
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription: "an outcome without a word for requests needs a duration that agrees",
            page: """
                # TYPE shop_orders_total counter
                shop_orders_total{result="success"} 930
                shop_orders_total{result="failure"} 70
                # TYPE shop_order_duration_seconds summary
                shop_order_duration_seconds_sum 48
                shop_order_duration_seconds_count 1000
                # TYPE sync_list_total counter
                sync_list_total{result="success"} 5000
                """,
            requests: "shop_orders_total",
            failures: "shop_orders_total{result=~\"\(StatusGrammar.outcomes.failurePattern)\"}",
            latency: "summary shop_order_duration_seconds 1/s"
        ),
        Case(
            testDescription: "neither a type nor an ending is needed",
            page: """
                controller_requests{path="/",status="200"} 930
                controller_requests{path="/",status="500"} 70
                controller_requests{path="/healthz",status="200"} 70
                """,
            requests: "controller_requests{path visible}",
            failures: "controller_requests{path visible,status=~\"5..( .*)?\"}",
            route: "path"
        ),
        Case(
            testDescription: "a gauge of what is under way is no counter",
            page: """
                # TYPE http_requests_in_progress gauge
                http_requests_in_progress 3
                # TYPE http_requests_active untyped
                http_requests_active 4
                """,
            requests: "",
            failures: "nothing"
        ),
    ]

    @Test(
        "What is found on a case's page is what the case says",
        arguments: cases + rivals + kinds + neighbours + others + words + values + programs + aside
    )
    func page(_ one: Case) {
        let found = Described(one.page)
        #expect(found.requests == one.requests)
        #expect(found.failures == one.failures)
        #expect(found.latency == one.latency)
        #expect(found.result.signals?.route == one.route)
    }
}
