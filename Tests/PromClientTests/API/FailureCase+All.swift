import PromClient
import PromModel

extension FailureCase {
    static let all = api + proxies + credentials + redirects

    /// In the API's own words.
    private static let api: [FailureCase] = [
        FailureCase(
            name: "Prometheus, parse error",
            status: 400,
            body:
                #"""
                {"status":"error","errorType":"bad_data",\#
                "error":"invalid parameter \"query\": 1:5: parse error: unclosed left parenthesis"}
                """#,
            failure: .badQuery(#"invalid parameter "query": 1:5: parse error: unclosed left parenthesis"#),
            words: ["refused", "unclosed left parenthesis"]
        ),
        FailureCase(
            name: "Prometheus, evaluation error",
            status: 422,
            body: #"{"status":"error","errorType":"execution","error":"many-to-many matching not allowed"}"#,
            failure: .execution("many-to-many matching not allowed"),
            words: ["cannot be evaluated", "many-to-many"]
        ),
        FailureCase(
            name: "Prometheus, timeout, data before the status",
            status: 503,
            body:
                #"""
                {"data":{"resultType":"matrix","result":[]},"error":"query timed out in expression evaluation",\#
                "errorType":"timeout","status":"error"}
                """#,
            failure: .queryTimedOut("query timed out in expression evaluation"),
            words: ["longer than allowed"]
        ),
        FailureCase(
            name: "Prometheus 2.42, canceled",
            status: 503,
            body: #"{"status":"error","errorType":"canceled","error":"query was canceled in query execution"}"#,
            failure: .canceled,
            words: ["canceled"]
        ),
        FailureCase(
            name: "Prometheus, storage",
            status: 500,
            body: #"{"status":"error","errorType":"internal","error":"disk"}"#,
            failure: .internalError("disk"),
            words: ["the server failed: disk"]
        ),
        FailureCase(
            name: "Prometheus, not ready inside a handler",
            status: 500,
            body: #"{"status":"error","errorType":"unavailable","error":"TSDB not ready"}"#,
            failure: .notReady,
            words: ["503", "starting"]
        ),
        FailureCase(
            name: "a frontend with too much to do",
            status: 503,
            body: #"{"status":"error","errorType":"unavailable","error":"too many outstanding requests"}"#,
            failure: .overloaded(status: 503, retryAfter: nil),
            words: ["503", "sheds load"]
        ),
        FailureCase(
            name: "a frontend whose storage is away",
            status: 503,
            body: #"{"status":"error","errorType":"unavailable","error":"no healthy store"}"#,
            failure: .unexpected(status: 503, detail: "no healthy store"),
            words: ["503", "no healthy store"]
        ),
        FailureCase(
            name: "Prometheus 3, stopping",
            status: 503,
            type: "text/plain; charset=utf-8",
            headers: ["X-Prometheus-Stopping": "true"],
            body: "Not now",
            failure: .notReady,
            words: ["starting", "stopping"]
        ),
        FailureCase(
            name: "Prometheus 2.42, replays its log",
            status: 503,
            type: "text/plain; charset=utf-8",
            body: "Service Unavailable\n",
            failure: .notReady,
            words: ["starting"]
        ),
        FailureCase(
            name: "VictoriaMetrics, 422",
            status: 422,
            body: #"{"status":"error","errorType":"422","error":"cannot parse query"}"#,
            failure: .execution("cannot parse query"),
            words: ["cannot parse query"]
        ),
        FailureCase(
            name: "VictoriaMetrics, 400",
            status: 400,
            body: #"{"status":"error","errorType":"400","error":"missing arg"}"#,
            failure: .badQuery("missing arg"),
            words: ["missing arg"]
        ),
        FailureCase(
            name: "VictoriaMetrics, too many concurrent queries",
            status: 503,
            headers: ["retry-after": "10"],
            body: #"{"status":"error","errorType":"503","error":"cannot handle more than 8 concurrent requests"}"#,
            failure: .overloaded(status: 503, retryAfter: .seconds(10)),
            words: ["503", "ask again in 10 s"]
        ),
        FailureCase(
            name: "Mimir, too many requests",
            status: 429,
            headers: ["Retry-After": "12"],
            body: #"{"status":"error","errorType":"too_many_requests","error":"rate limit"}"#,
            failure: .overloaded(status: 429, retryAfter: .seconds(12)),
            words: ["429 Too Many Requests", "sheds load", "ask again in 12 s"]
        ),
        FailureCase(
            name: "Mimir, too large",
            status: 413,
            body: #"{"status":"error","errorType":"too_large_entry","error":"response too large"}"#,
            failure: .execution("response too large"),
            words: ["response too large"]
        ),
        FailureCase(
            name: "an error with status 200",
            status: 200,
            type: "application/json; charset=utf-8",
            body: #"{"status":"error","errorType":"execution","error":"e"}"#,
            failure: .execution("e"),
            words: ["e"]
        ),
    ]
}
