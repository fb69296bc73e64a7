import ServiceKit
import Testing

/// The driver against servers that misbehave in known ways.
@Suite("Load driver", .serialized)
struct LoadDriverTests {
    private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    private func run(
        _ plan: LoadPlan,
        on port: Int,
        limits: LoadLimits = LoadLimits(),
        during body: (LoadDriver) async throws -> Void = { _ in }
    ) async throws -> LoadSummary {
        let target = try LoadTarget(url: "http://127.0.0.1:\(port)/")
        let driver = LoadDriver(target: target, limits: limits, keepsHistory: true)
        await driver.start(plan)
        try await body(driver)
        try await waitUntil { await !driver.reading().isRunning }
        await driver.drain(limit: .seconds(2))
        let summary = await driver.summary()
        await driver.close()
        return summary
    }

    private func limits(connections: Int, threads: Int = 1) -> LoadLimits {
        var limits = LoadLimits()
        (limits.connections, limits.threads) = (connections, threads)
        return limits
    }

    @Test("Parts on several threads send the plan's requests, each once", arguments: [1, 2, 3])
    func threads(count: Int) async throws {
        let server = try await RawServer(answering: Self.answer, closes: false)
        let plan = LoadPlan(rate: 301, duration: .seconds(1))
        let summary = try await run(plan, on: server.port, limits: limits(connections: 30, threads: count))
        try await server.stop()
        #expect(summary.count.sent == 301 && summary.count.done == 301, "\(summary.count)")
        #expect(summary.efforts.count == count)
        #expect(summary.lag.count + summary.wait.count == 301)
        #expect(summary.seconds.map(\.done).reduce(0, +) == 301)
    }

    @Test("A closed loop keeps its connections at work, and ends in time")
    func closedLoop() async throws {
        let server = try await RawServer(answering: Self.answer, closes: false)
        let start = ContinuousClock.now
        let plan = LoadPlan(loop: .closed, duration: .milliseconds(500))
        let summary = try await run(plan, on: server.port, limits: limits(connections: 7, threads: 2))
        try await server.stop()
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(summary.count.done > 100 && summary.count.unanswered == 0, "\(summary.count)")
        #expect(summary.count.sent == summary.count.done)
        #expect(summary.isClosedLoop && summary.connections == 7)
        #expect([.server, .generator].contains(LoadVerdict(summary).limit))
    }

    @Test("A GET that dies on a reused connection goes out once more, and is counted apart")
    func retried() async throws {
        let server = try await RawServer(answering: Self.answer, closes: false, answers: 3)
        let plan = LoadPlan(rate: 200, duration: .seconds(1))
        let summary = try await run(plan, on: server.port, limits: limits(connections: 4))
        try await server.stop()
        #expect(summary.count.sent == 200 && summary.count.done == 200, "\(summary.count)")
        #expect(summary.count.retried >= 40 && summary.count.connectionErrors == 0, "\(summary.count)")
    }

    @Test("A request that dies on a new connection failed, and is not sent again")
    func notRetried() async throws {
        let server = try await RawServer(answering: nil, closes: true)
        let summary = try await run(LoadPlan(rate: 50, duration: .milliseconds(400)), on: server.port)
        try await server.stop()
        #expect(summary.count.connectionErrors == 20 && summary.count.retried == 0, "\(summary.count)")
    }

    @Test("More bytes than were asked for are no answer to the next request")
    func surplus() async throws {
        let server = try await RawServer(answering: Self.answer + Self.answer, closes: false)
        let summary = try await run(LoadPlan(rate: 50, duration: .milliseconds(400)), on: server.port)
        try await server.stop()
        #expect(summary.count.sent == 20 && summary.count.done == 20, "\(summary.count)")
    }

    @Test("Too few connections are named as the limit, with what was due counted as at least this long")
    func tooFewConnections() async throws {
        let server = try await RawServer(answering: nil, closes: false)
        var limits = limits(connections: 2)
        limits.timeout = .milliseconds(300)
        let summary = try await run(LoadPlan(rate: 100, duration: .seconds(1)), on: server.port, limits: limits)
        try await server.stop()
        #expect(summary.count.done == 0 && summary.count.unanswered == 100, "\(summary.count)")
        #expect(summary.count.timeouts > 0 && summary.count.shed > 0, "\(summary.count)")
        #expect(summary.response.count == 100 && summary.response.boundCount == 100)
        #expect(try #require(summary.response.value(at: 50)).isAtLeast)
        #expect(summary.isAtConnectionLimit)
    }

    @Test("The rate changes while it runs, and a stop ends it")
    func change() async throws {
        let server = try await RawServer(answering: Self.answer, closes: false)
        let plan = LoadPlan(rate: 10, duration: .seconds(60))
        let summary = try await run(plan, on: server.port, limits: limits(connections: 8, threads: 2)) { driver in
            await driver.change(rate: 500)
            try await waitUntil { await driver.reading().count.done >= 200 }
            await driver.stop()
        }
        try await server.stop()
        // What became due in the moment of the stop is given up, and counted.
        let lost = summary.count.timeouts + summary.count.connectionErrors + summary.count.shed
        #expect(summary.count.done >= 200 && lost == 0, "\(summary.count)")
    }

    @Test(
        "The lag of a few requests is judged by a rank that ten lie above",
        arguments: [(1, 50.0), (20, 50), (50, 80), (100, 90), (1000, 99), (1_000_000, 99)]
    )
    func decidingRank(count: Int, rank: Double) {
        #expect(LoadVerdict.decidingRank(of: count) == rank)
    }

    @Test("Thresholds hold only where the run shows it")
    func thresholds() async throws {
        let server = try await RawServer(answering: Self.answer, closes: false)
        let good = try await run(LoadPlan(rate: 100, duration: .milliseconds(500)), on: server.port)
        try await server.stop()
        let silent = try await RawServer(answering: nil, closes: false)
        let bad = try await run(LoadPlan(rate: 100, duration: .milliseconds(500)), on: silent.port)
        try await silent.stop()
        func isMet(_ text: String, _ summary: LoadSummary) throws -> Bool {
            try LoadThreshold(text) { $0 == "50s" ? .seconds(50) : $0 == "1ms" ? .milliseconds(1) : nil }
                .outcome(summary).isMet
        }
        #expect(try isMet("p99<50s", good) && isMet("errors<1%", good) && isMet("rate > 50", good))
        #expect(try isMet("max<=50s", good) && !isMet("rate>1000", good))
        // What is known only as "at least" shows no upper limit.
        #expect(try !isMet("p50<50s", bad) && !isMet("errors<0.5", bad) && isMet("p50>1ms", bad))
        for wrong in ["", "p99", "p99<", "p0<1ms", "p101<1ms", "q<1ms", "errors<2", "errors<-1%", "rate>x", "<1ms"] {
            #expect(throws: LoadThreshold.Failure.self) {
                try LoadThreshold(wrong) { $0 == "1ms" ? .milliseconds(1) : nil }
            }
        }
    }
}
