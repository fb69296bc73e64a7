import PromModel
import Testing

/// The Prometheus text format, line by line.
@Suite struct ExpositionTextTests {
    @Test(
        "A body Prometheus accepts has no problem",
        arguments: [
            ("", 0), ("\n", 0), ("# hi\n", 0), ("#\nfoo 1\n", 1), ("#TYPE foo counter\nfoo 1\n", 1),
            ("#\tTYPE\tfoo\tcounter\nfoo\t1\n", 1), ("foo 1", 1), ("foo 1 \n", 1), ("foo {a=\"b\"} 1\n", 1),
            ("foo{a=\"b\"}1\n", 1), ("foo{a=\"b\",} 1\n", 1), ("foo{} 1\n", 1), ("foo{a=\"b\" c=\"d\"} 1\n", 1),
            ("foo{a=\"x\ny\"} 1\n", 1), ("foo{a=\"\"} 1\n", 1), ("foo inf\nbar Infinity\nbaz nan\n", 3),
            ("foo 1e-400\n", 1), ("foo +Inf\n", 1), ("foo 1 1700000000000 \n", 1), ("foo 1\n# EOF\nbar 1\n", 2),
            ("# HELP foo\nfoo 1\n", 1), ("# TYPE foo gauge\n# TYPE foo counter\nfoo 1\n", 1), ("foo 1\nfoo 2\n", 2),
            ("foo 1\n\u{0}bar 2\n", 1), ("{\"foo.bar\", a=\"b\"} 1\n", 1), ("foo{a=\"x\\ty\"} 1\n", 1),
        ]
    )
    func accepted(body: String, samples: Int) {
        let exposition = ExpositionParser.parse(Array(body.utf8), format: .text)
        #expect(exposition.problems.isEmpty)
        #expect(exposition.samples.count == samples)
    }

    private static let types = "counter, gauge, histogram, summary or untyped"
    private static let numbers = "a decimal number, Inf or NaN"
    private static let trailing = "expected the end of the line behind the sample"

    @Test(
        "A body Prometheus rejects has a problem at its place",
        arguments: [
            ("foo 1\r\n", "1:6: carriage return at the end of the line"),
            ("\u{feff}foo 1\n", "1:1: expected a metric name, found byte 0xef"),
            ("# TYPE foo\nfoo 1\n", "1:11: invalid metric type \"\", expected \(Self.types)"),
            ("# TYPE foo  counter\n", "1:11: invalid metric type \" counter\", expected \(Self.types)"),
            ("# TYPE foo COUNTER\n", "1:11: invalid metric type \"COUNTER\", expected \(Self.types)"),
            ("# HELP \nfoo 1\n", "1:8: expected a metric name behind HELP, TYPE or UNIT"),
            ("foo{a=\"b\",,} 1\n", "1:11: expected a label name"),
            ("foo{,} 1\n", "1:5: expected a label name"),
            ("foo{a='b'} 1\n", "1:7: expected a label value in double quotes"),
            ("foo{a:b=\"c\"} 1\n", "1:6: expected = after the label name"),
            ("foo{a=\"b} 1\n", "1:7: label value without a closing quote"),
            ("1foo 1\n", "1:1: expected a metric name, found character 1"),
            ("foo-bar 1\n", "1:4: invalid value \"-bar\", expected \(Self.numbers)"),
            ("foo\n", "1:4: expected a value"),
            ("foo 0x10\n", "1:5: invalid value \"0x10\", expected \(Self.numbers)"),
            ("foo 1_0\n", "1:5: invalid value \"1_0\", expected \(Self.numbers)"),
            ("foo -NaN\n", "1:5: invalid value \"-NaN\", expected \(Self.numbers)"),
            ("foo 1e400\n", "1:5: value 1e400 is out of range"),
            ("foo 1 -5\n", "1:7: negative timestamp"),
            ("foo 1 1.5\n", "1:8: \(Self.trailing)"),
            ("foo 1 1 1\n", "1:9: \(Self.trailing)"),
            (
                "ok 1\nfoo 1 99999999999999999999\n",
                "2:7: invalid timestamp \"99999999999999999999\", expected milliseconds since 1970"
            ),
            ("foo{a=\"1\",a=\"2\"} 1\n", "1:11: label a occurs twice"),
            ("foo{__name__=\"bar\"} 1\n", "1:5: label __name__ occurs twice"),
            ("{__name__=\"bar\"} 1\n", "1:1: expected a metric name, before the labels or in quotes among them"),
            ("foo_total 1 # {a=\"b\"} 1\n", "1:13: \(Self.trailing)"),
        ]
    )
    func rejected(body: String, problem: String) {
        let exposition = ExpositionParser.parse(Array(body.utf8), format: .text)
        #expect(exposition.problems.first?.description == problem)
    }

    @Test("Text that is no UTF-8 is a problem in a label value and in help")
    func invalidText() {
        for body in [
            Array("foo{a=\"".utf8) + [0xff] + Array("\"} 1\n".utf8), Array("# HELP foo ".utf8) + [0xff, 0x0a],
        ] {
            #expect(ExpositionParser.parse(body, format: .text).problems.count == 1)
        }
    }

    @Test("Good lines stay visible around a bad one")
    func recovery() {
        let body = "a 1\r\nb{x=\"1\" 2\nc{y=\"z\"} 3 -7\n  d 4\nbroken\ne 5\n"
        let exposition = ExpositionParser.parse(Array(body.utf8), format: .text, semantics: .prometheus2)
        #expect(exposition.samples.map(\.labels.metricName) == ["a", "c", "d", "e"])
        #expect(exposition.scrapedCount == 0)
        #expect(exposition.samples.map(\.value) == [1, 3, 4, 5])
        #expect(exposition.samples[1].timestamp == Timestamp(milliseconds: -7))
        #expect(exposition.problems.map(\.line) == [1, 2, 3, 4, 5])
    }

    @Test("Escapes are resolved in label values and in help")
    func escapes() {
        let body = #"# HELP a x\\y\nz\"# + "\"w\n" + #"a{b="q\"\\\n\t"} 1"# + "\n"
        let exposition = ExpositionParser.parse(Array(body.utf8), format: .text)
        #expect(exposition.samples.first?.labels["b"] == "q\"\\\n\\t")
        #expect(exposition.metadata["a"]?.help == "x\\y\nz\\\"w")
    }

    @Test("Metadata is found for the samples of a family")
    func families() {
        let body =
            "# TYPE h histogram\n# TYPE s summary\n# TYPE c_total counter\n# TYPE g_count gauge\n# HELP g_count n\n"
        let exposition = ExpositionParser.parse(Array(body.utf8), format: .text)
        for (sample, type) in [
            ("h_bucket", MetricType.histogram), ("h_sum", .histogram), ("h_count", .histogram), ("s", .summary),
            ("s_count", .summary), ("c_total", .counter), ("g_count", .gauge),
        ] {
            #expect(exposition.metadata(for: sample)?.type == type, "\(sample)")
        }
        #expect(exposition.metadata(for: "s_bucket") == nil)
        #expect(exposition.metadata(for: "unheard_of") == nil)
        #expect(exposition.metadata(for: "g_count")?.help == "n")
    }

    @Test("Ordinary NaN never looks like a stale marker")
    func notANumber() throws {
        let exposition = ExpositionParser.parse(Array("foo NaN\n".utf8), format: .text)
        let value = try #require(exposition.samples.first?.value)
        #expect(value.isNaN && !StaleMarker.isMarker(value))
    }

    @Test(
        "The content type chooses the format and may be a problem itself",
        arguments: [
            ("text/plain; version=0.0.4", .text, 0), ("text/html", .text, 1), (nil, .text, 1),
            ("Application/OpenMetrics-Text; version=1.0.0", .openMetrics, 0),
        ] as [(String?, ExpositionFormat, Int)]
    )
    func contentTypes(header: String?, format: ExpositionFormat, problems: Int) {
        #expect(ExpositionFormat(contentType: header) == format)
        let body = "foo 1\n" + (format == .openMetrics ? "# EOF\n" : "")
        #expect(ExpositionParser.parse(Array(body.utf8), contentType: header).problems.count == problems)
    }
}
