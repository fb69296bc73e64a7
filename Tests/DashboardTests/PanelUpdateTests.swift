import Dashboard
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("Dashboard update: panels")
struct PanelUpdateTests {
    private static func scene() -> Scene {
        var scene = Scene.prometheus()
        var report = Scene.report(service: "shop")
        report.services = ["cart", "shop", "web"].map {
            ServiceOverview(service: ServiceKey(of: ["job": $0]), profile: "go")
        }
        report.alerts = (0..<3).map { index in
            AlertStatus(
                name: "A\(index)",
                isFiring: true,
                since: nil,
                labels: [:],
                summary: "",
                signal: nil,
                concernsService: true
            )
        }
        report.explanation = (0..<30).map { "line \($0)" }
        scene.take(Scene.update(from: 0, through: 300, isFull: true, report: report))
        return scene
    }

    @Test(
        "A panel opens and closes with its key, and Esc closes it",
        arguments: [
            ("t", .targets(first: 0)), ("a", .alerts(first: 0)), ("S", .services(selected: 1)), ("i", .about(first: 0)),
        ] as [(Character, DashboardState.Overlay)]
    )
    func toggled(key: Character, panel: DashboardState.Overlay) {
        var scene = Self.scene()
        #expect(scene.send(.key(.character(key))).isEmpty)
        #expect(scene.state.overlay == panel)
        scene.send(.key(.character(key)))
        #expect(scene.state.overlay == .none)
        scene.send(.key(.character(key)))
        scene.send(.key(.escape))
        #expect(scene.state.overlay == .none)
    }

    @Test("One panel's key opens it over another")
    func replaced() {
        var scene = Self.scene()
        for key in ["t", "a", "i"] as [Character] { scene.send(.key(.character(key))) }
        #expect(scene.state.overlay == .about(first: 0))
    }

    @Test(
        "Keys move within the rows",
        arguments: [
            ([.down], 1), ([.character("j"), .character("j")], 2), ([.down, .up], 0), ([.up], 0), ([.end], 29),
            ([.end, .down], 29), ([.pageDown], 20), ([.pageDown, .pageUp], 0), ([.end, .home], 0),
            ([.end, .character("k")], 28),
        ] as [([Key], Int)]
    )
    func moved(keys: [Key], row: Int) {
        var scene = Self.scene()
        scene.send(.key(.character("i")))
        for key in keys { scene.send(.key(key)) }
        #expect(scene.state.overlay == .about(first: row))
    }

    @Test("The services panel begins at the service on the screen, and Enter asks for the selected one")
    func services() {
        var scene = Self.scene()
        scene.send(.key(.character("S")))
        #expect(scene.state.overlay == .services(selected: 1))
        scene.send(.key(.down))
        let effects = scene.send(.key(.enter))
        #expect(effects == [.selectService(ServiceKey(of: ["job": "web"]), profile: "go")])
        #expect(scene.state.overlay == .none)
        #expect(scene.state.notice?.text == "asking for web by the profile go; Esc returns")
    }

    @Test("Without a report the panels are empty, and Enter asks for nothing")
    func empty() {
        for key in ["t", "a", "S", "i"] as [Character] {
            var scene = Scene.prometheus()
            scene.send(.key(.character(key)))
            scene.send(.key(.down))
            #expect(scene.send(.key(.enter)).isEmpty)
        }
    }

    @Test("Other keys keep their meaning while a panel is open")
    func others() {
        var scene = Self.scene()
        scene.send(.key(.character("t")))
        #expect(scene.send(.key(.character("q"))) == [.quit(status: 0)])
        #expect(scene.send(.key(.character("R"))) == [.pollNow])
    }
}
