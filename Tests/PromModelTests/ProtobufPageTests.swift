import PromModel
import Testing

/// Pages of protocol buffers.
@Suite struct ProtobufPageTests {
    private static func read(_ families: ProtobufMessage...) -> Exposition {
        ExpositionParser.parse(families.flatMap(\.delimited), format: .protobuf)
    }

    private static func text(_ text: String) -> Exposition {
        ExpositionParser.parse(Array(text.utf8), format: .openMetrics)
    }

    private static let chosen = ProtobufMessage()
        .number(1, 7).double(2, 9.5)
        .message(3, ProtobufMessage().number(1, 3).double(2, 0.5))
        .message(3, ProtobufMessage().number(1, 5).double(2, 1))

    /// Two positive buckets, a gap of two, one more; one negative bucket; two in the zero bucket.
    private static let native = ProtobufMessage()
        .number(1, 12).double(2, 20).zigzag(5, 2).double(6, 0.001).number(7, 2)
        .message(9, ProtobufMessage().zigzag(1, 0).number(2, 1)).packed(10, [1])
        .message(12, ProtobufMessage().zigzag(1, -1).number(2, 2))
        .message(12, ProtobufMessage().zigzag(1, 2).number(2, 1)).packed(13, [4, -2, 1])

    @Test("What is told is the same as in text")
    func sameAsText() {
        let page = Self.read(
            .family(
                "jobs_total",
                type: 0,
                ProtobufMessage().labels(["kind": "a"]).message(3, ProtobufMessage().double(1, 4))
            ),
            .family("heat", type: 1, ProtobufMessage().message(2, ProtobufMessage().double(1, -1.5)).number(6, 2000)),
            .family("odd", type: 3, ProtobufMessage().message(5, ProtobufMessage().double(1, .infinity))),
            .family("wait", type: 4, ProtobufMessage().labels(["z": "1", "a": "2"]).message(7, Self.chosen)),
            .family(
                "size",
                type: 2,
                ProtobufMessage().message(
                    4,
                    ProtobufMessage().number(1, 3).double(2, 6)
                        .message(3, ProtobufMessage().double(1, 0.5).double(2, 2))
                )
            )
        )
        let text = Self.text(
            """
            # TYPE jobs counter
            jobs_total{kind="a"} 4
            # TYPE heat gauge
            heat -1.5 2
            # TYPE odd unknown
            odd +Inf
            # TYPE wait histogram
            wait_bucket{z="1",a="2",le="0.5"} 3
            wait_bucket{z="1",a="2",le="1.0"} 5
            wait_bucket{z="1",a="2",le="+Inf"} 7
            wait_sum{z="1",a="2"} 9.5
            wait_count{z="1",a="2"} 7
            # TYPE size summary
            size{quantile="0.5"} 2
            size_sum 6
            size_count 3
            # EOF

            """
        )
        #expect(page.problems.isEmpty && text.problems.isEmpty)
        #expect(page.samples == text.samples)
        #expect(page.metadata["wait"] == MetricMetadata(type: .histogram, help: "About wait."))
        #expect(page.metadata["odd"]?.type == .unknown)
        #expect(page.scrapedCount == 11)
    }

    @Test("Native buckets are read with their gaps, and those that were chosen beside them")
    func nativeHistograms() throws {
        let both = ProtobufMessage().message(
            7,
            Self.native.message(3, ProtobufMessage().number(1, 12).double(2, .infinity))
        )
        let page = Self.read(
            .family("fine", type: 4, ProtobufMessage().message(7, Self.native)),
            .family("level", type: 5, ProtobufMessage().message(7, Self.native)),
            .family("both", type: 4, both)
        )
        #expect(page.problems.isEmpty)
        #expect(page.histograms.map(\.labels.metricName) == ["fine", "level", "both"])
        #expect(page.samples.map(\.labels.metricName) == ["both_bucket", "both_sum", "both_count"])
        let histogram = try #require(page.histograms.first?.histogram)
        #expect(histogram.schema == 2 && histogram.zeroThreshold == 0.001 && histogram.zeroCount == 2)
        #expect(histogram.count == 12 && histogram.sum == 20 && histogram.hint == .unknown)
        #expect(histogram.positive.indexes == [-1, 0, 3] && histogram.positive.counts == [4, 2, 3])
        #expect(histogram.negative.indexes == [0] && histogram.negative.counts == [1])
        #expect(page.histograms[1].histogram.hint == .gauge)
    }

    @Test("Finer than is kept is made coarser, buckets and all")
    func fineSchema() throws {
        let message = ProtobufMessage().number(1, 6).zigzag(5, 10)
            .message(12, ProtobufMessage().zigzag(1, 1).number(2, 4)).packed(13, [1, 0, 1, 0])
        let page = Self.read(.family("fine", type: 4, ProtobufMessage().message(7, message)))
        let histogram = try #require(page.histograms.first?.histogram)
        #expect(histogram.schema == 8)
        #expect(histogram.positive.indexes == [1] && histogram.positive.counts == [6])
    }

    @Test("Exemplars and beginnings belong to their samples")
    func exemplars() {
        let exemplar = ProtobufMessage().labels(["trace": "x"]).double(2, 1)
            .message(3, ProtobufMessage().number(1, 5).number(2, 250_000_000))
        let value = ProtobufMessage().double(1, 2).message(2, exemplar).message(3, ProtobufMessage().number(1, 3))
        let page = Self.read(
            .family("first", type: 1, ProtobufMessage().message(2, ProtobufMessage().double(1, 1))),
            .family("jobs_total", type: 0, ProtobufMessage().message(3, value))
        )
        #expect(page.starts == [1: Timestamp(milliseconds: 3000)])
        #expect(
            page.exemplars == [
                ExpositionExemplar(
                    sample: 1,
                    labels: Labels(["trace": "x"]),
                    value: 1,
                    timestamp: Timestamp(milliseconds: 5250)
                )
            ]
        )
    }

    @Test(
        "What one metric does not tell in a way that can be read fails no other",
        arguments: [-5, -9, -53, 53] as [Int64]
    )
    func unreadable(schema: Int64) {
        let unreadable = ProtobufMessage().number(1, 3).zigzag(5, schema).double(6, 1).number(7, 3)
        let both = unreadable.message(3, ProtobufMessage().number(1, 2).double(2, 0.5))
        let page = Self.read(
            .family("h", type: 4, ProtobufMessage().message(7, unreadable)),
            .family("both", type: 4, ProtobufMessage().message(7, both)),
            // Its type was lost, or its value.
            .family("lost", type: 0, ProtobufMessage().message(2, ProtobufMessage().double(1, 7))),
            .family("none", type: 1, ProtobufMessage()),
            .family("up", type: 1, ProtobufMessage().message(2, ProtobufMessage().double(1, 1)))
        )
        #expect(page.problems.isEmpty && page.histograms.isEmpty)
        let names = ["both_bucket", "both_bucket", "both_sum", "both_count", "up"]
        #expect(page.samples.map(\.labels.metricName) == names)
    }

    @Test("A fault fails the page, with its message and byte")
    func faults() {
        let good = ProtobufMessage.family("up", type: 1, ProtobufMessage().message(2, ProtobufMessage().double(1, 1)))
        func histogram(_ message: ProtobufMessage) -> [UInt8] {
            ProtobufMessage.family("h", type: 4, ProtobufMessage().message(7, message)).delimited
        }
        let wrong: [([UInt8], String)] = [
            (Array(good.delimited.dropLast()), "2:1: unexpected end of the body"),
            ([0x80], "2:1: unexpected end of the body"),
            ([1, 0x0c], "2:2: malformed message: wire type 4"),
            ([1, 0], "2:2: malformed message: field number 0"),
            (Array(repeating: 0xff, count: 11), "2:1: malformed message: number of more than 64 bits"),
            (
                ProtobufMessage().number(3, 1).delimited,
                "2:2: expected a metric name, before the labels or in quotes among them"
            ),
            (ProtobufMessage().text(1, "x").number(3, 9).delimited, "2:2: malformed message: metric type 9"),
            (ProtobufMessage().raw(1, [0xff]).delimited, "2:4: label value or name is not valid UTF-8"),
            (
                ProtobufMessage.family(
                    "x",
                    type: 1,
                    ProtobufMessage().labels(["a": "1", "a": "2"]).message(2, ProtobufMessage().double(1, 1))
                ).delimited, "2:19: label a occurs twice"
            ),
            (
                histogram(ProtobufMessage().number(1, 1).message(12, ProtobufMessage().number(2, 1_000_000))),
                "2:21: malformed message: histogram with fewer buckets than spans say"
            ),
            (
                histogram(
                    ProtobufMessage().number(1, 1).message(12, ProtobufMessage().number(2, 1)).packed(13, [1, 1])
                ),
                "2:21: malformed message: histogram with more buckets than spans say"
            ),
            (
                histogram(ProtobufMessage().number(1, 1).message(12, ProtobufMessage().number(2, 1)).packed(13, [-1])),
                "2:21: malformed message: histogram with a bucket with a negative count"
            ),
            (
                histogram(ProtobufMessage().number(1, 5).message(12, ProtobufMessage().number(2, 1)).packed(13, [3])),
                "2:21: malformed message: histogram with 3.0 observations in buckets, but 5.0 in all"
            ),
        ]
        for (bytes, problem) in wrong {
            let page = ExpositionParser.parse(good.delimited + bytes, format: .protobuf)
            #expect(page.problems.map(\.description) == [problem])
            #expect(page.scrapedCount == 1)
        }
    }

    @Test("Few bytes do not become many labels")
    func expansion() {
        var metric = ProtobufMessage()
        for number in 0..<3000 { metric = metric.labels(["l\(number)": "v"]) }
        var buckets = ProtobufMessage()
        for _ in 0..<3000 { buckets = buckets.raw(3, []) }
        let page = Self.read(.family("x", type: 4, metric.message(7, buckets)))
        #expect(page.problems.first?.kind.text.contains("labels in all") == true)
    }

    @Test("Any bytes are read to a verdict", arguments: 0..<20 as Range<UInt64>)
    func robustness(seed: UInt64) {
        var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let page = ProtobufMessage.family("wait", type: 4, ProtobufMessage().labels(["a": "b"]).message(7, Self.native))
            .delimited
        for _ in 0..<200 {
            var bytes = page + page
            for _ in 0...random(4) { bytes[random(bytes.count)] = UInt8(random(256)) }
            bytes.removeLast(random(3))
            let read = ExpositionParser.parse(bytes, format: .protobuf)
            #expect(read.problems.count <= 1)
        }
    }

    @Test(
        "The header chooses protocol buffers, if they have their lengths before them",
        arguments: [
            ("application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited", true),
            ("application/vnd.google.protobuf", true),
            ("application/vnd.google.protobuf; encoding=text", false),
            ("application/vnd.google.protobuf; encoding=compact-text", false),
        ]
    )
    func header(contentType: String, isRead: Bool) {
        #expect(ExpositionFormat(contentType: contentType) == .protobuf)
        #expect((ExpositionFormat.problem(withContentType: contentType) == nil) == isRead)
    }
}
