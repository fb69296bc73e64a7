import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("List of services")
struct ServicesListTests {
    private static func service(
        _ name: String,
        _ rate: Double?,
        errors: Double? = 0,
        p95: Double? = 0.1,
        p99: Double? = 0.2,
        labels: Labels? = nil
    ) -> ServiceOverview {
        var overview = ServiceOverview(service: ServiceKey(of: labels ?? ["job": name]), profile: "go")
        (overview.requestRate, overview.errorShare) = (rate, errors)
        (overview.p95, overview.p99) = (p95, p99)
        return overview
    }

    private static func observe(_ list: inout ServicesList, _ services: [ServiceOverview], _ second: Int) {
        list.observe(services, at: Scene.moment(second), limits: { _ in Limit.defaults }, window: .seconds(60))
    }

    /// A record in words: how, since which second, seen so at the first look, and its last rate.
    private static func text(_ record: ServicesList.Record?) -> String? {
        record.map { record in
            let second = Int((record.since - Scene.start).inSeconds)
            return "\(record.health) since \(second) \(record.isFirst) \(record.lastRate ?? -1)"
        }
    }

    @Test("What is known to have been so before a moment of the past keeps since when")
    func seeded() {
        let broken = Self.service("a", 50, errors: 0.5)
        var live = ServicesList()
        Self.observe(&live, [Self.service("a", 50)], 0)
        Self.observe(&live, [broken], 60)
        var past = ServicesList(records: live.records)
        Self.observe(&past, [broken, Self.service("b", 50)], 90)
        #expect(past.record(of: broken)?.began == live.record(of: broken)?.began)
        #expect(past.record(of: broken)?.isFirst == false && past.record(of: Self.service("b", 50))?.isFirst == true)
        #expect(past.broken.first?.since == live.record(of: broken)?.began)
    }

    private static let mixed = [
        service("fine", 50, p95: 0.3, p99: 0.4), service("broken", 10, errors: 0.5, p95: 0.2, p99: 2),
        service("large", 900, errors: 0.02, p95: 0.1, p99: 0.3), service("idle", 0, errors: nil, p95: nil, p99: nil),
        service("gone", nil, errors: nil, p95: nil, p99: nil), service("slow", 40, p95: 0.4, p99: 3),
        service("few", 0.1, errors: 0.5), service("Quiet", 5, p95: 0.05, p99: 0.06),
    ]

    @Test(
        "Each order has its services",
        arguments: [
            // The worst first; of two alike the one with more failures, then the busier.
            (.state, "large broken gone slow few fine Quiet idle"),
            (.name, "Quiet broken few fine gone idle large slow"), (.rps, "large fine slow broken Quiet few idle gone"),
            (.errors, "broken few large Quiet fine slow gone idle"),
            (.p95, "slow fine broken few large Quiet gone idle"),
            (.p99, "slow broken fine large few Quiet gone idle"),
        ] as [(ServicesList.Order, String)]
    )
    func orders(order: ServicesList.Order, names: String) {
        var list = ServicesList()
        Self.observe(&list, Self.mixed, 0)
        list.order = order
        #expect(list.shown(Self.mixed).map(\.service.name).joined(separator: " ") == names)
        // The order of the answer is of no matter.
        #expect(list.shown(Self.mixed.reversed()).map(\.service.name).joined(separator: " ") == names)
        list.isReversed = true
        #expect(list.shown(Self.mixed).map(\.service.name) == names.split(separator: " ").reversed().map(String.init))
    }

    @Test("The orders go round, each once")
    func circle() {
        var order = ServicesList.Order.state
        let seen = ServicesList.Order.allCases.map { _ in
            defer { order = order.next }
            return order
        }
        #expect(seen == ServicesList.Order.allCases && order == .state)
    }

    @Test(
        "The filter takes those whose name holds it, in capitals or not",
        arguments: [
            ("", 8), ("l", 3), ("L", 3), ("quiet", 1), ("QUI", 1), ("fine", 1), ("none such", 0), (" ", 0), ("*", 0),
        ]
    )
    func filter(text: String, count: Int) {
        var list = ServicesList()
        list.filter = text
        #expect(list.shown(Self.mixed).count == count)
    }

    @Test("Without a record a service stands with those of which nothing is known")
    func unseen() {
        let list = ServicesList()
        #expect(list.shown([Self.service("b", 1), Self.service("a", 2)]).map(\.service.name) == ["a", "b"])
        #expect(list.record(of: Self.mixed[0]) == nil)
    }

    @Test("A record begins when its service was first seen so, and says whether that was the first look")
    func since() {
        var list = ServicesList()
        let (well, ill) = (Self.service("a", 50), Self.service("a", 50, errors: 0.5))
        for (second, service) in [(0, well), (10, well), (20, ill), (30, ill)] {
            Self.observe(&list, [service], second)
        }
        #expect(Self.text(list.record(of: ill)) == "critical since 20 false 50.0")
        Self.observe(&list, [well, Self.service("new", 50)], 40)
        #expect(list.record(of: well)?.since == Scene.moment(40))
        #expect(list.record(of: Self.service("new", 0))?.isFirst == false)
    }

    @Test("What was so at the first look may be so for longer")
    func isFirst() {
        var list = ServicesList()
        for second in [0, 10] { Self.observe(&list, [Self.service("a", 50)], second) }
        #expect(Self.text(list.record(of: Self.service("a", 50))) == "ok since 0 true 50.0")
    }

    @Test("A service that has no number keeps the last rate it had; one that is gone is forgotten")
    func lastRate() {
        var list = ServicesList()
        let gone = Self.service("a", nil, errors: nil)
        for (second, service) in [(0, Self.service("a", 50)), (10, Self.service("a", 40)), (20, gone), (30, gone)] {
            Self.observe(&list, [service], second)
        }
        #expect(list.record(of: gone)?.lastRate == 40 && list.record(of: gone)?.health == .noData)
        Self.observe(&list, [], 40)
        #expect(list.record(of: gone) == nil)
    }

    @Test("Numbers of a moment that is known already change nothing")
    func again() {
        var list = ServicesList()
        Self.observe(&list, [Self.service("a", 50)], 10)
        let before = list
        for second in [10, 5] { Self.observe(&list, [Self.service("a", 50, errors: 0.9)], second) }
        #expect(list == before)
    }

    @Test("Two services of one name are two: the one that is well does not hide the other")
    func sameName() {
        var list = ServicesList()
        let ill = Self.service("", 50, errors: 0.5, labels: ["service": "cart", "job": "a"])
        let well = Self.service("", 50, labels: ["service": "cart", "job": "b"])
        for second in [0, 10] { Self.observe(&list, [ill, well], second) }
        #expect(ill.service.name == well.service.name)
        #expect(list.record(of: ill)?.health == .critical && list.record(of: ill)?.since == Scene.start)
        #expect(list.record(of: well)?.health == .ok)
    }

    @Test("Each service is judged by its own limits")
    func limits() {
        var list = ServicesList()
        let services = ["strict", "loose"].map { Self.service($0, 50, errors: 0.05) }
        list.observe(
            services,
            at: Scene.start,
            limits: { service in
                let threshold = service.name == "strict" ? 0.01 : 0.1
                return [Limit(signal: .errorShare, threshold: threshold, severity: .critical, isDefault: false)]
            },
            window: .seconds(60)
        )
        #expect(services.map { list.record(of: $0)?.health } == [.critical, .ok])
    }
}
