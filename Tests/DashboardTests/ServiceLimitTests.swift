import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("Dashboard update: limits of single services")
struct ServiceLimitTests {
    private static func limit(_ threshold: Double, _ severity: Severity = .critical) -> Limit {
        Limit(signal: .errorShare, threshold: threshold, severity: severity, isDefault: false)
    }

    /// Five minutes of `shop`, of whose requests 5 % fail all the time; `cart` may have 10 %.
    private static func scene(shop: [Limit]? = nil) -> Scene {
        var scene = Scene.prometheus()
        scene.state.settings.serviceLimits = ["cart": [limit(0.1)]]
        if let shop { scene.state.settings.serviceLimits["shop"] = shop }
        scene.take(update("shop", from: 0, through: 300, isFull: true))
        return scene
    }

    private static func update(_ service: String, from first: Int, through last: Int, isFull: Bool) -> SourceUpdate {
        Scene.update(from: first, through: last, isFull: isFull, report: Scene.report(service: service)) { _ in 0.05 }
    }

    private static func isCritical(_ scene: Scene) -> Bool {
        if case .breach(let breach) = scene.state.live.verdict { breach.limit.severity == .critical } else { false }
    }

    @Test("A service has its own limits, or those of all")
    func lookup() {
        let scene = Self.scene()
        #expect(scene.state.settings.limits(of: nil, called: "cart") == [Self.limit(0.1)])
        #expect(scene.state.settings.limits(of: nil, called: "shop") == Limit.defaults)
        #expect(scene.state.settings.limits == Limit.defaults && Self.isCritical(scene))
    }

    @Test("Its own limits are taken from its first answer on")
    func first() {
        let scene = Self.scene(shop: [Self.limit(0.01, .warning)])
        #expect(scene.state.settings.limits == [Self.limit(0.01, .warning)])
        guard case .breach(let breach) = scene.state.live.verdict else {
            Issue.record("\(scene.state.live.verdict)")
            return
        }
        #expect(breach.limit.severity == .warning && breach.breach.isOlderThanData)
    }

    @Test("Another service is judged anew, by its own limits, and back again by those of all")
    func switched() {
        var scene = Self.scene()
        #expect(Self.isCritical(scene))
        scene.take(Self.update("cart", from: 15, through: 315, isFull: true))
        #expect(scene.state.settings.limits == [Self.limit(0.1)])
        #expect(scene.state.live.verdict == .ok(since: Scene.moment(15)))
        #expect(scene.state.live.events.isEmpty)
        scene.take(Self.update("shop", from: 30, through: 330, isFull: true))
        #expect(scene.state.settings.limits == Limit.defaults && Self.isCritical(scene))
        #expect(scene.onset == 30)
    }

    @Test("Answers of the same service leave its verdict's memory")
    func kept() {
        var scene = Self.scene(shop: [Self.limit(0.04)])
        #expect(scene.onset == 0)
        scene.take(Self.update("shop", from: 255, through: 315, isFull: false))
        #expect(scene.onset == 0)
    }

    @Test("The number that is over its own limit is marked, and one within it is not")
    func marks() {
        var scene = Self.scene()
        func row() -> String? {
            let lines = DashboardView.frame(scene.state, size: .standard).buffer.text.split(separator: "\n")
            return lines.first { $0.hasPrefix("5xx") }.map(String.init)
        }
        #expect(row()?.contains("!") == true && row()?.contains("≤1%") == true)
        scene.take(Self.update("cart", from: 15, through: 315, isFull: true))
        #expect(row()?.contains("!") == false && row()?.contains("≤10%") == true)
    }
}
