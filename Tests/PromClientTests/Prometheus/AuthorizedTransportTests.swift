import PromClient
import Testing

@Suite("Authorized transport")
struct AuthorizedTransportTests {
    private static func asked(
        _ url: String,
        origin: String = "http://h:9090",
        headers: [(name: String, value: String)] = []
    ) async throws -> HTTPQuestion {
        let inner = ScriptedTransport("{}")
        let access = try HTTPAccess.resolve(
            file: nil,
            headers: ["Authorization: Bearer secret", "X-Scope-OrgID: shop"],
            environment: [:]
        )
        let transport = AuthorizedTransport(inner, access: access, origin: origin)
        var question = HTTPQuestion(url: url, timeout: .seconds(1), bodyLimit: 100)
        question.headers = headers
        _ = try await transport.ask(question)
        return try #require(inner.questions.first)
    }

    @Test(
        "A token that a proxy repeats does not come back",
        arguments: [
            ("invalid token 'abcdef-secret'", 401, "invalid token '<secret>'"),
            ("you sent: Bearer abcdef-secret", 403, "you sent: <secret>"), ("abcdef-secret", 200, "abcdef-secret"),
        ] as [(String, Int, String)]
    )
    func redacted(body: String, status: Int, expected: String) async throws {
        let inner = ScriptedTransport(body, status: status)
        let access = try HTTPAccess.resolve(
            file: nil,
            headers: ["Authorization: Bearer abcdef-secret"],
            environment: [:]
        )
        let transport = AuthorizedTransport(inner, access: access, origin: "http://h:9090")
        let answer = try await transport.ask(HTTPQuestion(url: "http://h:9090/", timeout: .seconds(1), bodyLimit: 100))
        #expect(String(decoding: answer.body, as: UTF8.self) == expected)
    }

    @Test(
        "Its own origin gets the headers",
        arguments: ["http://h:9090", "http://h:9090/", "http://h:9090/api/v1/query?query=up"]
    )
    func own(url: String) async throws {
        let question = try await Self.asked(url)
        #expect(question.header("Authorization") == "Bearer secret")
        #expect(question.header("X-Scope-OrgID") == "shop")
        #expect(question.url == url)
    }

    @Test(
        "No other origin gets any of them, however alike it looks",
        arguments: [
            "http://h:90901/api", "https://h:9090/api", "http://h:909/api", "http://h/api", "http://h:9090.evil.test/",
            "http://h:9090@evil.test/", "http://evil.test/http://h:9090/", "http://hh:9090/", "http://h:9090evil/",
            "http://evil.test?http://h:9090/", "http://h:9090\\@evil.test/", "",
        ]
    )
    func other(url: String) async throws {
        let question = try await Self.asked(url)
        #expect(question.headers.isEmpty, "\(question.headers)")
    }

    @Test("A header of the question gives way to one of its name, and others stay")
    func replaced() async throws {
        let question = try await Self.asked(
            "http://h:9090/",
            headers: [("authorization", "Basic x"), ("Accept", "application/json")]
        )
        #expect(question.headers.map(\.name) == ["Accept", "Authorization", "X-Scope-OrgID"])
    }

    @Test("A secret in a file is read for every request: it rotates; without the file nothing is sent")
    func rotating() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("token", "first\n")
        let inner = ScriptedTransport("{}")
        let access = try HTTPAccess.resolve(file: nil, headers: ["X-Token: @\(file)"], environment: [:])
        let transport = AuthorizedTransport(inner, access: access, origin: "http://h:9090")
        let question = HTTPQuestion(url: "http://h:9090/", timeout: .seconds(1), bodyLimit: 100)
        _ = try await transport.ask(question)
        try folder.write("token", "second\n")
        _ = try await transport.ask(question)
        #expect(inner.questions.map { $0.header("X-Token") } == ["first", "second"])
        try folder.remove("token")
        await #expect(throws: TransportFailure.self) { _ = try await transport.ask(question) }
        #expect(inner.questions.count == 2)
    }
}
