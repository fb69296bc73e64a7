import Detection
import Testing

extension DetectionTableTests {
    private static let codes = "{code=~\"5..( .*)?\"}"

    /// Pages where a part of what is asked is counted or measured beside the whole.
    static let parts = [
        Case(
            testDescription: "writing the answer is a part of serving",
            page: """
                # TYPE web_serve_duration_seconds histogram
                web_serve_duration_seconds_bucket{host="a",code="200",le="1"} 18690
                web_serve_duration_seconds_sum{host="a",code="200"} 897
                web_serve_duration_seconds_count{host="a",code="200"} 18690
                web_serve_duration_seconds_bucket{host="a",code="500",le="1"} 1470
                web_serve_duration_seconds_sum{host="a",code="500"} 70
                web_serve_duration_seconds_count{host="a",code="500"} 1470
                # TYPE web_response_write_duration_seconds histogram
                web_response_write_duration_seconds_bucket{host="a",code="200",le="1"} 18690
                web_response_write_duration_seconds_sum{host="a",code="200"} 18
                web_response_write_duration_seconds_count{host="a",code="200"} 18690
                web_response_write_duration_seconds_bucket{host="a",code="500",le="1"} 1400
                web_response_write_duration_seconds_sum{host="a",code="500"} 1
                web_response_write_duration_seconds_count{host="a",code="500"} 1400
                """,
            requests: "web_serve_duration_seconds_count",
            failures: "web_serve_duration_seconds_count" + codes,
            latency: "histogram web_serve_duration_seconds 1/s"
        ),
        Case(
            testDescription: "answers are the whole where nothing of the same codes lasts longer",
            page: """
                # TYPE web_render_duration_seconds histogram
                web_render_duration_seconds_bucket{code="200",le="1"} 18690
                web_render_duration_seconds_sum{code="200"} 45
                web_render_duration_seconds_count{code="200"} 18690
                web_render_duration_seconds_bucket{code="500",le="1"} 1470
                web_render_duration_seconds_sum{code="500"} 3
                web_render_duration_seconds_count{code="500"} 1470
                # TYPE web_response_duration_seconds histogram
                web_response_duration_seconds_bucket{code="200",le="1"} 18690
                web_response_duration_seconds_sum{code="200"} 897
                web_response_duration_seconds_count{code="200"} 18690
                web_response_duration_seconds_bucket{code="500",le="1"} 1470
                web_response_duration_seconds_sum{code="500"} 70
                web_response_duration_seconds_count{code="500"} 1470
                """,
            requests: "web_response_duration_seconds_count",
            failures: "web_response_duration_seconds_count" + codes,
            latency: "histogram web_response_duration_seconds 1/s"
        ),
        Case(
            testDescription: "a server that measures longer than its service measures the whole",
            page: """
                # TYPE mesh_server_request_latency_ms summary
                mesh_server_request_latency_ms_sum{server="0.0.0.0/4140"} 1008000
                mesh_server_request_latency_ms_count{server="0.0.0.0/4140"} 21000
                # TYPE mesh_service_request_latency_ms summary
                mesh_service_request_latency_ms_sum{service="/svc/web"} 924000
                mesh_service_request_latency_ms_count{service="/svc/web"} 21000
                """,
            requests: "mesh_server_request_latency_ms_count",
            failures:
                "not judged: mesh_server_request_latency_ms_count has no status, and no counter tells of failures",
            latency: "summary mesh_server_request_latency_ms 1000/s"
        ),
        Case(
            testDescription: "another service that is asked as often is none of it",
            page: """
                # TYPE shop_service_request_latency_ms summary
                shop_service_request_latency_ms_sum{service="/svc/web"} 924000
                shop_service_request_latency_ms_count{service="/svc/web"} 21000
                # TYPE shop_server_request_latency_ms summary
                shop_server_request_latency_ms_sum{server="0.0.0.0/4140"} 1008000
                shop_server_request_latency_ms_count{server="0.0.0.0/4140"} 9000
                """,
            requests: "shop_service_request_latency_ms_count",
            failures:
                "not judged: shop_service_request_latency_ms_count has no status, and no counter tells of failures",
            latency: "summary shop_service_request_latency_ms 1000/s",
            route: "service"
        ),
        Case(
            testDescription: "tasks of a pool are parts of what is done",
            page: """
                # TYPE columnar_statement_seconds histogram
                columnar_statement_seconds_bucket{kind="select",le="1"} 14700
                columnar_statement_seconds_sum{kind="select"} 705
                columnar_statement_seconds_count{kind="select"} 14700
                # TYPE columnar_pool_completed_tasks_total counter
                columnar_pool_completed_tasks_total{pool="io"} 105000
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription: "tasks of a worker are what it is there for",
            page: """
                # TYPE mailer_completed_tasks_total counter
                mailer_completed_tasks_total{pool="io"} 1000
                """,
            requests: "mailer_completed_tasks_total",
            failures: "not judged: mailer_completed_tasks_total has no status, and no counter tells of failures"
        ),
        Case(
            testDescription: "what a program hands on is no more than what it is asked",
            page: """
                # TYPE app_requests_total counter
                app_requests_total{outcome="success"} 19530
                app_requests_total{outcome="error"} 1470
                # TYPE app_request_duration_seconds histogram
                app_request_duration_seconds_bucket{le="1"} 21000
                app_request_duration_seconds_sum 1008
                app_request_duration_seconds_count 21000
                # TYPE app_proxy_requests_total counter
                app_proxy_requests_total{code="200"} 62790
                app_proxy_requests_total{code="502"} 210
                """,
            requests: "app_requests_total",
            failures: "app_requests_total{outcome=~\"\(StatusGrammar.outcomes.failurePattern)\"}",
            latency: "histogram app_request_duration_seconds 1/s"
        ),
        Case(
            testDescription: "a proxy that measures what it is asked is the service",
            page: """
                # TYPE llm_requests_total counter
                llm_requests_total{model="m"} 900
                # TYPE llm_proxy_requests_total counter
                llm_proxy_requests_total{code="200"} 930
                llm_proxy_requests_total{code="500"} 70
                """,
            requests: "llm_proxy_requests_total",
            failures: "llm_proxy_requests_total" + codes
        ),
        Case(
            testDescription: "answers and what failed without one are together all that was asked",
            page: """
                # TYPE srv_http_requests_total counter
                srv_http_requests_total{method="GET"} 21000
                # TYPE srv_http_requests_failed_total counter
                srv_http_requests_failed_total{method="GET"} 210
                # TYPE srv_http_responses_total counter
                srv_http_responses_total{method="GET",status="2xx"} 18480
                srv_http_responses_total{method="GET",status="4xx"} 840
                srv_http_responses_total{method="GET",status="5xx"} 1470
                """,
            requests: "srv_http_requests_total",
            failures: "srv_http_responses_total{status=~\"5xx|5XX\"} + srv_http_requests_failed_total"
        ),
        Case(
            testDescription: "failures that do not make up for the answers that are missing are not known",
            page: """
                # TYPE srv_http_requests_total counter
                srv_http_requests_total{method="GET"} 21000
                # TYPE srv_http_requests_failed_total counter
                srv_http_requests_failed_total{method="GET"} 100
                # TYPE srv_http_responses_total counter
                srv_http_responses_total{method="GET",status="2xx"} 18480
                srv_http_responses_total{method="GET",status="4xx"} 840
                srv_http_responses_total{method="GET",status="5xx"} 1470
                """,
            requests: "srv_http_requests_total",
            failures: "not judged: 1.0 % of what srv_http_requests_total counts is not in srv_http_responses_total"
        ),
        Case(
            testDescription: "what comes one way is a part of all that comes",
            page: """
                # TYPE edge_request_total counter
                edge_request_total 21000
                # TYPE edge_request_udp counter
                edge_request_udp 18900
                # TYPE edge_request_tcp counter
                edge_request_tcp 2100
                # TYPE edge_latency histogram
                edge_latency_bucket{le="0.001"} 0
                edge_latency_bucket{le="0.05"} 20000
                edge_latency_bucket{le="0.25"} 21000
                edge_latency_bucket{le="1.5"} 21000
                edge_latency_sum 1008
                edge_latency_count 21000
                """,
            requests: "edge_request_total",
            failures: "not judged: edge_request_total has no status, and no counter tells of failures",
            latency: "histogram edge_latency 1/s?"
        ),
        Case(
            testDescription: "calls between servers stand behind the queries of clients",
            page: """
                # TYPE olap_fe_query_total counter
                olap_fe_query_total 21000
                # TYPE olap_fe_query_err_total counter
                olap_fe_query_err_total 1470
                # TYPE olap_fe_query_latency_ms summary
                olap_fe_query_latency_ms_sum 1008000
                olap_fe_query_latency_ms_count 21000
                # TYPE olap_fe_thrift_rpc_total counter
                olap_fe_thrift_rpc_total{method="report"} 63000
                """,
            requests: "olap_fe_query_latency_ms_count",
            failures: "olap_fe_query_err_total",
            latency: "summary olap_fe_query_latency_ms 1000/s"
        ),
        Case(
            testDescription: "calls whose failures are told are what a service is called for",
            page: """
                # TYPE node_rpc_calls_total counter
                node_rpc_calls_total{method="send"} 21000
                # TYPE node_rpc_calls_failed_total counter
                node_rpc_calls_failed_total{method="send"} 1470
                # TYPE node_query_total counter
                node_query_total 63000
                # TYPE node_query_err_total counter
                node_query_err_total 100
                # TYPE node_query_latency_ms summary
                node_query_latency_ms_sum 108000
                node_query_latency_ms_count 63000
                """,
            requests: "node_rpc_calls_total",
            failures: "node_rpc_calls_failed_total"
        ),
        Case(
            testDescription: "requests of an API beside calls of it are a client's",
            page: """
                # TYPE cloud_api_calls_total counter
                cloud_api_calls_total{operation="List",service="Balancers",status_code="200"} 63000
                cloud_api_calls_total{operation="List",service="Balancers",status_code="400"} 630
                # TYPE cloud_api_requests_total counter
                cloud_api_requests_total{operation="List",service="Balancers",status_code="200"} 63000
                # TYPE controller_reconcile_total counter
                controller_reconcile_total{controller="ingress",result="success"} 1953
                controller_reconcile_total{controller="ingress",result="error"} 147
                """,
            requests: "controller_reconcile_total",
            failures: "controller_reconcile_total{result=~\"\(StatusGrammar.outcomes.failurePattern)\"}",
            route: "controller"
        ),
        Case(
            testDescription: "requests of an API alone are what it is asked",
            page: """
                # TYPE cloud_api_requests_total counter
                cloud_api_requests_total{operation="List",status_code="200"} 63000
                """,
            requests: "cloud_api_requests_total",
            failures: "cloud_api_requests_total{status_code=~\"5..( .*)?\"}",
            route: "operation"
        ),
    ]

    @Test("What is a part is not taken for the whole, and the whole is", arguments: parts)
    func part(_ one: Case) { page(one) }
}
