import PromModel
import Testing

/// Labels as keys and as text.
@Suite struct LabelsTests {
    @Test("Order of writing and empty values make no difference")
    func normalized() {
        let labels = Labels([("b", "2"), ("a", "1"), ("c", "")])
        #expect(labels == ["a": "1", "b": "2"])
        #expect(labels.hashValue == Labels(["b": "2", "a": "1"] as [String: String]).hashValue)
        #expect(labels.map(\.name) == ["a", "b"])
        #expect(labels["c"].isEmpty && labels["a"] == "1")
    }

    @Test(
        "Labels print as Prometheus prints a series",
        arguments: [
            ([:], "{}"), (["__name__": "up"], "up"), (["a": "b"], #"{a="b"}"#),
            (["__name__": "up", "job": "x", "a": "\"\\\n"], #"up{a="\"\\\n", job="x"}"#),
            (["__name__": "my.metric"], #"{"my.metric"}"#),
        ] as [(Labels, String)]
    )
    func described(labels: Labels, text: String) {
        #expect(labels.description == text)
    }

    @Test("Editing adds, replaces and removes labels")
    func editing() {
        let labels: Labels = ["__name__": "up", "a": "1", "b": "2"]
        #expect(labels.setting("a", to: "9") == ["__name__": "up", "a": "9", "b": "2"])
        #expect(labels.setting("z", to: "3")["z"] == "3")
        #expect(labels.setting("a", to: "") == ["__name__": "up", "b": "2"])
        #expect(labels.setting("none", to: "") == labels)
        #expect(labels.keeping(only: ["b", "x"]) == ["b": "2"])
        #expect(labels.dropping(["b", "x"]) == ["__name__": "up", "a": "1"])
        #expect(labels.droppingMetricName == ["a": "1", "b": "2"])
        #expect(labels.metricName == "up")
    }

    @Test("Labels of a page that share all but a value are those that are made apart")
    func shared() {
        let page = """
            x_bucket{a="1",le="0.5"} 1
            x_bucket{a="1",le="1"} 1
            x_bucket{a="2",le="0.5"} 1
            x_bucket{a="2",le="1"} 1
            x_bucket{a="2",le="1"} 1
            x_bucket{a="2",le="+Inf"} 1
            x_bucket{a="3",le="0.5"} 1
            y 1

            """
        let expected =
            [("1", "0.5"), ("1", "1"), ("2", "0.5"), ("2", "1"), ("2", "1"), ("2", "+Inf"), ("3", "0.5")]
            .map { Labels(["__name__": "x_bucket", "a": $0, "le": $1]) } + [["__name__": "y"] as Labels]
        let read = ExpositionParser.parse(Array(page.utf8), format: .text).samples.map(\.labels)
        #expect(read == expected)
        #expect(read.map(\.hashValue) == expected.map(\.hashValue))
        #expect(read.map(\.description) == expected.map(\.description))
        #expect(read.sorted() == expected.sorted())
        for (one, other) in zip(read, expected) {
            #expect(one["le"] == other["le"] && one.map(\.value) == other.map(\.value))
            #expect(one.setting("le", to: "7") == other.setting("le", to: "7"))
            #expect(one.dropping(["le"]) == other.dropping(["le"]) && one.dropping(["a"]) == other.dropping(["a"]))
            #expect(one.keeping(only: ["le"]) == other.keeping(only: ["le"]))
            #expect(one.droppingMetricName == other.droppingMetricName)
        }
    }

    @Test("Labels sort pair by pair, a prefix first")
    func sorting() {
        let sorted: [Labels] = [[:], ["a": "1"], ["a": "1", "b": "1"], ["a": "2"], ["b": "0"]]
        #expect(sorted.reversed().sorted() == sorted)
    }
}

/// Moments and durations.
@Suite struct TimestampTests {
    @Test("Seconds are rounded to milliseconds and never trap")
    func seconds() {
        #expect(Timestamp(seconds: 1.2345).milliseconds == 1235)
        #expect(Timestamp(seconds: -0.001).milliseconds == -1)
        #expect(Timestamp(seconds: .infinity).milliseconds == .max)
        #expect(Timestamp(seconds: -1e300).milliseconds == .min)
        #expect(Timestamp(seconds: .nan).milliseconds == 0)
    }

    @Test("Arithmetic saturates")
    func saturation() {
        let last = Timestamp(milliseconds: .max)
        #expect(last + .seconds(1) == last)
        #expect(Timestamp(milliseconds: .min) - .seconds(1) == Timestamp(milliseconds: .min))
        #expect(Timestamp(milliseconds: 1500) - Timestamp(milliseconds: 500) == .seconds(1))
        #expect((Timestamp(milliseconds: 0) - .milliseconds(20)).seconds == -0.02)
    }
}
