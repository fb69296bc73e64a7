import PromModel
import Testing

/// OpenMetrics text, line by line.
@Suite struct OpenMetricsTests {
    @Test(
        "A body Prometheus accepts has no problem",
        arguments: [
            "# EOF", "# EOF\n", "a 1\n# EOF\n", "a{b=\"c\"} 1 1.5\n# EOF\n", "a_total 1 # {x=\"y\"} 0.5 2\n# EOF\n",
            "# TYPE a_seconds gauge\n# UNIT a_seconds seconds\n# HELP a_seconds h\na_seconds 1\n# EOF\n",
            "a 1 12345678901234567890.5\n# EOF\n", "# TYPE a unknown\n# EOF\n", "# TYPE a stateset\n# EOF\n",
            "# UNIT a \n# EOF\n",
        ]
    )
    func accepted(body: String) {
        #expect(ExpositionParser.parse(Array(body.utf8), format: .openMetrics).problems.isEmpty)
    }

    private static let types =
        "counter, gauge, histogram, gaugehistogram, summary, info, stateset or unknown"

    @Test(
        "A body Prometheus rejects has a problem at its place",
        arguments: [
            ("", "1:1: the body does not end with # EOF"), ("a 1\n", "2:1: the body does not end with # EOF"),
            ("# EOF\na 1\n", "2:1: text after # EOF"), ("a 1\n\n# EOF\n", "2:1: blank line"),
            ("# hi\n# EOF\n", "1:1: comment that is neither HELP, TYPE, UNIT nor EOF"),
            ("a  1\n# EOF\n", "1:3: expected a value"),
            ("a 1 NaN\n# EOF\n", "1:5: invalid timestamp \"NaN\", expected seconds since 1970"),
            ("# TYPE a untyped\n# EOF\n", "1:10: invalid metric type \"untyped\", expected \(Self.types)"),
            ("# UNIT a s\n# EOF\n", "1:10: unit s is not a suffix of a"),
            ("# HELP a\n# EOF\n", "1:9: expected a blank and text behind the metric name"),
            ("a{b=\"c\" d=\"e\"} 1\n# EOF\n", "1:8: expected a comma between labels"),
            ("a{b=\"c\",} 1\n# EOF\n", "1:9: expected a label name"),
            ("a 1 # {b=\"c\"} 1\n# EOF\n", "1:4: metric a may not have exemplars"),
            ("a_total 1 # {} 1 NaN\n# EOF\n", "1:18: invalid timestamp \"NaN\", expected seconds since 1970"),
            ("a 1\r\n# EOF\n", "1:4: carriage return at the end of the line"),
        ]
    )
    func rejected(body: String, problem: String) {
        let problems = ExpositionParser.parse(Array(body.utf8), format: .openMetrics, semantics: .prometheus2).problems
        #expect(problems.first?.description == problem)
    }

    @Test("Timestamps are seconds, and a counter's family has no suffix")
    func timestamps() {
        let body = "# TYPE a counter\na_total 3 1.234\n# EOF\n"
        let exposition = ExpositionParser.parse(Array(body.utf8), format: .openMetrics)
        #expect(exposition.samples.first?.timestamp == Timestamp(milliseconds: 1234))
        #expect(exposition.metadata(for: "a_total")?.type == .counter)
    }
}
