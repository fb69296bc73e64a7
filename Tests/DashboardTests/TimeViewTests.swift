import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("Zoom and pan")
struct TimeViewTests {
    private static func press(_ scene: inout Scene, _ keys: String) -> [DashboardEffect] {
        var effects: [DashboardEffect] = []
        for key in keys { effects = scene.send(.key(.character(key))) }
        return effects
    }

    /// Points of a stretch every 15 s, failing in a part of it.
    private static func points(_ stretch: PastPoints.Stretch, failing: Range<Timestamp>) -> PastPoints {
        var past = PastPoints(stretch)
        past.window = .seconds(60)
        let step = Int64(15_000)
        let first = stretch.from.milliseconds / step * step
        past.points = stride(from: first, through: stretch.through.milliseconds, by: Int(step)).map { milliseconds in
            let at = Timestamp(milliseconds: milliseconds)
            var snapshot = Scene.average(0, errors: failing.contains(at) ? 0.2 : 0)
            snapshot.at = at
            return SignalPoint(snapshot)
        }
        return past
    }

    @Test("Zooming goes through round lengths down to a minute, and 0 is the usual one again")
    func zoom() {
        var scene = CursorScene.back(0)
        let spans = (0..<4).map { _ in
            _ = Self.press(&scene, "+")
            return scene.state.shownSettings.span
        }
        #expect(spans == [.seconds(120), .seconds(60), .seconds(60), .seconds(60)])
        #expect(scene.state.notice?.text == "1m is the shortest time")
        _ = Self.press(&scene, "0")
        #expect(scene.state.view == TimeView() && scene.state.shownSettings.span == .seconds(300))
        #expect(Self.press(&scene, "-").isEmpty)
        #expect(scene.state.shownSettings.span == .seconds(600))
        _ = Self.press(&scene, "-")
        #expect(scene.state.notice?.text == "the source tells of no longer time than this")
    }

    @Test("A page pans as far as its points reach, and says how far that is")
    func page() {
        var scene = CursorScene.back(0)
        _ = Self.press(&scene, "++[")
        #expect(scene.state.view.end == Scene.moment(296 - 30))
        #expect(scene.state.cursor?.at == Scene.moment(266))
        for _ in 0..<20 { _ = Self.press(&scene, "[") }
        #expect(scene.state.view.end == Scene.moment(60))
        #expect(scene.state.notice?.text == "points reach back to 16:40:00")
        for _ in 0..<20 { _ = Self.press(&scene, "]") }
        #expect(scene.state.view.end == nil && scene.state.cursor == nil)
        // As many steps on as back lead to the newest, though it is newer by now.
        _ = Self.press(&scene, "[")
        scene.state.live.snapshot?.at = Scene.moment(300)
        _ = Self.press(&scene, "]")
        #expect(scene.state.view.end == nil && scene.state.cursor == nil)
    }

    @Test("A Prometheus is asked for what was not collected; numbers and verdict are those of then")
    func prometheus() throws {
        var scene = CursorScene.prometheus()
        let effects = Self.press(&scene, "[[")
        guard case .points(let stretch) = try #require(effects.first) else {
            Issue.record("\(effects)")
            return
        }
        let end = try #require(scene.state.view.end)
        #expect(stretch.from <= end - .seconds(300) && stretch.through >= end)
        let failing = (end - .seconds(90))..<(end - .seconds(30))
        let looks = scene.send(.points(Self.points(stretch, failing: failing)))
        let at = try #require(scene.state.cursor?.at)
        #expect(at <= end && end - at < .seconds(15))
        #expect(looks.contains(.look(at: at)))
        // What is asked for again is there already.
        #expect(Self.press(&scene, "+").allSatisfy { if case .points = $0 { false } else { true } })
        while let at = scene.state.cursor?.at, at > end - .seconds(60) { scene.send(.key(.left)) }
        #expect(scene.state.shown.verdict.isCritical)
        #expect(scene.state.shown.snapshot?[.errorShare].value ?? 0 > 0.1)
        #expect(scene.state.shown.verdict.onset.map { failing.contains($0) } == true)
        // Collecting goes on, and does not move it.
        let before = scene.state.cursor
        scene.take(Scene.update(from: 315, through: 375, isFull: false))
        #expect(scene.state.cursor == before)
        scene.send(.key(.end))
        #expect(scene.state.cursor == nil && scene.state.view.end == nil)
        #expect(scene.state.shown == scene.state.live)
    }

    @Test("A long time up to now is the stretch that was asked for, and goes on with what is collected")
    func longLive() throws {
        var scene = CursorScene.prometheus()
        var effects: [DashboardEffect] = []
        while scene.state.shownSettings.span < .seconds(3600) { effects = Self.press(&scene, "-") }
        guard case .points(let stretch) = try #require(effects.first) else {
            Issue.record("\(effects)")
            return
        }
        #expect(scene.send(.points(Self.points(stretch, failing: Scene.start..<Scene.start))).isEmpty)
        #expect(scene.state.cursor == nil && scene.state.shown == scene.state.live)
        let size = TerminalSize(columns: 120, rows: 40)
        let text = DashboardView.frame(scene.state, size: size).buffer.text
        #expect(text.contains("span 1h"))
        scene.take(Scene.update(from: 315, through: 375, isFull: false))
        let last = scene.state.live.history.points.last?.at
        #expect(scene.state.stretch?.history.continued(by: scene.state.live.history).points.last?.at == last)
    }

    @Test("The screen opens in the past once the source is there")
    func opening() throws {
        var scene = Scene.prometheus()
        scene.send(.resized(TerminalSize(columns: 120, rows: 40)))
        scene.state.opening = Scene.start - .seconds(86_400)
        scene.state.view.span = .seconds(21_600)
        let effects = scene.send(.source(Scene.update(from: 0, through: 300, isFull: true)))
        guard case .points(let stretch) = try #require(effects.first) else {
            Issue.record("\(effects)")
            return
        }
        #expect(scene.state.view.end == Scene.start - .seconds(86_400))
        #expect(stretch.from == Scene.start - .seconds(86_400 + 21_600 + 10_800))
        #expect(stretch.step(of: .seconds(15)) == .seconds(60))
        var failed = PastPoints(stretch)
        failed.failure = "out of bounds"
        scene.send(.points(failed))
        #expect(scene.state.notice?.text == "the source does not tell of then: out of bounds")
    }

    @Test("A screen that is opened in the time to come says so, and shows the newest")
    func toCome() {
        var scene = Scene.prometheus()
        scene.send(.resized(TerminalSize(columns: 120, rows: 40)))
        scene.state.opening = Scene.moment(86_400)
        scene.send(.source(Scene.update(from: 0, through: 300, isFull: true)))
        #expect(scene.state.view.end == Scene.moment(300))
        #expect(scene.state.notice?.text == "2026-11-21T16:40:00Z is to come: these are the newest numbers")
    }

    @Test(
        "Steps are multiples of the source's and bring no more points than are wanted",
        arguments: [(0, 15, 15), (1800, 15, 15), (86_400, 15, 120), (2_592_000, 15, 3240)]
    )
    func steps(seconds: Int, unit: Int, step: Int) {
        let stretch = PastPoints.Stretch(.shown, from: Scene.start, through: Scene.moment(seconds), count: 800)
        #expect(stretch.step(of: .seconds(unit)) == .seconds(step))
    }
}
