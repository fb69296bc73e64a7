import PromClient
import PromModel
import Testing

@Suite("A server that tells of the past")
struct PastTransportTests {
    private static let moment = Timestamp(milliseconds: 1_700_000_000_250)

    @Test(
        "A query that names no moment is given one; nothing else is changed",
        arguments: [
            ("http://p/api/v1/query", "query=up", "http://p/api/v1/query", "query=up&time=1700000000.250"),
            ("http://p/x/api/v1/query", "query=up&time=7", "http://p/x/api/v1/query", "query=up&time=7"),
            ("http://p/api/v1/query?query=up", "", "http://p/api/v1/query?query=up&time=1700000000.250", ""),
            ("http://p/api/v1/query?time=7&query=up", "", "http://p/api/v1/query?time=7&query=up", ""),
            ("http://p/api/v1/query_range", "query=up", "http://p/api/v1/query_range", "query=up"),
            ("http://p/api/v1/targets?state=active", "", "http://p/api/v1/targets?state=active", ""),
            ("http://p/api/v1/query", "query=timeouts", "http://p/api/v1/query", "query=timeouts&time=1700000000.250"),
        ]
    )
    func moved(url: String, body: String, movedURL: String, movedBody: String) {
        var question = HTTPQuestion(url: url, timeout: .seconds(1), bodyLimit: 1)
        question.body = Array(body.utf8)
        let moved = PastTransport.moved(question, to: Self.moment)
        #expect(moved.url == movedURL)
        #expect(String(decoding: moved.body, as: UTF8.self) == movedBody)
    }
}
