import ServiceKit
import Testing

@Suite("Requests of a load")
struct LoadRequestTests {
    private func list(_ text: String) throws -> [LoadRequest] {
        try LoadRequest.list(text) { $0 == "order.json" ? Array("{}".utf8) : nil }
    }

    @Test("A line each: weight, method, path; headers and a body below")
    func lines() throws {
        let requests = try list(
            """
            # what customers do
            70 /risky?x=1
            20 POST /orders
              Content-Type: application/json
              @order.json

            HEAD /
            """
        )
        #expect(requests.map(\.weight) == [70, 20, 1])
        #expect(requests.map(\.method) == ["GET", "POST", "HEAD"])
        #expect(requests.map(\.path) == ["/risky?x=1", "/orders", "/"])
        #expect(requests[1].headers == ["Content-Type: application/json"] && requests[1].body == Array("{}".utf8))
        #expect(requests[0].headers.isEmpty && requests[0].body == nil)
    }

    @Test(
        "What is no request is refused with its line",
        arguments: [
            ("", "there is no request in it"), ("# only words", "there is no request in it"),
            ("/a\nGET b", "line 2: a request is [WEIGHT] [METHOD] /PATH"),
            ("GET", "line 1: a request is [WEIGHT] [METHOD] /PATH"),
            ("get /", "line 1: 'get' is no method: methods are written in capitals"),
            ("0 GET /", "line 1: a weight is above 0"),
            ("  Name: value", "line 1: there is no request before it"),
            ("/\n  @missing", "line 2: cannot read 'missing'"),
            ("/\n  no header", "line 2: 'no header' is no header: write 'Name: value'"),
            ("/\n  Content-Length: 5", "line 2: Content-Length is the driver's own"),
            ("/ä", "line 1: a path is visible ASCII"),
        ]
    )
    func refused(text: String, words: String) {
        #expect(throws: LoadRequest.Failure(description: words)) { try list(text) }
    }

    @Test("No header can begin another line")
    func injection() {
        var request = LoadRequest(path: "/")
        #expect(throws: LoadRequest.Failure.self) { try request.add("A: b\r\nC: d") { _ in nil } }
        #expect(throws: LoadRequest.Failure.self) { try request.take(method: "GET / HTTP/1.1\r\nX:") }
    }
}
