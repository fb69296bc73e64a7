import Detection

extension DetectionTableTests {
    private static let codes = "{code=~\"5..( .*)?\"}"

    /// Pages where something else stands beside what is asked, or under a name that says little.
    static let neighbours = [
        Case(
            testDescription: "calls that a breaker or a limiter guards are calls to others",
            page: """
                # TYPE shop_circuitbreaker_calls_seconds summary
                shop_circuitbreaker_calls_seconds_sum{kind="successful"} 9
                shop_circuitbreaker_calls_seconds_count{kind="successful"} 930
                # TYPE shop_ratelimiter_calls_total counter
                shop_ratelimiter_calls_total{kind="ok"} 1000
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription: "what is being processed is no time that was spent",
            page: """
                # TYPE rpc_provider_requests_total counter
                rpc_provider_requests_total{interface="Cart"} 1000
                # TYPE rpc_provider_requests_processing_total gauge
                rpc_provider_requests_processing_total{interface="Cart"} 3
                """,
            requests: "rpc_provider_requests_total",
            failures: "not judged: rpc_provider_requests_total has no status, and no counter tells of failures"
        ),
        Case(
            testDescription: "what succeeded and what failed are told in whichever form of the word",
            page: """
                # TYPE provider_requests_total counter
                provider_requests_total{interface="Cart"} 1000
                # TYPE provider_requests_succeed_total counter
                provider_requests_succeed_total{interface="Cart"} 930
                # TYPE provider_requests_failed_total counter
                provider_requests_failed_total{interface="Cart"} 70
                """,
            requests: "provider_requests_total",
            failures: "provider_requests_failed_total"
        ),
        Case(
            testDescription: "errors with codes say whose they are, and that answers with codes are counted",
            page: """
                # TYPE api_object_request_counter counter
                api_object_request_counter{operation="get"} 1000
                # TYPE api_object_error_counter counter
                api_object_error_counter{operation="get",status_code="404"} 30
                api_object_error_counter{operation="get",status_code="500"} 70
                # TYPE rpc_request_counter counter
                rpc_request_counter{from="a"} 3000
                """,
            requests: "api_object_request_counter",
            failures: "api_object_error_counter{status_code=~\"5..( .*)?\"}",
            route: "operation"
        ),
        Case(
            testDescription: "of states that are counted under one label only the ends count",
            page: """
                # TYPE work_tasks_total counter
                work_tasks_total{queue="a",state="RECEIVED"} 1000
                work_tasks_total{queue="a",state="STARTED"} 1000
                work_tasks_total{queue="a",state="RETRY"} 20
                work_tasks_total{queue="a",state="SUCCESS"} 930
                work_tasks_total{queue="a",state="FAILURE"} 70
                """,
            requests: "work_tasks_total{state=~\"\(StatusGrammar.endPattern)\"}",
            failures: "work_tasks_total{state=~\"\(StatusGrammar.endPattern)\","
                + "state=~\"\(StatusGrammar.outcomes.failurePattern)\"}"
        ),
        Case(
            testDescription: "series without a label that count what all others do are their sum",
            page: """
                # TYPE gate_http_requests_total counter
                gate_http_requests_total 1000
                gate_http_requests_total{user="a"} 600
                gate_http_requests_total{user="b"} 400
                """,
            requests: "gate_http_requests_total{user=\"\"}",
            failures: "not judged: gate_http_requests_total has no status, and no counter tells of failures"
        ),
        Case(
            testDescription: "a histogram of what is called requests, with bounds that part seconds, measures them",
            page: """
                # TYPE tower_request histogram
                tower_request_bucket{route="/a",status="200",le="0.01"} 0
                tower_request_bucket{route="/a",status="200",le="0.1"} 930
                tower_request_bucket{route="/a",status="200",le="0.5"} 930
                tower_request_bucket{route="/a",status="200",le="1"} 930
                tower_request_bucket{route="/a",status="200",le="10"} 930
                tower_request_sum{route="/a",status="200"} 45
                tower_request_count{route="/a",status="200"} 930
                """,
            requests: "tower_request_count",
            failures: "tower_request_count{status=~\"5..( .*)?\"}",
            latency: "histogram tower_request 1/s?",
            route: "route"
        ),
        Case(
            testDescription: "a program may be called after disks",
            page: """
                # TYPE CloudFS_gate_request_total counter
                CloudFS_gate_request_total{type="get",code="200"} 930
                CloudFS_gate_request_total{type="get",code="500"} 70
                # TYPE node_fs_requests_total counter
                node_fs_requests_total{code="200"} 5000
                """,
            requests: "CloudFS_gate_request_total",
            failures: "CloudFS_gate_request_total\(codes)"
        ),
        Case(
            testDescription: "messages come to topics, and leave by channels",
            page: """
                # TYPE bus_topic_message_count counter
                bus_topic_message_count{topic="a"} 1000
                # TYPE bus_channel_message_count counter
                bus_channel_message_count{topic="a",channel="x"} 1000
                bus_channel_message_count{topic="a",channel="y"} 1000
                """,
            requests: "bus_topic_message_count",
            failures: "not judged: bus_topic_message_count has no status, and no counter tells of failures"
        ),
        Case(
            testDescription: "what is consumed is a message, and its faults are failures",
            page: """
                # TYPE mq_consume_total counter
                mq_consume_total{message_type="Order"} 1000
                # TYPE mq_consume_fault_total counter
                mq_consume_fault_total{message_type="Order"} 70
                # TYPE mq_consume_duration_seconds summary
                mq_consume_duration_seconds_sum{message_type="Order"} 48
                mq_consume_duration_seconds_count{message_type="Order"} 1000
                """,
            requests: "mq_consume_duration_seconds_count",
            failures: "mq_consume_fault_total",
            latency: "summary mq_consume_duration_seconds 1/s"
        ),
        Case(
            testDescription: "without anything upstream, downstream is whom a service asks",
            page: """
                # TYPE http_requests_total counter
                http_requests_total{code="200"} 930
                http_requests_total{code="500"} 70
                # TYPE downstream_requests_total counter
                downstream_requests_total{service="stock",code="200"} 2000
                """,
            requests: "http_requests_total",
            failures: "http_requests_total\(codes)"
        ),
        Case(
            testDescription: "external interfaces, third parties and hosts as targets are asked by the service",
            page: """
                # TYPE external_api_requests_total counter
                external_api_requests_total{code="200"} 2000
                # TYPE third_party_request_duration_seconds summary
                third_party_request_duration_seconds_sum{code="200"} 20
                third_party_request_duration_seconds_count{code="200"} 2000
                # TYPE call_requests_seconds summary
                call_requests_seconds_sum{target_host="x",status="200"} 20
                call_requests_seconds_count{target_host="x",status="200"} 2000
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription: "answers that were received are others'",
            page: """
                # TYPE sip_rcv_requests_total counter
                sip_rcv_requests_total{method="INVITE"} 1000
                # TYPE sip_rcv_replies_total counter
                sip_rcv_replies_total{code="2xx"} 300
                sip_rcv_replies_total{code="5xx"} 30
                """,
            requests: "sip_rcv_requests_total",
            failures: "not judged: sip_rcv_requests_total has no status, and no counter tells of failures"
        ),
        Case(
            testDescription: "how often somebody was let in is a step of other requests",
            page: """
                # TYPE authentication_attempts counter
                authentication_attempts{result="success"} 1000
                authentication_attempts{result="failure"} 70
                # TYPE authentication_duration_seconds summary
                authentication_duration_seconds_sum 1
                authentication_duration_seconds_count 1070
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription: "a bare count under another name than most of a page is the exporter's",
            page: """
                # TYPE tool_requests_total counter
                tool_requests_total 30
                # TYPE cloud_lb_latency gauge
                cloud_lb_latency 1
                # TYPE cloud_lb_hosts gauge
                cloud_lb_hosts 2
                # TYPE cloud_db_connections gauge
                cloud_db_connections 3
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription:
                "what is measured with its status over HTTP stands before calls of which nothing more is known",
            page: """
                # TYPE http_request_duration_seconds summary
                http_request_duration_seconds_sum{route="/a",status="200"} 48
                http_request_duration_seconds_count{route="/a",status="200"} 930
                http_request_duration_seconds_sum{route="/a",status="500"} 4
                http_request_duration_seconds_count{route="/a",status="500"} 70
                # TYPE api_calls_total counter
                api_calls_total{api="bank",status="200"} 5000
                """,
            requests: "http_request_duration_seconds_count",
            failures: "http_request_duration_seconds_count{status=~\"5..( .*)?\"}",
            latency: "summary http_request_duration_seconds 1/s",
            route: "route"
        ),
        Case(
            testDescription: "probes are hidden under the path where a service is mounted",
            page: """
                # TYPE http_requests_total counter
                http_requests_total{uri="/shop/orders",code="200"} 930
                http_requests_total{uri="/shop/orders",code="500"} 70
                http_requests_total{uri="/shop/actuator/health",code="200"} 300
                http_requests_total{uri="/api/v1/health",code="200"} 300
                """,
            requests: "http_requests_total{uri visible}",
            failures: "http_requests_total{uri visible,code=~\"5..( .*)?\"}",
            route: "uri"
        ),
    ]
}
