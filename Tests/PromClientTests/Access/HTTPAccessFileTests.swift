import PromClient
import Testing

@Suite("HTTP client configuration file")
struct HTTPAccessFileTests {
    private func parse(_ text: String, directory: String = "/etc/sretop") throws -> HTTPAccess {
        try HTTPAccess.parse(text, file: "http.yml", directory: directory)
    }

    @Test(
        "Credentials become the Authorization header",
        arguments: [
            // The example of RFC 7617.
            ("basic_auth: {username: Aladdin, password: open sesame}", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
            ("basic_auth:\n  username: 123\n  password: 0777\n", "Basic MTIzOjA3Nzc="),
            ("basic_auth: {username: me}", "Basic bWU6"),
            ("basic_auth: {username: me, password: ''}", "Basic bWU6"),
            ("basic_auth: {password: token}", "Basic OnRva2Vu"),
            ("basic_auth: {username: me, password: a, password_file: ''}", "Basic bWU6YQ=="),
            ("basic_auth: {username: me, password: 'a:b'}", "Basic bWU6YTpi"),
            ("basic_auth: {username: jürgen, password: ö}", "Basic asO8cmdlbjrDtg=="),
            ("authorization: {credentials: t0ken}", "Bearer t0ken"),
            ("authorization:\n  type: ' Token '\n  credentials: abc\n", "Token abc"),
            ("authorization: {type: '', credentials: abc}", "Bearer abc"),
            ("bearer_token: old", "Bearer old"),
            ("bearer_token: old\nbearer_token_file:\n", "Bearer old"),
            (#"{"authorization": {"credentials": "json"}}"#, "Bearer json"),
            ("bearer_token: &t shared\nhttp_headers: {X-Token: {secrets: [*t]}}", "Bearer shared"),
        ]
    )
    func authorization(text: String, value: String) throws {
        let headers = try parse(text).currentHeaders()
        #expect(headers.first?.name == "Authorization")
        #expect(headers.first?.value == value)
    }

    @Test(
        "A file without settings is no access",
        arguments: ["", "\n", "# nothing\n", "---\n", "{}", "basic_auth:\n", "authorization: ~\ntls_config: null\n"]
    )
    func nothing(text: String) throws {
        let access = try parse(text)
        #expect(access == HTTPAccess())
        #expect(try access.currentHeaders().isEmpty)
        #expect("\(access)" == "no credentials")
    }

    /// Every key of the schema that the documentation of promtool lists and sretop supports.
    @Test("All supported keys are read")
    func everything() throws {
        let access = try parse(
            """
            basic_auth:
              username_file: secrets/user
              password_file: /run/secrets/password
            tls_config:
              ca_file: ca.pem
              cert_file: client.pem
              key_file: /keys/client.key
              server_name: prometheus.internal
              insecure_skip_verify: true
              min_version: TLS12
              max_version: TLS13
            follow_redirects: false
            enable_http2: true
            http_headers:
              X-Scope-OrgID:
                values: [team-a]
              X-Key:
                secrets: [one, two]
                files: [key]
            """
        )
        #expect(
            access.credentials
                == .basic(username: .file("/etc/sretop/secrets/user"), password: .file("/run/secrets/password"))
        )
        let tls = try #require(access.tls)
        #expect(tls.ca == .file("/etc/sretop/ca.pem"))
        #expect(tls.certificate == .file("/etc/sretop/client.pem"))
        #expect(tls.key == .file("/keys/client.key"))
        #expect(tls.serverName == "prometheus.internal")
        #expect(tls.insecureSkipVerify)
        #expect(tls.minVersion == .tls12 && tls.maxVersion == .tls13)
        #expect(!access.followsRedirects)
        #expect(access.headers.map(\.name) == ["X-Scope-OrgID", "X-Key", "X-Key", "X-Key"])
        #expect(access.headers.map(\.isSecret) == [false, true, true, true])
        #expect(access.headers.last?.source == .file("/etc/sretop/key"))
        #expect(
            "\(access)" == """
                basic auth as the user in /etc/sretop/secrets/user, client certificate /etc/sretop/client.pem, \
                CA /etc/sretop/ca.pem, server name prometheus.internal, server certificate not verified, \
                header X-Scope-OrgID, header X-Key, header X-Key, header X-Key
                """
        )
    }

    @Test("Certificates may stand in the file itself")
    func inlineCertificates() throws {
        let access = try parse("tls_config:\n  ca: |\n    -----BEGIN\n    x\n  cert: c\n  key: k\n")
        let tls = try #require(access.tls)
        #expect(try tls.ca?.currentBytes() == Array("-----BEGIN\nx\n".utf8))
        #expect(tls.certificate == .inline(Secret("c")) && tls.key == .inline(Secret("k")))
        #expect("\(access)" == "client certificate (inline), CA (inline)")
        #expect(access.credentials == nil && access.followsRedirects)
    }

    @Test("A proxy is for all but the exempted hosts; without one the environment decides")
    func proxy() throws {
        let proxies = try #require(try parse("proxy_url: http://p:3128\nno_proxy: '.internal'\n").proxies)
        #expect(try proxies.server(for: "https://prom.example/")?.description == "p:3128 (proxy_url)")
        #expect(try proxies.server(for: "http://prom.internal/") == nil)
        #expect(try parse("proxy_from_environment: true").proxies == nil)
        #expect(try parse("bearer_token: x").proxies == nil)
    }

    @Test("A directory may end with a slash", arguments: [("/", "/token"), ("/etc/", "/etc/token"), ("a", "a/token")])
    func directory(directory: String, path: String) throws {
        let access = try parse("bearer_token_file: token", directory: directory)
        #expect(access.credentials == .authorization(type: "Bearer", credentials: .file(path)))
    }

    @Test("In the current directory paths stay as they are written", arguments: ["", "."])
    func currentDirectory(directory: String) throws {
        let access = try parse("bearer_token_file: sub/token", directory: directory)
        #expect(access.credentials == .authorization(type: "Bearer", credentials: .file("sub/token")))
        #expect("\(access)" == "Bearer credentials from sub/token")
    }
}
