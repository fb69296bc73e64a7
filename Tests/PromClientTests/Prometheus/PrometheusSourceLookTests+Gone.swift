import GoldenSignals
import PromClient
import PromModel
import Testing

// What restarted, did not answer or left since, as of a moment of the past.
extension PrometheusSourceLookTests {
    @Test("Restarts of the time before a moment are told with it")
    func restarts() async throws {
        let fake = FakePrometheus()
        await fake.scrape(FakeTarget("shop", "shop:1")) { second in
            let started = "process_start_time_seconds \(100 + min(second / 60, 5) * 60)"
            return (Self.page(second) ?? "").replacing("process_start_time_seconds 100", with: started)
        }
        let source = try fake.source(service: "shop")
        _ = await source.pollOnce()
        let first = FakePrometheus.start - .seconds(600)
        let loop = await source.look(at: first + .seconds(330))
        #expect(loop.processPast?.restarts["shop:1"]?.count ?? 0 >= 5)
        let early = await source.look(at: first + .seconds(45))
        #expect(early.processPast?.restarts.isEmpty == true)
    }

    @Test(
        "Another service that did not answer then is told with since when, whether it is back or not",
        arguments: [(300, 600), (150, 450)]
    )
    func lostThen(from: Int, through: Int) async throws {
        let fake = FakePrometheus()
        await fake.scrape(FakeTarget("shop", "shop:1"), page: Self.page)
        let page = FakePrometheus.goPage(5)
        await fake.scrape(FakeTarget("cart", "cart:1", isUp: through < 600)) { second in
            (from...through).contains(second) ? nil : page(second)
        }
        let source = try fake.source(service: "shop")
        _ = await source.pollOnce()
        await source.askSlowly()
        let first = FakePrometheus.start - .seconds(600)
        for second in [from + 60, from + 120] {
            let look = await source.look(at: first + .seconds(second))
            let row = try #require(look.report?.services.first { $0.service.name == "cart" })
            let outage = try #require(row.outage, "\(second)")
            #expect(outage.since == first + .seconds(from) && !outage.isOlderThanData && outage.isWhole)
        }
        let before = await source.look(at: first + .seconds(from - 60))
        #expect(before.report?.services.first { $0.service.name == "cart" }?.outage == nil)
    }

    @Test("Opened in the past it shows what was there then, though it is gone now", arguments: ["shop", nil])
    func gone(service: String?) async throws {
        let fake = FakePrometheus()
        for second in stride(from: 0, through: 600, by: 15) {
            let moment = FakePrometheus.start - .seconds(600 - second)
            await fake.scrapeOnce(FakeTarget("shop", "shop:1"), at: moment, page: Self.page(second))
        }
        fake.advance(.seconds(3600))
        await fake.scrape(FakeTarget("cart", "cart:1"), page: FakePrometheus.goPage(5))
        let moment = FakePrometheus.start - .seconds(60)
        let source = try fake.source(service: service, past: moment)
        let poll = await source.pollOnce()
        #expect((poll.snapshot.at - fake.now).magnitude <= .seconds(60), "polls go on at the present")
        #expect(Set(poll.report?.services.map(\.service.name) ?? []) == ["cart", "shop"])
        let then = await source.look(at: moment)
        #expect(then.failure == nil)
        // This one reads no names in quotes, then as little as now.
        #expect(!fake.takeRequests().contains { $0.expression.contains(#""service.name""#) })
        #expect(Self.isClose(then.snapshot[.errorShare].value, 5.0 / 57))
        #expect(then.snapshot.breakdown?.top?.name.contains("/b") == true)
        // Without the moment there is nothing of that name, until somebody looks back.
        let now = try fake.source(service: "shop")
        let nothing = await now.pollOnce()
        #expect(nothing.snapshot[.requestRate].value == nil)
        let back = await now.look(at: moment)
        #expect(back.failure == nil && Self.isClose(back.snapshot[.errorShare].value, 5.0 / 57))
        #expect(back.report?.services.contains { $0.service.name == "shop" && $0.errorShare != nil } == true)
    }

    @Test("Services that left since are in the list of a moment when they were there, and in no other")
    func left() async throws {
        let fake = FakePrometheus()
        await fake.scrape(FakeTarget("shop", "shop:1"), page: Self.page)
        let page = FakePrometheus.goPage(5)
        let first = FakePrometheus.start - .seconds(600)
        for second in stride(from: 0, through: 240, by: 15) {
            let moment = first + .seconds(second)
            await fake.scrapeOnce(FakeTarget("cart", "cart:1"), at: moment, page: page(second))
        }
        let source = try fake.source(service: "shop")
        let names = { (update: SourceUpdate) in Set(update.report?.services.map(\.service.name) ?? []) }
        let before = await source.pollOnce()
        #expect(names(before) == ["shop"])
        let then = await source.look(at: first + .seconds(225))
        #expect(names(then) == ["cart", "shop"])
        let row = then.report?.services.first { $0.service.name == "cart" }
        // Over four minutes, for nobody tells how often it was scraped.
        #expect(abs((row?.requestRate ?? 0) - 5) < 1, "\(String(describing: row))")
        fake.advance(.seconds(15))
        let after = await source.pollOnce()
        #expect(names(after) == ["shop"], "of now it is none")
    }
}
