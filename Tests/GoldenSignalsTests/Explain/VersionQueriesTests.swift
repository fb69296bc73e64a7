import GoldenSignals
import PromModel
import PromQL
import Testing

@Suite("Versions")
struct VersionQueriesTests {
    private static func info(_ labels: Labels, _ value: Double = 1) -> InstantValue {
        InstantValue(labels: labels, value: value)
    }

    @Test("A service's metrics are kept in order; those of its platform, and nameless ones, are not")
    func metrics() {
        let names = ["shop_build_info", "go_build_info", "", "cart_build_info", "python_build_info", "jvm_build_info"]
        let answer = names.map { Self.info(["__name__": $0]) }
        #expect(VersionQueries.metrics(from: answer) == ["cart_build_info", "shop_build_info"])
        #expect(VersionQueries.metrics(from: []).isEmpty)
    }

    @Test(
        "They are asked for by their names, of these targets alone; names that are no words are not",
        arguments: [
            (["a_build_info"], "", "{__name__=~\"a_build_info\"}"),
            (["a_build_info", "b:x_info"], "job=\"web\"", "{__name__=~\"a_build_info|b:x_info\",job=\"web\"}"),
            (["a.b_build_info", "c_build_info"], "", "{__name__=~\"c_build_info\"}"),
            (["x\"} or up or {a=~\"_build_info"], "", nil), (["..+_build_info"], "", nil), (["é_build_info"], "", nil),
            (["a\n_build_info"], "", nil), (["(a|b)_build_info"], "job=\"web\"", nil), ([], "job=\"web\"", nil),
        ] as [([String], String, String?)]
    )
    func expression(metrics: [String], selector: String, expected: String?) throws {
        let expression = VersionQueries.expression(metrics, targetSelector: selector)
        #expect(expression == expected)
        if let expression { _ = try PromQLParser.parse(expression) }
    }

    @Test("Twenty metrics are enough, and the question stays PromQL")
    func many() throws {
        let names = (0..<500).map { "a\($0)_build_info" }
        let expression = try #require(VersionQueries.expression(names, targetSelector: ""))
        #expect(expression.split(separator: "|").count == 20)
        _ = try PromQLParser.parse(expression)
        _ = try PromQLParser.parse(VersionQueries.discovery)
    }

    @Test(
        "A version is as short as it tells two apart",
        arguments: [
            (["version": "2.42.0"], "2.42.0"), (["version": "1.4", "revision": "8a1c2f3d9e"], "1.4@8a1c2f3"),
            (["commit": "0123456789abcdef0123"], "0123456789ab"), (["git_sha": "d3f9"], "d3f9"),
            (["tag": "v7", "version": "7"], "7"), (["image_tag": "v7"], "v7"), (["build": "311"], "311"),
            (["version": "unknown", "revision": "d3f9"], "d3f9"), (["version": "unknown"], nil),
            (["goversion": "go1.22", "branch": "main"], nil), ([:], nil),
        ] as [(Labels, String?)]
    )
    func words(labels: Labels, version: String?) {
        let answer = [Self.info(labels.setting("instance", to: "a:1"))]
        #expect(VersionQueries.versions(from: answer) == (version.map { ["a:1": $0] } ?? [:]))
    }

    @Test("Each process has its own; an info that is 0 is of none, and one that tells nothing leaves it to another")
    func processes() {
        let answer = [
            Self.info(["instance": "a:1", "version": "1", "__name__": "z_build_info"]),
            Self.info(["instance": "b:1", "version": "2"]), Self.info(["instance": "c:1", "version": "3"], 0),
            Self.info(["instance": "d:1", "branch": "main", "__name__": "a_build_info"]),
            Self.info(["instance": "d:1", "version": "4", "__name__": "b_build_info"]),
            Self.info(["instance": "e:1", "version": "5"], .nan),
        ]
        #expect(VersionQueries.versions(from: answer) == ["a:1": "1", "b:1": "2", "d:1": "4"])
    }

    @Test("Of two that tell, the same one is taken whatever the order of the answer: else there would be a deploy")
    func order() {
        let answer = ["shop_build_info": "1.0", "library_build_info": "7.3"].map { name, version in
            Self.info(["__name__": name, "instance": "a:1", "version": version])
        }
        #expect(VersionQueries.versions(from: answer) == ["a:1": "7.3"])
        #expect(VersionQueries.versions(from: answer.reversed()) == ["a:1": "7.3"])
    }

    @Test("Found among what a service exposes, by the real engine")
    func evaluated() async throws {
        let service = ScrapedService()
        for (instance, version) in [("a:1", "1.0"), ("b:1", "1.1")] {
            let page = """
                http_requests_total{code="200"} 1
                go_build_info{version="(devel)"} 1
                shop_build_info{version="\(version)",revision="8a1c2f3d"} 1

                """
            await service.scrape(["job": "web", "instance": instance], pages: [page, page])
        }
        let other: Labels = ["job": "other", "instance": "c:1"]
        await service.scrape(other, pages: ["else_build_info{version=\"9\"} 1\n"])
        let profile = try #require(MetricProfile.named("go"))
        let catalog = SignalCatalog(profile: profile, selector: "job=\"web\"", window: .seconds(60))
        let poller = SignalPoller(engine: service.engine, catalog: catalog, window: .seconds(60))
        let versions = try await poller.versions(at: Timestamp(seconds: 20))
        #expect(versions == ["a:1": "1.0@8a1c2f3", "b:1": "1.1@8a1c2f3"])
    }
}
