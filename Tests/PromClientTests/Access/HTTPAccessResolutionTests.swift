import PromClient
import Testing

@Suite("Access from file, arguments and environment")
struct HTTPAccessResolutionTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func resolve(
        _ text: String? = nil,
        headers: [String] = [],
        token: String? = nil
    ) throws -> (access: HTTPAccess, file: String) {
        let file = try text.map { try folder.write("http.yml", $0) }
        let environment = token.map { [HTTPAccess.tokenVariable: $0] } ?? [:]
        let access = try HTTPAccess.resolve(file: file, headers: headers, environment: environment)
        return (access, file ?? "")
    }

    @Test("Nothing given is no access")
    func nothing() throws {
        #expect(try resolve().access == HTTPAccess())
        #expect(try resolve(token: " \n").access == HTTPAccess())
    }

    @Test("The environment's token is sent where nothing else says who the client is")
    func token() throws {
        let plain = try resolve(token: "t1\n").access
        #expect(try plain.currentHeaders().map { "\($0.name): \($0.value)" } == ["Authorization: Bearer t1"])
        #expect(plain.notes.isEmpty)
        let beside = try resolve("tls_config: {server_name: x}", headers: ["X-A: b"], token: "t1").access
        #expect(try beside.currentHeaders().map(\.value) == ["Bearer t1", "b"])
        #expect(beside.tls?.serverName == "x")
        #expect(HTTPAccess.tokenVariable == "PROMETHEUS_BEARER_TOKEN")
    }

    @Test("The file's credentials win over the environment's, and it is said")
    func fileWins() throws {
        let (access, file) = try resolve("bearer_token: fromfile", token: "fromenvironment")
        #expect(try access.currentHeaders().map(\.value) == ["Bearer fromfile"])
        #expect(access.notes == ["PROMETHEUS_BEARER_TOKEN is not used: \(file) has credentials"])
    }

    @Test("An Authorization header wins over the environment's, and its place in process lists is said")
    func headerWins() throws {
        let inline = try resolve(headers: ["authorization: Token x"], token: "t").access
        #expect(try inline.currentHeaders().map(\.value) == ["Token x"])
        #expect(
            inline.notes == [
                "--header Authorization shows in process lists; write 'Authorization: @FILE'",
                "PROMETHEUS_BEARER_TOKEN is not used: --header Authorization has credentials",
            ]
        )
        let path = try folder.write("value", "Token y\n")
        let hidden = try resolve(headers: ["Authorization: @\(path)"]).access
        #expect(try hidden.currentHeaders().map(\.value) == ["Token y"])
        #expect(hidden.notes.isEmpty)
    }

    @Test("A header argument replaces the file's header of that name")
    func replaced() throws {
        let (access, file) = try resolve(
            "http_headers: {X-Scope-OrgID: {values: [a, b]}, X-B: {values: [b]}}",
            headers: ["x-scope-orgid: c", "x-scope-orgid: d"]
        )
        #expect(
            try access.currentHeaders().map { "\($0.name): \($0.value)" }
                == ["X-B: b", "x-scope-orgid: c", "x-scope-orgid: d"]
        )
        #expect(access.notes == ["--header x-scope-orgid replaces the header of that name in \(file)"])
    }

    @Test("Two answers to who the client is are refused")
    func twice() throws {
        #expect(throws: AccessFailure.header(problem: "Authorization is given twice")) {
            try resolve(headers: ["Authorization: a", "authorization: b"])
        }
        let problem =
            "Authorization is given here and by the credentials in \(folder.path)/http.yml; keep one"
        #expect(throws: AccessFailure.header(problem: problem)) {
            try resolve("basic_auth: {username: x}", headers: ["Authorization: a"])
        }
    }

    @Test("A token with a line break inside is refused, untold")
    func brokenToken() {
        let failure = #expect(throws: AccessFailure.self) { try resolve(token: "hunter2\nX: y") }
        #expect(failure?.description == "PROMETHEUS_BEARER_TOKEN holds control characters")
    }

    @Test(
        "Secrets on an open wire are told, except on this host",
        arguments: [
            ("http", "prometheus.example", "sent to prometheus.example unencrypted, over http: credentials, X-Key"),
            ("HTTP", "10.0.0.1", "sent to 10.0.0.1 unencrypted, over HTTP: credentials, X-Key"),
            ("http", "127.example.org", "sent to 127.example.org unencrypted, over http: credentials, X-Key"),
            ("http", "127.0.0.1.example", "sent to 127.0.0.1.example unencrypted, over http: credentials, X-Key"),
            ("http", "127.a.b.c", "sent to 127.a.b.c unencrypted, over http: credentials, X-Key"),
            ("http", "127.0.0.1", nil),
            ("http", "127.255.0.3", nil),
            ("http", "LocalHost", nil),
            ("http", "[::1]", nil),
            ("https", "prometheus.example", nil),
        ] as [(String, String, String?)]
    )
    func wire(scheme: String, host: String, note: String?) throws {
        let access = try resolve("bearer_token: x\nhttp_headers: {X-Key: {secrets: [k]}, X-A: {values: [a]}}").access
        #expect(access.notes(scheme: scheme, host: host) == (note.map { [$0] } ?? []))
    }

    @Test("An unchecked certificate is told where secrets go, and nothing where none do")
    func unchecked() throws {
        let text = "tls_config: {insecure_skip_verify: true}"
        #expect(
            try resolve(text, token: "t").access.notes(scheme: "https", host: "h")
                == ["sent to h without a check of its certificate: credentials"]
        )
        #expect(try resolve(text).access.notes(scheme: "https", host: "h").isEmpty)
        #expect(try resolve(headers: ["X-Scope-OrgID: a"]).access.notes(scheme: "http", host: "h").isEmpty)
    }
}
