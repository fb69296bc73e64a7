import Detection

extension DetectionTableTests {
    /// What values of labels say, and what they do not.
    static let values = [
        Case(
            testDescription: "tenants, roles, topics and databases may be called as probes and administrations are",
            page: """
                # TYPE shop_http_requests_total counter
                shop_http_requests_total{role="admin",tenant="prometheus",topic="app-metrics",status="200"} 430
                shop_http_requests_total{role="admin",tenant="prometheus",topic="app-metrics",status="500"} 70
                shop_http_requests_total{role="user",tenant="acme",topic="orders",status="200"} 500
                """,
            requests: "shop_http_requests_total",
            failures: "shop_http_requests_total{status=~\"5..( .*)?\"}"
        ),
        Case(
            testDescription: "doors are hidden by a bare word, and paths under any label",
            page: """
                # TYPE shop_http_requests_total counter
                shop_http_requests_total{listener="admin",place="/shop",status="200"} 430
                shop_http_requests_total{listener="web",place="/healthz",status="200"} 500
                shop_http_requests_total{listener="web",place="/shop",status="500"} 70
                """,
            requests: "shop_http_requests_total{listener visible,place visible}",
            failures: "shop_http_requests_total{listener visible,place visible,status=~\"5..( .*)?\"}",
            route: "place"
        ),
        Case(
            testDescription: "functions that are asked equally often are no parts of one request",
            page: """
                # TYPE gateway_function_invocation_total counter
                gateway_function_invocation_total{function_name="a",code="200"} 500
                gateway_function_invocation_total{function_name="b",code="200"} 430
                gateway_function_invocation_total{function_name="b",code="500"} 70
                """,
            requests: "gateway_function_invocation_total",
            failures: "gateway_function_invocation_total{code=~\"5..( .*)?\"}"
        ),
        Case(
            testDescription: "whoever closed it, or where it came from, tells no direction",
            page: """
                # TYPE chat_http_requests_total counter
                chat_http_requests_total{closed_by="client",source="internal",status="200"} 530
                chat_http_requests_total{closed_by="server",source="client",status="200"} 400
                chat_http_requests_total{closed_by="server",source="client",status="500"} 70
                """,
            requests: "chat_http_requests_total",
            failures: "chat_http_requests_total{status=~\"5..( .*)?\"}"
        ),
        Case(
            testDescription: "three digits of a place or a size are no codes, nor is a class of service",
            page: """
                # TYPE cdn_http_requests_total counter
                cdn_http_requests_total{pop="201",size="240",qos_class="1"} 300
                cdn_http_requests_total{pop="404",size="320",qos_class="2"} 400
                cdn_http_requests_total{pop="503",size="512",qos_class="5"} 300
                """,
            requests: "cdn_http_requests_total",
            failures: "not judged: cdn_http_requests_total has no status, and no counter tells of failures"
        ),
        Case(
            testDescription: "codes that HTTP does not have are another protocol's: nothing is judged by them",
            page: """
                # TYPE mail_commands_total counter
                mail_commands_total{code="250"} 800
                mail_commands_total{code="354"} 100
                mail_commands_total{code="550"} 100
                """,
            requests: "mail_commands_total",
            failures: "not judged: what code=\"250\" means is not known"
        ),
        Case(
            testDescription: "a sum without a status beside its parts with one counts once",
            page: """
                # TYPE api_http_requests_total counter
                api_http_requests_total 1000
                api_http_requests_total{status="200"} 930
                api_http_requests_total{status="500"} 70
                """,
            requests: "api_http_requests_total{status!=\"\"}",
            failures: "api_http_requests_total{status!=\"\",status=~\"5..( .*)?\"}"
        ),
        Case(
            testDescription: "errors beside failures are what callers did; all of them were asked",
            page: """
                # TYPE kms_http_request_success counter
                kms_http_request_success 890
                # TYPE kms_http_request_error counter
                kms_http_request_error 40
                # TYPE kms_http_request_failure counter
                kms_http_request_failure 70
                """,
            requests: "kms_http_request_success + kms_http_request_error + kms_http_request_failure",
            failures: "kms_http_request_failure"
        ),
        Case(
            testDescription: "over HTTP errors beside successes do not say whose they are",
            page: """
                # TYPE kms_http_request_success counter
                kms_http_request_success 930
                # TYPE kms_http_request_error counter
                kms_http_request_error 70
                """,
            requests: "kms_http_request_success + kms_http_request_error",
            failures: "not judged: what kms_http_request_error counts may be what the client did wrong"
        ),
        Case(
            testDescription: "a duration that is as many for each value measures the requests, whatever it is called",
            page: """
                # TYPE jobservice_task_total counter
                jobservice_task_total{type="scan",status="success"} 300
                jobservice_task_total{type="copy",status="success"} 630
                jobservice_task_total{type="copy",status="fail"} 70
                # TYPE jobservice_process_time_seconds summary
                jobservice_process_time_seconds_sum{type="scan"} 20
                jobservice_process_time_seconds_count{type="scan"} 300
                jobservice_process_time_seconds_sum{type="copy"} 28
                jobservice_process_time_seconds_count{type="copy"} 700
                """,
            requests: "jobservice_task_total",
            failures: "jobservice_task_total{status=~\"\(StatusGrammar.outcomes.failurePattern)\"}",
            latency: "summary jobservice_process_time_seconds 1/s"
        ),
        Case(
            testDescription: "one value that is `ok` makes no gRPC",
            page: """
                # TYPE bid_sync_requests counter
                bid_sync_requests{status="ok"} 300
                # TYPE bid_requests counter
                bid_requests{status="ok"} 900
                bid_requests{status="badinput"} 100
                """,
            requests: "bid_requests",
            failures: "not judged: what status=\"badinput\" means is not known"
        ),
    ]
}
