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
}
