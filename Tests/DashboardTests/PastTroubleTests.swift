import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("Troubles of the past that are no limit on a signal")
struct PastTroubleTests {
    /// When no request came.
    private static let stop = 1500..<1800
    /// When one in ten was refused.
    private static let refused = 600..<900

    /// Points every 15 s of windows of a minute, of 20 requests a second.
    private static func points(through last: Int) -> [SignalPoint] {
        stride(from: 0, through: last, by: 15).map { second in
            let share = { (times: Range<Int>) in Double((second - 60..<second).count { times.contains($0) }) / 60 }
            var point = SignalPoint(at: Scene.moment(second))
            let rate = 20 * (1 - share(stop))
            point[.requestRate] = rate
            point.requestCount = rate * 60
            point[.errorShare] = rate > 0 ? 0 : nil
            point[.successShare] = rate > 0 ? 1 : nil
            point.clientErrorsPerSecond = 2 * share(refused)
            return point
        }
    }

    private static func scene() -> Scene {
        var scene = Scene.prometheus()
        let limit = Limit(
            signal: .errorShare,
            threshold: 0.05,
            severity: .warning,
            isDefault: false,
            subject: .clientErrors
        )
        (scene.state.settings.bounds, scene.state.settings.commonBounds) = ([limit], [limit])
        scene.state.settings.span = .seconds(3600)
        scene.send(.resized(TerminalSize(columns: 120, rows: 40)))
        return scene
    }

    /// The answer that brings all points up to a second.
    private static func update(through last: Int) -> SourceUpdate {
        var update = Scene.update(from: 0, through: last, isFull: true)
        update.patch = HistoryPatch(
            from: Scene.start,
            isFull: true,
            points: points(through: last),
            settledThrough: Scene.moment(last - 60),
            step: .seconds(15)
        )
        let point = update.patch?.points.last
        let rate = point?[.requestRate] ?? 0
        update.snapshot.readings[.requestRate] = SignalReading(rate > 0 ? .value(rate) : .idle)
        update.snapshot.requestCount = point?.requestCount
        return update
    }

    private static func told(_ scene: Scene) -> [(second: Int, text: String)] {
        scene.state.shown.events.filter { $0.kind == .traffic }
            .map { (second: Int(($0.at - Scene.start).inSeconds), text: $0.text) }
    }

    private static func check(_ told: [(second: Int, text: String)]) {
        let expected = [
            (refused.lowerBound, "4xx over their limit"), (refused.upperBound, "4xx within their limit again"),
            (stop.lowerBound, "traffic stopped"), (stop.upperBound, "traffic is as usual again"),
        ]
        #expect(told.count == expected.count, "\(told)")
        for (event, (second, text)) in zip(told, expected) {
            #expect(event.text.hasPrefix(text) && abs(event.second - second) <= 60, "\(told)")
        }
    }

    @Test("What was before the screen was opened is in its events, once, and n and N go there")
    func before() throws {
        var scene = Self.scene()
        scene.take(Self.update(through: 2400))
        Self.check(Self.told(scene))
        // All of it is asked for again now and then.
        scene.take(Self.update(through: 2415))
        Self.check(Self.told(scene))
        scene.send(.key(.character("N")))
        #expect(scene.state.notice?.text.hasSuffix("traffic: traffic is as usual again") == true)
        scene.send(.key(.character("N")))
        #expect(scene.state.notice?.text.contains("traffic: traffic stopped") == true)
        let at = try #require(scene.state.cursor?.at)
        #expect((Scene.moment(1500)...Scene.moment(1575)).contains(at))
    }

    @Test("What polls have judged is told by them alone")
    func watched() {
        var scene = Self.scene()
        scene.take(Self.update(through: 1200))
        #expect(Self.told(scene).count == 2)
        for last in stride(from: 1215, through: 2400, by: 15) { scene.take(Self.update(through: last)) }
        let traffic = scene.state.live.events.filter { $0.kind == .traffic }
        #expect(traffic.count { $0.found != nil } == 2, "\(traffic)")
        #expect(traffic.contains { $0.found == nil && $0.text.hasPrefix("traffic stopped") }, "\(traffic)")
    }

    @Test("A stretch of the past tells them too")
    func stretch() throws {
        var scene = Self.scene()
        scene.state.opening = Scene.start - .seconds(86_400)
        scene.state.view.span = .seconds(3600)
        let effects = scene.send(.source(Scene.update(from: 0, through: 375, isFull: true)))
        guard case .points(let stretch) = try #require(effects.first) else {
            Issue.record("\(effects)")
            return
        }
        var past = PastPoints(stretch)
        past.window = .seconds(60)
        past.points = Self.points(through: 2700).map { $0.moved(by: stretch.from - Scene.start) }
        scene.send(.points(past))
        let base = try #require(scene.state.stretch)
        let told = base.events.filter { $0.kind == .traffic }
            .map { (second: Int(($0.at - stretch.from).inSeconds), text: $0.text) }
        Self.check(told)
    }
}
