import PromModel
import Testing

/// The writer's output, and the parser reading it back.
@Suite struct ExpositionWriterTests {
    @Test("A family is written with its help, its type and its samples")
    func output() {
        var writer = ExpositionWriter()
        writer.family("http_requests_total", type: .counter, help: "Requests\nby \\ code.")
        let labels = ExpositionWriter.renderLabels([("code", "200"), ("path", "/\"a\"\\\n")])
        writer.sample("http_requests_total", labels: labels, value: 1027)
        writer.sample("plain", labels: "", value: 0.25)
        writer.family("info", type: .info, help: "")
        let expected = #"""
            # HELP http_requests_total Requests\nby \\ code.
            # TYPE http_requests_total counter
            http_requests_total{code="200",path="/\"a\"\\\n"} 1027
            plain 0.25
            # HELP info 
            # TYPE info untyped

            """#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test(
        "What is written is read back unchanged",
        arguments: [0, -0.0, 3, 1e9, 1e15, 123456, 0.1, -4.5, 1e300, .infinity]
    )
    func roundTrip(value: Double) {
        var writer = ExpositionWriter()
        writer.sample("a", labels: ExpositionWriter.renderLabels([("b", "c\\n\"\n")]), value: value)
        let exposition = ExpositionParser.parse(writer.bytes, format: .text)
        #expect(exposition.problems.isEmpty)
        #expect(exposition.samples == [ExpositionSample(labels: ["__name__": "a", "b": "c\\n\"\n"], value: value)])
        #expect(exposition.samples.first?.value.sign == value.sign)
    }

    @Test("An empty writer has no bytes")
    func empty() {
        #expect(ExpositionWriter().bytes.isEmpty)
    }

    /// A page with a family of each type.
    private static func page(_ format: ExpositionFormat) -> [UInt8] {
        var writer = ExpositionWriter(format: format)
        writer.family("requests_total", type: .counter, help: "All \"requests\"\nby \\ code.")
        writer.sample("requests_total", labels: ExpositionWriter.renderLabels([("path", "\"a\"\\\n")]), value: 3)
        writer.family("seconds", type: .histogram, help: "Times.")
        for (bound, count) in [(0.5, 1.0), (1, 2), (1e7, 3), (.infinity, 4)] {
            writer.sample("seconds_bucket", labels: "le=\"\(writer.formatBound(bound))\"", value: count)
        }
        writer.sample("seconds_sum", labels: "", value: 1.25)
        writer.sample("seconds_count", labels: "", value: 4)
        writer.family("sizes", type: .summary, help: "")
        writer.sample("sizes", labels: "quantile=\"\(writer.formatBound(1))\"", value: .nan)
        writer.family("build_info", type: .info, help: "Version.")
        writer.sample("build_info", labels: "version=\"1\"", value: 1)
        for type in [MetricType.gauge, .gaugehistogram, .stateset, .unknown, .untyped] {
            writer.family("a_\(type)", type: type, help: "")
        }
        writer.finish()
        return writer.bytes
    }

    @Test("OpenMetrics is written with families' names, bounds and an end of its own")
    func openMetrics() {
        let expected = #"""
            # HELP requests All \"requests\"\nby \\ code.
            # TYPE requests counter
            requests_total{path="\"a\"\\\n"} 3
            # HELP seconds Times.
            # TYPE seconds histogram
            seconds_bucket{le="0.5"} 1
            seconds_bucket{le="1.0"} 2
            seconds_bucket{le="1e+07"} 3
            seconds_bucket{le="+Inf"} 4
            seconds_sum 1.25
            seconds_count 4
            # HELP sizes 
            # TYPE sizes summary
            sizes{quantile="1.0"} NaN
            # HELP build Version.
            # TYPE build info
            build_info{version="1"} 1

            """#
        let page = String(decoding: Self.page(.openMetrics), as: UTF8.self)
        #expect(page.hasPrefix(expected))
        #expect(page.hasSuffix("# HELP a_untyped \n# TYPE a_untyped unknown\n# EOF\n"))
    }

    @Test("Both formats say the same, and Prometheus 2 and 3 would take them")
    func sameInBoth() {
        let (text, other) = (Self.page(.text), Self.page(.openMetrics))
        for semantics in [ExpositionSemantics.prometheus2, .prometheus3] {
            let contentType = ExpositionFormat.openMetrics.contentType
            let read = ExpositionParser.parse(other, contentType: contentType, semantics: semantics)
            #expect(read.problems.isEmpty && read.samples.count == 9)
            #expect(read.metadata["requests"]?.help == "All \"requests\"\nby \\ code.")
            #expect(read.metadata(for: "build_info")?.type == .info && read.metadata["a_untyped"]?.type == .unknown)
        }
        let plain = ExpositionParser.parse(text, contentType: ExpositionFormat.text.contentType)
        let open = ExpositionParser.parse(other, format: .openMetrics)
        #expect(plain.problems.isEmpty)
        #expect(plain.samples.map(\.labels) == open.samples.map(\.labels))
        #expect(plain.samples.map(\.value.bitPattern) == open.samples.map(\.value.bitPattern))
        for name in ["requests_total", "seconds_bucket", "sizes"] {
            #expect(plain.metadata(for: name) == open.metadata(for: name))
        }
    }
}
