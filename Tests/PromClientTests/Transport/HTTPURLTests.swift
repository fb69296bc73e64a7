import PromClient
import Testing

@Suite("Parts of URLs")
struct HTTPURLTests {
    @Test(
        "A reference means what the standard says it does",
        arguments: [
            ("/metrics/", "http://h:9090/metrics/"), ("metrics/", "http://h:9090/a/metrics/"),
            ("../x?y=%20", "http://h:9090/x?y=%20"), ("./", "http://h:9090/a/"), ("?z=1", "http://h:9090/a/b?z=1"),
            ("//other/x", "http://other/x"), ("https://h:9090/x", "https://h:9090/x"),
            ("http://user:pass@H:9090/x#top", "http://h:9090/x"), ("http://h:80/a%2Fb", "http://h/a%2Fb"),
            ("/a/../../c", "http://h:9090/c"), ("", "http://h:9090/a/b?q=1"), ("http://[::1]:90/", "http://[::1]:90/"),
        ]
    )
    func reference(text: String, meaning: String) throws {
        let page = try #require(HTTPURL("http://h:9090/a/b?q=1"))
        let goal = try #require(page.resolving(text))
        #expect(goal.origin + goal.target == meaning)
    }

    @Test(
        "What leads elsewhere than to http has no meaning",
        arguments: ["mailto:x", "ftp://h/", "javascript:x", "http:"]
    )
    func noReference(text: String) throws {
        #expect(try #require(HTTPURL("http://h/")).resolving(text) == nil)
    }

    @Test("One origin is scheme, host and port, whether they are written or not")
    func origin() throws {
        let pairs = [
            ("http://h/x", "http://H:80/y", true), ("https://h:443", "https://h/", true),
            ("http://h", "https://h", false), ("http://h:1", "http://h:2", false), ("http://h", "http://h.evil", false),
            ("http://h", "http://h@evil/", false),
        ]
        for (left, right, isSame) in pairs {
            #expect(try #require(HTTPURL(left)).isWithinOrigin(of: try #require(HTTPURL(right))) == isSame)
        }
    }
}
