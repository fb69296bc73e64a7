import Detection

extension DetectionTableTests {
    /// Pages on which several families could be taken, cut down to what decides between them.
    static let rivals = [
        Case(
            testDescription: "codes for one protocol and words for another under one label",
            page: """
                # TYPE request_duration_seconds histogram
                request_duration_seconds_bucket{route="push",status_code="200",le="1"} 700
                request_duration_seconds_sum{route="push",status_code="200"} 35
                request_duration_seconds_count{route="push",status_code="200"} 700
                request_duration_seconds_bucket{route="push",status_code="500",le="1"} 50
                request_duration_seconds_sum{route="push",status_code="500"} 2
                request_duration_seconds_count{route="push",status_code="500"} 50
                request_duration_seconds_bucket{route="/Pusher/Push",status_code="success",le="1"} 230
                request_duration_seconds_sum{route="/Pusher/Push",status_code="success"} 9
                request_duration_seconds_count{route="/Pusher/Push",status_code="success"} 230
                request_duration_seconds_bucket{route="/Pusher/Push",status_code="error",le="1"} 20
                request_duration_seconds_sum{route="/Pusher/Push",status_code="error"} 1
                request_duration_seconds_count{route="/Pusher/Push",status_code="error"} 20
                """,
            requests: "request_duration_seconds_count",
            failures:
                "request_duration_seconds_count{status_code=~\"\(StatusGrammar.codesAndOutcomes.failurePattern)\"}",
            latency: "histogram request_duration_seconds 1/s",
            route: "route"
        ),
        Case(
            testDescription: "the latency of a job is its wait where its runtime is told",
            page: """
                # TYPE work_jobs_success_total counter
                work_jobs_success_total{queue="a"} 930
                # TYPE work_jobs_failed_total counter
                work_jobs_failed_total{queue="a"} 70
                # TYPE work_job_latency_seconds summary
                work_job_latency_seconds_sum{queue="a"} 2000
                work_job_latency_seconds_count{queue="a"} 1000
                # TYPE work_job_runtime_seconds summary
                work_job_runtime_seconds_sum{queue="a"} 50
                work_job_runtime_seconds_count{queue="a"} 1000
                """,
            requests: "work_jobs_success_total + work_jobs_failed_total",
            failures: "work_jobs_failed_total",
            latency: "summary work_job_runtime_seconds 1/s"
        ),
        Case(
            testDescription: "a protocol that carries most and is judged stands before a few requests that are not",
            page: """
                # TYPE grpc_server_handled_total counter
                grpc_server_handled_total{grpc_code="OK"} 930
                grpc_server_handled_total{grpc_code="Unavailable"} 70
                # TYPE store_http_received_total counter
                store_http_received_total{method="GET"} 30
                """,
            requests: "grpc_server_handled_total",
            failures: "grpc_server_handled_total{grpc_code=~\"\(StatusGrammar.grpcWords.failurePattern)\"}"
        ),
        Case(
            testDescription: "answers of class 5 under a name of their own are the failures, not all errors",
            page: """
                # TYPE s3_requests_total counter
                s3_requests_total{api="get"} 1000
                # TYPE s3_requests_errors_total counter
                s3_requests_errors_total{api="get"} 90
                # TYPE s3_requests_4xx_errors_total counter
                s3_requests_4xx_errors_total{api="get"} 20
                # TYPE s3_requests_5xx_errors_total counter
                s3_requests_5xx_errors_total{api="get"} 70
                """,
            requests: "s3_requests_total",
            failures: "s3_requests_5xx_errors_total"
        ),
        Case(
            testDescription: "answers of class 5 without a word for errors",
            page: """
                # TYPE site_http_requests_total counter
                site_http_requests_total{action="home"} 1000
                # TYPE site_http_2xx_responses_total counter
                site_http_2xx_responses_total{action="home"} 930
                # TYPE site_http_5xx_responses_total counter
                site_http_5xx_responses_total{action="home"} 70
                """,
            requests: "site_http_requests_total",
            failures: "site_http_5xx_responses_total",
            route: "action"
        ),
        Case(
            testDescription: "whose clients hit a cache asks servers, and is asked by the clients",
            page: """
                # TYPE proxy_client_http_requests_total counter
                proxy_client_http_requests_total 1000
                # TYPE proxy_client_http_hits_total counter
                proxy_client_http_hits_total 400
                # TYPE proxy_server_http_requests_total counter
                proxy_server_http_requests_total 600
                """,
            requests: "proxy_client_http_requests_total",
            failures: "not judged: proxy_client_http_requests_total has no status, and no counter tells of failures"
        ),
        Case(
            testDescription: "parts of one request under a label count once",
            page: """
                # TYPE api_request_total counter
                api_request_total{path="/a",status="2xx"} 930
                api_request_total{path="/a",status="5xx"} 70
                # TYPE api_request_duration_seconds histogram
                api_request_duration_seconds_bucket{path="/a",status="2xx",phase="headers",le="1"} 930
                api_request_duration_seconds_sum{path="/a",status="2xx",phase="headers"} 30
                api_request_duration_seconds_count{path="/a",status="2xx",phase="headers"} 930
                api_request_duration_seconds_bucket{path="/a",status="2xx",phase="body",le="1"} 930
                api_request_duration_seconds_sum{path="/a",status="2xx",phase="body"} 50
                api_request_duration_seconds_count{path="/a",status="2xx",phase="body"} 930
                """,
            requests: "api_request_total",
            failures: "api_request_total{status=~\"5xx|5XX\"}",
            route: "path"
        ),
        Case(
            testDescription: "the whole stands before the parts of receiving and answering",
            page: """
                # TYPE web_server_request_duration_seconds summary
                web_server_request_duration_seconds_sum{http_status="200"} 1
                web_server_request_duration_seconds_count{http_status="200"} 1000
                # TYPE web_server_response_duration_seconds summary
                web_server_response_duration_seconds_sum{http_status="200"} 2
                web_server_response_duration_seconds_count{http_status="200"} 1000
                # TYPE web_server_total_duration_seconds summary
                web_server_total_duration_seconds_sum{http_status="200"} 50
                web_server_total_duration_seconds_count{http_status="200"} 1000
                """,
            requests: "web_server_request_duration_seconds_count",
            failures: "web_server_request_duration_seconds_count{http_status=~\"5..( .*)?\"}",
            latency: "summary web_server_total_duration_seconds 1/s"
        ),
        Case(
            testDescription: "an error that is called internal is no direction",
            page: """
                # TYPE rpc_server_duration_milliseconds histogram
                rpc_server_duration_milliseconds_bucket{rpc_method="m",le="+Inf"} 930
                rpc_server_duration_milliseconds_sum{rpc_method="m"} 40000
                rpc_server_duration_milliseconds_count{rpc_method="m"} 930
                rpc_server_duration_milliseconds_bucket{rpc_method="m",rpc_error_code="internal",le="+Inf"} 70
                rpc_server_duration_milliseconds_sum{rpc_method="m",rpc_error_code="internal"} 4000
                rpc_server_duration_milliseconds_count{rpc_method="m",rpc_error_code="internal"} 70
                """,
            requests: "rpc_server_duration_milliseconds_count",
            failures:
                "rpc_server_duration_milliseconds_count{rpc_error_code=~\"\(StatusGrammar.grpcWords.failurePattern)\"}",
            latency: "histogram rpc_server_duration_milliseconds 1000/s",
            route: "rpc_method"
        ),
        Case(
            testDescription: "a client under a compound word is a client",
            page: """
                # TYPE db_server_query_total counter
                db_server_query_total{result="OK"} 930
                db_server_query_total{result="Error"} 70
                # TYPE db_storeclient_request_seconds histogram
                db_storeclient_request_seconds_bucket{type="get",le="1"} 3000
                db_storeclient_request_seconds_sum{type="get"} 3
                db_storeclient_request_seconds_count{type="get"} 3000
                """,
            requests: "db_server_query_total",
            failures: "db_server_query_total{result=~\"\(StatusGrammar.outcomes.failurePattern)\"}"
        ),
        Case(
            testDescription: "errors of the server stand before all errors",
            page: """
                # TYPE search_core_requests_total counter
                search_core_requests_total 1000
                # TYPE search_core_errors_total counter
                search_core_errors_total 90
                # TYPE search_core_server_errors_total counter
                search_core_server_errors_total 70
                # TYPE search_core_time_seconds_total counter
                search_core_time_seconds_total 50
                """,
            requests: "search_core_requests_total",
            failures: "search_core_server_errors_total",
            latency: "counters search_core_time_seconds_total / search_core_requests_total 1/s"
        ),
        Case(
            testDescription: "calls that failed belong to the commands that they are",
            page: """
                # TYPE store_commands_total counter
                store_commands_total{cmd="get"} 600
                store_commands_total{cmd="set"} 400
                # TYPE store_commands_duration_seconds_total counter
                store_commands_duration_seconds_total{cmd="get"} 30
                store_commands_duration_seconds_total{cmd="set"} 20
                # TYPE store_commands_failed_calls_total counter
                store_commands_failed_calls_total{cmd="get"} 70
                store_commands_failed_calls_total{cmd="set"} 0
                """,
            requests: "store_commands_total",
            failures: "store_commands_failed_calls_total",
            latency: "counters store_commands_duration_seconds_total / store_commands_total 1/s",
            route: "cmd"
        ),
        Case(
            testDescription: "errors of what is called a server in each of its names are not said to be the server's",
            page: """
                # TYPE app_http_server_requests_total counter
                app_http_server_requests_total 1000
                # TYPE app_http_server_errors_total counter
                app_http_server_errors_total 90
                """,
            requests: "app_http_server_requests_total",
            failures: "not judged: app_http_server_errors_total counts errors, and does not say whose"
        ),
    ]
}
