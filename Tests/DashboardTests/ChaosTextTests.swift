import Dashboard
import GoldenSignals
import PromModel
import TerminalUI
import TerminalUITestKit
import Testing

@Suite("Chaos on the screen")
struct ChaosTextTests {
    @Test("An injected fault tells its delay, and only the built-in one that it has no end")
    func delay() {
        var scene = Scene()
        let latency = FaultStatus(
            name: "latency",
            route: "/",
            share: 0.5,
            isActive: true,
            isBuiltin: false,
            delay: .milliseconds(800)
        )
        scene.send(.faults(.faults([latency, Scene.defect(isActive: true)]), at: Timestamp(milliseconds: 0)))
        scene.send(.key(.character("x")))
        let frame = DashboardView.frame(scene.state, size: TerminalSize(columns: 80, rows: 24))
        let text = SnapshotText.text(of: frame.buffer)
        #expect(text.contains("[x] ON   latency +800ms 50% on /  "))
        #expect(text.contains("[x] ON   errors 20% on /risky, built in, no end"))
    }

    @Test("A first value over its limit is no breach yet, and not ok either; the next one decides")
    func suspect() {
        var scene = Scene.healthy()
        let row = { (scene: Scene) in
            let frame = DashboardView.frame(scene.state, size: TerminalSize(columns: 80, rows: 24))
            return frame.buffer.text.split(separator: "\n").dropFirst().first ?? ""
        }
        scene.poll(Scene.snapshot(121, errors: 0.2))
        #expect(row(scene).contains("% > 1%  just now; the next poll decides"))
        scene.poll(Scene.snapshot(122, errors: 0.2))
        #expect(row(scene).contains("CRIT 5xx "))
    }
}
