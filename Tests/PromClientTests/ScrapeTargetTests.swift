import PromClient
import PromModel
import Testing

@Suite("Scrape target")
struct ScrapeTargetTests {
    @Test(
        "A URL or HOST:PORT is completed",
        arguments: [
            ("127.0.0.1:8000", "http://127.0.0.1:8000/metrics", "127.0.0.1:8000"),
            ("http://svc", "http://svc/metrics", "svc"),
            ("http://svc:80/", "http://svc:80/metrics", "svc:80"),
            ("https://svc:8443/custom/path", "https://svc:8443/custom/path", "svc:8443"),
            ("HTTP://svc/m?x=1", "http://svc/m?x=1", "svc"),
            ("http://[::1]:9100/metrics", "http://[::1]:9100/metrics", "[::1]:9100"),
        ] as [(String, String, String)]
    )
    func completed(text: String, url: String, instance: String) throws {
        let target = try #require(ScrapeTarget(text))
        #expect(target.url == url)
        #expect(target.instance == instance)
        #expect(target.labels["instance"] == instance)
    }

    @Test(
        "What is no URL is refused",
        arguments: [
            "", "::bad", "ftp://x/", "http://", "http:///metrics", "http://x:0", "http://x:99999", "a b", "http://x/\n",
            "http://me:secret@svc:80/",
        ]
    )
    func refused(text: String) {
        #expect(ScrapeTarget(text) == nil)
    }

    @Test("What is asked for there is told without what may be a secret")
    func path() {
        let paths = ["svc:80", "http://svc/a/b?token=s3cret", "http://svc?x"].map { ScrapeTarget($0)?.path }
        #expect(paths == ["/metrics", "/a/b", "/"])
    }

    @Test("Two pages of one host and port have instances of their own; the same page twice is refused")
    func distinct() throws {
        let targets = ["a:1/x", "a:1/y", "b:2"].compactMap { ScrapeTarget($0) }
        #expect(ScrapeTarget.distinct(targets)?.map(\.instance) == ["a:1/x", "a:1/y", "b:2"])
        #expect(ScrapeTarget.distinct(targets + targets.prefix(1)) == nil)
    }
}
