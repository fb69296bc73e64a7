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
        let driver = LoadDriver(target: target, limits: limits)
        await driver.start(LoadPlan(loop: .closed, duration: .milliseconds(300)))
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
}
