import PromModel
import Testing

/// In which format a question is answered.
@Suite struct ExpositionNegotiationTests {
    private static let openMetrics = "application/openmetrics-text"

    @Test(
        "The Accept header chooses the format",
        arguments: [
            (nil, .text), ("", .text), ("*/*", .text), ("text/html,application/xhtml+xml,*/*;q=0.8", .text),
            (openMetrics, .openMetrics), ("\(openMetrics);version=1.0.0", .openMetrics),
            ("Application/OpenMetrics-Text ; Version=\"1.0.0\"", .openMetrics),
            // Only what is written is promised.
            ("\(openMetrics);version=0.0.1", .text), ("\(openMetrics);version=2.0.0", .text),
            ("\(openMetrics);version=2.0.0,\(openMetrics);version=1.0.0;q=0.1", .openMetrics),
            // Weights, then order.
            ("\(openMetrics);q=0.3,text/plain;q=0.5", .text), ("\(openMetrics);q=0.5,text/plain;q=0.3", .openMetrics),
            ("text/plain,\(openMetrics)", .text), ("\(openMetrics),text/plain", .openMetrics),
            ("text/plain;version=1.0.0;q=0.9,\(openMetrics)", .openMetrics),
            ("text/plain;version=0.0.4,\(openMetrics);q=0.9", .text),
            ("\(openMetrics);q=0", .text), ("\(openMetrics);q=much", .text), ("\(openMetrics);q=0.001", .openMetrics),
            // What Prometheus sends: version 2.42, version 3, and version 3 that would rather have protobuf.
            (
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                    + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", .openMetrics
            ),
            (
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                    + "application/openmetrics-text;version=0.0.1;q=0.5,"
                    + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
                .openMetrics
            ),
            (
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
                    + "application/openmetrics-text;version=1.0.0;escaping=dots;q=0.5,text/plain;version=0.0.4;q=0.2",
                .openMetrics
            ),
            (";,;=,q=", .text),
        ] as [(String?, ExpositionFormat)]
    )
    func accept(header: String?, format: ExpositionFormat) {
        #expect(ExpositionFormat(accept: header) == format)
    }

    @Test("What an answer says about itself is read as its format", arguments: [ExpositionFormat.text, .openMetrics])
    func contentType(format: ExpositionFormat) {
        #expect(ExpositionFormat(contentType: format.contentType) == format)
        #expect(ExpositionFormat.problem(withContentType: format.contentType) == nil)
    }
}
