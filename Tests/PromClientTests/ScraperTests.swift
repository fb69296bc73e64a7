import PromClient
import PromModel
import PromQL
import Testing

@Suite("Scraper", .serialized)
struct ScraperTests {
    /// Scrapes a server that answers with given bytes.
    private func outcome(
        _ answer: String?,
        closes: Bool = true,
        timeout: Duration = .seconds(5)
    ) async throws -> Scrape.Outcome {
        let server = try await RawServer(answering: answer, closes: closes)
        let outcome = try await outcome(port: server.port, timeout: timeout)
        try await server.stop()
        return outcome
    }

    private func outcome(port: Int, timeout: Duration) async throws -> Scrape.Outcome {
        let transport = AsyncHTTPTransport()
        let scraper = Scraper(transport: transport, timeout: timeout, version: "test")
        let target = try #require(ScrapeTarget("127.0.0.1:\(port)"))
        let result = await scraper.scrape(target, at: Timestamp(milliseconds: 0))
        await transport.close()
        return result.scrape.outcome
    }

    private func http(_ body: String, status: String = "200 OK", type: String = "text/plain; version=0.0.4") -> String {
        "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
    }

    private func reason(_ outcome: Scrape.Outcome) -> String? {
        if case .failure(let reason) = outcome { reason } else { nil }
    }

    @Test("A page of metrics is read")
    func good() async throws {
        let outcome = try await outcome(http("a_total{x=\"y\"} 3\n"))
        guard case .success(let page) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(page.samples.map(\.value) == [3])
        #expect(page.problems.isEmpty)
    }

    @Test("Bad answers are failures in words")
    func bad() async throws {
        #expect(reason(try await outcome(http("<html>", type: "text/html")))?.contains("HTML") == true)
        #expect(reason(try await outcome(http("")))?.contains("empty") == true)
        #expect(reason(try await outcome(http("oops", status: "503 Unavailable")))?.contains("503") == true)
        #expect(
            reason(try await outcome(http("x", status: "302 Found\r\nLocation: http://127.0.0.1:1/")))?.contains("302")
                == true
        )
        #expect(reason(try await outcome(http("!! not metrics\n")))?.contains("not metrics") == true)
    }

    @Test("What does not speak HTTP, or stops in the middle, is told apart")
    func broken() async throws {
        #expect(reason(try await outcome("SSH-2.0-OpenSSH_9.2\r\n"))?.contains("HTTP") == true)
        #expect(
            reason(try await outcome("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\na 1\n"))?.contains("closed") == true
        )
        #expect(reason(try await outcome(nil))?.contains("closed") == true)
    }

    @Test("A target that keeps silent is given up after the time limit")
    func hangs() async throws {
        let reason = reason(try await outcome(nil, closes: false, timeout: .milliseconds(200)))
        #expect(reason?.contains("no answer within 200 ms") == true)
    }

    @Test("A target that sends nothing but a head is given up too")
    func hangsInBody() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\na 1\n"
        let reason = reason(try await outcome(head, closes: false, timeout: .milliseconds(200)))
        #expect(reason?.contains("not complete within 200 ms") == true)
    }

    @Test("Where nobody listens the connection is refused")
    func refused() async throws {
        let closed = try #require(ClosedPort())
        #expect(reason(try await outcome(port: closed.port, timeout: .seconds(5))) == "connection refused")
    }

    @Test("A page with one bad line keeps the rest and names the line")
    func partly() async throws {
        let outcome = try await outcome(http("a 1\nb-c 2\nd 3\n"))
        guard case .success(let page) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(page.samples.map(\.value) == [1, 3])
        #expect(page.problems.first?.line == 2)
    }
}
