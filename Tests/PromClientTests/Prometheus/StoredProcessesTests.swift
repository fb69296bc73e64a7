import GoldenSignals
import PromClient
import PromModel
import Testing

@Suite("Who counts behind addresses, by the samples of a server")
struct StoredProcessesTests {
    /// Two processes, in the order given, scraped each five seconds: both count twenty requests a second.
    private static func series(_ order: String, count: Int, instance: String = "a:1") -> [Series] {
        let turns = Array(order)
        return [("200", 1.0), ("500", 0.01)].map { code, share in
            let samples = (0..<count).map { number in
                let base = turns[number % turns.count] == "A" ? 52_000.0 : 61_000
                let value = ((base + Double(number) * 100) * share).rounded(.down)
                return Sample(timestamp: Timestamp(seconds: 1000 + Double(number) * 5), value: value)
            }
            let labels: Labels = ["__name__": "http_requests_total", "code": "\(code)", "instance": "\(instance)"]
            return Series(labels: labels, samples: samples)
        }
    }

    private static func page(_ second: Int) -> String? {
        "http_requests_total{code=\"200\",handler=\"/\"} \(second * 20)\n"
    }

    private static func stored(_ series: [Series], of instances: Set<String> = ["a:1"]) -> StoredProcesses {
        StoredProcesses(series, of: instances, over: .seconds(60))
    }

    @Test(
        "Two that answer in turn are told, in any order",
        arguments: ["AB", "BA", "ABB", "AAB", "ABBB", "AAAAABAAAAAA"]
    )
    func several(order: String) {
        #expect(Self.stored(Self.series(order, count: 14)).several == "a:1")
        // From the first step on that no traffic explains no number is told.
        let first = order.hasPrefix("AAAAA") ? 6 : order.hasPrefix("AA") ? 3 : 2
        for count in first..<14 {
            let stored = Self.stored(Self.series(order, count: count))
            #expect(stored.several != nil || stored.doubtful != nil || stored.isUnsettled, "\(order), \(count)")
        }
    }

    @Test("One process is one; of an instance that tells its start time nothing is asked")
    func one() {
        let single = Self.stored(Self.series("A", count: 20))
        #expect(single.several == nil && single.doubtful == nil && !single.isUnsettled)
        let known = Self.stored(Self.series("AB", count: 20), of: ["b:1"])
        #expect(known.several == nil && known.doubtful == nil && !known.isUnsettled)
    }

    @Test("A process that begins anew again and again is one, and its restarts are told")
    func restarts() {
        let samples = (0..<40).map { number in
            let second = number * 5
            let value = Double(second < 50 ? 9000 + second : (second - 50) % 25) * 20
            return Sample(timestamp: Timestamp(seconds: Double(1000 + second)), value: value)
        }
        let series = Series(labels: ["__name__": "http_requests_total", "instance": "a:1"], samples: samples)
        let stored = Self.stored([series])
        #expect(stored.several == nil && stored.doubtful == nil && !stored.isUnsettled)
        // The last one before second 195.
        #expect(stored.restarted == ["a:1": Timestamp(seconds: 1175)])
    }

    @Test(
        "A Prometheus's numbers of two processes without a start time are never told",
        arguments: ["ABB", "AAB", "AB"]
    )
    func source(order: String) async throws {
        let fake = FakePrometheus()
        await fake.scrape(FakeTarget("shop"), every: 15) { Self.page($0) }
        let series = Self.series(order, count: 4)
        fake.override { (request) throws(TransportFailure) in
            request.expression.hasSuffix("[600s]") ? .success(FakeJSON.matrix(series)) : nil
        }
        let update = try await fake.source().pollOnce()
        #expect(update.snapshot.distrust != nil && update.snapshot[.requestRate].value == nil)
        #expect(update.patch?.points.allSatisfy { $0[.requestRate] == nil } == true)
        fake.override { (request) throws(TransportFailure) in
            request.expression.hasSuffix("[600s]") ? .success(FakeJSON.matrix(Self.series("A", count: 4))) : nil
        }
        let other = try await fake.source().pollOnce()
        #expect(other.snapshot.distrust == nil && other.snapshot[.requestRate].value != nil)
    }

    @Test(
        "A row of the list tells no number where the service's own screen tells none, in one question for all",
        arguments: [
            ("AB", true), ("ABB", true), ("AAB", true), ("AAAAAAAAAB", true), ("A", false),
        ]
    )
    func rows(order: String, isUnknown: Bool) async throws {
        let fake = await FakePrometheus.serving([("shop", 20, 0)])
        await fake.scrape(FakeTarget("pay", "a:1"), every: 15) { Self.page($0) }
        let series = Self.series(order, count: 10).map { series in
            Series(labels: series.labels.setting("job", to: "pay"), samples: series.samples)
        }
        fake.override { (request) throws(TransportFailure) in
            request.expression.hasSuffix("[600s]") ? .success(FakeJSON.matrix(series)) : nil
        }
        let source = try fake.source(service: "shop")
        _ = fake.takeRequests()
        let update = await source.pollOnce()
        #expect(fake.takeRequests().count { $0.expression.hasSuffix("[600s]") } == 1)
        #expect(update.report?.key?.name == "shop" && update.snapshot[.requestRate].value != nil)
        let row = try #require(update.report?.services.first { $0.service.name == "pay" })
        #expect((row.requestRate == nil) == isUnknown && (row.isUntrusted || row.isUnsettled == true) == isUnknown)
    }

    @Test("The samples of several services are asked for by their metrics and their jobs")
    func question() {
        let profile = MetricProfile.builtin.profiles[0]
        let matches = ["b.c", "a"].map { job in
            ServiceMatch(
                service: ServiceKey(of: ["job": "\(job)"]),
                profile: profile,
                requestSeries: 1,
                hasStatus: true,
                hasDurations: false,
                hasBuckets: false
            )
        }
        let name = LabelPatternText.literal(profile.requests.name)
        let expected = "{__name__=~\(Labels.quoted(name)),job=~\"a|b\\\\.c\"}[600s]"
        #expect(UnstartedProcesses.samples(of: matches, within: .seconds(600)) == expected)
        #expect(UnstartedProcesses.samples(of: [], within: .seconds(600)) == nil)
    }
}
