import Dashboard
import GoldenSignals
import TerminalUI
import Testing

/// What is printed or handed on names no key: there is nobody to press it.
@Suite("Dashboard view: hints at keys")
struct KeyHintTests {
    private static func rows(_ scene: Scene) -> String {
        let buffer = DashboardView.frame(scene.state, size: TerminalSize(columns: 120, rows: 40)).buffer
        return buffer.row(1) + buffer.row(2)
    }

    /// Nothing counts requests, and the source tells what came nearest.
    private static func silent() -> Scene {
        var scene = Scene(hasChaos: false)
        var report = SourceReport(
            service: "unstable-api",
            source: "127.0.0.1:8000",
            kind: "direct",
            window: .seconds(15),
            interval: .seconds(1)
        )
        report.noDataAdvice = "2 metrics, none that counts requests"
        report.explanation = ["no           http_client_requests_total: counts what the service asks others"]
        for second in 0...5 {
            var snapshot = SignalSnapshot(at: Scene.moment(second), window: .seconds(15))
            (snapshot.targetsUp, snapshot.targetsTotal) = (1, 1)
            var update = SourceUpdate(
                snapshot: snapshot,
                targets: [Scene.target(at: second)],
                failure: nil,
                cost: .milliseconds(2)
            )
            update.report = report
            scene.send(.source(update))
            scene.send(.tick(snapshot.at))
        }
        return scene
    }

    @Test("The screen names the key that fixes the fault, and the one that tells what came nearest")
    func screen() {
        #expect(Self.rows(Scene.trouble()).contains("(f fixes it)"))
        #expect(Self.rows(Self.silent()).contains("none that counts requests (i tells what came nearest)"))
    }

    @Test("What is printed does not")
    func printed() {
        for (scene, sign) in [(Scene.trouble(), "(f"), (Self.silent(), "(i")] {
            var printed = scene
            printed.state.hasKeys = false
            #expect(!Self.rows(printed).contains(sign))
            #expect(!StreamLine.text(scene.state).contains(sign))
            #expect(!StreamLine.evidence(scene.state).joined().contains(sign))
            #expect(!Evidence(scene.state).text.contains(sign))
        }
    }

    @Test("A passing notice takes the place of nothing in the evidence")
    func notice() {
        var scene = Scene.trouble()
        let before = StreamLine.evidence(scene.state)
        scene.send(.notice("the latency axis is linear"))
        #expect(StreamLine.evidence(scene.state) == before)
    }
}
