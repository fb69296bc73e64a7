import ServiceKit
import Testing

/// The driver's connections where bytes do not come and go in one piece.
@Suite("Connections of a load", .serialized)
struct LoadSocketTests {
    private func run(
        on server: RawServer,
        request: LoadRequest = LoadRequest(path: "/"),
        connections: Int = 3,
        _ change: (inout LoadLimits) -> Void = { _ in }
    ) async throws -> LoadSummary {
        var target = try LoadTarget(url: "http://127.0.0.1:\(server.port)/")
        target.requests = [request]
        var limits = LoadLimits()
        limits.connections = connections
        change(&limits)
        return try await run(target, limits, LoadPlan(loop: .closed, duration: .milliseconds(300)), on: server)
    }

    private func run(
        _ target: LoadTarget,
        _ limits: LoadLimits,
        _ plan: LoadPlan,
        on server: RawServer
    ) async throws -> LoadSummary {
        let driver = LoadDriver(target: target, limits: limits)
        await driver.start(plan)
        try await waitUntil { await !driver.reading().isRunning }
        await driver.drain(limit: .seconds(10))
        let summary = await driver.summary()
        await driver.close()
        try await server.stop()
        return summary
    }

    @Test("A body that no socket takes at once arrives whole, again and again over one connection")
    func largeRequest() async throws {
        var request = LoadRequest(path: "/")
        request.method = "POST"
        request.body = Array(repeating: UInt8(ascii: "x"), count: 16 << 20)
        // The server answers when so much came: a byte too many or too few would show in the next answer's time.
        let server = try await RawServer(
            answering: "HTTP/1.1 204 No Content\r\n\r\n",
            closes: false,
            requestBytes: 16 << 20
        )
        let summary = try await run(on: server, request: request, connections: 1)
        #expect(summary.count.done > 0 && summary.count.unanswered == 0, "\(summary.count)")
    }

    @Test("Answers of many reads are each one answer")
    func largeAnswer() async throws {
        let body = String(repeating: "y", count: 1_000_001)
        let server = try await RawServer(
            answering: "HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n" + body,
            closes: false
        )
        let summary = try await run(on: server)
        #expect(summary.count.done > 0 && summary.count.unanswered == 0, "\(summary.count)")
        #expect(summary.count.opened == 3, "\(summary.count)")
    }

    @Test("An answer without a length ends with its connection, and is none where it breaks", arguments: [false, true])
    func untilClose(resets: Bool) async throws {
        let server = try await RawServer(answering: "HTTP/1.1 200 OK\r\n\r\nok", closes: true, resets: resets)
        let summary = try await run(on: server)
        let (good, bad) = (summary.count.done, summary.count.connectionErrors)
        #expect(resets ? good == 0 && bad > 0 : good > 0 && bad == 0, "\(summary.count)")
        #expect(summary.count.opened >= max(good, bad), "\(summary.count)")
    }

    @Test("A connection for each request opens and closes many, and loses none")
    func churn() async throws {
        let server = try await RawServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", closes: false)
        let summary = try await run(on: server, connections: 20) { $0.requestsPerConnection = 1 }
        #expect(summary.count.done > 20 && summary.count.unanswered == 0, "\(summary.count)")
        #expect(summary.count.opened >= summary.count.done, "\(summary.count)")
    }

    @Test("What is no HTTP is counted as that")
    func notHTTP() async throws {
        let server = try await RawServer(answering: "SSH-2.0-OpenSSH_9.2\r\n", closes: false)
        let summary = try await run(on: server)
        #expect(summary.count.done == 0 && summary.count.protocolErrors > 0, "\(summary.count)")
        #expect(summary.count.connectionErrors == 0, "\(summary.count)")
    }

    @Test("A name that is answered otherwise later is not asked again: the load stays where it was allowed")
    func pinnedName() async throws {
        let server = try await RawServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", closes: false)
        // From its second answer on it is elsewhere.
        var answers = 0
        let target = try LoadTarget(url: "http://api.test:\(server.port)/") { _ in
            answers += 1
            return [answers == 1 ? "127.0.0.1" : "192.0.2.1"]
        }
        var limits = LoadLimits()
        (limits.connections, limits.requestsPerConnection) = (2, 1)
        let plan = LoadPlan(rate: 100, duration: .milliseconds(300))
        let summary = try await run(target, limits, plan, on: server)
        #expect(answers == 1 && summary.count.opened >= 30, "\(summary.count)")
        #expect(summary.count.done == 30 && summary.count.unanswered == 0, "\(summary.count)")
    }

    @Test("A redirect elsewhere is an answer like any other, and not followed")
    func redirect() async throws {
        let server = try await RawServer(
            answering: "HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n",
            closes: false
        )
        let summary = try await run(on: server)
        #expect(summary.count.byClass[2] == summary.count.done && summary.count.done > 0, "\(summary.count)")
        #expect(summary.count.opened == 3 && summary.count.unanswered == 0, "\(summary.count)")
    }

    @Test(
        "A plan denser than any sleep, and one beyond what can be answered: each request is sent once and accounted for",
        arguments: [(30_000.0, 64), (400_000, 4)]
    )
    func dense(rate: Double, connections: Int) async throws {
        let server = try await RawServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", closes: false)
        var limits = LoadLimits()
        limits.connections = connections
        let target = try LoadTarget(url: "http://127.0.0.1:\(server.port)/")
        let plan = LoadPlan(rate: rate, duration: .milliseconds(200))
        let summary = try await run(target, limits, plan, on: server)
        let planned = Int(rate / 5)
        #expect(summary.count.done + summary.count.unanswered == planned, "\(summary.count)")
        #expect(summary.lag.count + summary.wait.count == planned, "\(summary.count)")
        // Never before its time, and never timed from later than it.
        let (response, service) = (summary.response.value(at: 50), summary.service.value(at: 50))
        #expect(try #require(response).duration >= #require(service).duration)
    }
}
