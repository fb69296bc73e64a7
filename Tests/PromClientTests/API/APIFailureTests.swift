import GoldenSignals
import PromClient
import PromModel
import Testing

/// An answer that is no success, what it means, and words that a person has to read of it.
struct FailureCase: Sendable, CustomTestStringConvertible {
    var name: String
    var status: Int
    var type: String? = "application/json"
    var headers: [String: String] = [:]
    var body: String
    var failure: APIFailure
    var words: [String]

    var testDescription: String { name }
}

@Suite("API failures")
struct APIFailureTests {
    @Test("Answers of servers and proxies are told apart, in words that help", arguments: FailureCase.all)
    func told(example: FailureCase) async throws {
        let headers = example.headers.map { (name: $0.key, value: $0.value) }
        let failure = try #require(
            try await queryFailure(example.body, status: example.status, type: example.type, headers: headers)
        )
        #expect(failure == example.failure)
        for word in example.words {
            #expect(failure.description.contains(word), "\(failure)")
        }
        #expect(failure.description.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
        #expect(!failure.description.contains("s3cret"))
    }

    @Test("Failures of the way to the server keep their own words")
    func transport() async throws {
        for cause in [.refused, .timedOut(.seconds(5)), .unknownHost, .tls("x"), .tooLarge(limit: 1)]
            as [TransportFailure]
        {
            let api = try ScriptedTransport { (_) throws(TransportFailure) in throw cause }.api()
            let error = await #expect(throws: APIFailure.transport(cause)) { try await api.query("up") }
            #expect(error?.description == cause.description)
        }
    }

    @Test("A URL that the transport refuses is named without the expression")
    func badURL() async throws {
        let transport = ScriptedTransport { (question) throws(TransportFailure) in throw .badURL(question.url) }
        await #expect(throws: APIFailure.transport(.badURL("http://prometheus:9090/api/v1/label/a/values"))) {
            try await transport.api().labelValues("a", matchers: ["up"])
        }
    }

    @Test(
        "What answered is told by its answer, what could not be asked by why; the rest is down",
        arguments: [
            (.badQuery("x"), "answers 400: the expression is refused: x"),
            (.execution("x"), "answers 422: the expression cannot be evaluated: x"),
            (.notReady, "answers 503 Service Unavailable: the server is starting (it replays its log) or stopping"),
            (.overloaded(status: 429, retryAfter: .seconds(40)), ""),
            (.overloaded(status: 503, retryAfter: nil), "answers 503 Service Unavailable: the server sheds load"),
            (.internalError("disk"), "answers 500: the server failed: disk"),
            (
                .unexpected(status: 502, detail: "502 Bad Gateway"),
                "answers 502: a proxy answers, the server behind it does not (it says: 502 Bad Gateway)"
            ),
            (.unexpected(status: 418, detail: ""), "answers 418"),
            (.forbidden(""), "answers 403 Forbidden: these credentials may not read here"),
            (.malformed("the answer is cut short"), "answers what cannot be read: the answer is cut short"),
            (.transport(.unknownHost), "cannot be asked: the host's name has no address"),
            (.transport(.refused), "connection refused"),
            (.transport(.timedOut(.seconds(5))), "no answer within 5 s"),
            (.transport(.stalled(.seconds(5))), ""), (.transport(.tooLarge(limit: 1)), ""), (.canceled, ""),
        ] as [(APIFailure, String)]
    )
    func reasons(failure: APIFailure, text: String) {
        if !text.isEmpty { #expect(failure.reason.text == text) }
        let isDown = failure == .transport(.refused) || failure == .transport(.timedOut(.seconds(5)))
        #expect(failure.reason.isOfSource == !isDown, "\(failure.reason.text)")
        #expect(failure.reason.text.hasSuffix(failure.description) || !text.isEmpty)
    }

    @Test("Only failures of the expression itself are about the query")
    func aboutTheQuery() {
        let about: [APIFailure] = [.badQuery(""), .execution(""), .tooManySeries(limit: 1)]
        let others: [APIFailure] = [
            .queryTimedOut(""), .canceled, .notReady, .forbidden(""), .transport(.refused), .malformed(""),
        ]
        #expect(about.allSatisfy { $0.isAboutTheQuery })
        #expect(others.allSatisfy { !$0.isAboutTheQuery })
    }

    @Test("Excerpts are cut and cleaned of what a terminal would obey")
    func excerpts() async throws {
        let hostile = "\u{1B}[2J\u{1B}]0;owned\u{07}a\u{9B}b\u{202E}c\n\n\t d\u{0}" + String(repeating: "x", count: 500)
        let failure = try await queryFailure(hostile, status: 200, type: "text/plain")
        guard case .notJSON(_, _, let excerpt)? = failure else {
            Issue.record("it was taken for something else")
            return
        }
        #expect(excerpt == "abc d" + String(repeating: "x", count: 75) + "…")
        let error = ##"{"status":"error","errorType":"bad_data","error":"a\u001b[31mb\r\nc"}"##
        #expect(try await queryFailure(error, status: 400) == .badQuery("ab c"))
    }
}
