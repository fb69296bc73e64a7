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
}
