import PromModel
import Testing

/// What the versions of Prometheus read differently, and what is kept of exemplars.
@Suite struct ExpositionSemanticsTests {
    /// Bodies that only Prometheus 3 accepts, how many samples it counts, and what is said of them in version 2.
    private static let newer: [(body: String, format: ExpositionFormat, samples: Int, problem: String)] = [
        ("{\"a.b\"} 1\n", .text, 1, "1:1: expected a metric name, found character {"),
        ("{\"a.b\",} 1\n", .text, 1, "1:1: expected a metric name, found character {"),
        ("{l=\"v\", \"a.b\"} 1 5\n", .text, 1, "1:1: expected a metric name, found character {"),
        ("a{\"l.m\"=\"v\"} 1\n", .text, 1, "1:3: expected a label name"),
        ("# TYPE \"a.b\" gauge\n", .text, 0, "1:8: expected a metric name behind HELP, TYPE or UNIT"),
        (" foo 1\n", .text, 1, "1:1: blank before the metric name"),
        ("{\"a.b\"} 1\n# EOF\n", .openMetrics, 1, "1:1: expected a metric name, found character {"),
        ("a{b=\"c\",} 1\n# EOF\n", .openMetrics, 1, "1:9: expected a label name"),
        ("a 1 # {b=\"c\"} 1\n# EOF\n", .openMetrics, 1, "1:4: metric a may not have exemplars"),
    ]

    @Test("What came with Prometheus 3 is refused as version 2", arguments: newer.indices)
    func versions(index: Int) {
        let (body, format, samples, problem) = Self.newer[index]
        let three = ExpositionParser.parse(Array(body.utf8), format: format)
        #expect(three.problems.isEmpty)
        #expect(three.scrapedCount == samples && three.samples.count == samples)
        let two = ExpositionParser.parse(Array(body.utf8), format: format, semantics: .prometheus2)
        #expect(two.problems.first?.description == problem)
    }

    @Test(
        "Names in quotes have rules of their own",
        arguments: [
            ("{\"a\",\"b\"} 1\n", "1:6: the metric name is given twice"),
            ("a{\"b\"} 1\n", "1:3: the metric name is given twice"),
            ("{\"a\" b=\"c\"} 1\n", "1:6: expected = after the label name"),
            ("{a} 1\n", "1:3: expected = after the label name"),
            ("{\"\"} 1\n", "1:1: expected a metric name, before the labels or in quotes among them"),
            ("{\"a\", __name__=\"b\"} 1\n", "1:7: label __name__ occurs twice"),
        ]
    )
    func quotedNames(body: String, problem: String) {
        let exposition = ExpositionParser.parse(Array(body.utf8), format: .text)
        #expect(exposition.problems.first?.description == problem)
        #expect(exposition.samples.isEmpty)
    }

    @Test("Names in quotes are read with their escapes")
    func names() {
        let body = #"{"a.\"b\"", "l m"="v"} 1"# + "\n"
        let exposition = ExpositionParser.parse(Array(body.utf8), format: .text)
        #expect(exposition.samples.first?.labels == ["__name__": "a.\"b\"", "l m": "v"])
        let spaced = ExpositionParser.parse(Array("\t a 1\n".utf8), format: .text)
        #expect(spaced.samples.first?.labels.metricName == "\t a")
    }

    @Test(
        "Samples count up to the problem, one that is well-formed with it",
        arguments: [
            ("a 1\nb 2\nc x\nd 4\n", 2), ("a 1\nb{x=\"1\",x=\"2\"} 2\nd 4\n", 2),
            ("a 1\nb{x=\"1\",x=\"2\"} y\nd 4\n", 1), ("a 1\nb 1 1 1\n", 1),
            ("a 1\nb{__name__=\"\"} 1\nc 1\n", 2), ("a{x=\"1\",x=\"\"} 1\nb 2\n", 2),
        ]
    )
    func counted(body: String, count: Int) {
        #expect(ExpositionParser.parse(Array(body.utf8), format: .text).scrapedCount == count)
    }

    @Test("A zero byte ends the body at the start of a line or a comment, and is skipped in its words")
    func zeroBytes() {
        for (body, count) in [
            ("#\u{0}\na 1\n", 0), ("# \u{0}\na 1\n", 0), ("# x\u{0}\na 1\n", 1), ("# HE\u{0}LP a x\na 1\n", 1),
            ("a{b=\"c\"\u{0}} 1\n", 1),
            ("a{b=\"\u{0}\"} 1\n", 1),
        ] {
            let exposition = ExpositionParser.parse(Array(body.utf8), format: .text)
            #expect(exposition.problems.isEmpty && exposition.samples.count == count)
        }
        let broken = ExpositionParser.parse(Array("# HELP a\u{0}b\na 1\n".utf8), format: .text)
        #expect(broken.problems.map(\.kind) == [.missingMetadataText])
        for body in [
            "a 1\n# EOF\u{0}\n", "a 1\n# EO\u{0}F\n\u{0}", "# TYP\u{0}E a gauge\na 1\n# EOF",
            "# HELP a x\r\n\u{0}a 1\n# EOF\n",
        ] {
            let exposition = ExpositionParser.parse(Array(body.utf8), format: .openMetrics)
            #expect(exposition.problems.isEmpty && exposition.samples.count == 1)
        }
        let exemplar = Array("a_total 1 # {b=\"\u{0}\"} 1\n# EOF\n".utf8)
        #expect(!ExpositionParser.parse(exemplar, format: .openMetrics).problems.isEmpty)
        let unread = ExpositionParser.parse(Array("a 1\n# \u{0}EOF\n".utf8), format: .openMetrics)
        #expect(!unread.problems.isEmpty)
    }

    @Test("Exemplars are kept with the sample they belong to")
    func exemplars() {
        let body = "a_total 1\nb_total 2 5 # {id=\"x\",n=\"\"} 0.5 1.25\nb_total 3 # {} 4\n# EOF\n"
        let exposition = ExpositionParser.parse(Array(body.utf8), format: .openMetrics)
        #expect(exposition.problems.isEmpty)
        #expect(
            exposition.exemplars == [
                ExpositionExemplar(
                    sample: 1,
                    labels: ["id": "x"],
                    value: 0.5,
                    timestamp: Timestamp(milliseconds: 1250)
                ), ExpositionExemplar(sample: 2, labels: [:], value: 4),
            ]
        )
    }

    @Test(
        "Exemplars that Prometheus drops do not fail the page",
        arguments: [
            "{a=\"1\",a=\"2\"}", "{a=\"" + String(repeating: "x", count: 128) + "\"}",
        ]
    )
    func droppedExemplars(labels: String) {
        let body = "a_total 1 # \(labels) 1\n# EOF\n"
        let exposition = ExpositionParser.parse(Array(body.utf8), format: .openMetrics)
        #expect(exposition.problems.isEmpty && exposition.samples.count == 1 && exposition.exemplars.isEmpty)
    }

    @Test(
        "Prometheus 3 writes bounds in one way",
        arguments: [
            ("1", "1.0"), ("0.50", "0.5"), ("1e0", "1.0"), ("+Inf", "+Inf"), ("inf", "+Inf"), ("x", "x"), ("0", "0.0"),
            ("1000000", "1e+06"), ("123456", "123456.0"), ("1234567.5", "1.2345675e+06"), ("0.0001", "0.0001"),
            ("0.00001", "1e-05"), ("-2", "-2.0"), ("-0", "0.0"), ("NaN", "NaN"),
        ]
    )
    func bounds(text: String, normalized: String) {
        let body =
            "# TYPE a histogram\na_bucket{le=\"\(text)\",quantile=\"1\"} 1\n# TYPE b gauge\nb{le=\"1\"} 1\n# EOF\n"
        for format in [ExpositionFormat.text, .openMetrics] {
            let three = ExpositionParser.parse(Array(body.utf8), format: format).samples.map(\.labels)
            #expect(
                three == [["__name__": "a_bucket", "le": normalized, "quantile": "1"], ["__name__": "b", "le": "1"]]
            )
            let two = ExpositionParser.parse(Array(body.utf8), format: format, semantics: .prometheus2).samples
            #expect(two.first?.labels["le"] == text)
        }
        let summary = "# TYPE s summary\ns{quantile=\"1\",le=\"1\"} 1\n"
        let labels = ExpositionParser.parse(Array(summary.utf8), format: .text).samples.first?.labels
        #expect(labels == ["__name__": "s", "le": "1", "quantile": "1.0"])
    }

    @Test("More bounds than are remembered are each in their own form, also when they come again")
    func manyBounds() {
        let bounds = (1...300).map { "\($0)" } + (1...300).map { "\($0)e3" }
        let body = "# TYPE a histogram\n" + (bounds + bounds).map { "a_bucket{le=\"\($0)\"} 1\n" }.joined()
        let expected = (1...300).map { "\($0).0" } + (1...300).map { "\($0)000.0" }
        let read = ExpositionParser.parse(Array(body.utf8), format: .text).samples.map { $0.labels["le"] }
        #expect(read == expected + expected)
    }

    @Test("Only Prometheus 3 insists on a content type")
    func contentType() {
        let body = Array("a 1\n".utf8)
        #expect(ExpositionParser.parse(body, contentType: nil, semantics: .prometheus2).problems.isEmpty)
        let three = ExpositionParser.parse(body, contentType: "text/html")
        #expect(three.problems.map(\.kind) == [.unknownContentType("text/html")] && three.scrapedCount == 0)
    }
}
