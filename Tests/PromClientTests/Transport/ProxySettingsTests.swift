import PromClient
import Testing

@Suite("Which proxy a URL is asked through")
struct ProxySettingsTests {
    private static func proxy(_ url: String, _ environment: [String: String]) throws -> String? {
        try ProxySettings(environment: environment).server(for: url)?.description
    }

    @Test("The scheme of the URL decides which variable counts")
    func schemes() throws {
        let environment = ["HTTP_PROXY": "http://plain:3128/", "https_proxy": "secure:3129", "http_proxy": "lower"]
        #expect(try Self.proxy("http://prom.example/", environment) == "plain:3128 (HTTP_PROXY)")
        #expect(try Self.proxy("https://prom.example/", environment) == "secure:3129 (https_proxy)")
        #expect(try Self.proxy("https://prom.example/", ["HTTP_PROXY": "p:1"]) == nil)
        #expect(try Self.proxy("http://prom.example/", ["http_proxy": " p ", "HTTP_PROXY": ""]) == "p:80 (http_proxy)")
        #expect(try Self.proxy("http://h/", ["HTTP_PROXY": "socks5://[fe80::1]"]) == "[fe80::1]:1080 (HTTP_PROXY)")
    }

    @Test("Its password is not told")
    func secret() throws {
        let environment = ["HTTP_PROXY": "http://me:s3cret%40@p:1"]
        #expect(try Self.proxy("http://h/", environment) == "p:1 (HTTP_PROXY)")
    }

    @Test(
        "This machine is never reached through the environment's proxy",
        arguments: [
            "localhost", "LOCALHOST:9090", "a.localhost", "127.0.0.1:9090", "127.9.9.9", "[::1]:1",
            "[::ffff:127.0.0.1]",
        ]
    )
    func loopback(host: String) throws {
        #expect(try Self.proxy("http://\(host)/metrics", ["HTTP_PROXY": "p:1"]) == nil)
        let asked = try ProxySettings(url: "http://p:1", exempting: "", origin: "proxy_url")
        #expect(try asked.server(for: "http://\(host)/metrics")?.description == "p:1 (proxy_url)")
    }

    @Test("NO_PROXY names hosts, domains, addresses, networks and ports")
    func exempt() throws {
        let table: [(list: String, exempt: [String], proxied: [String])] = [
            ("*", ["a", "10.0.0.1"], []),
            ("foo.com", ["foo.com", "a.foo.com", "FOO.com.:80"], ["xfoo.com", "foo.com.evil"]),
            (".foo.com, *.bar.com", ["a.foo.com", "b.bar.com"], ["foo.com", "bar.com"]),
            ("foo.com:8080 other", ["foo.com:8080", "other:1"], ["foo.com", "foo.com:80"]),
            ("10.0.0.0/8,192.168.1.7", ["10.9.8.7:9090", "192.168.1.7"], ["11.0.0.1", "192.168.1.8", "ten"]),
            ("[fd00::1]:90,fd00:1::/32", ["[fd00::1]:90", "[fd00:1::5]"], ["[fd00::1]:91", "[fd01::1]"]),
            (" ,, ", [], ["a"]),
            ("10.0.0.1/33,bad:x", [], ["10.0.0.1", "bad"]),
        ]
        for row in table {
            let environment = ["HTTP_PROXY": "p:1", "no_proxy": row.list]
            for host in row.exempt {
                #expect(try Self.proxy("http://\(host)/", environment) == nil, "\(row.list) \(host)")
            }
            for host in row.proxied {
                #expect(try Self.proxy("http://\(host)/", environment) != nil, "\(row.list) \(host)")
            }
        }
    }

    @Test("A proxy that cannot be spoken to is told, with its variable, and only where it would be used")
    func unusable() throws {
        let table = [
            ("https://p:1", "HTTPS_PROXY names a proxy of the kind 'https': only http and socks5 are spoken"),
            ("://", "HTTPS_PROXY is no URL of a proxy: write http://HOST:PORT or socks5://HOST:PORT"),
            ("http://me:s3cret@:80", "HTTPS_PROXY is no URL of a proxy: write http://HOST:PORT or socks5://HOST:PORT"),
            ("p:port", "HTTPS_PROXY is no URL of a proxy: write http://HOST:PORT or socks5://HOST:PORT"),
            ("socks5://me:s3cret@p", "HTTPS_PROXY has a user for a socks5 proxy, which is not supported"),
        ]
        for (text, problem) in table {
            #expect(throws: TransportFailure.other(problem)) { try Self.proxy("https://h/", ["HTTPS_PROXY": text]) }
            #expect(try Self.proxy("http://h/", ["HTTPS_PROXY": text]) == nil)
            #expect(try Self.proxy("https://localhost/", ["HTTPS_PROXY": text]) == nil)
        }
    }
}
