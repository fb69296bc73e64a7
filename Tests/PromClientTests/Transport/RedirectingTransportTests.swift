import PromClient
import Testing

@Suite("Redirects")
struct RedirectingTransportTests {
    private static func answer(_ status: Int, to location: String? = nil) -> HTTPAnswer {
        HTTPAnswer(
            status: status,
            contentType: nil,
            body: Array("\(status)".utf8),
            headers: location.map { [("location", $0)] } ?? []
        )
    }

    private static func ask(
        method: String = "GET",
        _ answers: [String: HTTPAnswer]
    ) async throws -> (answer: HTTPAnswer, asked: [HTTPQuestion]) {
        let inner = ScriptedTransport { (question) throws(TransportFailure) in answers[question.url] ?? answer(200) }
        var question = HTTPQuestion(url: "http://H:9090/metrics", timeout: .seconds(5), bodyLimit: 1)
        question.method = method
        question.body = method == "POST" ? [1] : []
        return (try await RedirectingTransport(inner).ask(question), inner.questions)
    }

    @Test("Within the origin they are followed, with method, body and the origin as it was written")
    func followed() async throws {
        for status in [301, 302, 307, 308] {
            let (answer, asked) = try await Self.ask(
                method: "POST",
                [
                    "http://H:9090/metrics": Self.answer(status, to: "http://h:9090/metrics/"),
                    "http://H:9090/metrics/": Self.answer(status, to: "../other?x=1"),
                ]
            )
            #expect(answer.status == 200)
            #expect(asked.map(\.url) == ["http://H:9090/metrics", "http://H:9090/metrics/", "http://H:9090/other?x=1"])
            #expect(asked.allSatisfy { $0.method == "POST" && $0.body == [1] })
        }
    }

    @Test("303 asks for the answer by GET, of the same place too")
    func seeOther() async throws {
        let (answer, asked) = try await Self.ask(
            method: "POST",
            ["http://H:9090/metrics": Self.answer(303, to: "/answer")]
        )
        #expect(answer.status == 200)
        #expect(asked.map(\.method) == ["POST", "GET"])
        #expect(asked.last?.body.isEmpty == true)
    }

    @Test(
        "Elsewhere, or nowhere, the redirect is the answer",
        arguments: [
            "https://h:9090/metrics", "http://other:9090/metrics", "//other/metrics", "http://h/metrics", "mailto:x",
            "",
        ]
    )
    func notFollowed(location: String) async throws {
        let (answer, asked) = try await Self.ask(["http://H:9090/metrics": Self.answer(302, to: location)])
        #expect(answer.status == 302)
        #expect(asked.count == 1)
    }

    @Test("Other statuses with a place are no redirects", arguments: [200, 201, 300, 304, 404])
    func other(status: Int) async throws {
        let (answer, asked) = try await Self.ask(["http://H:9090/metrics": Self.answer(status, to: "/x")])
        #expect(answer.status == status && asked.count == 1)
    }

    @Test("A circle ends, and so does a chain without an end")
    func circle() async throws {
        await #expect(throws: TransportFailure.redirectsInCircle) {
            try await Self.ask([
                "http://H:9090/metrics": Self.answer(302, to: "/a"),
                "http://H:9090/a": Self.answer(302, to: "/metrics"),
            ])
        }
        let endless = ScriptedTransport { (question) throws(TransportFailure) in
            Self.answer(302, to: question.url + "a")
        }
        await #expect(throws: TransportFailure.tooManyRedirects) {
            try await RedirectingTransport(endless).ask(
                HTTPQuestion(url: "http://h/", timeout: .seconds(5), bodyLimit: 1)
            )
        }
        #expect(endless.questions.count == RedirectingTransport.mostRedirects + 1)
    }
}
