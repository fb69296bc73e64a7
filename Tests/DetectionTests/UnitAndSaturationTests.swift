import Detection
import Testing

@Suite struct UnitAndSaturationTests {
    /// The name of a histogram, its bounds, and the unit with a `?` where it is guessed.
    @Test(arguments: [
        ("http_request_duration_seconds", "0.1 1 10", "1/s"),
        ("http_request_duration_milliseconds", "5 100 10000", "1000/s"),
        ("http_request_latency_ms", "0.1 1", "1000/s"),
        ("http_request_duration_us", "100 1000000", "1000000/s"),
        ("http_request_duration_nanoseconds", "1", "1000000000/s"),
        ("http_request_duration", "0.005 0.1 10", "1/s?"),
        ("http_request_duration", "5 100 10000", "1000/s?"),
        ("http_request_duration", "500 10000 10000000", "1000000/s?"),
        ("http_request_duration", "1000000 10000000000", "1000000000/s?"),
        ("http_request_duration", "0.005 1 300", "1/s?"), ("http_request_duration", "0.01 1 60000", "1000/s?"),
        ("http_downstream_rq_time", "0.5 1 3600000", "1000/s?"),
        ("http_request_duration", "0.01 0.1 1 10 60 300 900 1800 3600", "1/s?"),
        ("http_request_duration", "5 10 20 40 60 80 100 200 500 900 1000 10000 100000", "1000/s?"),
    ])
    func units(_ name: String, _ bounds: String, _ unit: String) {
        let buckets = bounds.split(separator: " ").map { "\(name)_bucket{le=\"\($0)\"} 10" }
        let page = (buckets + ["\(name)_bucket{le=\"+Inf\"} 10", "\(name)_sum 10", "\(name)_count 10"]).joined(
            separator: "\n"
        )
        #expect(Described("# TYPE \(name) histogram\n" + page).latency == "histogram \(name) \(unit)")
    }

    /// Gauges, and the pairs that they make.
    @Test(arguments: [
        (
            "pool_connections_active 9,pool_connections_max 10",
            "pool-connections pool_connections_active/pool_connections_max"
        ),
        (
            "web_threads_busy_threads 150,web_threads_config_max_threads 200",
            "web-threads web_threads_busy_threads/web_threads_config_max_threads"
        ),
        ("heap_used_bytes 5,heap_max_bytes 10", "heap heap_used_bytes/heap_max_bytes"),
        (
            "frontend_current_sessions 5,frontend_limit_sessions 10",
            "frontend-sessions frontend_current_sessions/frontend_limit_sessions"
        ),
        ("pool_active_count 2,pool_max_used_count 5", ""),
        ("sessions_active_current_sessions 5,sessions_active_max_sessions 7", ""),
        ("frontend_current_sessions 5,frontend_limit_sessions 0,frontend_max_sessions 9", ""),
        (
            "db_open_connections 4,db_max_open_connections 10",
            "db-connections db_open_connections/db_max_open_connections"
        ),
        ("queue_active 50,queue_max 10", ""), ("pool_active 5,other_max 10", ""), ("pool_active 5,pool_max -1", ""),
    ])
    func pairs(_ gauges: String, _ expected: String) {
        let page = gauges.split(separator: ",").map { "# TYPE \($0.split(separator: " ")[0]) gauge\n\($0)" }
        let found = Described(page.joined(separator: "\n")).result.saturation
        #expect(found.map { "\($0.name) \($0.used)/\($0.limit)" }.joined(separator: " ") == expected)
    }
}
