import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import TerminalUITestKit
import Testing

@Suite("Notes that people write down")
struct NoteTests {
    private static func typed(_ text: String, in scene: inout Scene) {
        scene.send(.key(.character("c")))
        for character in text { scene.send(.key(.character(character))) }
    }

    @Test("Every key is text while a note is written; Enter has it known with the moment that is shown")
    func written() {
        var scene = Scene.incident()
        Self.typed("db quick? l", in: &scene)
        #expect(scene.state.note?.input.text == "db quick? l")
        #expect(scene.state.overlay == .none && scene.state.chaos?.waiting == nil)
        let at = scene.state.live.snapshot?.at ?? scene.state.now
        #expect(scene.send(.key(.enter)) == [.note("db quick? l", at: at)])
        #expect(scene.state.note == nil)
    }

    @Test("At the cursor it is about the moment there, and among the events of then")
    func atCursor() throws {
        var scene = CursorScene.back(6)
        let at = try #require(scene.state.cursor?.at)
        Self.typed("here", in: &scene)
        #expect(scene.send(.key(.enter)) == [.note("here", at: at)])
        scene.send(.noted("here", at: at))
        #expect(scene.state.shown.events.contains { $0.kind == .note && $0.at == at && $0.text == "here" })
        #expect(scene.state.live.events.contains { $0.kind == .note && $0.at == at })
        #expect(scene.state.live.events == scene.state.live.events.sorted { $0.at < $1.at })
    }

    @Test(
        "Esc and Ctrl-C write nothing, nor does Enter where nothing was written",
        arguments: [Key.escape, .control("c"), .enter]
    )
    func left(key: Key) {
        var scene = Scene.incident()
        Self.typed(key == .enter ? "  " : "no", in: &scene)
        #expect(scene.send(.key(key)).isEmpty)
        #expect(scene.state.note == nil)
    }

    @Test("A note stays while the screen is paused, and after")
    func paused() {
        var scene = Scene.incident()
        scene.send(.key(.character("p")))
        let at = scene.state.shownNow
        scene.send(.noted("paused", at: at))
        #expect(scene.state.shown.events.contains { $0.text == "paused" })
        scene.send(.key(.character("p")))
        #expect(scene.state.shown.events.contains { $0.text == "paused" })
    }
}

@Suite("Screens of notes and replays")
struct ReplayScreenTests {
    private static let sizes = [(40, 12), (80, 24), (120, 40), (200, 60)].map { TerminalSize(columns: $0, rows: $1) }

    private static func scene(_ name: String) -> Scene {
        var scene = Scene.incident()
        switch name {
        case "note":
            scene.send(.noted("cache was emptied", at: scene.state.now - .seconds(40)))
            for key in "c pool is full" { scene.send(.key(.character(key))) }
        case "replay": scene.state.replay = Replay(speed: 8)
        default:
            scene.state.replay = Replay(speed: 60)
            scene.send(.replayEnded("the recording ends here"))
        }
        return scene
    }

    @Test("Each has its screen at every size", arguments: ["note", "replay", "replay-end"], sizes)
    func screens(name: String, size: TerminalSize) {
        let frame = DashboardView.frame(Self.scene(name).state, size: size)
        #expect(snapshotFailure(of: frame, named: "\(name)-\(size.columns)x\(size.rows)") == nil)
    }
}
