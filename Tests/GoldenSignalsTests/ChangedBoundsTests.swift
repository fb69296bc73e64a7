import GoldenSignals
import PromModel
import PromQL
import Testing

@Suite("Whole histograms that get another bound")
struct ChangedBoundsTests {
    /// A histogram of failures, scraped every 15 s, that has counted for long: from 300 s on it has a bound more, or its
    /// process began anew.
    private static func store(restarts: Bool) throws -> SampleStore {
        var store = SampleStore()
        let labels = try PromQLParser.parseSeries(
            "http_server_request_duration_seconds{job='x',instance='a:1',http_response_status_code='500'}"
        )
        for scrape in 0...40 {
            let isNew = scrape >= 20
            let count = Double(restarts && isNew ? (scrape - 20) * 100 : 1_000_000 + scrape * 100)
            let shares: [Double] = isNew ? [0.7, 0.1, 0.1, 0.1] : [0.7, 0.2, 0.1]
            let histogram = FloatHistogram(
                schema: FloatHistogram.customSchema,
                count: count,
                sum: count,
                positive: HistogramBuckets(from: 0, counts: shares.map { $0 * count }),
                customBounds: isNew ? [0.1, 0.5, 1] : [0.1, 1]
            )
            let time = Timestamp(seconds: Double(scrape) * 15)
            store.append(labels, HistogramSample(timestamp: time, histogram: histogram))
        }
        return store
    }

    private static func catalog(_ storage: HistogramStorage) throws -> SignalCatalog {
        let profile = try #require(MetricProfile.named("otel"))
        return SignalCatalog(profile: profile.stored(storage), selector: "job=\"x\"", window: .seconds(60))
    }

    @Test(
        "So far it counted what it rose by, and not all that it ever counted",
        arguments: [300, 315, 330, 360, 405, 480]
    )
    func tally(second: Int) throws {
        let counted = try #require(
            try Self.catalog(.native).failuresCounted(within: .seconds(120), interval: .seconds(15))
        )
        let expression = try PromQLParser.parse(counted)
        let moment = Timestamp(seconds: Double(second))
        let result = try PromQLEngine().instant(expression, at: moment, in: try Self.store(restarts: false))
        guard case .vector(let vector) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(vector.map(\.sample.value) == [800])
    }

    @Test("A window of both kinds has no number, with the reason; one of a new process has")
    func points() throws {
        let queries = RefreshQueries(
            catalog: try Self.catalog(.native),
            window: .seconds(60),
            scrapeInterval: .seconds(15)
        )
        let traffic = try #require(queries.ranges.first)
        #expect(traffic.contains("changedBounds"))
        let plain = RefreshQueries(
            catalog: try Self.catalog(.classic),
            window: .seconds(60),
            scrapeInterval: .seconds(15)
        )
        #expect(!plain.ranges.contains { $0.contains("changedBounds") })
        let moment = Timestamp(seconds: 330)
        for count in [0.0, 1] {
            let answer = ["requestRate": 22_271, "changedBounds": count].map { tag, value in
                Series(labels: [SignalCatalog.tagLabel: "\(tag)"], samples: [Sample(timestamp: moment, value: value)])
            }
            let points = queries.points(from: answer)
            #expect(points.map { $0[.requestRate] } == [count > 0 ? nil : 22_271])
            var snapshot = queries.snapshot(
                at: moment,
                window: .seconds(60),
                points: points,
                facts: [],
                explanation: []
            )
            queries.withdrawChanged(&snapshot, in: answer)
            #expect((snapshot[.requestRate].blank?.contains("bounds") == true) == (count > 0))
        }
    }

    @Test("What one of two processes behind an address has counted is not taken for the other's")
    func targets() throws {
        let kubelet: Labels = ["job": "k", "instance": "a:1", "metrics_path": "/metrics"]
        let other = kubelet.setting("metrics_path", to: "/metrics/cadvisor")
        let plain = try Self.catalog(.classic)
        #expect(plain.telling(targets: [kubelet]) == plain && plain.errorTotals?.contains("by (instance)") == true)
        let catalog = plain.telling(targets: [kubelet, other])
        #expect(catalog.errorTotals?.contains("sum by (instance, metrics_path) (") == true)
        let counted = try #require(catalog.failuresCounted(within: .seconds(120), interval: .seconds(15)))
        #expect(counted.contains("and on (job, instance, metrics_path) (process_start_time_seconds"))
        #expect(!counted.contains("on (job, instance) "))
        let queries = RefreshQueries(catalog: catalog, window: .seconds(60), scrapeInterval: .seconds(15))
        func fact(_ tag: String, _ labels: Labels, _ value: Double) -> InstantValue {
            InstantValue(labels: labels.setting(SignalCatalog.tagLabel, to: tag), value: value)
        }
        let snapshot = queries.snapshot(
            at: Timestamp(seconds: 100),
            window: .seconds(60),
            points: [],
            facts: [
                fact("start", kubelet, 10), fact("start", other, 20),
                fact("errors", kubelet.dropping(["job"]), 50_000), fact("errors", other.dropping(["job"]), 3),
            ],
            explanation: []
        )
        #expect(snapshot.errorTotals == ["a:1 /metrics": 50_000, "a:1 /metrics/cadvisor": 3])
        var told = snapshot
        told.requestTotals = ["a:1 /metrics": 10, "a:1 /metrics/cadvisor": 3, "b:1": 5]
        told.targetsAlive = [kubelet: true, other: true, kubelet.setting("instance", to: "b:1"): true]
        #expect(told.instanceTotals == ["a:1": 13, "b:1": 5])
        #expect(snapshot.processStarts == ["a:1 /metrics": 10, "a:1 /metrics/cadvisor": 20])
    }
}
