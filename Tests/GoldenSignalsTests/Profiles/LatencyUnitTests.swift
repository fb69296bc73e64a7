import GoldenSignals
import Testing

@Suite("Latency unit")
struct LatencyUnitTests {
    @Test(
        "A metric's suffix tells its unit, and nothing else does",
        arguments: [
            ("http_request_duration_seconds", .seconds), ("http_server_duration_milliseconds", .milliseconds),
            ("latency_ms", .milliseconds), ("latency_microseconds", .microseconds), ("latency_us", .microseconds),
            ("request_latency", nil), ("seconds_spent", nil), ("items", nil), ("status", nil), ("", nil),
        ] as [(String, LatencyUnit?)]
    )
    func named(metric: String, unit: LatencyUnit?) {
        #expect(LatencyUnit.named(in: metric) == unit)
    }

    @Test(
        "Nobody waits longer than two minutes: larger bounds are milliseconds",
        arguments: [
            (0, .seconds), (10, .seconds), (120, .seconds), (121, .milliseconds), (10_000, .milliseconds),
        ] as [(Double, LatencyUnit)]
    )
    func guessed(bound: Double, unit: LatencyUnit) {
        #expect(LatencyUnit.guessed(largestBound: bound) == unit)
    }

    @Test(
        "A second holds so many of each",
        arguments: [(.seconds, 1), (.milliseconds, 1000), (.microseconds, 1_000_000)] as [(LatencyUnit, Double)]
    )
    func perSecond(unit: LatencyUnit, count: Double) {
        #expect(unit.perSecond == count)
    }
}
