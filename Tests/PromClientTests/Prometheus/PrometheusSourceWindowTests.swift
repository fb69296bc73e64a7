import GoldenSignals
import PromClient
import PromModel
import Testing

@Suite("Prometheus source: windows, replicas, and jobs of several services")
struct PrometheusSourceWindowTests {
    /// Services by their names, with how far apart their scrapes are, and the share of their failures.
    private static func serving(_ jobs: [(String, Int, Double)]) async -> FakePrometheus {
        let fake = FakePrometheus()
        for (name, interval, share) in jobs {
            var target = FakeTarget(name, "\(name):1")
            target.interval = "\(interval)s"
            await fake.scrape(target, every: interval, page: FakePrometheus.goPage(100, failing: share))
        }
        return fake
    }

    @Test("Each service is asked over four of its own scrapes, and the one that fails is found")
    func mixed() async throws {
        let fake = await Self.serving([("cart", 5, 0), ("payments", 60, 0.09), ("slow", 120, 0)])
        let source = try fake.source()
        let update = await source.pollOnce()
        #expect(update.report?.service == "payments" && update.snapshot.window == .seconds(240))
        #expect(update.report?.remarks.first?.contains("240s, four scrapes of 60s") == true)
        _ = fake.takeRequests()
        let next = await source.pollOnce()
        #expect(fake.takeRequests().count <= 12)
        let rows = next.report?.services ?? []
        #expect(rows.map(\.window) == [.seconds(60), .seconds(240), .seconds(480)])
        #expect(rows.allSatisfy { abs(($0.requestRate ?? 0) - 100) < 1e-6 })
    }

    @Test("Where targets are not scraped alike a window is full by the one scraped most", arguments: [0, 480])
    func unevenTargets(since first: Int) async throws {
        let fake = FakePrometheus()
        let page = FakePrometheus.goPage(20)
        for (instance, interval) in [("a:1", 5), ("b:1", 60)] {
            var target = FakeTarget("cart", instance)
            target.interval = "\(interval)s"
            await fake.scrape(target, every: interval) { $0 >= first ? page($0) : "x 1\n" }
        }
        await fake.scrape(FakeTarget("other", "c:1"), page: page)
        let source = try fake.source(service: "cart")
        _ = await source.pollOnce()
        let update = await source.pollOnce()
        #expect(update.snapshot.window == .seconds(240) && update.snapshot.isThin == (first > 0))
    }

    @Test(
        "Counters that are written anew at intervals only are told, with how much a rate may be off",
        arguments: [1, 15]
    )
    func renewed(every seconds: Int) async throws {
        let fake = FakePrometheus()
        let page = FakePrometheus.goPage(20)
        var target = FakeTarget("cart")
        target.interval = "5s"
        await fake.scrape(target, every: 5) { page($0 / seconds * seconds) }
        let remarks = try #require(await fake.source().pollOnce().report).remarks
        let told = "the counters move each 15 s only, while requests come: a rate over 60s may be 25 % off"
        #expect(remarks == (seconds == 15 ? [told] : []))
    }

    @Test("A reload that puts scrapes further apart is found out before samples are missed")
    func reloaded() async throws {
        let fake = await Self.serving([("cart", 5, 0), ("other", 5, 0)])
        let source = try fake.source(service: "cart", isAged: true)
        for _ in 0..<8 {
            _ = await source.pollOnce()
            await source.askSlowly()
            fake.advance(.milliseconds(10))
        }
        fake.reload(interval: "30s")
        fake.advance(.seconds(12))
        let late = await source.pollOnce()
        let limit = try #require(late.report?.freshWithin)
        #expect(limit < .seconds(20))
        await source.askSlowly()
        let update = await source.pollOnce()
        #expect(try #require(update.report?.freshWithin) > .seconds(90))
        // Asked once, it is asked as seldom as ever: others have their turn.
        fake.reload(interval: "5s")
        fake.advance(.seconds(100))
        _ = await source.pollOnce()
        await source.askSlowly()
        _ = fake.takeRequests()
        for _ in 0..<2 {
            fake.advance(.seconds(12))
            _ = await source.pollOnce()
            await source.askSlowly()
        }
        #expect(!fake.takeRequests().contains { $0.endpoint == "targets" })
    }

    @Test("Nobody is called well who was not looked at")
    func blind() async throws {
        let fake = await Self.serving([("a", 15, 0), ("b", 15, 0)])
        await fake.scrape(FakeTarget("new", "new:1")) { $0 == 600 ? FakePrometheus.goPage(1)($0) : "x 1\n" }
        let report = try #require(await fake.source().pollOnce().report)
        let reason = report.explanation.first { $0.hasPrefix("service") } ?? ""
        #expect(reason.contains("none is seen failing, but 1 of them has no data"))
    }

    @Test("Samples older than their scrapes are evaluated where they are, and their age is said", arguments: [0, 42])
    func late(age: Int) async throws {
        let fake = FakePrometheus()
        let first = FakePrometheus.start - .seconds(600)
        let page = FakePrometheus.goPage(100, failing: 0.09)
        var target = FakeTarget("cart")
        target.interval = "10s"
        await fake.scrape(target, every: 10) { second in
            let moment = (first + .seconds(second - age)).milliseconds
            return page(max(0, second - age))
                .map { $0.split(separator: "\n").map { $0.hasPrefix("#") ? "\($0)\n" : "\($0) \(moment)\n" }.joined() }
        }
        let source = try fake.source()
        let update = await source.pollOnce()
        let snapshot = update.snapshot
        #expect(abs((snapshot[.requestRate].value ?? 0) - 100) < 1e-6 && !snapshot.isThin, "\(snapshot.readings)")
        #expect(abs((snapshot[.errorShare].value ?? 0) - 0.09) < 1e-9)
        #expect(snapshot.lateness == .seconds(age > 0 ? 50 : 0) && snapshot.targetsUp == 1)
        let line = update.report?.explanation.first { $0.hasPrefix("samples ") }
        #expect(line == (age > 0 ? "samples      older than their scrapes: the numbers are of 50 s ago" : nil))
        let next = await source.pollOnce()
        #expect(next.snapshot.lateness == snapshot.lateness)
        #expect(abs((next.snapshot[.requestRate].value ?? 0) - 100) < 1e-6)
    }

    @Test("Where no target is listed scrapes are counted")
    func unlisted() async throws {
        let fake = await Self.serving([("cart", 60, 0), ("payments", 60, 0.09)])
        fake.override { (request) throws(TransportFailure) in
            request.endpoint == "targets" ? HTTPAnswer(status: 404, contentType: "text/plain", body: []) : nil
        }
        let update = try await fake.source().pollOnce()
        #expect(update.report?.service == "payments" && update.snapshot.window == .seconds(240))
    }

    @Test("Of replicas that differ in one label one is taken, and it is said")
    func replicas() async throws {
        let fake = FakePrometheus()
        for replica in ["b", "c"] {
            var target = FakeTarget("checkout")
            target.labels = ["job": "checkout", "instance": "a:1", "cluster": "eu", "replica": replica]
            await fake.scrape(target, page: FakePrometheus.goPage(22, failing: 0.09))
        }
        let update = try await fake.source().pollOnce()
        #expect(abs((update.snapshot[.requestRate].value ?? 0) - 22) < 1e-6)
        #expect(update.report?.remarks.contains { $0.contains("replica has b, c for the same targets") } == true)
    }

    @Test("A replica that has brought nothing for a while is left for the other one at the next poll")
    func deadReplica() async throws {
        let fake = FakePrometheus()
        let targets = ["b", "c"].map { replica in
            var target = FakeTarget("checkout")
            target.labels = ["job": "checkout", "instance": "a:1", "cluster": "eu", "replica": replica]
            return target
        }
        for target in targets { await fake.scrape(target, page: FakePrometheus.goPage(22)) }
        let source = try fake.source()
        var update = await source.pollOnce()
        for beat in 1...6 {
            fake.advance(.seconds(15))
            await fake.scrapeOnce(targets[1], at: fake.serverNow, page: FakePrometheus.goPage(22)(600 + beat * 15))
            update = await source.pollOnce()
            await source.askSlowly()
        }
        #expect(update.report?.remarks.contains { $0.contains("only c is taken") } == true)
        #expect(update.snapshot.newestSample == fake.serverNow)
        #expect(abs((update.snapshot[.requestRate].value ?? 0) - 22) < 1e-6)
    }

    @Test("Quantiles are right or absent while the bounds of buckets come to be spelled in another way")
    func respelledBounds() async throws {
        @Sendable func page(_ second: Int, _ suffix: String) -> String {
            let total = 100 * second
            let shares = [
                ("0.1", 50), ("0.5", 80), ("1" + suffix, 90), ("2" + suffix, 94), ("5" + suffix, 99), ("+Inf", 100),
            ]
            let buckets = shares.map { bound, share in
                "http_request_duration_seconds_bucket{handler=\"/\",le=\"\(bound)\"} \(second * share)"
            }
            return buckets.joined(separator: "\n") + """

                http_request_duration_seconds_sum{handler="/"} \(40 * second)
                http_request_duration_seconds_count{handler="/"} \(total)
                http_requests_total{code="200",handler="/"} \(total)
                process_start_time_seconds 100

                """
        }
        let fake = FakePrometheus()
        let target = FakeTarget("shop")
        await fake.scrape(target) { page($0, "") }
        let source = try fake.source()
        var update = await source.pollOnce()
        #expect(abs((update.snapshot[.p95Latency].value ?? 0) - 2.6) < 1e-6)
        var values: [Double?] = []
        for beat in 1...8 {
            fake.advance(.seconds(15))
            await fake.scrapeOnce(target, at: fake.serverNow, page: page(600 + beat * 15, ".0"))
            update = await source.pollOnce()
            values.append(update.snapshot[.p95Latency].value)
            let charted = update.patch?.points.compactMap { $0[.p95Latency] } ?? []
            #expect(charted.allSatisfy { abs($0 - 2.6) < 1e-6 }, "\(beat): \(charted)")
        }
        #expect(values.compactMap(\.self).allSatisfy { abs($0 - 2.6) < 1e-6 }, "\(values)")
        #expect(values.first == .some(nil) && values.last != .some(nil), "\(values)")
    }

    @Test("Quantiles are right or absent, with the reason, while buckets come to have other bounds")
    func changedBounds() async throws {
        @Sendable func page(_ second: Int, _ bounds: [String]) -> String {
            let total = 50 * second
            let buckets = zip(bounds, [0, 45, 45, 50, 50]).map { bound, share in
                "http_request_duration_seconds_bucket{handler=\"/\",le=\"\(bound)\"} \(second * share)"
            }
            return buckets.joined(separator: "\n") + """

                http_request_duration_seconds_sum{handler="/"} \(44 * second)
                http_request_duration_seconds_count{handler="/"} \(total)
                http_requests_total{code="200",handler="/"} \(total)
                process_start_time_seconds 100

                """
        }
        let (old, new) = (["0.5", "1", "2", "3", "+Inf"], ["0.5", "1.5", "2.5", "4", "+Inf"])
        let fake = FakePrometheus()
        let target = FakeTarget("shop")
        await fake.scrape(target) { page($0, old) }
        let source = try fake.source()
        var update = await source.pollOnce()
        #expect(abs((update.snapshot[.p95Latency].value ?? 0) - 2.5) < 1e-6)
        var values: [Double?] = []
        for beat in 1...8 {
            fake.advance(.seconds(15))
            await fake.scrapeOnce(target, at: fake.serverNow, page: page(600 + beat * 15, new))
            update = await source.pollOnce()
            values.append(update.snapshot[.p95Latency].value)
            #expect(abs((update.snapshot[.requestRate].value ?? 0) - 50) < 1, "\(beat)")
            let charted = update.patch?.points.compactMap { $0[.p95Latency] } ?? []
            #expect(charted.allSatisfy { abs($0 - 2.5) < 0.01 || abs($0 - 3.25) < 0.01 }, "\(beat): \(charted)")
            if beat == 1 { #expect(update.snapshot[.p95Latency].blank == BoundSamples.reason) }
        }
        #expect(values.first == .some(nil), "\(values)")
        #expect(abs((values.last.flatMap(\.self) ?? 0) - 3.25) < 0.01, "\(values)")
    }

    @Test("A job of several services is taken apart by a label of its targets")
    func sharedJob() async throws {
        let fake = FakePrometheus()
        for (index, app) in ["cart", "checkout"].enumerated() {
            var target = FakeTarget("pods")
            target.labels = ["job": "pods", "instance": "a:\(index)", "app": app]
            await fake.scrape(target, page: FakePrometheus.goPage(10, failing: app == "cart" ? 0 : 0.1))
        }
        let update = try await fake.source().pollOnce()
        #expect(update.report?.service == "checkout" && update.targets.map(\.instance) == ["a:1"])
        #expect(abs((update.snapshot[.errorShare].value ?? 0) - 0.1) < 1e-6)
        #expect(update.report?.services.map(\.service.name) == ["cart", "checkout"])
    }

    @Test("A rule that cannot be evaluated is told with its error, whatever its alerts are listed as")
    func failingRule() async throws {
        let fake = await FakePrometheus.serving([("shop", 10, 0)])
        let alert = #"{"labels":{"alertname":"A","job":"shop"},"state":"firing","activeAt":"2026-11-20T16:30:00Z"}"#
        let rule = { (name: String, alerts: String) in
            #"{"type":"alerting","name":"\#(name)","query":"up","health":"err","lastError":"many-to-many","alerts":[\#(alerts)]}"#
        }
        fake.answerRules(#"{"groups":[{"name":"g","rules":[\#(rule("A", alert)),\#(rule("B", ""))]}]}"#)
        let source = try fake.source()
        _ = await source.pollOnce()
        for _ in 0..<3 { await source.askSlowly() }
        let alerts = await source.pollOnce().report?.alerts ?? []
        #expect(alerts.map(\.name) == ["A", "B"] && alerts.allSatisfy { $0.failure == "many-to-many" })
        #expect(alerts.allSatisfy { !$0.isKnownToFire })
    }
}
