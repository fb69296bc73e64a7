import Dashboard
import GoldenSignals
import PromModel
import TerminalUI
import TerminalUITestKit
import Testing

@Suite("Dashboard: objectives")
struct ObjectiveTests {
    private static let sizes = [(40, 12), (80, 24), (120, 40)].map { TerminalSize(columns: $0.0, rows: $0.1) }

    private static func text(_ scene: Scene, _ columns: Int, _ rows: Int) -> String {
        DashboardView.frame(scene.state, size: TerminalSize(columns: columns, rows: rows)).buffer.text
    }

    @Test("The line and the panel", arguments: ["line", "panel"], sizes)
    func screens(name: String, size: TerminalSize) {
        var scene = ObjectiveScene.scene([ObjectiveScene.kept, ObjectiveScene.burning], isOpen: name == "panel")
        scene.state.size = size
        let frame = DashboardView.frame(scene.state, size: size)
        let failure = snapshotFailure(of: frame, named: "objectives-\(name)-\(size.columns)x\(size.rows)")
        #expect(failure == nil, "\(failure ?? "")")
    }

    @Test("The line tells the worst one, what is left, how fast it goes, and how full the period is")
    func line() throws {
        let scene = ObjectiveScene.scene([ObjectiveScene.kept, ObjectiveScene.burning])
        let rows = Self.text(scene, 120, 40).split(separator: "\n")
        let line = try #require(rows.first { $0.hasPrefix("slo ") })
        for part in [
            "PAGE! 1h/5m", "availability 99.9%/30d", "72.4% left", "burns 16.2x", "gone in 1d8h", "30d 7% full",
            "+1 (o)",
        ] {
            #expect(line.contains(part), "\(part): \(line)")
        }
    }

    @Test("Without an objective, or with what is usual alone, no row is taken for it")
    func none() {
        let usual = ObjectiveScene.report(ObjectiveScene.burning.status.objective, burning: 1, spent: 0, origin: .usual)
        for reports in [[], [usual]] {
            #expect(!Self.text(ObjectiveScene.scene(reports), 80, 24).contains("\nslo "))
        }
        let open = Self.text(ObjectiveScene.scene([usual], isOpen: true), 80, 24)
        #expect(open.contains("nobody promised it"))
    }

    @Test("The panel tells windows that are not full, low traffic, and what is held back")
    func panel() {
        let few = ObjectiveScene.report(
            ObjectiveScene.burning.status.objective,
            burning: 16,
            spent: 1.2,
            fullness: 0.01,
            events: 12,
            hasCurve: false
        )
        let text = Self.text(ObjectiveScene.scene([few], isOpen: true), 120, 40)
        for part in [
            "20.0% overspent", "low traffic", "held back: fewer than 20", "window 30% full", "30d 1% full",
            "budget gone",
        ] {
            #expect(text.contains(part), "\(part):\n\(text)")
        }
    }

    @Test("Opening asks, closing by any key tells so, and the answer is shown at once")
    func asking() {
        var scene = ObjectiveScene.scene([])
        #expect(scene.send(.key(.character("o"))) == [.objectives(areShown: true)])
        scene.send(.objectives([ObjectiveScene.burning]))
        #expect(Self.text(scene, 80, 24).contains("PAGE"))
        #expect(scene.send(.key(.escape)) == [.objectives(areShown: false)])
        scene.send(.key(.character("o")))
        #expect(scene.send(.key(.character("t"))) == [.objectives(areShown: false)])
        #expect(scene.send(.key(.character("t"))).isEmpty)
    }

    @Test("In the past nothing is said of them, and a frozen screen keeps those of then")
    func past() {
        var scene = ObjectiveScene.scene([ObjectiveScene.burning])
        scene.send(.key(.character("p")))
        scene.send(.objectives([ObjectiveScene.kept]))
        #expect(Self.text(scene, 80, 24).contains("PAGE"))
        scene.send(.key(.character("p")))
        scene.send(.key(.left))
        #expect(scene.state.objectives.isEmpty)
        scene.state.settings.hasObjectives = true
        #expect(Self.text(scene, 80, 24).contains("told of now alone"))
    }
}
