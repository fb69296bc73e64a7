import PromClient
import PromModel
import PromQL
import Testing

@Suite("Query answers")
struct QueryDecodingTests {
    private func instant(_ body: String, seriesLimit: Int = 20_000) async throws -> APIAnswer<InstantAnswer> {
        try await ScriptedTransport(body).api(seriesLimit: seriesLimit).query("x")
    }

    private func range(_ body: String, seriesLimit: Int = 20_000) async throws -> APIAnswer<[Series]> {
        let moment = Timestamp(milliseconds: 0)
        let api = try ScriptedTransport(body).api(seriesLimit: seriesLimit)
        return try await api.queryRange("x", from: moment, through: moment, step: .seconds(1))
    }

    /// A success around a result.
    private func success(_ type: String, _ result: String) -> String {
        #"{"status":"success","data":{"resultType":"\#(type)","result":\#(result)}}"#
    }

    private func sample(_ milliseconds: Int64, _ value: Double) -> Sample {
        Sample(timestamp: Timestamp(milliseconds: milliseconds), value: value)
    }

    @Test("A vector is read, with the moment of evaluation")
    func vector() async throws {
        let body = success(
            "vector",
            #"""
            [{"metric":{"__name__":"up","job":"a"},"value":[1700000000.123,"1"]},\#
            {"metric":{},"value":[1700000000.123,"-0.25"]}]
            """#
        )
        let answer = try await instant(body)
        let expected = [
            VectorSample(labels: ["__name__": "up", "job": "a"], sample: sample(1_700_000_000_123, 1)),
            VectorSample(labels: Labels(), sample: sample(1_700_000_000_123, -0.25)),
        ]
        #expect(answer.value.result == .vector(expected))
        #expect(answer.value.at == Timestamp(milliseconds: 1_700_000_000_123))
        #expect(answer.bytes == body.utf8.count)
        #expect(answer.warnings.isEmpty && answer.infos.isEmpty && !answer.isPartial)
    }

    @Test("Scalars, texts, matrices and empty results are read")
    func otherTypes() async throws {
        let scalar = try await instant(success("scalar", #"[1,"2.5"]"#))
        #expect(scalar.value == InstantAnswer(result: .scalar(sample(1000, 2.5)), at: Timestamp(milliseconds: 1000)))
        let text = try await instant(success("string", #"[1.5,"he\"llo"]"#))
        #expect(text.value == InstantAnswer(result: .string("he\"llo"), at: Timestamp(milliseconds: 1500)))
        let matrix = try await instant(success("matrix", #"[{"metric":{"a":"b"},"values":[[1,"2"]]}]"#))
        #expect(matrix.value.result == .matrix([Series(labels: ["a": "b"], samples: [sample(1000, 2)])]))
        let empty = try await instant(success("vector", "[]"))
        #expect(empty.value == InstantAnswer(result: .vector([]), at: nil))
    }

    @Test("Keys may come in any order, unknown ones are passed over, white space is none of our business")
    func anyOrder() async throws {
        let answer = try await range(
            """
            \t{ "x" : [ 1 , {"y":[true,false,null,-1.5e3,"\\u0041"]} ] ,\r
              "data": { "result": [ { "values" : [ [ 1 , "2" ] , [ 2.5 , "3" ] ] , "metric" : { "b":"2", "a":"1" } } ],
                "stats": {"timings":{"evalTotalTime":1}}, "resultType" : "matrix" } ,
              "warnings": [ "w" ], "infos": ["i"], "status" : "success" }\n
            """
        )
        #expect(answer.value == [Series(labels: ["a": "1", "b": "2"], samples: [sample(1000, 2), sample(2500, 3)])])
        #expect(answer.warnings == ["w"])
        #expect(answer.infos == ["i"])
    }

    @Test(
        "Times become milliseconds exactly",
        arguments: [
            ("0", 0), ("1", 1000), ("0.001", 1), ("-0.001", -1), ("1.010", 1010), ("1.1", 1100),
            ("1700000000.999", 1_700_000_000_999),
            ("12345678123456.555", 12_345_678_123_456_555), ("1.7e9", 1_700_000_000_000), ("1.0004", 1000),
            ("1.4357814514810001e+09", 1_435_781_451_481), ("99999999999999999999", .max),
        ] as [(String, Int64)]
    )
    func times(text: String, milliseconds: Int64) async throws {
        let answer = try await instant(success("scalar", #"[\#(text),"0"]"#))
        #expect(answer.value.at?.milliseconds == milliseconds)
    }

    @Test(
        "Values are read to the nearest double",
        arguments: [
            "0", "-0", "1", "0.1", "0.41666666666666663", "51.42857142857142", "123456789012345678", "9007199254740993",
            "9223372036854775808", "9999999999999999999", "18446744073709551616", "0.9999999999999999999",
            "1234567890.123456789", "0.000001", "1.2345678e-67", "1e+22", "1.7976931348623157e+308", "5e-324",
            "0.000000000000000001", "4503599627370497.5", "4503599627370496.5", "00000000000000000000012.5", "5.", ".5",
        ]
    )
    func values(text: String) async throws {
        let answer = try await instant(success("scalar", #"[0,"\#(text)"]"#))
        guard case .scalar(let sample) = answer.value.result else {
            Issue.record("\(answer)")
            return
        }
        let expected = Double(text.hasSuffix(".") ? text + "0" : text.hasPrefix(".") ? "0" + text : text)
        #expect(sample.value.bitPattern == expected?.bitPattern)
    }

    @Test("Random values survive being written and read")
    func randomValues() async throws {
        var state: UInt64 = 42
        var values: [Double] = []
        for round in 0..<20_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let unit = Double(state >> 11) * 0x1p-53
            values.append(round.isMultiple(of: 2) ? unit * 1000 : Double(bitPattern: state))
        }
        values = values.filter(\.isFinite)
        let points = values.enumerated().map { "[\($0),\"\(NumberText.format($1))\"]" }.joined(separator: ",")
        let answer = try await range(success("matrix", #"[{"metric":{},"values":[\#(points)]}]"#))
        #expect(answer.value.first?.samples.map(\.value) == values)
    }

    @Test("Random digits are rounded to the nearest double, however close to the middle between two")
    func randomDigits() async throws {
        var state: UInt64 = 7
        let texts = (0..<20_000).map { round in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let digits = String(state % 9_000_000_000_000_000_000 + 1_000_000_000_000_000_000)
            return "\(digits.prefix(round % 19)).\(digits.dropFirst(round % 19))"
        }
        let points = texts.enumerated().map { "[\($0),\"\($1)\"]" }.joined(separator: ",")
        let answer = try await range(success("matrix", #"[{"metric":{},"values":[\#(points)]}]"#))
        let expected = texts.map { Double($0.hasPrefix(".") ? "0" + $0 : $0) }
        #expect(answer.value.first?.samples.map(\.value) == expected)
    }

    @Test("Values that are no finite numbers are read", arguments: ["NaN", "+Inf", "-Inf", "Inf"])
    func specials(text: String) async throws {
        let answer = try await instant(success("scalar", #"[0,"\#(text)"]"#))
        guard case .scalar(let sample) = answer.value.result else {
            Issue.record("\(answer)")
            return
        }
        #expect(NumberText.format(sample.value) == (text == "Inf" ? "+Inf" : text))
        #expect(!StaleMarker.isMarker(sample.value))
    }

    @Test("Label values with escapes are resolved, half a surrogate pair is repaired")
    func escapes() async throws {
        let metric = #"""
            {"a":"\"\\\/\b\f\n\r\t","b":"\u00e9\uD83D\uDE00",\#
            "c":"x\ud83dy","d":"\ud83d\u0041","e":"日本"}
            """#
        let answer = try await instant(success("vector", #"[{"metric":\#(metric),"value":[0,"1"]}]"#))
        guard case .vector(let vector) = answer.value.result, let labels = vector.first?.labels else {
            Issue.record("\(answer)")
            return
        }
        #expect(labels["a"] == "\"\\/\u{8}\u{C}\n\r\t")
        #expect(labels["b"] == "\u{E9}\u{1F600}")
        #expect(labels["c"] == "x\u{FFFD}y")
        #expect(labels["d"] == "\u{FFFD}A")
        #expect(labels["e"] == "日本")
    }

    @Test("Native histograms are read; where only numbers are of use they are left out, and that is said")
    func histograms() async throws {
        let histogram = #"[1,{"count":"10","sum":"20","buckets":[[1,"-1.6","-1.4","1"]]}]"#
        let matrix = try await range(
            success(
                "matrix",
                #"""
                [{"metric":{"a":"1"},"histograms":[\#(histogram),\#(histogram)]},\#
                {"metric":{"a":"2"},"values":[[1,"2"]]}]
                """#
            )
        )
        #expect(matrix.value.map(\.labels) == [["a": "2"]])
        #expect(matrix.infos == ["2 native histogram samples were left out: only plain numbers are read"])
        let vector = try await instant(success("vector", #"[{"metric":{},"histogram":\#(histogram)}]"#))
        #expect(vector.value.result == .vector([]))
        #expect(vector.value.at == Timestamp(milliseconds: 1000))
        let bucket = NativeHistogram.Bucket(bounds: .lower, lower: -1.6, upper: -1.4, count: 1)
        let whole = NativeHistogram(count: 10, sum: 20, buckets: [bucket])
        let element = HistogramSeries.Element(timestamp: Timestamp(milliseconds: 1000), histogram: whole)
        #expect(vector.value.histograms == [HistogramSeries(labels: Labels(), elements: [element])])
        #expect(bucket.interval == "[-1.6, -1.4)" && vector.infos.isEmpty)
    }

    @Test("A result of more series than the limit is a failure of its own")
    func seriesLimit() async throws {
        let vector = (0..<4).map { #"{"metric":{"i":"\#($0)"},"value":[0,"1"]}"# }.joined(separator: ",")
        await #expect(throws: APIFailure.tooManySeries(limit: 3)) {
            try await instant(success("vector", "[\(vector)]"), seriesLimit: 3)
        }
        #expect(try await instant(success("vector", "[\(vector)]"), seriesLimit: 4).bytes > 0)
        let matrix = (0..<4).map { #"{"metric":{"i":"\#($0)"},"values":[[0,"1"]]}"# }.joined(separator: ",")
        await #expect(throws: APIFailure.tooManySeries(limit: 3)) {
            try await range(success("matrix", "[\(matrix)]"), seriesLimit: 3)
        }
        #expect(APIFailure.tooManySeries(limit: 3).isAboutTheQuery)
    }
}
