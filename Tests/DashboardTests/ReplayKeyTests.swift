import Dashboard
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("Keys over a recording")
struct ReplayKeyTests {
    private static func scene(hasChaos: Bool = true) -> Scene {
        var scene = Scene.incident()
        if !hasChaos { scene.state.chaos = nil }
        scene.state.replay = Replay(speed: 8)
        return scene
    }

    @Test("< and > set the speed, load or not", arguments: [true, false])
    func speed(hasChaos: Bool) {
        var scene = Self.scene(hasChaos: hasChaos)
        #expect(scene.send(.key(.character(">"))) == [.play(speed: 16, isHeld: false)])
        #expect(scene.state.replay?.speed == 16)
        #expect(scene.send(.key(.character(","))) == [.play(speed: 8, isHeld: false)])
        scene.state.replay?.speed = 3600
        #expect(scene.send(.key(.character(">"))).isEmpty)
    }

    @Test("Space holds the recording, and lets it go on")
    func hold() {
        var scene = Self.scene()
        #expect(scene.send(.key(.character(" "))) == [.play(speed: 8, isHeld: true)])
        #expect(scene.send(.key(.character(">"))) == [.play(speed: 16, isHeld: true)])
        #expect(scene.send(.key(.character(" "))) == [.play(speed: 16, isHeld: false)])
    }

    @Test("What would ask or switch something says that it cannot", arguments: ["g", "R", "!"])
    func refused(key: String) {
        var scene = Self.scene()
        let before = scene.state
        #expect(scene.send(.key(.character(Character(key)))).isEmpty)
        #expect(
            scene.state.notice?.text == "a recording holds what was collected; nothing else can be asked or switched"
        )
        #expect(scene.state.chaos == before.chaos && scene.state.dimension == before.dimension)
    }

    @Test("Of a Prometheus's recording nothing is asked when looking back")
    func lookingBack() {
        var scene = PrometheusViewTests.scene(named: "live")
        scene.state.replay = Replay(speed: 1)
        for key in [Key.left, .home, .character("["), .character("-"), .character("b")] {
            let effects = scene.send(.key(key))
            #expect(effects.isEmpty, "\(key)")
        }
    }

    @Test("Words stand as long as on a live screen, however fast time goes by")
    func notices() {
        var scene = Self.scene()
        let now = scene.state.now
        scene.send(.notice("hear"))
        scene.send(.tick(now + .seconds(47)))
        #expect(scene.state.notice?.text == "hear")
        scene.send(.tick(now + .seconds(49)))
        #expect(scene.state.notice == nil)
    }

    @Test("Row 1 says that it is a recording, how fast it goes, and that it is over", arguments: [40, 80, 120])
    func header(columns: Int) {
        var scene = Self.scene()
        func row() -> String {
            let frame = DashboardView.frame(scene.state, size: TerminalSize(columns: columns, rows: 24))
            return frame.buffer.text.split(separator: "\n").first.map(String.init) ?? ""
        }
        #expect(row().contains("REPLAY 8x") && !row().contains("LIVE"))
        scene.send(.replayEnded("the recording ends here"))
        #expect(row().contains("REPLAY END"))
        #expect(scene.state.notice?.text == "the recording ends here")
    }

    @Test("Several events at once do what they do one after the other")
    func several() {
        var (one, all) = (Scene(), Scene())
        let events = (0..<5).map { second in
            DashboardEvent.source(
                SourceUpdate(snapshot: Scene.snapshot(second), targets: [], failure: nil, cost: .zero)
            )
        }
        for event in events { one.send(event) }
        all.send(.several([.several(Array(events.prefix(2)))] + events.dropFirst(2)))
        #expect(one.state == all.state)
    }
}
