import GoldenSignals
import PromClient
import PromModel
import Testing

/// Histograms whose buckets are ranges, each for itself.
@Suite("Range buckets")
struct RangeBucketsTests {
    @Test(
        "A range is known by its upper end",
        arguments: [
            ("0...1.000e-09", Int32(0)), ("8.799e-02...1.000e-01", 144), ("1.000e-01...1.136e-01", 145),
            ("1.000e+18...+Inf", 487), ("1...3", nil), ("x", nil), ("", nil), ("0...nan", nil), ("1...1e300", nil),
        ]
    )
    func index(_ range: String, _ index: Int32?) { #expect(RangeBuckets.index(of: range) == index) }

    @Test("A look at the bytes tells pages that have none")
    func mayBe() {
        #expect(RangeBuckets.mayBe(in: Array("a_bucket{vmrange=\"0...1.000e-09\"} 1".utf8)))
        for text in ["", "v", "vmrang", "a{v=\"1\",vm=\"2\"} vmrange"] {
            #expect(!RangeBuckets.mayBe(in: Array(text.utf8)), "\(text)")
        }
    }

    @Test("A part of a histogram is none")
    func partial() {
        let known = "a_bucket{vmrange=\"8.799e-02...1.000e-01\",path=\"/x\"} 3\n"
        let sums = "a_sum{path=\"/x\"} 0.3\na_count{path=\"/x\"} 3\n"
        let page = { (text: String) in ExpositionParser.parse(Array(text.utf8), contentType: "text/plain") }
        #expect(RangeBuckets.histograms(of: page(known + sums)).count == 1)
        #expect(RangeBuckets.histograms(of: page(known)).isEmpty)
        let odd = "a_bucket{vmrange=\"1...3\",path=\"/x\"} 3\n"
        #expect(RangeBuckets.histograms(of: page(known + odd + sums)).isEmpty)
    }

    /// 9 of 10 requests take 20 ms, one 300 ms; the range of the slow ones appears under watch.
    private static func page(_ second: Int) -> String {
        let slow = second < 103 ? "" : "\(bucket("2.783e-01...3.162e-01")) \(second - 102)\n"
        return """
            http_requests_total{path="/a",code="200"} \(10 * second)
            \(bucket("1.896e-02...2.154e-02")) \(9 * second)
            \(slow)http_request_duration_seconds_sum{path="/a"} \(0.48 * Double(second))
            http_request_duration_seconds_count{path="/a"} \(10 * second)

            """
    }

    private static func bucket(_ range: String) -> String {
        "http_request_duration_seconds_bucket{path=\"/a\",vmrange=\"\(range)\"}"
    }

    @Test("A page of them tells quantiles within a range")
    func quantiles() async throws {
        let start = Timestamp(seconds: 1_000_000)
        let script = try PageScript(start: start) { _, moment in
            PageScript.text(Self.page(100 + Int((moment - start) / .seconds(1))))
        }
        var update = try await script.poll(isFirst: true)
        for _ in 0..<30 { update = try await script.poll() }
        #expect(abs((update.snapshot[.requestRate].value ?? 0) - 10) < 0.2)
        #expect(abs((update.snapshot[.averageLatency].value ?? 0) - 0.048) < 0.001)
        for signal in [Signal.p95Latency, .p99Latency] {
            let value = update.snapshot[signal].value ?? .nan
            #expect((0.278...0.3163).contains(value), "\(signal) \(value) \(update.report?.explanation ?? [])")
        }
        #expect(update.snapshot.spread != nil)
    }
}
