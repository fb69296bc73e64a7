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
        timeout: Duration = .seconds(5),
        limits: ScrapeLimits = ScrapeLimits()
    ) async throws -> Scrape.Outcome {
        let server = try await RawServer(answering: answer, closes: closes)
        let outcome = try await outcome(port: server.port, timeout: timeout, limits: limits)
        try await server.stop()
        return outcome
    }

    private func outcome(
        port: Int,
        timeout: Duration,
        limits: ScrapeLimits = ScrapeLimits()
    ) async throws -> Scrape.Outcome {
        let transport = AsyncHTTPTransport()
        let scraper = Scraper(transport: transport, timeout: timeout, version: "test", limits: limits)
        let target = try #require(ScrapeTarget("127.0.0.1:\(port)"))
        let result = await scraper.scrape(target, at: Timestamp(milliseconds: 0))
        await transport.close()
        return result.scrape.outcome
    }

    private func http(_ body: String, status: String = "200 OK", type: String = "text/plain; version=0.0.4") -> String {
        "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
    }

    private func reason(_ outcome: Scrape.Outcome) -> String? {
        if case .failure(let reason, _) = outcome { reason } else { nil }
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
        #expect(reason(try await outcome(http("\n <html>", type: "text/html")))?.contains("HTML") == true)
        #expect(reason(try await outcome(http("<!doctype html>")))?.contains("HTML") == true)
        for json in ["{\"status\":\"ok\"}", "[1, 2]", " {}"] {
            #expect(reason(try await outcome(http(json)))?.contains("JSON") == true)
        }
        #expect(reason(try await outcome(http("\"ok\"", type: "application/json")))?.contains("JSON") == true)
        let compressed = http("xx", type: "text/plain\r\nContent-Encoding: br")
        #expect(
            reason(try await outcome(compressed))?.contains("compressed in a way that nobody asked for (br)") == true
        )
        #expect(reason(try await outcome(http("oops", status: "503 Unavailable")))?.contains("503") == true)
        #expect(
            reason(try await outcome(http("x", status: "302 Found\r\nLocation: http://127.0.0.1:1/")))?
                .contains("302 to /metrics, and leads to http://127.0.0.1:1/") == true
        )
        #expect(reason(try await outcome(http("!! not metrics\n")))?.contains("not metrics") == true)
    }

    @Test(
        "An empty page is an answer without samples, and metrics that are called HTML are read",
        arguments: [true, false]
    )
    func lenient(isEmpty: Bool) async throws {
        let answer = isEmpty ? http("", type: "") : http("a 1\n", type: "text/html; charset=utf-8")
        guard case .success(let page) = try await outcome(answer) else {
            Issue.record("the page was refused")
            return
        }
        #expect(page.samples.count == (isEmpty ? 0 : 1) && page.problems.isEmpty == isEmpty)
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

    @Test(
        "One malformed line fails the page, and says where and what was expected",
        arguments: [
            ("a 1\nb-c 2\nd 3\n", "text/plain", "its page is malformed, line 2, column 2: invalid value \"-c\""),
            ("a{b=\"c} 1\n", "text/plain", "its page is not metrics, line 1, column 5: label value without a closing"),
            ("a 1\n", "application/openmetrics-text", "malformed, line 2, column 1: the body does not end with # EOF"),
        ]
    )
    func malformed(body: String, type: String, reason: String) async throws {
        let outcome = try await outcome(http(body, type: type))
        #expect(self.reason(outcome)?.contains(reason) == true, "\(outcome)")
    }

    @Test("Samples before the malformed line are counted, as Prometheus counts them")
    func counted() async throws {
        guard case .failure(_, let count) = try await outcome(http("a 1\nb 2\nc-d 3\ne 4\n")) else {
            Issue.record("the page was taken")
            return
        }
        #expect(count == 2)
    }

    @Test("A page of another kind is read, and the kind named as a reason for Prometheus 3 to refuse it")
    func otherKind() async throws {
        guard case .success(let page) = try await outcome(http("a 1\n", type: "application/json")) else {
            Issue.record("the page was refused")
            return
        }
        #expect(page.samples.count == 1)
        #expect(page.problems.map(\.description) == ["unknown content type \"application/json\""])
    }

    @Test("A page beyond a limit fails, and the limit is named")
    func limits() async throws {
        let page = http("a{long=\"x\"} 1\nb 2\nc 3\n")
        let samples = try await outcome(page, limits: ScrapeLimits([.samples: 2]))
        #expect(reason(samples) == "sample_limit of 2 exceeded: it has 3 samples")
        let size = try await outcome(page, limits: ScrapeLimits([.bodySize: 10]))
        #expect(reason(size) == "the answer is larger than 10 bytes")
        let fine = try await outcome(page, limits: ScrapeLimits([.samples: 3, .bodySize: 1000, .labels: 4]))
        #expect(reason(fine) == nil)
    }
}
