import GoldenSignals
import PromModel
import Testing

@Suite("Service directory")
struct ServiceDirectoryTests {
    private static func key(_ labels: Labels) -> ServiceKey { ServiceKey(of: labels) }

    private static func match(_ labels: Labels, _ profile: MetricProfile = .unstableAPI) -> ServiceMatch {
        ServiceMatch(
            service: key(labels),
            profile: profile,
            requestSeries: 1,
            hasStatus: true,
            hasDurations: true,
            hasBuckets: true
        )
    }

    private static func directory(_ services: [Labels], targets: [Labels: Int] = [:]) -> ServiceDirectory {
        ServiceDirectory(matches: services.map { match($0) }, targets: targets)
    }

    @Test(
        "A service is named by its labels, and selected by them",
        arguments: [
            (["job": "web"], "web", "job=\"web\""),
            (["job": "web", "instance": "a:1", "code": "200"], "web", "job=\"web\""),
            (["job": "web", "service": "cart"], "cart", "service=\"cart\",job=\"web\""),
            (["job": "web", "namespace": "shop"], "shop/web", "namespace=\"shop\",job=\"web\""),
            (
                ["job": "j", "service": "s", "namespace": "n", "cluster": "c"], "c/n/s",
                "cluster=\"c\",namespace=\"n\",service=\"s\",job=\"j\""
            ), ([:], "", ""), (["job": "a\"b\\c\nd"], "a\"b\\c\nd", "job=\"a\\\"b\\\\c\\nd\""),
            (["job": "caffè"], "caffè", "job=\"caffè\""),
        ] as [(Labels, String, String)]
    )
    func names(labels: Labels, name: String, selector: String) {
        #expect(Self.key(labels).name == name)
        #expect(Self.key(labels).selector == selector)
    }

    @Test(
        "A user may write the whole name, the service or the job",
        arguments: [
            ("eu/shop/cart", true), ("cart", true), ("web", true), ("shop/cart", false), ("shop", false),
            ("Cart", false),
        ] as [(String, Bool)]
    )
    func called(text: String, isCalled: Bool) {
        let service = Self.key(["job": "web", "service": "cart", "namespace": "shop", "cluster": "eu"])
        #expect(service.isCalled(text) == isCalled)
    }

    @Test("Services stand by name, each once, with their fits in the order that they were found in")
    func order() throws {
        let go = try #require(MetricProfile.named("go"))
        let otel = try #require(MetricProfile.named("otel"))
        let directory = ServiceDirectory(
            matches: [
                Self.match(["job": "b"], otel), Self.match(["job": "b"], go), Self.match(["job": "a"], go),
            ],
            targets: [:]
        )
        #expect(directory.services.map(\.name) == ["a", "b"])
        #expect(directory.matches(of: Self.key(["job": "b"])).map(\.profile.name) == ["otel", "go"])
        #expect(directory.matches(of: Self.key(["job": "c"])).isEmpty)
    }

    @Test("The whole name beats a part of it; a part may mean several")
    func lookup() {
        let directory = Self.directory([
            ["job": "api"], ["job": "api", "namespace": "a"], ["job": "api", "namespace": "b"], ["job": "web"],
        ])
        #expect(directory.services(called: "api").map(\.name) == ["api"])
        #expect(directory.services(called: "b/api").map(\.name) == ["b/api"])
        #expect(directory.services(called: "other").isEmpty)
        let spread = Self.directory([["job": "api", "namespace": "b"], ["job": "api", "namespace": "a"]])
        #expect(spread.services(called: "api").map(\.name) == ["a/api", "b/api"])
    }

    @Test("Services of one name have an order that does not hang on the order of the answer")
    func sameName() {
        let first: Labels = ["job": "x", "service": "cart"]
        let second: Labels = ["job": "y", "service": "cart"]
        #expect(
            Self.directory([first, second]).services(called: "cart")
                == Self.directory([second, first]).services(called: "cart")
        )
    }

    @Test(
        "Targets are selected by the labels that they carry themselves",
        arguments: [
            // All labels stand on the target.
            (["job": "web"], [["job": "web"]: 2], "job=\"web\""),
            (
                ["job": "j", "service": "s", "namespace": "n"], [["job": "j", "service": "s", "namespace": "n"]: 1],
                "namespace=\"n\",service=\"s\",job=\"j\""
            ),
            // A proxy's backends: the service stands on the requests alone.
            (["job": "proxy", "service": "cart"], [["job": "proxy"]: 1], "job=\"proxy\""),
            (
                ["job": "proxy", "service": "cart", "namespace": "n"], [["job": "proxy", "namespace": "n"]: 1],
                "namespace=\"n\",job=\"proxy\""
            ),
            // The namespace, too, stands on the requests alone.
            (["job": "proxy", "service": "cart", "namespace": "n"], [["job": "proxy"]: 1], "job=\"proxy\""),
            // Nothing is known of the targets: the job is the best guess.
            (["job": "proxy", "service": "cart"], [:], "job=\"proxy\""),
            // A page scraped directly has no label at all.
            ([:], [[:]: 1], ""),
        ] as [(Labels, [Labels: Int], String)]
    )
    func targetSelector(service: Labels, targets: [Labels: Int], selector: String) {
        #expect(Self.directory([service], targets: targets).targetSelector(of: Self.key(service)) == selector)
    }
}
