import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import TerminalUITestKit
import Testing

@Suite("Two marked moments, and earlier times to compare with")
struct MarksTests {
    private static let size = TerminalSize(columns: 120, rows: 40)

    private static func text(_ scene: Scene, _ size: TerminalSize = size) -> String {
        DashboardView.frame(scene.state, size: size).buffer.text
    }

    /// A quiet service, then twice the traffic with failures; A is marked well before, so many columns back.
    private static func marked(back: Int) -> Scene {
        var scene = Scene(hasChaos: false)
        scene.send(.resized(size))
        for second in 0...100 { scene.poll(Scene.snapshot(second)) }
        for second in 101...200 { scene.poll(Scene.snapshot(second, rate: 400, errors: 0.2)) }
        for _ in 0..<back { scene.send(.key(.left)) }
        scene.send(.key(.character("m")))
        return scene
    }

    @Test("A is what before is, for every signal; B is read against it, and a third m ends it")
    func marks() throws {
        var scene = Self.marked(back: 40)
        let marks = try #require(scene.state.marks)
        #expect(marks.first == scene.state.cursor?.at && marks.first < Scene.moment(100))
        #expect(marks.baselines[.requestRate] == .value(200))
        scene.send(.key(.end))
        let text = Self.text(scene)
        #expect(text.contains("↑100%") && text.contains("was 200/s"))
        #expect(text.contains("less A \(TimeText.clock(marks.first))"))
        scene.send(.key(.left))
        scene.send(.key(.character("m")))
        let second = try #require(scene.state.marks?.second)
        #expect(second == scene.state.cursor?.at && second > marks.first)
        #expect(Self.text(scene).contains("Δ B \(TimeText.clock(second)) less A"))
        scene.send(.key(.character("m")))
        #expect(scene.state.marks == nil)
    }

    @Test("The earlier of the two is A, whichever was marked first")
    func order() {
        var scene = Self.marked(back: 3)
        let first = scene.state.marks?.first
        for _ in 0..<40 { scene.send(.key(.left)) }
        let earlier = scene.state.cursor?.at
        scene.send(.key(.character("m")))
        #expect(scene.state.marks?.first == earlier && scene.state.marks?.second == first)
        #expect(scene.state.cursor?.at == first)
    }

    @Test("Who is the change from A: what failed as much then explains nothing")
    func who() throws {
        func row(_ name: String, _ rate: Double, _ errors: Double) -> Breakdown.Row {
            var row = Breakdown.Row(name: name)
            (row.requestRate, row.errorRate, row.share) = (rate, errors, 0.5)
            return row
        }
        var before = Breakdown(dimension: .route)
        before.rows = [row("GET /old", 100, 20), row("GET /new", 100, 0)]
        var after = before
        after.rows = [row("GET /old", 100, 20), row("GET /new", 150, 5), row("GET /fresh", 10, 15)]
        let change = after.change(from: before, at: Scene.start)
        #expect(change.rows.map(\.name) == ["GET /fresh", "GET /new", "GET /old"])
        #expect(change.rows.map(\.share) == [0.75, 0.25, 0])
        #expect(change.rows.map(\.requestRateBefore) == [0, 100, 100])
        #expect(change.since == Scene.start)
        var other = before
        other.dimension = .instance
        #expect(after.change(from: other, at: Scene.start) == after)
        #expect(after.change(from: nil, at: Scene.start) == after)
    }

    @Test("On a Prometheus an earlier time is asked for ahead of what is shown, and drawn where it is compared")
    func compare() throws {
        var scene = CursorScene.prometheus()
        let effects = scene.send(.key(.character("b")))
        guard case .points(let stretch) = try #require(effects.first) else {
            Issue.record("\(effects)")
            return
        }
        let hour = Duration.seconds(3600)
        let end = try #require(scene.state.live.snapshot?.at)
        #expect(stretch.purpose == .compared && stretch.from == end - .seconds(300) - hour)
        #expect(stretch.through == end + .seconds(150) - hour)
        var past = PastPoints(stretch)
        past.points = stride(from: 0, through: 450, by: 15).map { second in
            let at = stretch.from + .seconds(second)
            var snapshot = Scene.average(0)
            snapshot.at = at
            snapshot.readings[.requestRate] = SignalReading(.value(100))
            return SignalPoint(snapshot)
        }
        scene.send(.points(past))
        let comparison = try #require(scene.state.comparison)
        #expect(comparison.baselines(at: end)[.requestRate] == .value(100))
        #expect(comparison.history.points.first?.at == end - .seconds(300))
        #expect(Self.text(scene).contains("before: 1h ago"))
        // Known well ahead: the next polls ask nothing.
        scene.take(Scene.update(from: 315, through: 375, isFull: false))
        #expect(scene.state.comparison?.asked == nil)
        let next = scene.send(.key(.character("b")))
        #expect(scene.state.comparison?.offset == .seconds(86_400) && next.count == 1)
        scene.send(.key(.character("b")))
        scene.send(.key(.character("b")))
        #expect(scene.state.comparison == nil)
    }

    @Test("An answer to an earlier question is none, and a failure ends the comparison with its reason")
    func stale() throws {
        var scene = CursorScene.prometheus()
        guard case .points(let first) = scene.send(.key(.character("b"))).first else {
            Issue.record("nothing was asked")
            return
        }
        guard case .points(let second) = scene.send(.key(.character("b"))).first else {
            Issue.record("nothing was asked")
            return
        }
        scene.send(.points(PastPoints(first)))
        #expect(scene.state.comparison?.known == nil)
        var failed = PastPoints(second)
        failed.failure = "it timed out"
        scene.send(.points(failed))
        #expect(scene.state.comparison == nil)
        #expect(scene.state.notice?.text == "what was before is not told: it timed out")
    }

    @Test("A page whose points do not reach back says so")
    func page() {
        var scene = Scene.healthy()
        #expect(scene.send(.key(.character("b"))).isEmpty)
        #expect(scene.state.notice?.text == "nothing is known of 1h before: points reach back to 16:40:00")
    }

    @Test("Marks have their screen at each size", arguments: ScreenSizes.standard)
    func screens(size: TerminalSize) {
        var scene = Self.marked(back: 40)
        scene.send(.resized(size))
        scene.send(.key(.end))
        scene.send(.key(.left))
        scene.send(.key(.character("m")))
        let frame = DashboardView.frame(scene.state, size: size)
        #expect(snapshotFailure(of: frame, named: "marks-\(size.columns)x\(size.rows)") == nil)
    }

    @Test("A comparison has its screen at each size", arguments: ScreenSizes.standard)
    func comparisonScreens(size: TerminalSize) {
        var scene = CursorScene.prometheus()
        scene.send(.resized(size))
        if case .points(let stretch) = scene.send(.key(.character("b"))).first {
            var past = PastPoints(stretch)
            past.points = stride(from: 0, through: 450, by: 15).map { second in
                var snapshot = Scene.average(second, errors: 0.002)
                snapshot.at = stretch.from + .seconds(second)
                snapshot.readings[.requestRate] = SignalReading(.value(150 + Double(second) / 10))
                return SignalPoint(snapshot)
            }
            scene.send(.points(past))
        }
        let frame = DashboardView.frame(scene.state, size: size)
        #expect(snapshotFailure(of: frame, named: "baseline-\(size.columns)x\(size.rows)") == nil)
    }
}
