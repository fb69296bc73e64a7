import PromClient
import PromModel
import PromQL
import Testing

@Suite("Answers as text")
struct ResultTextTests {
    private static func sample(_ value: Double, at milliseconds: Int64) -> Sample {
        Sample(timestamp: Timestamp(milliseconds: milliseconds), value: value)
    }

    @Test(
        "Comma-separated values: the metric's name first, other labels in order, quotes where they are needed",
        arguments: [
            (QueryResult.scalar(sample(.infinity, at: 1500)), "timestamp,value\r\n1.500,+Inf"),
            (.string("a,\"b\""), "timestamp,value\r\n,\"a,\"\"b\"\"\""),
            (.vector([]), "timestamp,value"),
            (
                .vector([
                    VectorSample(labels: ["__name__": "up", "Z": "a\nb", "a": "1"], sample: sample(1, at: 0)),
                    VectorSample(labels: ["__name__": "up", "b": "é"], sample: sample(.nan, at: 0)),
                ]),
                "timestamp,value,__name__,Z,a,b\r\n0,1,up,\"a\nb\",1,\r\n0,NaN,up,,,é"
            ),
            (
                .matrix([Series(labels: ["a": "1"], samples: [sample(0.5, at: 1000), sample(-2, at: 2000)])]),
                "timestamp,value,a\r\n1,0.5,1\r\n2,-2,1"
            ),
        ]
    )
    func csv(result: QueryResult, text: String) {
        #expect(result.csv == text)
    }
}
