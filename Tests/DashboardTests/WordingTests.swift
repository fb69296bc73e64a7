import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import Testing

/// Words of the header and of panels that said something else than what is.
@Suite("Dashboard view: words")
struct WordingTests {
    private static func text(_ scene: Scene, columns: Int = 120) -> String {
        DashboardView.frame(scene.state, size: TerminalSize(columns: columns, rows: 40)).buffer.text
    }

    @Test("A window that is not full leaves no comma behind in the header")
    func header() {
        var scene = Scene.incident()
        scene.state.live.snapshot?.isThin = true
        for columns in 40...200 {
            let frame = DashboardView.frame(scene.state, size: TerminalSize(columns: columns, rows: 12))
            #expect(!frame.buffer.row(0).contains("1m,"), "\(frame.buffer.row(0))")
        }
        #expect(Self.text(scene, columns: 160).contains("win 1m not full"))
    }

    @Test("The load's row says when it ends, however much it has to say", arguments: [72, 80, 100])
    func load(columns: Int) {
        var scene = Scene.trouble()
        scene.state.chaos?.load.unanswered = 188_000
        let rows = Self.text(scene, columns: columns).split(separator: "\n")
        let row = rows.first { $0.contains("load   ● ON") } ?? ""
        #expect(row.contains("ends in 13m24s") && row.contains("no answer 188,000"), "\(row)")
    }

    @Test("A narrow list of services says how long one has been down, or nothing of it")
    func ages() {
        var scene = Scene.incident()
        scene.send(.key(.character("S")))
        let text = DashboardView.frame(scene.state, size: TerminalSize(columns: 40, rows: 12)).buffer.text
        #expect(text.contains("✖DOWN") && !text.contains(">…"), "\(text)")
        #expect(text.contains("Esc closes"))
    }

    @Test("A narrow screen names the key that ends it")
    func quit() {
        let buffer = DashboardView.frame(Scene.trouble().state, size: TerminalSize(columns: 40, rows: 12)).buffer
        #expect(buffer.row(11).contains("q quit"))
    }

    @Test("A source without a list of services is not said to have none")
    func services() {
        var scene = Scene.healthy()
        scene.send(.key(.character("S")))
        #expect(!Self.text(scene).contains("(0"))
    }

    @Test("Where nobody counts bytes none are said", arguments: [(0, ""), (700, "700 B, "), (20_480, "20 KiB, ")])
    func bytes(count: Int, words: String) {
        var scene = Scene.prometheus()
        scene.take(Scene.update(from: 0, through: 300, isFull: true))
        scene.state.live.report?.bytes = count
        scene.send(.key(.character("i")))
        let text = Self.text(scene)
        #expect(text.contains("last poll"))
        #expect(count == 0 ? !text.contains(" B, ") && !text.contains(" KiB, ") : text.contains(words), "\(text)")
    }

    @Test("Without a request nothing recovers: it says what was, and that nothing comes")
    func silent() {
        var scene = Scene(hasChaos: false)
        for second in 0...40 {
            var snapshot = Scene.snapshot(second, rate: second < 40 ? 0.4 : 0)
            // Few requests, all of which fail, and then none for as long as chance may bring.
            if second < 40 { snapshot.readings[.errorShare] = SignalReading(.value(second < 10 ? 0 : 1)) }
            scene.poll(snapshot)
        }
        guard case .breach = scene.state.live.verdict else {
            Issue.record("\(scene.state.live.verdict)")
            return
        }
        for columns in [40, 60, 80, 120, 200] {
            let size = TerminalSize(columns: columns, rows: 24)
            let row = DashboardView.frame(scene.state, size: size).buffer.row(1)
            #expect(row.contains("no request now"), "\(columns): \(row)")
            #expect(!row.contains("recovering") && !row.contains("idle"), "\(columns): \(row)")
        }
    }
}
