import GoldenSignals
import PromClient
import PromModel
import Testing

@Suite("Prometheus source: moments and stretches of the past, and parts of the traffic")
struct PrometheusSourceLookTests {
    /// A service whose load and failures change, with two routes.
    static let page: @Sendable (Int) -> String? = { second in
        let (quiet, busy) = (Double(min(second, 300)), Double(max(0, second - 300)))
        let total = quiet * 20 + busy * 50
        let failed = busy * 5
        return """
            http_requests_total{code="200",handler="/a"} \(total)
            http_requests_total{code="200",handler="/b"} \(quiet * 3 + busy * 2)
            http_requests_total{code="503",handler="/b"} \(failed)
            http_request_duration_seconds_bucket{handler="/a",le="0.1"} \(total * 0.9)
            http_request_duration_seconds_bucket{handler="/a",le="1"} \(total)
            http_request_duration_seconds_bucket{handler="/a",le="+Inf"} \(total)
            http_request_duration_seconds_sum{handler="/a"} \(total * 0.05)
            http_request_duration_seconds_count{handler="/a"} \(total)
            process_start_time_seconds 100
            process_open_fds \(10 + second / 60)
            process_max_fds 40

            """
    }

    private static func shop() async -> FakePrometheus {
        let fake = FakePrometheus()
        await fake.scrape(FakeTarget("shop", "shop:1"), page: page)
        await fake.scrape(FakeTarget("cart", "cart:1"), page: FakePrometheus.goPage(5))
        return fake
    }

    static func isClose(_ one: Double?, _ other: Double?) -> Bool {
        guard let one, let other else { return one == nil && other == nil }
        return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1e-300)
    }

    @Test("At twenty instants each number is what the API says of its expression then")
    func instants() async throws {
        let fake = await Self.shop()
        let source = try fake.source(service: "shop")
        let report = try #require(await source.pollOnce().report)
        let api = PrometheusEngine(
            PrometheusAPI(
                url: try PrometheusURL("http://prometheus:9090"),
                transport: fake,
                timeout: .seconds(5),
                userAgent: "sretop/test"
            )
        )
        var compared = 0
        for index in 0..<20 {
            let moment = FakePrometheus.start - .seconds(15 * index + 30)
            let look = await source.look(at: moment)
            #expect(look.failure == nil && look.snapshot.at == moment)
            for (signal, expression) in report.expressions where signal != .saturation {
                let answer = try await api.instant(expression, at: moment).first?.value
                let number = look.snapshot[signal].value
                #expect(Self.isClose(number, answer), "\(signal) at -\(index): \(number ?? .nan), \(answer ?? .nan)")
                compared += 1
            }
        }
        #expect(compared == 20 * 6)
    }

    @Test("Who, targets and services are those of then")
    func then() async throws {
        let fake = await Self.shop()
        let source = try fake.source(service: "shop")
        _ = await source.pollOnce()
        let quiet = await source.look(at: FakePrometheus.start - .seconds(330))
        let busy = await source.look(at: FakePrometheus.start - .seconds(60))
        #expect(quiet.snapshot.breakdown?.top == nil)
        #expect(busy.snapshot.breakdown?.top?.name.contains("/b") == true)
        #expect(busy.targets.map(\.instance) == ["shop:1"] && busy.targets.allSatisfy(\.isUp))
        let rate = { (update: SourceUpdate) in
            update.report?.services.first { $0.service.name == "shop" }?.requestRate
        }
        #expect(Self.isClose(rate(quiet), 23) && Self.isClose(rate(busy), 57))
    }

    @Test("Of a breach of then it is asked when it began, and who had the failures, latency included")
    func inquiry() async throws {
        let fake = await Self.shop()
        let source = try fake.source(service: "shop")
        _ = await source.pollOnce()
        let moment = FakePrometheus.start - .seconds(60)
        let look = await source.look(at: moment)
        let limit = try #require(Limit.defaults.first { $0.signal == .errorShare })
        // By points a minute apart it was found late.
        let breach = PastBreach(
            at: moment,
            found: FakePrometheus.start - .seconds(240),
            step: .seconds(60),
            isObserved: true,
            after: nil,
            of: limit,
            point: look.evaluations?.last
        )
        let told = await source.inquire(into: breach)
        let trace = try #require(told.trace)
        let began = try #require(trace.increments.first { $0.bad > 0 }?.at)
        #expect((began - (FakePrometheus.start - .seconds(300))).magnitude <= .seconds(30))
        #expect(trace.increments.first.map { $0.at < began - .seconds(60) } == true, "and what was before")
        let parts = try #require(told.parts)
        #expect(parts.since.map { ($0 - began).magnitude <= .seconds(30) } == true, "dated by its scrapes")
        #expect(Set(parts.parts.filter { $0.bad > 0 }.map { $0.labels["handler"] }) == ["/b"])
        // Five a second since then.
        #expect(abs((told.failures ?? 0) - 1200) <= 150, "\(told)")
        // Nothing of it is known of now.
        #expect(await source.pollOnce().snapshot.parts == nil)
    }

    @Test("A breach that is over is asked about once, whatever date it is given then")
    func ended() async throws {
        let fake = await Self.shop()
        let source = try fake.source(service: "shop")
        #expect(await source.pollOnce().ended == nil)
        let limit = try #require(Limit.defaults.first { $0.signal == .errorShare })
        func breach(until seconds: Int) -> EndedBreach {
            EndedBreach(
                found: FakePrometheus.start - .seconds(240),
                until: FakePrometheus.start - .seconds(seconds),
                step: .seconds(15),
                after: nil,
                of: limit
            )
        }
        await source.noteEnded(breach(until: 60))
        let trace = try #require(await source.pollOnce().ended)
        #expect(trace.detected == breach(until: 60).found)
        let began = try #require(trace.increments.first { $0.bad > 0 }?.at)
        #expect((began - (FakePrometheus.start - .seconds(300))).magnitude <= .seconds(30))
        #expect(trace.increments.first.map { $0.at < began - .seconds(60) } == true)
        await source.noteEnded(breach(until: 45))
        #expect(await source.pollOnce().ended == nil)
    }

    @Test("Of a breach that was over by a moment of then its increments up to there are told, and nothing of who")
    func endedThen() async throws {
        let fake = await Self.shop()
        let source = try fake.source(service: "shop")
        _ = await source.pollOnce()
        let moment = FakePrometheus.start - .seconds(30)
        let breach = PastBreach(
            at: moment,
            found: FakePrometheus.start - .seconds(240),
            step: .zero,
            isObserved: true,
            after: nil,
            of: try #require(Limit.defaults.first { $0.signal == .errorShare }),
            point: nil,
            until: FakePrometheus.start - .seconds(60)
        )
        let told = await source.inquire(into: breach)
        let trace = try #require(told.ended)
        #expect(trace.detected == breach.found && told.trace == nil && told.parts == nil && told.failures == nil)
        let began = try #require(trace.increments.first { $0.bad > 0 }?.at)
        #expect((began - (FakePrometheus.start - .seconds(300))).magnitude <= .seconds(30))
        #expect(trace.increments.allSatisfy { $0.at <= moment })
        // Nothing of it is asked about now.
        #expect(await source.pollOnce().ended == nil)
    }

    @Test("Looking back is no poll: what is asked next, and what it costs, stay as they are")
    func beside() async throws {
        let fake = await Self.shop()
        let source = try fake.source(service: "shop")
        let cost = await source.pollOnce().report?.queries
        _ = fake.takeRequests()
        fake.advance(.seconds(15))
        let twin = try fake.source(service: "shop")
        _ = await twin.pollOnce()
        _ = fake.takeRequests()
        fake.advance(.seconds(15))
        let usual = await twin.pollOnce()
        let expected = fake.takeRequests().count
        _ = await source.pollOnce()
        _ = await source.look(at: FakePrometheus.start - .seconds(60))
        _ = fake.takeRequests()
        fake.advance(.seconds(15))
        let after = await source.pollOnce()
        #expect(fake.takeRequests().count == expected)
        #expect(after.report?.queries == usual.report?.queries && cost != nil)
        #expect(after.patch?.isFull == false)
    }

    @Test("A server that refuses is told as the reason, and the next poll is as well as before")
    func refused() async throws {
        let fake = await Self.shop()
        let source = try fake.source(service: "shop")
        _ = await source.pollOnce()
        fake.override { (request) throws(TransportFailure) in
            request.parameters["end"] == nil ? nil : .failure(422, "execution", "out of bounds")
        }
        let look = await source.look(at: FakePrometheus.start - .seconds(60))
        #expect(look.failure?.contains("out of bounds") == true)
        fake.override(nil)
        fake.advance(.seconds(15))
        #expect(await source.pollOnce().failure == nil)
    }

    @Test("A stretch has its points on multiples of its step, and its numbers are the API's")
    func stretch() async throws {
        let fake = await Self.shop()
        let source = try fake.source(service: "shop")
        let report = try #require(await source.pollOnce().report)
        let from = FakePrometheus.start - .seconds(400)
        let stretch = PastPoints.Stretch(.shown, from: from, through: FakePrometheus.start - .seconds(100), count: 800)
        let past = await source.points(of: stretch)
        #expect(past.failure == nil && past.step == .seconds(15) && past.window == .seconds(60))
        #expect(past.points.count >= 20 && past.points.allSatisfy { $0.at.milliseconds.isMultiple(of: 15_000) })
        let expression = try #require(report.expressions[.errorShare])
        for point in past.points {
            let look = await source.look(at: point.at)
            #expect(Self.isClose(point[.errorShare], look.snapshot[.errorShare].value), "\(expression)")
        }
        // Where steps are longer than the window a point is about all of its step.
        let coarse = await source.points(
            of: PastPoints.Stretch(.compared, from: from, through: FakePrometheus.start, count: 4)
        )
        #expect(coarse.step == .seconds(105) && coarse.window == .seconds(105))
    }

    @Test("A part of the traffic alone has its own numbers, and all of it comes back")
    func narrow() async throws {
        let fake = await Self.shop()
        let source = try fake.source(service: "shop")
        _ = await source.pollOnce()
        await source.narrow(to: ["handler": "/b"])
        let part = await source.pollOnce()
        #expect(part.report?.narrowing == ["handler": "/b"] && part.patch?.isFull == true)
        #expect(Self.isClose(part.snapshot[.requestRate].value, 7))
        #expect(Self.isClose(part.snapshot[.errorShare].value, 5.0 / 7))
        #expect(part.report?.expressions[.requestRate]?.contains("handler=\"/b\"") == true)
        await source.narrow(to: Labels())
        let all = await source.pollOnce()
        #expect(all.report?.narrowing == Labels())
        #expect(Self.isClose(all.snapshot[.requestRate].value, 57))
    }
}
