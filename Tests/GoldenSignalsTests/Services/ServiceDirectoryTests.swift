import GoldenSignals
import PromModel
import Testing

@Suite("Service directory")
struct ServiceDirectoryTests {
    private static func key(_ labels: Labels) -> ServiceKey { ServiceKey(of: labels) }

    /// Services as an answer tells them: each fits the profiles whose places are given.
    private static func directory(
        _ services: [Labels],
        fitting places: [Int] = [0],
        targets: [Labels: Int] = [:]
    ) throws -> ServiceDirectory {
        let profiles = try ["otel", "go"].map { try #require(MetricProfile.named($0)) }
        // A profile of several names has a place for each.
        let first = places.map { place in profiles.prefix(place).map(\.allNames.count).reduce(0, +) }
        let found = services.flatMap { service in first.map { tagged(service, "\($0):requests", 1) } }
        return ServiceDetection(profiles: profiles)
            .directory(from: found + targets.map { tagged($0.key, "targets", $0.value) })
    }

    private static func tagged(_ labels: Labels, _ tag: String, _ count: Int) -> InstantValue {
        InstantValue(labels: Labels(labels.map { ($0.name, $0.value) } + [("sretop", tag)]), value: Double(count))
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
        "Where another service has the same labels and more, the absent ones are asked to be absent",
        arguments: [
            ([["job": "api"], ["job": "api", "cluster": "eu"]], ["job": "api"], "job=\"api\",cluster=\"\""),
            ([["job": "api"], ["job": "web", "cluster": "eu"]], ["job": "api"], "job=\"api\""),
            (
                [["job": "api", "cluster": "eu"], ["job": "api"]], ["job": "api", "cluster": "eu"],
                "cluster=\"eu\",job=\"api\""
            ), ([[:], ["job": "api"]], [:], "job=\"\""),
        ] as [([Labels], Labels, String)]
    )
    func distinct(services: [Labels], chosen: Labels, selector: String) throws {
        #expect(try Self.directory(services).selector(of: Self.key(chosen)) == selector)
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

    @Test("Services stand by name, each once, with their fits in the profiles' order")
    func order() throws {
        let directory = try Self.directory([["job": "b"], ["job": "a"]], fitting: [1, 0])
        #expect(directory.services.map(\.name) == ["a", "b"])
        #expect(directory.matches.map(\.profile.name) == ["otel", "go", "otel", "go"])
        #expect(directory.matches(of: Self.key(["job": "b"])).map(\.profile.name) == ["otel", "go"])
        #expect(directory.matches(of: Self.key(["job": "c"])).isEmpty)
    }

    @Test("The whole name beats a part of it; a part may mean several")
    func lookup() throws {
        let directory = try Self.directory([
            ["job": "api"], ["job": "api", "namespace": "a"], ["job": "api", "namespace": "b"], ["job": "web"],
        ])
        #expect(directory.services(called: "api").map(\.name) == ["api"])
        #expect(directory.services(called: "b/api").map(\.name) == ["b/api"])
        #expect(directory.services(called: "other").isEmpty)
        let spread = try Self.directory([["job": "api", "namespace": "b"], ["job": "api", "namespace": "a"]])
        #expect(spread.services(called: "api").map(\.name) == ["a/api", "b/api"])
    }

    @Test("Services of one name stand by their labels: which comes first is the same in every run")
    func sameName() throws {
        let jobs = ["f", "c", "a", "h", "d", "g", "b", "e"]
        let directory = try Self.directory(jobs.map { ["job": $0, "service": "cart"] })
        #expect(directory.services(called: "cart").map { $0.labels["job"] } == jobs.sorted())
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
    func targetSelector(service: Labels, targets: [Labels: Int], selector: String) throws {
        let directory = try Self.directory([service], targets: targets)
        #expect(directory.targetSelector(of: Self.key(service)) == selector)
    }

    @Test("Two services never have one name")
    func sameNames() throws {
        func names(_ services: [Labels]) throws -> [String] { try Self.directory(services).services.map(\.name) }
        #expect(try names([["job": "a", "service": "x"], ["job": "b", "service": "x"]]) == ["x/a", "x/b"])
        #expect(try names([["job": "x"], ["job": "y", "service": "x"]]).sorted() == ["x", "x/y"])
        #expect(try names([["namespace": "x", "job": "y"], ["service": "x", "job": "y"]]).sorted() == ["x", "x/y"])
        #expect(
            try names([["cluster": "x", "job": "y"], ["namespace": "x", "job": "y"]]).sorted()
                == ["cluster=x,job=y", "namespace=x,job=y"]
        )
        // What was called so is still found by it.
        let directory = try Self.directory([["job": "a", "service": "x"], ["job": "b", "service": "x"]])
        #expect(directory.services(called: "x").count == 2)
    }
}
