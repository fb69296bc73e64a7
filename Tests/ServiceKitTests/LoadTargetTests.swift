import ServiceKit
import Testing

@Suite("Load target")
struct LoadTargetTests {
    @Test(
        "Loopback URLs are taken",
        arguments: [
            ("http://127.0.0.1:8000/risky", "/risky"), ("http://127.1.2.3", "/"),
            ("http://localhost:9/a?b=c", "/a?b=c"),
            ("HTTP://[::1]:8000/x#part", "/x"), ("http://127.0.0.1?q=1", "/?q=1"),
        ] as [(String, String)]
    )
    func taken(url: String, path: String) throws {
        #expect(try LoadTarget(url: url).path == path)
    }

    @Test(
        "What is no HTTP URL is refused",
        arguments: [
            "", "foo", "ftp://127.0.0.1/", "http://", "http:///x", "http://127.0.0.1:0/", "http://127.0.0.1:99999/",
            "http://127.0.0.1:port/", "http://user@127.0.0.1/", "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y",
            "http://[::1", "http://127.0.0.1/\u{e9}",
        ]
    )
    func notAURL(url: String) {
        #expect(throws: LoadTarget.Refusal.notAnHTTPAddress(url)) { try LoadTarget(url: url) }
    }

    @Test(
        "Another machine is refused by its address",
        arguments: ["10.0.0.1", "192.168.1.1", "0.0.0.0", "128.0.0.1", "8.8.8.8"]
    )
    func foreign(host: String) {
        #expect(throws: LoadTarget.Refusal.notLoopback(host: host, address: host)) {
            try LoadTarget(url: "http://\(host):80/")
        }
    }

    @Test("A host that was named for it may be elsewhere; another one may not")
    func allowed() throws {
        #expect(try LoadTarget(url: "http://192.0.2.7:8000/x", allowedHost: "192.0.2.7").path == "/x")
        #expect(throws: LoadTarget.Refusal.notLoopback(host: "192.0.2.8", address: "192.0.2.8")) {
            try LoadTarget(url: "http://192.0.2.8:8000/x", allowedHost: "192.0.2.7")
        }
    }

    @Test("A foreign IPv6 address is refused")
    func foreignIPv6() {
        #expect(throws: LoadTarget.Refusal.self) { try LoadTarget(url: "http://[2001:db8::1]/") }
    }

    @Test(
        "A name is taken where all of its addresses are this machine's, and refused whole where one is not",
        arguments: [
            (["127.0.0.1"], nil), (["::1", "127.0.0.1"], nil), (["127.0.0.1", "10.1.2.3"], "10.1.2.3"),
            (["0.0.0.0"], "0.0.0.0"), (["::"], "::"), (["::ffff:10.1.2.3"], "::ffff:10.1.2.3"),
            (["169.254.169.254"], "169.254.169.254"),
        ] as [([String], String?)]
    )
    func names(addresses: [String], foreign: String?) throws {
        let read = Result { try LoadTarget(url: "http://api.test:80/", lookUp: { _ in addresses }) }
        guard let foreign else {
            #expect(try read.get().isLoopback)
            return
        }
        #expect(throws: LoadTarget.Refusal.notLoopback(host: "api.test", address: foreign)) { try read.get() }
    }

    @Test("A name without an address is refused")
    func unknown() {
        #expect(throws: LoadTarget.Refusal.unknownHost("api.test")) {
            try LoadTarget(url: "http://api.test/", lookUp: { _ in [] })
        }
    }
}
