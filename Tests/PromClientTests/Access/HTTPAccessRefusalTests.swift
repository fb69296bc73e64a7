import PromClient
import Testing

@Suite("HTTP client configuration file: what is refused")
struct HTTPAccessRefusalTests {
    private func message(_ text: String) -> String? {
        do {
            _ = try HTTPAccess.parse(text, file: "http.yml", directory: ".")
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test(
        "Unsupported and unknown keys are refused by name and place",
        arguments: [
            (
                "bearer_token: x\nproxy_url: https://me:s3cret@p",
                "2:1: proxy_url names a proxy of the kind 'https': only http and socks5 are spoken"
            ),
            ("no_proxy: x", "1:1: no_proxy needs a proxy_url"),
            (
                "proxy_from_environment: true\nproxy_url: http://p",
                "2:1: there are both proxy_url and proxy_from_environment; keep one"
            ),
            (
                "proxy_connect_header: {X: [y]}",
                "1:1: proxy_connect_header is not supported by sretop; "
                    + "remove it, or use a proxy on this host that sends it"
            ),
            (
                "oauth2: {client_id: x}",
                "1:1: oauth2 is not supported by sretop; "
                    + "use authorization with a credentials_file that something else keeps fresh"
            ),
            ("sigv4:\n", "1:1: sigv4 is not supported by sretop; use a proxy on this host that signs requests"),
            (
                "basic_auth:\n  username: me\n  password_ref: vault\n",
                "3:3: password_ref is not supported by sretop; use password_file"
            ),
            (
                "basic_auth:\n  usrname: me\n",
                "2:3: unknown key 'usrname' in basic_auth; known: password, password_file, username, username_file"
            ),
            (
                "authorization: {token: x}",
                "1:17: unknown key 'token' in authorization; known: credentials, credentials_file, type"
            ),
            (
                "http_headers:\n  X-A: {value: [x]}\n",
                "2:9: unknown key 'value' in X-A; known: files, secrets, values"
            ),
            (
                "scrape_configs: []",
                "1:1: unknown key 'scrape_configs'; known: authorization, basic_auth, bearer_token, "
                    + "bearer_token_file, enable_http2, follow_redirects, http_headers, no_proxy, "
                    + "proxy_from_environment, proxy_url, tls_config"
            ),
            (
                "tls_config:\n  renegotiation: never\n",
                "2:3: unknown key 'renegotiation' in tls_config; known: ca, ca_file, cert, cert_file, "
                    + "insecure_skip_verify, key, key_file, max_version, min_version, server_name"
            ),
        ]
    )
    func keys(text: String, problem: String) {
        #expect(message(text) == "http.yml:" + problem)
    }

    @Test(
        "What excludes each other is refused at the later one",
        arguments: [
            (
                "basic_auth: {username: x}\nauthorization: {credentials: y}",
                "2:1: basic_auth and authorization exclude each other; keep one"
            ),
            (
                "bearer_token: x\nbasic_auth: {username: x}",
                "2:1: basic_auth and bearer_token exclude each other; keep one"
            ),
            (
                "bearer_token: x\nbearer_token_file: y",
                "2:1: bearer_token and bearer_token_file exclude each other; keep one"
            ),
            (
                "authorization: {credentials: x}\nbearer_token_file: y",
                "2:1: authorization and bearer_token_file exclude each other; keep one"
            ),
            (
                "basic_auth:\n  password_file: x\n  username: u\n  password: y\n",
                "4:3: basic_auth has both password and password_file; keep one"
            ),
            (
                "basic_auth: {username: a, username_file: b}",
                "1:27: basic_auth has both username and username_file; keep one"
            ),
            (
                "authorization: {credentials: a, credentials_file: b}",
                "1:33: authorization has both credentials and credentials_file; keep one"
            ),
            ("tls_config: {ca: a, ca_file: b}", "1:21: tls_config has both ca and ca_file; keep one"),
            (
                "tls_config: {cert: a, cert_file: b, key: k}",
                "1:23: tls_config has both cert and cert_file; keep one"
            ),
            ("tls_config: {key: a, key_file: b}", "1:22: tls_config has both key and key_file; keep one"),
        ]
    )
    func exclusive(text: String, problem: String) {
        #expect(message(text) == "http.yml:" + problem)
    }

    @Test(
        "Values that make no sense are refused",
        arguments: [
            ("basic_auth: {}", "1:1: basic_auth has neither a username nor a password"),
            (
                "basic_auth: {username: 'a:b'}",
                "1:14: username holds a colon, which basic authentication cannot carry in a user name"
            ),
            ("authorization: {}", "1:1: authorization has neither credentials nor credentials_file"),
            (
                "authorization: {type: BASIC, credentials: x}",
                "1:17: authorization cannot have the type basic; use basic_auth"
            ),
            ("authorization: {type: a b, credentials: x}", "1:17: type must be one word, like Bearer"),
            (
                #"authorization: {credentials: "a\nHost: b"}"#,
                "1:17: credentials holds control characters, which no header may carry"
            ),
            ("tls_config: {cert_file: x}", "1:14: a client certificate needs its key: add key or key_file"),
            ("tls_config: {key: x}", "1:14: a client key needs its certificate: add cert or cert_file"),
            ("tls_config: {min_version: '1.2'}", "1:14: min_version must be one of TLS10, TLS11, TLS12, TLS13"),
            ("tls_config: {min_version: TLS13, max_version: TLS12}", "1:34: max_version is older than min_version"),
            (
                "http_headers: {authorization: {values: [x]}}",
                "1:16: authorization cannot be set in http_headers; use authorization or basic_auth"
            ),
            ("http_headers: {Host: {values: [x]}}", "1:16: Host cannot be set in http_headers"),
            ("http_headers: {user-agent: {values: [x]}}", "1:16: user-agent cannot be set in http_headers"),
            ("http_headers: {'X A': {values: [x]}}", "1:16: 'X A' is no header name"),
            (#"http_headers: {X-A: {secrets: ["a\r\nb"]}}"#, "1:22: secrets of X-A hold control characters"),
            ("http_headers: {X-A: {files: ['']}}", "1:22: files has a path without text"),
        ]
    )
    func values(text: String, problem: String) {
        #expect(message(text) == "http.yml:" + problem)
    }

    @Test(
        "Values of the wrong kind are refused at the value",
        arguments: [
            ("hunter2", "1:1: the file must be a mapping of keys to values"),
            ("- bearer_token: x", "1:1: the file must be a mapping of keys to values"),
            ("basic_auth: me", "1:13: basic_auth must be a mapping of keys to values"),
            ("basic_auth:\n  username:\n    first: x\n", "3:5: username must be text"),
            ("bearer_token: [x]", "1:15: bearer_token must be text"),
            ("follow_redirects: maybe", "1:19: follow_redirects must be true or false"),
            ("enable_http2: 'true'", "1:15: enable_http2 must be true or false"),
            ("tls_config: {insecure_skip_verify: 1}", "1:36: insecure_skip_verify must be true or false"),
            ("http_headers: {X-A: {values: x}}", "1:30: values must be a list"),
            ("http_headers: {X-A: {values: [[x]]}}", "1:31: values must be a list of texts"),
            ("http_headers: {X-A: x}", "1:21: X-A must be a mapping of keys to values"),
            ("[a]: b", "1:1: a key must be text"),
        ]
    )
    func kinds(text: String, problem: String) {
        #expect(message(text) == "http.yml:" + problem)
    }

    /// The parser's own messages quote the line; ours must not.
    @Test(
        "Faulty YAML is told by its place, without a word of the file",
        arguments: [
            ("basic_auth:\n  password: 'hunter2\n", "http.yml:3:1: not YAML: found unexpected end of stream"),
            ("bearer_token: hunter2\nbearer_token: hunter2", "http.yml:1:1: given twice: bearer_token"),
            ("bearer_token: hunter2\n---\nbearer_token: x", "http.yml:2:1: not YAML: but found another document"),
            ("bearer_token: *hunter2", "http.yml:1:15: not YAML: found undefined alias"),
            ("bearer_token: hunter2\u{1}", "http.yml:1:22: not YAML: control characters are not allowed"),
            ("a: hunter2\nb: hunter2: c", "http.yml:2:11: not YAML: mapping values are not allowed in this context"),
        ]
    )
    func syntax(text: String, problem: String) throws {
        let told = try #require(message(text))
        #expect(told == problem)
        #expect(!told.contains("hunter2"))
    }

    @Test("Endless nesting is an error, not a crash")
    func nesting() {
        #expect(message(String(repeating: "[", count: 200_000)) != nil)
        #expect(message(String(repeating: "{a: ", count: 100_000)) != nil)
    }
}
