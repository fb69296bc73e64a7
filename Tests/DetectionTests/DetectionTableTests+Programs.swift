import Detection

extension DetectionTableTests {
    /// Whose page it is decides what names on it mean.
    static let programs = [
        Case(
            testDescription: "what all families of a page begin with only names the program",
            page: """
                # TYPE admin_api_requests_total counter
                admin_api_requests_total{endpoint="/users",status="200"} 930
                admin_api_requests_total{endpoint="/users",status="500"} 70
                # TYPE admin_api_request_duration_seconds summary
                admin_api_request_duration_seconds_sum 48
                admin_api_request_duration_seconds_count 1000
                # TYPE admin_api_active_users gauge
                admin_api_active_users 3
                """,
            requests: "admin_api_requests_total",
            failures: "admin_api_requests_total{status=~\"5..( .*)?\"}",
            latency: "summary admin_api_request_duration_seconds 1/s",
            route: "endpoint"
        ),
        Case(
            testDescription: "one family of the administration is no program",
            page: """
                # TYPE shop_http_requests_total counter
                shop_http_requests_total{code="200"} 100
                # TYPE admin_requests_total counter
                admin_requests_total{code="200"} 1000
                """,
            requests: "shop_http_requests_total",
            failures: "shop_http_requests_total{code=~\"5..( .*)?\"}"
        ),
        Case(
            testDescription: "an API that is called after somebody else is asked, where the page has work of its own",
            page: """
                # TYPE bot_messages_received_total counter
                bot_messages_received_total{chat="1"} 1000
                # TYPE bot_chat_api_requests_total counter
                bot_chat_api_requests_total{code="200",method="sendMessage"} 2930
                bot_chat_api_requests_total{code="429",method="sendMessage"} 70
                # TYPE bot_rate_limited_total counter
                bot_rate_limited_total 70
                """,
            requests: "bot_messages_received_total",
            failures: "not judged: bot_messages_received_total has no status, and no counter tells of failures"
        ),
        Case(
            testDescription: "a program with a runtime of its own is no database",
            page: """
                # TYPE python_info gauge
                python_info{version="3.12"} 1
                # TYPE db_query_duration_seconds summary
                db_query_duration_seconds_sum{status="success"} 5
                db_query_duration_seconds_count{status="success"} 2900
                db_query_duration_seconds_sum{status="error"} 1
                db_query_duration_seconds_count{status="error"} 100
                # TYPE mails_sent_total counter
                mails_sent_total 10
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription: "phases as clients see them are of requests to others",
            page: """
                # TYPE outer_request_duration_seconds summary
                outer_request_duration_seconds_sum{target="www.example.com",route="/",status_code="200",type="total"} 48
                outer_request_duration_seconds_count{target="www.example.com",route="/",status_code="200",type="total"} 1000
                outer_request_duration_seconds_sum{target="www.example.com",route="/",status_code="200",type="socket"} 1
                outer_request_duration_seconds_count{target="www.example.com",route="/",status_code="200",type="socket"} 1000
                outer_request_duration_seconds_sum{target="www.example.com",route="/",status_code="200",type="lookup"} 1
                outer_request_duration_seconds_count{target="www.example.com",route="/",status_code="200",type="lookup"} 1000
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription: "clients that are accepted ask",
            page: """
                # TYPE dbproxy_client_accepts_total counter
                dbproxy_client_accepts_total{error="0"} 12
                # TYPE dbproxy_client_requests_total counter
                dbproxy_client_requests_total{command="find"} 700
                dbproxy_client_requests_total{command="insert"} 300
                # TYPE dbproxy_client_responses_total counter
                dbproxy_client_responses_total{command="find",result="ok"} 700
                dbproxy_client_responses_total{command="insert",result="ok"} 300
                """,
            requests: "dbproxy_client_responses_total",
            failures:
                "dbproxy_client_responses_total{result=~\"\(StatusGrammar.outcomes.failurePattern)\"}",
            route: "command"
        ),
        Case(
            testDescription: "what went well and what did not are counted together by a third",
            page: """
                # TYPE chat_requests_total counter
                chat_requests_total 1000
                # TYPE chat_requests_ok_total counter
                chat_requests_ok_total 930
                # TYPE chat_requests_error_total counter
                chat_requests_error_total 70
                # TYPE chat_request_latency_micros_total counter
                chat_request_latency_micros_total 48000000
                """,
            requests: "chat_requests_total",
            failures: "chat_requests_error_total",
            latency: "counters chat_request_latency_micros_total / chat_requests_total 1000000/s"
        ),
        Case(
            testDescription: "errors of class 5 under the program's own name are its failures",
            page: """
                # TYPE webserver_total_requests counter
                webserver_total_requests 1000
                # TYPE webserver_errors_4xx counter
                webserver_errors_4xx 40
                # TYPE webserver_errors_5xx counter
                webserver_errors_5xx 70
                """,
            requests: "webserver_total_requests",
            failures: "webserver_errors_5xx"
        ),
        Case(
            testDescription: "stages that the requests have as well are no parts of one request",
            page: """
                # TYPE gate_http_requests_total counter
                gate_http_requests_total{stage="blue",code="200"} 500
                gate_http_requests_total{stage="green",code="200"} 430
                gate_http_requests_total{stage="green",code="500"} 70
                # TYPE gate_http_request_duration_seconds summary
                gate_http_request_duration_seconds_sum{stage="blue"} 24
                gate_http_request_duration_seconds_count{stage="blue"} 500
                gate_http_request_duration_seconds_sum{stage="green"} 24
                gate_http_request_duration_seconds_count{stage="green"} 500
                """,
            requests: "gate_http_requests_total",
            failures: "gate_http_requests_total{code=~\"5..( .*)?\"}",
            latency: "summary gate_http_request_duration_seconds 1/s"
        ),
        Case(
            testDescription: "help tells what went well",
            page: """
                # HELP jobs_processed_total Number of jobs successfully processed
                # TYPE jobs_processed_total counter
                jobs_processed_total{job_type="mail"} 800
                # TYPE job_errors_total counter
                job_errors_total{job_type="mail"} 200
                """,
            requests: "jobs_processed_total + job_errors_total",
            failures: "job_errors_total"
        ),
        Case(
            testDescription: "help tells whose errors are counted",
            page: """
                # TYPE web_http_requests_total counter
                web_http_requests_total 1000
                # HELP web_http_errors_total Answers with a server error (HTTP 5xx)
                # TYPE web_http_errors_total counter
                web_http_errors_total 70
                """,
            requests: "web_http_requests_total",
            failures: "web_http_errors_total"
        ),
        Case(
            testDescription: "listeners and what stands behind them are two views of the same requests",
            page: """
                # TYPE shop_request_count_total counter
                shop_request_count_total{listener="default"} 1000
                shop_request_count_total{servlet="rest",deployment="app"} 900
                shop_request_count_total{servlet="pages",deployment="app"} 60
                # TYPE shop_processing_time_seconds_total counter
                shop_processing_time_seconds_total{listener="default"} 48
                # TYPE shop_request_time_seconds_total counter
                shop_request_time_seconds_total{servlet="rest",deployment="app"} 43
                # TYPE shop_errors_5xx_total counter
                shop_errors_5xx_total{listener="default"} 70
                """,
            requests: "shop_request_count_total{deployment=\"\"}",
            failures: "shop_errors_5xx_total",
            latency: "counters shop_processing_time_seconds_total / shop_request_count_total{deployment=\"\"} 1/s"
        ),
    ]
}
