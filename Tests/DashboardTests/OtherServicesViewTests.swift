import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import TerminalUITestKit
import Testing

@Suite("Dashboard: several services")
struct OtherServicesViewTests {
    /// How some services are at a second: the share of their requests that fails.
    typealias Shares = @Sendable (Int) -> [(name: String, errors: Double)]

    static func services(_ rows: [(name: String, errors: Double)]) -> [ServiceOverview] {
        rows.map { name, errors in
            var service = ServiceOverview(service: ServiceKey(of: ["job": name]), profile: "go")
            (service.requestRate, service.errorShare, service.p95, service.p99) = (200, errors, 0.07, 0.128)
            return service
        }
    }

    /// `shop` on the screen from 0 to a second, with other services beside it.
    static func scene(
        through last: Int = 420,
        follows: Bool = false,
        calls: [String: [String]] = [:],
        shop: @escaping (Int) -> Double = { _ in 0 },
        others: Shares
    ) -> Scene {
        var scene = Scene.prometheus()
        scene.state.settings.followsWorst = follows
        scene.state.settings.dependencies = calls
        scene.state = DashboardState(settings: scene.state.settings, now: Scene.start, chaos: nil)
        for second in stride(from: 300, through: last, by: Scene.step) {
            take(second, &scene, shop: shop, others: others)
        }
        return scene
    }

    @discardableResult
    static func take(
        _ second: Int,
        _ scene: inout Scene,
        service: String = "shop",
        shop: (Int) -> Double = { _ in 0 },
        others: Shares
    ) -> [DashboardEffect] {
        var report = Scene.report(service: service)
        report.key = ServiceKey(of: ["job": service])
        report.services = services([("shop", shop(second))] + others(second))
        report.servicesAt = Scene.moment(second)
        let isFirst = second == 300
        let update = Scene.update(
            from: isFirst ? 0 : second - 60,
            through: second,
            isFull: isFirst,
            report: report,
            errors: service == "shop" ? shop : { _ in 0.3 }
        )
        let effects = scene.send(.source(update))
        scene.send(.tick(update.snapshot.at))
        return effects
    }

    private static let payments: Shares = { [("payments", $0 >= 345 ? 0.3 : 0), ("cart", 0)] }

    private static func select(_ name: String) -> [DashboardEffect] {
        [.selectService(ServiceKey(of: ["job": name]), profile: "go")]
    }

    private static func rows(_ scene: Scene, _ columns: Int, _ rows: Int) -> [String] {
        let frame = DashboardView.frame(scene.state, size: TerminalSize(columns: columns, rows: rows))
        return (0..<rows).map { frame.buffer.row($0) }
    }

    static let scenes = ["worse", "called", "earlier", "chain"]

    static func scene(named name: String) -> Scene {
        let shop: @Sendable (Int) -> Double = { $0 >= 375 ? 0.2 : 0 }
        switch name {
        case "worse": return scene(others: payments)
        case "called": return scene(calls: ["shop": ["payments"]], shop: shop, others: payments)
        case "chain":
            return scene(calls: ["shop": ["cart"], "cart": ["payments"]], shop: shop) { second in
                [
                    ("payments", second >= 345 ? 0.6 : 0), ("cart", second >= 360 ? 0.3 : 0),
                    ("other", second >= 360 ? 0.5 : 0),
                ]
            }
        default: return scene(shop: shop, others: payments)
        }
    }

    @Test("The screen", arguments: scenes, [TerminalSize(columns: 80, rows: 24), TerminalSize(columns: 40, rows: 12)])
    func screen(name: String, size: TerminalSize) {
        let frame = DashboardView.frame(Self.scene(named: name).state, size: size)
        #expect(snapshotFailure(of: frame, named: "others-\(name)-\(size.columns)x\(size.rows)") == nil)
    }

    @Test("One that is worse is named in row 1, or in row 3 of a narrow screen")
    func named() {
        let scene = Self.scene(named: "worse")
        #expect(Self.rows(scene, 80, 24)[0].contains("▲ payments CRIT 1m"))
        #expect(Self.rows(scene, 40, 12)[2].hasPrefix("▲payments CRIT 1m"))
        let well = Self.scene { _ in [("payments", 0), ("cart", 0)] }
        #expect(!Self.rows(well, 80, 24).contains { $0.contains("CRIT") })
    }

    @Test(
        "A long name is cut, and the alarm never pushed out",
        arguments: [72, 80, 112, 200],
        ["p", String(repeating: "payments-", count: 9), "支付服务支付服务支付服务支付服务"]
    )
    func long(columns: Int, name: String) {
        var scene = Self.scene { [(name, $0 >= 345 ? 0.3 : 0)] }
        scene.state.settings.source = "@prometheus.monitoring.svc.cluster.local:9090"
        #expect(Self.rows(scene, columns, 24)[0].contains("CRIT"))
    }

    @Test("! opens the cause, else one that is worse, else any other that is broken; else it says that none is")
    func key() {
        for name in Self.scenes {
            var scene = Self.scene(named: name)
            #expect(scene.send(.key(.character("!"))) == Self.select("payments"), "\(name)")
            #expect(scene.state.isFromList && scene.state.overlay == .none)
        }
        var same = Self.scene(shop: { $0 >= 330 ? 0.2 : 0 }, others: Self.payments)
        #expect(same.send(.key(.character("!"))) == Self.select("payments"))
        var well = Self.scene { _ in [("payments", 0)] }
        #expect(well.send(.key(.character("!"))).isEmpty && well.state.notice?.text == "no other service is broken")
    }

    @Test("Opened without a service the screen goes to the worst by itself, as an event, at most once a minute")
    func follow() {
        var scene = Self.scene(through: 330, follows: true, others: Self.payments)
        #expect(Self.take(345, &scene, others: Self.payments) == Self.select("payments"))
        // It is asked for once a minute, however long it takes.
        for second in [360, 375, 390] { #expect(Self.take(second, &scene, others: Self.payments).isEmpty) }
        #expect(Self.take(405, &scene, others: Self.payments) == Self.select("payments"))
        Self.take(420, &scene, service: "payments", others: Self.payments)
        #expect(scene.state.settings.service == "payments")
        #expect(scene.state.live.events.contains { $0.kind == .switched && $0.text == "payments is worse: CRIT" })
    }

    @Test("It does not go to one that is less bad than the list has the one it leaves")
    func leaves() {
        var scene = Self.scene(through: 330, follows: true) { _ in [("payments", 0)] }
        func look(_ second: Int, listed: Int) -> [DashboardEffect] {
            let shop = { (at: Int) in (345..<375).contains(at) ? 0.2 : 0 }
            var report = Scene.report(service: "shop")
            report.key = ServiceKey(of: ["job": "shop"])
            report.services = Self.services([("shop", shop(listed)), ("payments", 0)])
            report.services[1].p99 = listed >= 345 ? 3 : 0.128
            report.servicesAt = Scene.moment(listed)
            let update = Scene.update(
                from: second - 60,
                through: second,
                isFull: false,
                report: report,
                errors: shop
            )
            let effects = scene.send(.source(update))
            scene.send(.tick(update.snapshot.at))
            return effects
        }
        #expect(look(345, listed: 345).isEmpty && look(360, listed: 360).isEmpty)
        #expect(scene.state.live.verdict.urgency == .critical)
        // The list's numbers are older than the screen's.
        #expect(look(375, listed: 360).isEmpty)
        #expect(scene.state.live.verdict.urgency == .none)
        #expect(look(390, listed: 390) == Self.select("payments"))
    }

    @Test(
        "After a key, with a panel open, paused or with a chart chosen it stays; so it does where a service was asked for",
        arguments: ["p", "S", "?", "1", "u", "asked", "!"]
    )
    func stays(key: String) {
        var scene = Self.scene(through: 330, follows: key != "asked", others: Self.payments)
        if key != "asked" { scene.send(.key(.character(Character(key)))) }
        for second in [345, 360, 375] { #expect(Self.take(second, &scene, others: Self.payments).isEmpty) }
    }

    @Test("A page, and targets that are scraped in a server's place, stay as they are")
    func pages() {
        for kind in ["direct", "prom"] {
            var scene = Self.scene(through: 330, follows: true, others: Self.payments)
            var report = Scene.report(fallback: kind == "prom" ? "refused" : nil)
            report.kind = kind
            report.key = ServiceKey(of: ["job": "shop"])
            report.services = Self.services([("shop", 0), ("payments", 0.3)])
            report.servicesAt = Scene.moment(360)
            let update = Scene.update(from: 300, through: 360, isFull: false, report: report)
            #expect(scene.send(.source(update)).isEmpty)
        }
    }

    @Test("Refused requests stand beside ok in the list")
    func refused() {
        var scene = Self.scene(others: { _ in [("payments", 0)] })
        scene.send(.key(.character("S")))
        scene.state.live.report?.services[1].refusals = Refusals(share: 0.9, word: "4xx")
        for (columns, rows) in [(40, 12), (80, 24), (160, 40)] {
            let told = Self.rows(scene, columns, rows).first { $0.contains("payments") && $0.contains("200") }
            #expect(told?.contains("ok 4xx 90%") == true, "\(columns): \(told ?? "no row")")
        }
    }

    @Test("What new series brought is an estimate in the list, and marked as one")
    func estimated() {
        var scene = Self.scene(others: { _ in [("payments", 0.02)] })
        scene.send(.key(.character("S")))
        let plain = Self.rows(scene, 160, 40).joined(separator: "\n")
        #expect(plain.contains("payments") && !plain.contains("new series"))
        scene.state.live.report?.services[1].isEstimated = true
        let told = Self.rows(scene, 160, 40).first { $0.contains("payments") && $0.contains("~200") }
        #expect(told?.contains("~2.00%") == true, "\(told ?? "no row")")
    }
}
