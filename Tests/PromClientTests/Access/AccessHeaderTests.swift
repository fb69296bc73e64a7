import PromClient
import Testing

@Suite("Header arguments")
struct AccessHeaderTests {
    @Test(
        "Name and value are read",
        arguments: [
            ("X-Scope-OrgID: team-a", "X-Scope-OrgID", "team-a"),
            ("x-a:b", "x-a", "b"),
            ("X-A: \tb: c ", "X-A", "b: c"),
            ("X-A: a@b", "X-A", "a@b"),
            ("!#$%&'*+-.^_`|~09: x", "!#$%&'*+-.^_`|~09", "x"),
            ("X-A: grün\tblau", "X-A", "grün\tblau"),
            ("User-Agent: me", "User-Agent", "me"),
        ]
    )
    func accepted(argument: String, name: String, value: String) throws {
        let header = try AccessHeader(argument: argument)
        #expect(header.name == name)
        #expect(header.source == .inline(Secret(value)))
        #expect(!header.isSecret)
    }

    @Test("A value after @ is a file's, read at every request")
    func file() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("my key", "one\n")
        let header = try AccessHeader(argument: "X-Key: @\(path)")
        #expect(header.isSecret && header.source == .file(path))
        #expect(try header.source.current().reveal() == "one")
        try folder.write("my key", "two\n")
        #expect(try header.source.current().reveal() == "two")
    }

    @Test("Authorization is a secret wherever it comes from")
    func authorization() throws {
        #expect(try AccessHeader(argument: "AUTHORIZATION: Bearer x").isSecret)
    }

    @Test(
        "What is no header, or not the user's to set, is refused without repeating it",
        arguments: [
            ("hunter2", "write 'NAME: VALUE', or 'NAME: @FILE' for a value in a file"),
            ("", "write 'NAME: VALUE', or 'NAME: @FILE' for a value in a file"),
            (": hunter2", "what stands before the colon is no header name"),
            ("hunter2 : x", "what stands before the colon is no header name"),
            ("hünter2: x", "what stands before the colon is no header name"),
            ("X-A:", "X-A has no value"),
            ("X-A: @", "X-A names no file after '@'"),
            ("X-A: hunter2\r\nHost: x", "the value of X-A holds control characters"),
            ("X-A: hunter2\u{7F}", "the value of X-A holds control characters"),
            ("Host: hunter2", "Host is set by sretop itself"),
            ("content-length: 1", "content-length is set by sretop itself"),
            ("Transfer-Encoding: chunked", "Transfer-Encoding is set by sretop itself"),
            ("CONNECTION: close", "CONNECTION is set by sretop itself"),
            ("Accept-Encoding: br", "Accept-Encoding is set by sretop itself"),
        ]
    )
    func refused(argument: String, problem: String) {
        let failure = #expect(throws: AccessFailure.self) { try AccessHeader(argument: argument) }
        #expect(failure?.description == "--header: \(problem)")
        #expect(failure?.description.contains("hunter2") == false)
    }
}
