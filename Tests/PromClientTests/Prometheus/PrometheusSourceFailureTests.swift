import GoldenSignals
import PromClient
import PromModel
import Testing

@Suite("Prometheus source: failures")
struct PrometheusSourceFailureTests {
    private static let one: [(name: String, rate: Int, failing: Double)] = [("shop", 20, 0.25)]

    @Test("A query that cannot be evaluated costs its own numbers alone, and is told")
    func oneQueryFails() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        let source = try fake.source()
        fake.override { (request) throws(TransportFailure) in
            request.expression.contains("histogram_quantile")
                ? .failure(422, "execution", "query processing would load too many samples") : nil
        }
        let update = await source.pollOnce()
        #expect(update.failure == nil)
        #expect(abs((update.snapshot[.requestRate].value ?? 0) - 20) < 1e-6)
        #expect(update.snapshot[.p99Latency].state == .noData)
        let warnings = update.report?.warnings ?? []
        let words = "the expression cannot be evaluated: asked for p95 and p99: query processing would load too many"
        #expect(warnings.contains("\(words) samples"), "\(warnings)")
        #expect(warnings.allSatisfy { $0.contains("asked for") && $0.contains("too many samples") }, "\(warnings)")
    }

    @Test(
        "Without traffic, failures or age nothing can be judged: their query's failure is the source's",
        arguments: [
            ("requestCount", "RPS"), ("errorShare", "OK% and 5xx"), ("newest", "the targets and their newest samples"),
        ]
    )
    func essentialFails(part: String, subject: String) async throws {
        let fake = await FakePrometheus.serving(Self.one)
        let source = try fake.source()
        fake.override { (request) throws(TransportFailure) in
            request.expression.contains("\"\(part)\"")
                ? .failure(422, "execution", "query processing would load too many samples") : nil
        }
        let update = await source.pollOnce()
        // A server that answers is not down, and one question of many is to be found.
        let words = "answers 422: the expression cannot be evaluated: asked for \(subject): query processing would load"
        #expect(update.failure == "\(words) too many samples")
        #expect(update.patch == nil)
    }

    @Test("What a server warns of beside an answer may be what the answer lacks; not what the language warns of")
    func partialAnswers() async throws {
        for (warning, isTold) in [("no store matched this query", true), ("PromQL warning: a mix of buckets", false)] {
            let fake = await FakePrometheus.serving(Self.one)
            let source = try fake.source()
            fake.override { (request) throws(TransportFailure) in
                guard request.expression.contains("\"newest\"") else { return nil }
                let data = #"{"resultType":"vector","result":[]}"#
                return .json("{\"status\":\"success\",\"warnings\":[\"\(warning)\"],\"data\":\(data)}")
            }
            let update = await source.pollOnce()
            #expect(abs((update.snapshot[.requestRate].value ?? 0) - 20) < 1e-6)
            #expect(update.snapshot.partialAnswer == (isTold ? "the source warns: \(warning)" : nil))
        }
    }

    @Test("A service that is not found where a part of the storage did not answer is not called unknown")
    func partialSearch() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        fake.override { (request) throws(TransportFailure) in
            guard request.endpoint == "query", request.expression != "time()" else { return nil }
            let data = #"{"resultType":"vector","result":[]}"#
            return .json("{\"status\":\"success\",\"warnings\":[\"all stores timed out\"],\"data\":\(data)}")
        }
        let update = try await fake.source(service: "cart").pollOnce()
        #expect(update.report?.isUnknownService == false && update.snapshot[.requestRate].value == nil)
        let advice = try #require(update.report?.noDataAdvice)
        #expect(advice.hasSuffix("; the source warns: all stores timed out"), "\(advice)")
    }

    @Test("Who explains the failures is not worth the verdict: that query may hang")
    func sideQueryFails() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        let source = try fake.source()
        fake.override { (request) throws(TransportFailure) in
            if request.expression.contains("topk(20") { throw .timedOut(.seconds(5)) }
            return nil
        }
        let update = await source.pollOnce()
        #expect(update.failure == nil && update.snapshot.breakdown == nil)
        #expect(abs((update.snapshot[.requestRate].value ?? 0) - 20) < 1e-6)
        #expect(update.report?.warnings == ["no answer within 5 s"])
    }

    @Test("What one failed query left out is asked for again: no hole stays in a chart that is called final")
    func holeIsFilled() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        let source = try fake.source()
        var known: [Timestamp: SignalPoint] = [:]
        for beat in 0..<8 {
            fake.override { (request) throws(TransportFailure) in
                beat == 1 && request.expression.contains("histogram_quantile")
                    ? .failure(422, "execution", "not now") : nil
            }
            let update = await source.pollOnce()
            let patch = try #require(update.patch)
            known = known.filter { $0.key < patch.from }
            for point in patch.points { known[point.at] = point }
            fake.advance(.seconds(15))
            let second = 600 + (beat + 1) * 15
            await fake.scrapeOnce(
                FakeTarget("shop", "shop:1"),
                at: fake.serverNow,
                page: FakePrometheus.goPage(20, failing: 0.25)(second)
            )
        }
        let holes = known.values.filter { $0[.p99Latency] == nil }.map { Int(($0.at - FakePrometheus.start).inSeconds) }
        #expect(holes.sorted() == [])
    }

    @Test(
        "A server that fails makes the update a failure with its reason",
        arguments: [
            (.refused, "connection refused"),
            (.timedOut(.seconds(5)), "no answer within 5 s"),
        ] as [(TransportFailure, String)]
    )
    func serverFails(failure: TransportFailure, reason: String) async throws {
        let fake = await FakePrometheus.serving(Self.one)
        let source = try fake.source()
        _ = await source.pollOnce()
        fake.advance(.seconds(15))
        fake.override { (_) throws(TransportFailure) in throw failure }
        let update = await source.pollOnce()
        #expect(update.failure == reason)
        #expect(update.patch == nil)
        #expect(update.snapshot.at == FakePrometheus.start + .seconds(15))
        #expect(update.targets.map(\.instance) == ["shop:1"])
        #expect(update.report?.service == "shop" && update.report?.slowdown == nil)
        #expect(await source.pollOnce().report?.slowdown == "waiting longer after 2 failures")
        fake.override(nil)
        let back = await source.pollOnce()
        #expect(back.failure == nil && back.patch != nil)
    }

    @Test("A source that answers again is not said to wait longer")
    func recovered() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        let source = try fake.source()
        fake.override { (_) throws(TransportFailure) in throw .refused }
        for _ in 0..<3 { _ = await source.pollOnce() }
        fake.override(nil)
        #expect(await source.pollOnce().report?.slowdown == nil)
    }

    @Test("A server that fails at first is connected to later")
    func failsAtFirst() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        let source = try fake.source()
        fake.override { (_) throws(TransportFailure) in throw .refused }
        let update = await source.pollOnce()
        #expect(update.failure == "connection refused")
        #expect(update.report?.service == "" && update.report?.dialect == nil)
        fake.override(nil)
        #expect(await source.pollOnce().report?.service == "shop")
    }

    @Test("Half a connection is none: what failed in it is asked for anew")
    func halfConnected() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        let source = try fake.source()
        fake.override { (request) throws(TransportFailure) in
            guard request.expression.contains(":requests") else { return nil }
            throw .closedEarly
        }
        #expect(await source.pollOnce().failure?.contains("closed before") == true)
        fake.override(nil)
        let update = await source.pollOnce()
        #expect(update.failure == nil && update.report?.dialect == "Prometheus 2.42.0")
    }

    @Test("A server that sheds load is left alone for as long as it asks")
    func overloaded() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        let source = try fake.source()
        _ = await source.pollOnce()
        fake.advance(.seconds(15))
        fake.override { (_) throws(TransportFailure) in
            HTTPAnswer(
                status: 429,
                contentType: "text/plain",
                body: Array("slow down".utf8),
                headers: [("Retry-After", "40")]
            )
        }
        let update = await source.pollOnce()
        #expect(
            update.failure == "answers 429 Too Many Requests: the server sheds load; ask again in 40 s"
        )
        #expect(update.report?.slowdown == "waiting longer after 1 failure")
    }

    @Test("A server that sheds what the verdict can do without is asked for the rest alone, for as long as it says")
    func overloadedBeside() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        let source = try fake.source()
        let headers = [(name: "Retry-After", value: "40")]
        fake.override { (request) throws(TransportFailure) in
            guard request.expression.contains("topk(20") else { return nil }
            return HTTPAnswer(status: 429, contentType: "text/plain", body: [], headers: headers)
        }
        let first = await source.pollOnce()
        #expect(first.failure == nil && first.report?.warnings.contains { $0.hasPrefix("429") } == true)
        fake.advance(.seconds(15))
        let next = await source.pollOnce()
        #expect(next.failure == nil && next.report?.warnings == [])
        #expect(next.snapshot[.requestRate].value != nil)
    }

    @Test("The interval that is told is the one that is kept, also while the source fails")
    func toldInterval() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        let source = try fake.source()
        _ = await source.pollOnce()
        let headers = [(name: "Retry-After", value: "40")]
        fake.override { (_) throws(TransportFailure) in
            HTTPAnswer(status: 429, contentType: "text/plain", body: [], headers: headers)
        }
        #expect(await source.pollOnce().report?.interval == .seconds(40))
    }

    @Test("Where all targets are down the charts go on, with the reason")
    func allDown() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        let source = try fake.source()
        _ = await source.pollOnce()
        fake.advance(.seconds(15))
        await fake.scrapeOnce(FakeTarget("shop", "shop:1"), at: fake.serverNow, page: nil)
        let update = await source.pollOnce()
        // The server answers, and is not to blame.
        #expect(update.failure == nil)
        #expect(update.snapshot.outage?.isWhole == true && update.snapshot.outage?.since == fake.serverNow)
        #expect(update.patch?.isFull == false && update.patch?.points.isEmpty == false)
        #expect((update.snapshot.targetsUp, update.snapshot.targetsTotal) == (0, 1))
        #expect(update.targets.map(\.failure) == ["its last scrape failed"])
    }

    @Test("Where the only target is down from the beginning, that is what is said")
    func downFromTheBeginning() async throws {
        let fake = FakePrometheus()
        await fake.scrape(FakeTarget("shop", "shop:1", isUp: false)) { _ in nil }
        let update = try await fake.source(service: "shop").pollOnce()
        let outage = try #require(update.snapshot.outage)
        #expect(update.failure == nil && outage.isWhole && outage.isOlderThanData)
        #expect((outage.instance, outage.reason) == ("shop:1", "connection refused"))
        #expect(update.report?.service == "shop")
    }
}
