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
    ]

    @Test("What is a part is not taken for the whole, and the whole is", arguments: parts)
    func part(_ one: Case) { page(one) }
}
