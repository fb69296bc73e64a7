import PromClient
import PromModel
import Testing

@Suite("What newer servers tell of their names")
struct SearchTests {
    @Test("Found names come a line a batch, with a last line that says how it went")
    func lines() async throws {
        let body = """
            {"results":[{"name":"http_requests_total","score":0.9},{"name":"http_errors"}],"warnings":[]}
            {"results":[{"name":"promhttp_x"}]}
            {"status":"success","has_more":false}

            """
        let transport = ScriptedTransport(body, type: "application/x-ndjson")
        let answer = try await transport.api().searchMetricNames(
            "http",
            from: Timestamp(seconds: 1),
            through: Timestamp(seconds: 2),
            limit: 100
        )
        #expect(answer.value == ["http_requests_total", "http_errors", "promhttp_x"])
        let url = try #require(transport.questions.first?.url)
        #expect(url.contains("/api/v1/search/metric_names?search%5B%5D=http") && url.contains("limit=100"))
    }

    @Test("A server that does not search says so, as do damaged lines", arguments: [404, 200])
    func failing(status: Int) async throws {
        let body = status == 200 ? "{\"results\":[{\"name\"" : "404 page not found"
        let api = try ScriptedTransport(body, status: status, type: status == 200 ? nil : "text/plain").api()
        await #expect(throws: APIFailure.self) {
            try await api.searchMetricNames("a", from: Timestamp(seconds: 1), through: Timestamp(seconds: 2), limit: 1)
        }
    }

    @Test("The functions of a server are those that it says it has")
    func functions() async throws {
        let body = """
            {"status":"success","data":{"api":{"x":true},"promql_functions":{"rate":true,"info":false,"abs":true},
            "promql":null}}
            """
        #expect(try await ScriptedTransport(body).api().functions().value == ["abs", "rate"])
    }
}
