import PromClient
import Testing

@Suite("Secret files")
struct SecretFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func failure(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("A rotated token is sent with the next request")
    func rotation() throws {
        try folder.write("token", "first\n")
        let file = try folder.write("http.yml", "authorization: {credentials_file: token}")
        let access = try HTTPAccess.read(file: file)
        #expect(try access.currentHeaders().map(\.value) == ["Bearer first"])
        try folder.write("token", "second")
        #expect(try access.currentHeaders().map(\.value) == ["Bearer second"])
        try folder.remove("token")
        let path = "\(folder.path)/token"
        #expect(throws: AccessFailure.unreadable(path: path, reason: "No such file or directory")) {
            try access.currentHeaders()
        }
    }

    @Test("User name, password and headers come from files beside the configuration")
    func relative() throws {
        try folder.write("conf/secrets/user", "Aladdin\n")
        try folder.write("conf/secrets/password", " open sesame \r\n")
        let key = try folder.write("elsewhere/key", "k1\n")
        let file = try folder.write(
            "conf/http.yml",
            """
            basic_auth: {username_file: secrets/user, password_file: secrets/password}
            http_headers: {X-Key: {files: [\(key)]}}
            """
        )
        let headers = try HTTPAccess.read(file: file).currentHeaders()
        #expect(headers.map(\.value) == ["Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "k1"])
        #expect(headers.map(\.name) == ["Authorization", "X-Key"])
    }

    @Test(
        "A secret file of no use is named, its content is not told",
        arguments: [
            ("", "is empty"),
            ("\n\u{A0}\t\n", "is empty"),
            ("hunter2\nhunter3", "holds control characters, which no header may carry"),
            ("hunter2\u{0}", "holds control characters, which no header may carry"),
        ]
    )
    func useless(content: String, problem: String) throws {
        let path = try folder.write("token", content)
        let access = try HTTPAccess.parse("bearer_token_file: token", file: "f", directory: folder.path)
        #expect(failure { _ = try access.currentHeaders() } == "'\(path)' \(problem)")
    }

    @Test("Bytes that are no text, folders and files without end are refused")
    func unreadable() throws {
        let token = try folder.write("token", bytes: [0x68, 0xFF])
        #expect(failure { _ = try SecretSource.file(token).current() } == "'\(token)' is not UTF-8 text")
        #expect(failure { _ = try HTTPAccess.read(file: token) } == "'\(token)' is not UTF-8 text")
        #expect(
            failure { _ = try SecretSource.file(folder.path).current() }
                == "cannot read '\(folder.path)': Is a directory"
        )
        #expect(failure { _ = try HTTPAccess.read(file: "/dev/zero") } == "'/dev/zero' is larger than 1 MiB")
        let missing = "\(folder.path)/http.yml"
        #expect(
            failure { _ = try HTTPAccess.read(file: missing) } == "cannot read '\(missing)': No such file or directory"
        )
    }

    @Test("Files are read up to 1 MiB")
    func limit() throws {
        let most = try folder.write("most", bytes: Array(repeating: 0x61, count: 1_048_576))
        #expect(try SecretSource.file(most).current().reveal().utf8.count == 1_048_576)
        let more = try folder.write("more", bytes: Array(repeating: 0x61, count: 1_048_577))
        #expect(failure { _ = try SecretSource.file(more).current() } == "'\(more)' is larger than 1 MiB")
    }

    @Test("A colon in a user name file is refused: servers would cut the name there")
    func colon() throws {
        let path = try folder.write("user", "a:b\n")
        let text = "basic_auth: {username_file: user, password: x}"
        let access = try HTTPAccess.parse(text, file: "f", directory: folder.path)
        #expect(
            failure { _ = try access.currentHeaders() }
                == "'\(path)' holds a colon, which basic authentication cannot carry in a user name"
        )
    }

    @Test("Certificates are read byte by byte, as they are now")
    func certificates() throws {
        let path = try folder.write("ca.pem", "-----BEGIN\n")
        let source = PEMSource.file(path)
        #expect(try source.currentBytes() == Array("-----BEGIN\n".utf8))
        try folder.write("ca.pem", "")
        #expect(failure { _ = try source.currentBytes() } == "'\(path)' is empty")
    }
}
