import Dashboard
import GoldenSignals
import PromModel
import TerminalUI
import TerminalUITestKit
import Testing

@Suite("The focus, and what Enter, e and Esc do with it")
struct FocusTests {
    private static let size = TerminalSize(columns: 120, rows: 40)

    /// An incident whose rows can be asked for by themselves.
    private static func incident() -> Scene {
        var scene = Scene.incident()
        scene.send(.resized(size))
        scene.state.live.report?.expressions = [
            .requestRate: "sum(rate(http_requests_total{job=\"checkout\"}[1m]))",
            .errorShare: "(sum(rate(http_requests_total{job=\"checkout\",status=~\"5..\"}[1m]))) / "
                + "(sum(rate(http_requests_total{job=\"checkout\"}[1m])) > 0)",
        ]
        scene.state.live.snapshot?.breakdown?.rows[0].labels = ["method": "POST", "route": "/pay"]
        return scene
    }

    private static func text(_ scene: Scene) -> String {
        DashboardView.frame(scene.state, size: size).buffer.text
    }

    @Test("Down goes through the numbers, then through the rows of who, and up comes back")
    func moves() {
        var scene = Self.incident()
        for signal in Signal.allCases {
            scene.send(.key(.down))
            #expect(scene.state.focus == signal && scene.state.row == nil)
        }
        scene.send(.key(.down))
        #expect(scene.state.focus == nil && scene.state.row == "POST /pay")
        scene.send(.key(.down))
        #expect(scene.state.row == "GET /cart/{id}")
        scene.send(.key(.up))
        scene.send(.key(.up))
        #expect(scene.state.focus == .saturation && scene.state.row == nil)
        for _ in 0..<7 { scene.send(.key(.up)) }
        #expect(scene.state.focus == nil && scene.state.row == nil)
        scene.send(.key(.up))
        #expect(scene.state.row == "GET /static/6" || scene.state.row != nil)
        scene.send(.key(.escape))
        #expect(scene.state.row == nil)
    }

    @Test("What first values have added to a number stands below its PromQL, and in what is handed on")
    func added() {
        var scene = Self.incident()
        scene.state.live.snapshot?.firstRequests = 28.4
        scene.state.live.snapshot?.firstFailures = 28.4
        scene.send(.key(.character("e")))
        let words = "first values of new series in 60s: 28 requests, 28 of them failed"
        #expect(Self.text(scene).ranges(of: words).count == 2, "\(Self.text(scene))")
        let text = Evidence(scene.state).expressionText
        #expect(text.contains("# 5xx at 2026-11-20T17:10:00Z, and \(words)\n("))
        scene.state.live.snapshot?.firstRequests = 0
        scene.state.live.snapshot?.firstFailures = nil
        #expect(!Evidence(scene.state).expressionText.contains("first values"))
        #expect(!Self.text(scene).contains("first values"))
    }

    @Test("Enter on a row of who asks for that part alone, within what is narrowed already; Esc for all of it again")
    func narrows() {
        var scene = Self.incident()
        for _ in 0..<8 { scene.send(.key(.down)) }
        #expect(scene.send(.key(.enter)) == [.narrow(to: ["method": "POST", "route": "/pay"])])
        #expect(scene.state.row == nil)
        scene.state.live.report?.narrowing = ["instance": "pod-7:8080"]
        for _ in 0..<8 { scene.send(.key(.down)) }
        let part: Labels = ["instance": "pod-7:8080", "method": "POST", "route": "/pay"]
        #expect(scene.send(.key(.enter)) == [.narrow(to: part)])
        #expect(Self.text(scene).split(separator: "\n").first?.contains("checkout{instance=pod-7:8080}") == true)
        #expect(scene.send(.key(.escape)) == [.narrow(to: Labels())])
    }

    @Test("What was shown of all of it is nothing to compare a part with: it begins anew")
    func anew() {
        var scene = Scene.watching()
        scene.send(.key(.left))
        scene.send(.key(.character("m")))
        var report = Scene.report()
        report.narrowing = ["route": "/pay"]
        scene.take(Scene.update(from: 315, through: 375, isFull: true, report: report))
        #expect(scene.seconds.first == 315)
        #expect(scene.state.cursor == nil && scene.state.marks == nil)
    }

    @Test("A row without labels of its own says that it cannot be asked for")
    func other() {
        var scene = Self.incident()
        for _ in 0..<9 { scene.send(.key(.down)) }
        #expect(scene.send(.key(.enter)).isEmpty)
        #expect(scene.state.notice?.text == "this row is none that can be asked for by itself")
    }

    @Test("e shows the PromQL with its value: of the focus, else of all, and why there is none")
    func expressions() {
        var scene = Self.incident()
        scene.send(.key(.character("e")))
        let all = Self.text(scene)
        #expect(all.contains("PromQL at 17:10:00") && all.contains("RPS  1.24k/s") && all.contains("5xx  7.21%!"))
        #expect(all.contains("nothing tells it"))
        scene.send(.key(.character("e")))
        #expect(scene.state.overlay == .none)
        scene.send(.key(.character("3")))
        scene.send(.key(.character("e")))
        let one = Self.text(scene)
        #expect(one.contains("status=~\"5..\"") && !one.contains("nothing tells it"))
    }

    @Test("The PromQL has its screen at each size", arguments: ScreenSizes.standard)
    func screens(size: TerminalSize) {
        var scene = Self.incident()
        scene.send(.resized(size))
        scene.send(.key(.character("e")))
        let frame = DashboardView.frame(scene.state, size: size)
        #expect(snapshotFailure(of: frame, named: "promql-\(size.columns)x\(size.rows)") == nil)
    }
}
