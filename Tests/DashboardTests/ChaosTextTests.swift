import Dashboard
import Diagnosis
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

    @Test("A value over its limit that may be chance is no breach yet, and not ok either")
    func suspect() {
        var scene = Scene.healthy()
        scene.poll(Scene.snapshot(121, errors: 0.011))
        #expect(row(2, scene).contains("% > 1%  may be chance: "))
        scene.poll(Scene.snapshot(122, errors: 0.2))
        #expect(row(2, scene).contains("CRIT 5xx "))
    }

    @Test("Of several faults the one where the failures are is named; one that hits nothing is not")
    func fault() {
        var scene = Scene.healthy()
        for second in 121...125 {
            var snapshot = Scene.snapshot(second, errors: 0.2)
            snapshot.faults = [
                .init(name: "errors", route: "/", share: 0.05), .init(name: "latency", route: "/risky", share: 0.5),
                .init(name: "errors", route: "/risky", share: 0.2),
            ]
            scene.poll(snapshot)
        }
        #expect(row(3, scene).contains("fault \"errors 20%\" is active there"))
        for second in 126...130 {
            var snapshot = Scene.snapshot(second, errors: 0.2)
            snapshot.faults = [
                .init(name: "errors", route: "/risky", share: 0), .init(name: "errors", route: "/nobody", share: 0.3),
                .init(name: "latency", route: "*", share: 0.5), .init(name: "errors", route: "*", share: 0.05),
            ]
            scene.poll(snapshot)
        }
        #expect(row(3, scene).contains("fault \"errors 5%\" is active on *"))
    }

    @Test("A second breach that is under its limit again is recovering, not over it")
    func recovering() {
        var scene = Scene.healthy()
        for second in 121...130 { scene.poll(Scene.snapshot(second, errors: 0.2, p99: 1.4)) }
        #expect(row(2, scene, columns: 160).contains("> 1s for 9s"))
        for second in 131...133 { scene.poll(Scene.snapshot(second, errors: 0.2)) }
        #expect(row(2, scene, columns: 160).contains("(limit 1s, recovering)"))
    }

    /// A row of the screen, counted from 1.
    private func row(_ number: Int, _ scene: Scene, columns: Int = 100) -> String {
        let frame = DashboardView.frame(scene.state, size: TerminalSize(columns: columns, rows: 30))
        let rows = frame.buffer.text.split(separator: "\n", omittingEmptySubsequences: false)
        return rows.count >= number ? String(rows[number - 1]) : ""
    }
}
