import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Other services")
struct OtherServicesTests {
    private static let start = Timestamp(seconds: 1_795_192_800)

    private static func key(_ name: String) -> ServiceKey { ServiceKey(of: ["job": name]) }

    private static func broken(
        _ name: String,
        _ urgency: Urgency,
        at second: Int,
        isOlder: Bool = false
    ) -> BrokenService {
        BrokenService(
            key: key(name),
            profile: "go",
            urgency: urgency,
            since: start + .seconds(second),
            isOlderThanData: isOlder
        )
    }

    private static func calls(_ pairs: [(String, String)]) -> ServiceCalls {
        let names = Set(pairs.flatMap { [$0.0, $0.1] }).union(["shop", "a", "b", "c"])
        return ServiceCalls(
            pairs.map { ServiceCall(caller: key($0.0), callee: $0.1) },
            among: names.sorted().map(key)
        )
    }

    @Test("They stand by when they broke; the worst is the worst of those that are worse, of several the first")
    func worst() {
        let rows = [
            Self.broken("c", .critical, at: 30), Self.broken("a", .critical, at: 20),
            Self.broken("b", .warning, at: 10),
        ]
        func others(_ urgency: Urgency) -> OtherServices {
            OtherServices(rows, of: Self.key("shop"), urgency: urgency, began: nil, calls: ServiceCalls())
        }
        #expect(others(.none).broken.map(\.key.name) == ["b", "a", "c"])
        #expect(others(.none).worst?.key.name == "a" && others(.warning).worst?.key.name == "a")
        #expect(others(.critical).worst == nil && others(.down).worst == nil)
    }

    @Test(
        "The deepest of the broken ones that it calls is the cause, else the one that broke before",
        arguments: [
            ([], 40, "earlier a 20"), ([("shop", "b")], 40, "called b true"),
            ([("shop", "b"), ("b", "c")], 40, "called c false"),
            // A chain ends where one is well; who calls the shop is no cause of it.
            ([("shop", "well"), ("well", "c")], 40, "earlier a 20"), ([("a", "shop")], 15, "none"),
            // In a circle each is as deep as the way to it.
            ([("shop", "a"), ("a", "shop"), ("a", "b"), ("b", "a")], 40, "called b false"),
            // Before all others nobody broke, and what broke long before is another matter.
            ([], 10, "none"), ([], 21, "none"), ([], 500, "none"),
        ] as [([(String, String)], Int, String)]
    )
    func cause(pairs: [(String, String)], began: Int, expected: String) {
        let rows = [
            Self.broken("a", .critical, at: 20), Self.broken("b", .critical, at: 30),
            Self.broken("c", .warning, at: 60),
        ]
        let others = OtherServices(
            rows,
            of: Self.key("shop"),
            urgency: .critical,
            began: Self.start + .seconds(began),
            calls: Self.calls(pairs)
        )
        let text =
            switch others.cause {
            case .called(let service, let isDirect): "called \(service.key.name) \(isDirect)"
            case .earlier(let service, let lead): "earlier \(service.key.name) \(lead.components.seconds)"
            case nil: "none"
            }
        #expect(text == expected)
    }

    @Test("Where nothing is broken here nothing is a cause; what may have begun any time is none that broke before")
    func noCause() {
        let began = Self.start + .seconds(60)
        let well = OtherServices(
            [Self.broken("a", .critical, at: 20)],
            of: Self.key("shop"),
            urgency: .none,
            began: began,
            calls: Self.calls([("shop", "a")])
        )
        #expect(well.cause == nil && well.worst?.key.name == "a")
        let old = OtherServices(
            [Self.broken("a", .critical, at: 20, isOlder: true)],
            of: Self.key("shop"),
            urgency: .critical,
            began: began,
            calls: ServiceCalls()
        )
        #expect(old.cause == nil)
    }

    @Test(
        "A callee is known by its name, its host, or the cluster of a proxy",
        arguments: [
            ("payments", true), ("payments:8080", true), ("http://payments.shop.svc:8080/pay", true),
            ("outbound|80||payments.shop.svc.cluster.local", true), ("payments.shop", true), ("10.0.0.7:80", false),
            ("pay", false), ("", false), ("://", false), ("|", false),
        ]
    )
    func names(callee: String, isKnown: Bool) {
        let services = ["shop", "payments"].map(Self.key)
        let calls = ServiceCalls([ServiceCall(caller: services[0], callee: callee)], among: services)
        #expect(calls.isEmpty != isKnown)
    }

    @Test("The configuration file's words count as a metric's do; a mesh names the caller too")
    func written() {
        let services = ["shop", "payments", "istio"].map(Self.key)
        let written = ServiceCalls([], written: ["shop": ["payments", "nobody"]], among: services)
        let mesh = ServiceCalls(
            [ServiceCall(caller: services[2], callerName: "shop", callee: "payments")],
            among: services
        )
        #expect(written == mesh && !mesh.isEmpty)
    }
}
