import GoldenSignals
import PromClient
import PromModel
import Testing

@Suite("Prometheus source: polls")
struct PrometheusSourcePollTests {
    private static let one: [(name: String, rate: Int, failing: Double)] = [("shop", 20, 0.25)]

    @Test("Where the history is younger than what is shown, the processes of its beginning are those of before")
    func youngHistory() async throws {
        let fake = FakePrometheus()
        let serving = FakePrometheus.goPage(20)
        // Nothing was there for the first 400 s of 600; the second half of the rest runs another version.
        for (instance, version, seconds) in [("a:1", "1.0", 400..<500), ("b:1", "2.0", 500..<601)] {
            await fake.scrape(FakeTarget("cart", instance)) { second in
                guard seconds.contains(second), let page = serving(second) else { return nil }
                return page + "app_build_info{version=\"\(version)\"} 1\n"
            }
        }
        let update = try await fake.source(service: "cart").pollOnce()
        #expect(update.snapshot.versions.values.contains("2.0"))
        #expect(update.past?.versions == ["a:1": "1.0"], "\(update.past as Any)")
    }

    @Test("The first poll brings all numbers, the charts, the targets and a report")
    func first() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        let update = try await fake.source().pollOnce()
        #expect(update.failure == nil)
        #expect(update.snapshot.at == FakePrometheus.start && update.snapshot.window == .seconds(60))
        let expected: [Signal: Double] = [
            .requestRate: 20, .successShare: 0.75, .errorShare: 0.25, .averageLatency: 0.05, .p95Latency: 0.095,
            .p99Latency: 0.099, .saturation: 0.25,
        ]
        for (signal, value) in expected {
            #expect(abs((update.snapshot[signal].value ?? -1) - value) < 1e-6, "\(signal)")
        }
        #expect(update.snapshot[.saturation].detail == "fds")
        #expect(update.snapshot.breakdown?.rows.map(\.name) == ["/"])
        #expect(update.snapshot.newestSample == FakePrometheus.start)
        #expect((update.snapshot.targetsUp, update.snapshot.targetsTotal) == (1, 1))
        #expect(update.targets.map(\.instance) == ["shop:1"] && update.targets.map(\.job) == ["shop"])
        let patch = try #require(update.patch)
        #expect(patch.isFull && patch.points.count == 21 && patch.step == .seconds(15))
        #expect(patch.from == FakePrometheus.start - .seconds(300))
        #expect(patch.settledThrough == FakePrometheus.start - .seconds(60))
        let report = try #require(update.report)
        #expect((report.service, report.profile, report.kind) == ("shop", "go", "prom"))
        #expect((report.source, report.dialect) == ("@prometheus:9090", "Prometheus 2.42.0"))
        #expect((report.window, report.interval) == (.seconds(60), .seconds(15)))
        #expect(report.clockOffset == .zero && report.warnings.isEmpty && report.slowdown == nil)
    }

    @Test("Then a poll asks at most eight questions for one service, and brings the tail alone")
    func tail() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        let source = try fake.source()
        _ = await source.pollOnce()
        _ = fake.takeRequests()
        fake.advance(.seconds(15))
        let update = await source.pollOnce()
        let requests = fake.takeRequests()
        #expect(requests.count <= 8 && update.report?.queries == requests.count)
        #expect(update.patch?.isFull == false)
        #expect(update.patch?.from == FakePrometheus.start - .seconds(45))
        #expect(requests.filter { $0.endpoint == "query_range" }.allSatisfy { $0.parameters["step"] == "15.000" })
        // All questions of one refresh are about the same moment; the facts are about now.
        let moments = Set(requests.compactMap { $0.parameters["end"] ?? $0.parameters["time"] })
        #expect(moments.count == 1)
        #expect(requests.count { $0.endpoint == "query" && $0.parameters["time"] == nil } == 1)
    }

    @Test("With many services a poll asks at most twelve questions")
    func many() async throws {
        let fake = await FakePrometheus.serving((1...9).map { ("job\($0)", $0, 0) })
        let source = try fake.source()
        _ = await source.pollOnce()
        _ = fake.takeRequests()
        fake.advance(.seconds(15))
        let update = await source.pollOnce()
        #expect(fake.takeRequests().count <= 12)
        #expect(update.report?.services.count == 9)
    }

    @Test("A clock that is off by a minute is measured, and the server's is used", arguments: [60, -60])
    func clock(seconds: Int) async throws {
        let fake = FakePrometheus()
        fake.skew(.seconds(seconds))
        await fake.scrape(FakeTarget("shop"), page: FakePrometheus.goPage(20))
        let update = try await fake.source().pollOnce()
        #expect(update.report?.clockOffset == .seconds(seconds))
        #expect(update.snapshot.at == FakePrometheus.start + .seconds(seconds))
        #expect(abs((update.snapshot[.requestRate].value ?? 0) - 20) < 1e-6)
        let line = "clock        60000 ms \(seconds > 0 ? "ahead of" : "behind") ours; times here are the source's"
        #expect(update.report?.explanation.contains(line) == true)
    }

    @Test("VictoriaMetrics is asked for its newest samples, once it is known")
    func victoriaMetrics() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        fake.answerBuildInfo(#"{"version":"2.24.0"}"#)
        let update = try await fake.source().pollOnce()
        #expect(update.report?.kind == "vm")
        let requests = fake.takeRequests().filter { $0.endpoint == "query_range" || $0.expression.contains("sretop") }
        #expect(!requests.isEmpty)
        #expect(requests.allSatisfy { $0.parameters["latency_offset"] == "1ms" })
        // Ranges that are not on multiples of their step it would answer for other times.
        for request in requests {
            let times = ["start", "end", "step"].compactMap { request.moment($0)?.milliseconds }
            let isOnGrid = times.count < 3 || times[0] % times[2] == 0 && times[1] % times[2] == 0
            #expect((request.parameters["nocache"] == nil) == isOnGrid, "\(request.parameters)")
        }
        // Some of its newest samples may not be there yet.
        #expect(update.snapshot.lateness == .seconds(4) && update.snapshot.at <= FakePrometheus.start - .seconds(4))
    }

    @Test("A VictoriaMetrics that shows its newest samples late whatever is asked is read as of then")
    func lateVictoriaMetrics() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        fake.answerBuildInfo(#"{"version":"2.24.0"}"#)
        fake.override { (request) throws(TransportFailure) in
            guard request.expression == "time()", let moment = request.moment("time") else { return nil }
            let sample = FakeJSON.sample(moment, moment.seconds - 30)
            return .success(#"{"resultType":"vector","result":[{"metric":{},"value":["# + sample + "]}]}")
        }
        let update = try await fake.source().pollOnce()
        #expect(update.snapshot.lateness == .seconds(30))
        #expect(update.snapshot.at == FakePrometheus.start - .seconds(30))
        #expect(update.report?.explanation.contains { $0.contains("30 s late") } == true)
    }

    @Test("A server that lists no targets is used all the same, and the scrape interval is guessed")
    func noTargets() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        fake.override { (request) throws(TransportFailure) in
            request.endpoint == "targets" ? HTTPAnswer(status: 404, contentType: "text/plain", body: []) : nil
        }
        let update = try await fake.source().pollOnce()
        #expect(update.failure == nil && update.patch?.step == .seconds(15))
        #expect(update.targets.map(\.instance) == ["shop:1"] && update.targets.map(\.failure) == [nil])
        let lines = update.report?.explanation ?? []
        #expect(lines.contains { $0.contains("it lists no targets: 404 Not Found") })
        #expect(lines.contains { $0.contains("scraped every 15000 ms (a guess from its samples)") })
    }

    @Test("Failures since the onset are counted while there is one")
    func onset() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        let source = try fake.source()
        #expect(await source.pollOnce().snapshot.errorsSinceOnset == nil)
        await source.noteOnset(FakePrometheus.start - .seconds(120), isObserved: true)
        let update = await source.pollOnce()
        // From the evaluation before the onset on, and not a failure more.
        #expect(update.snapshot.errorsSinceOnset == 675)
    }

    @Test("An audit counts what the tails have missed")
    func audit() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        let source = try fake.source()
        var audits: [SourceReport.Audit] = []
        for beat in 1...61 {
            let update = await source.pollOnce()
            if let audit = update.report?.audit, audits.last != audit { audits.append(audit) }
            fake.advance(.seconds(15))
            await fake.scrapeOnce(
                FakeTarget("shop", "shop:1"),
                at: fake.serverNow,
                page: FakePrometheus.goPage(20, failing: 0.25)(600 + beat * 15)
            )
        }
        #expect(audits.map(\.at) == [FakePrometheus.start + .seconds(900)])
        #expect(audits.map(\.differences) == [0])
        #expect((audits.first?.compared ?? 0) > 10)
    }
}
