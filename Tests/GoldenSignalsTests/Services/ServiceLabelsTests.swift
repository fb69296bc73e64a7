import GoldenSignals
import PromModel
import Testing

@Suite("Service labels")
struct ServiceLabelsTests {
    /// The names of the services that an answer tells: requests and targets by their labels.
    private static func services(
        requests: [Labels],
        targets: [Labels],
        labels: ServiceLabels = .searching
    ) throws -> [String] {
        let profile = try #require(MetricProfile.named("go"))
        let tagged = { (labels: [Labels], tag: String) in
            labels.map { InstantValue(labels: Labels($0.map { ($0.name, $0.value) } + [("sretop", tag)]), value: 1) }
        }
        let detection = ServiceDetection(profiles: [profile], labels: labels)
        return detection.directory(from: tagged(requests, "0:requests") + tagged(targets, "targets")).services.map(
            \.name
        )
    }

    private static func pod(_ app: String) -> Labels { ["job": "pods", "app": app] }

    @Test(
        "A job is taken apart where it clearly mixes services, and nowhere else",
        arguments: [
            // Targets that differ in a label.
            ([pod("cart"), pod("shop")], [pod("cart"), pod("shop")], ["cart", "shop"]),
            // All of one app: the job says it.
            ([pod("cart")], [pod("cart")], ["pods"]),
            // A label of the requests alone may tell the clients apart.
            ([pod("ios"), pod("web")], [["job": "pods"]], ["pods"]),
            // Pushed: there are no targets.
            ([pod("cart"), pod("shop")], [], ["cart", "shop"]),
            ([pod("cart"), pod("shop"), ["job": "pods"]], [], ["pods"]),
            // One of them is down: its targets are there.
            ([pod("cart")], [pod("cart"), pod("shop")], ["cart"]),
            // Whoever passes metrics on says whose they are.
            (
                [["job": "otel", "exported_job": "shop/cart"], ["job": "otel", "exported_job": "shop/pay"]],
                [["job": "otel"]], ["shop/cart", "shop/pay"]
            ),
            ([["service_name": "cart"], ["service_name": "pay"]], [], ["cart", "pay"]),
        ] as [([Labels], [Labels], [String])]
    )
    func splits(requests: [Labels], targets: [Labels], names: [String]) throws {
        #expect(try Self.services(requests: requests, targets: targets) == names)
    }

    @Test(
        "A page's own labels tell its services apart where all of its requests carry one",
        arguments: ["service_name", "app", "app_kubernetes_io_name", "deployment", "service", "exported_job"]
    )
    func page(name: String) throws {
        let target: Labels = ["job": "page", "instance": "a:1"]
        let services = try Self.services(requests: [[name: "cart"], [name: "pay"]], targets: [target], labels: .page)
        #expect(services == ["cart", "pay"])
        #expect(try Self.services(requests: [[name: "cart"]], targets: [target], labels: .page).count == 1)
    }

    @Test("Labels that were asked for are the only ones")
    func given() throws {
        let labels: [Labels] = [
            ["job": "pods", "team": "a", "app": "cart"], ["job": "pods", "team": "a", "app": "pay"],
            ["job": "other", "team": "b"],
        ]
        let names = try Self.services(requests: labels, targets: labels, labels: ServiceLabels(["team"]))
        #expect(names == ["a", "b"])
    }

    @Test("What was taken apart stays so while one of its services is gone")
    func sticky() throws {
        let profile = try #require(MetricProfile.named("go"))
        let series = { (apps: [String], tag: String) in
            apps.map { InstantValue(labels: ["job": "pods", "app": $0, "sretop": tag], value: 1) }
        }
        let first = ServiceDetection(profiles: [profile], labels: .searching)
            .directory(from: series(["cart", "pay"], "0:requests"))
        let second = ServiceDetection(profiles: [profile], labels: first.labels)
            .directory(from: series(["cart"], "0:requests"))
        #expect(second.services == first.services(called: "cart"))
    }
}
