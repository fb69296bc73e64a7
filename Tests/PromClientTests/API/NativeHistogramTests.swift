import GoldenSignals
import PromClient
import PromModel
import PromQL
import Testing

@Suite("Native histograms of the API")
struct NativeHistogramTests {
    private static func bucket(_ lower: Double, _ upper: Double, _ count: Double) -> NativeHistogram.Bucket {
        NativeHistogram.Bucket(lower: lower, upper: upper, count: count)
    }

    @Test(
        "Cumulative values by bound; all of them only where a bucket has no end",
        arguments: [
            ([bucket(0, 0.5, 2), bucket(0.5, 1, 3), bucket(1, .infinity, 1)], ["0.5 2", "1 5", "+Inf 6"]),
            // What is empty is left out, the last bound too.
            ([bucket(0, 0.5, 2), bucket(10, .infinity, 1)], ["0.5 2", "10 2", "+Inf 3"]),
            ([bucket(1, 2, 4), bucket(2, 4, 1)], ["2 4", "4 5"]),
            ([bucket(5, .infinity, 7)], ["5 0", "+Inf 7"]),
            ([], []),
        ] as [([NativeHistogram.Bucket], [String])]
    )
    func cumulative(buckets: [NativeHistogram.Bucket], expected: [String]) {
        let histogram = NativeHistogram(count: 7, sum: 1, buckets: buckets)
        let values = histogram.cumulative(["job": "a"])
        #expect(values.map { "\($0.labels["le"]) \(NumberText.format($0.value))" } == expected)
        #expect(values.allSatisfy { $0.labels["job"] == "a" })
    }

    @Test("A quantile beyond the last bound is clipped; exponential buckets clip nothing")
    func clipped() {
        func snapshot(_ buckets: [NativeHistogram.Bucket]) -> SignalSnapshot {
            var snapshot = SignalSnapshot(at: Timestamp(seconds: 1), window: .seconds(60))
            for signal in [Signal.p95Latency, .p99Latency] { snapshot.readings[signal] = SignalReading(.value(10)) }
            let histogram = NativeHistogram(count: 100, sum: 1, buckets: buckets)
            snapshot.markClipped(by: histogram.cumulative([:]), unit: .seconds)
            return snapshot
        }
        let custom = snapshot([Self.bucket(0, 1, 97), Self.bucket(10, .infinity, 3)])
        #expect(custom[.p95Latency].clippedAt == nil && custom[.p99Latency].clippedAt == 10)
        let exponential = snapshot([Self.bucket(0.5, 0.7, 40), Self.bucket(8, 16, 60)])
        #expect(exponential[.p99Latency].clippedAt == nil && exponential.topBucket == nil)
    }

    @Test("As comma-separated values they have a count, a sum and buckets in columns of their own")
    func csv() {
        let histogram = NativeHistogram(count: 3, sum: 1.5, buckets: [Self.bucket(0, 0.5, 2), Self.bucket(0.5, 1, 1)])
        let element = HistogramSeries.Element(timestamp: Timestamp(milliseconds: 2000), histogram: histogram)
        let number = VectorSample(labels: ["a": "1"], sample: Sample(timestamp: element.timestamp, value: 4))
        let text = QueryResult.vector([number]).csv(with: [HistogramSeries(labels: ["a": "2"], elements: [element])])
        #expect(
            text == "timestamp,value,count,sum,buckets,a\r\n2,4,,,,1\r\n2,,3,1.5,\"(0, 0.5]:2 (0.5, 1]:1\",2"
        )
    }

    @Test("What the engine answers is told as the API tells it")
    func ofTheEngine() {
        let histogram = FloatHistogram(
            zeroThreshold: 0.25,
            zeroCount: 1,
            count: 10,
            sum: 5,
            positive: HistogramBuckets(from: 0, counts: [2, 0, 4]),
            negative: HistogramBuckets(from: 1, counts: [3])
        )
        let now = Timestamp(milliseconds: 1000)
        let result = QueryResult.vector([
            VectorSample(labels: ["a": "1"], sample: Sample(timestamp: now, value: 4)),
            VectorSample(labels: ["a": "2"], sample: Sample(timestamp: now, value: 0), histogram: histogram),
        ])
        let (numbers, histograms) = result.separated
        #expect(
            numbers == .vector([VectorSample(labels: ["a": "1"], sample: Sample(timestamp: now, value: 4))])
        )
        #expect(histograms.map(\.labels) == [["a": "2"]])
        let told = histograms.first?.elements.first?.histogram
        #expect(told?.count == 10 && told?.sum == 5)
        #expect(
            told?.buckets.map { "\($0.interval) \(NumberText.format($0.count))" }
                == ["[-2, -1) 3", "[-0.25, 0.25] 1", "(0.5, 1] 2", "(2, 4] 4"]
        )
        let buckets = #"[[1,"-2","-1","3"],[3,"-0.25","0.25","1"],[0,"0.5","1","2"],[0,"2","4","4"]]"#
        let value = #"[1,{"count":"10","sum":"5","buckets":\#(buckets)}]"#
        #expect(result.apiJSON.contains(#"{"metric":{"a":"2"},"histogram":\#(value)}"#))
        let series = Series(
            labels: ["a": "2"],
            samples: [],
            histograms: [HistogramSample(timestamp: now, histogram: histogram)]
        )
        #expect(QueryResult.matrix([series]).apiJSON.contains(#"{"metric":{"a":"2"},"histograms":[\#(value)]}"#))
        #expect(QueryResult.scalar(Sample(timestamp: now, value: 1)).separated.histograms.isEmpty)
    }
}
