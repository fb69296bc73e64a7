import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Dashboard update: another source stands in")
struct FallbackUpdateTests {
    private static let reason = "prometheus:9090: connection refused"

    /// What a scrape that stands in brings.
    private static func standIn(_ second: Int, report: SourceReport? = nil) -> SourceUpdate {
        var update = SourceUpdate(
            snapshot: Scene.snapshot(second),
            targets: [Scene.target(at: second)],
            failure: nil,
            cost: .milliseconds(2)
        )
        update.snapshot.faults = []
        update.report = report ?? Scene.report(fallback: reason)
        return update
    }

    private static func failure(_ second: Int, _ reason: String = reason) -> SourceUpdate {
        var update = SourceUpdate(
            snapshot: SignalSnapshot(at: Scene.moment(second), window: .seconds(60)),
            targets: [],
            failure: reason,
            cost: .milliseconds(1)
        )
        update.report = Scene.report()
        return update
    }

    /// A Prometheus that fails at 375, is stood in for from 395 to 420 with a point every 5 s.
    private static func scene() -> Scene {
        var scene = Scene.watching()
        scene.take(failure(375))
        scene.take(failure(390))
        for second in stride(from: 395, through: 420, by: 5) { scene.take(standIn(second)) }
        return scene
    }

    @Test("That it stands in is an event of its own, once, and the source is live")
    func begins() {
        let scene = Self.scene()
        #expect(scene.state.live.events.map(\.kind) == [.lost, .standIn])
        #expect(scene.state.live.events.last?.text == "targets are scraped directly: \(Self.reason)")
        #expect(scene.state.live.health == .live)
    }

    @Test("Every one of its points is kept, and marked")
    func points() {
        let points = Self.scene().state.live.history.points.filter(\.isStandIn)
        #expect(points.map { Int(($0.at - Scene.start).inSeconds) } == [395, 400, 405, 410, 415, 420])
    }

    @Test("Its points stay where the source that came back has nothing, and go where it has")
    func back() {
        var scene = Self.scene()
        scene.take(Scene.update(from: 135, through: 435, isFull: true, holes: 375...405))
        #expect(scene.state.live.events.map(\.kind) == [.lost, .standIn, .back])
        #expect(scene.seconds.suffix(8) == [345, 360, 395, 400, 405, 410, 420, 435])
        let kept = scene.state.live.history.points.filter(\.isStandIn).map { Int(($0.at - Scene.start).inSeconds) }
        #expect(kept == [395, 400, 405, 410])
    }

    @Test("Where the targets fail as well, nobody is said to answer again")
    func bothFail() {
        var scene = Self.scene()
        scene.take(Self.failure(425, "\(Self.reason); scraped directly: connection refused"))
        #expect(!scene.state.live.events.map(\.kind).contains(.back))
        guard case .failing = scene.state.live.health else {
            Issue.record("\(scene.state.live.health)")
            return
        }
        scene.take(Self.standIn(430))
        #expect(scene.state.live.health == .live)
    }

    @Test("A source that failed and answers again is one event")
    func shortFailure() {
        var scene = Scene.watching()
        scene.take(Self.failure(375))
        scene.take(Scene.update(from: 330, through: 390, isFull: false))
        #expect(scene.state.live.events.map(\.kind) == [.lost, .back])
    }
}
