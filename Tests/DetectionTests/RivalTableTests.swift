import Detection
import Testing

/// Pages on which several families could be taken, cut down to what decides between them.
@Suite struct RivalTableTests {
    typealias Case = DetectionTableTests.Case

    static let cases = [
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
            testDescription: "whose clients hit a cache asks servers",
            page: """
                # TYPE proxy_client_http_requests_total counter
                proxy_client_http_requests_total 1000
                # TYPE proxy_client_http_hits_total counter
                proxy_client_http_hits_total 400
                # TYPE proxy_server_http_requests_total counter
                proxy_server_http_requests_total 600
                """,
            requests: "",
            failures: "nothing"
        ),
    ]

    @Test(arguments: cases)
    func page(_ one: Case) {
        let found = Described(one.page)
        #expect(found.requests == one.requests)
        #expect(found.failures == one.failures)
        #expect(found.latency == one.latency)
        #expect(found.result.signals?.route == one.route)
    }
}
