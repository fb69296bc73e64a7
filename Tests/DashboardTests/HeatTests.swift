import Dashboard
import GoldenSignals
import PromModel
import TerminalUI
import TerminalUITestKit
import Testing

@Suite("Heatmap of latency")
struct HeatTests {
    /// A demo whose latency rises at second 120, with buckets.
    static func scene(bounds: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, .infinity]) -> Scene {
        var scene = Scene(hasChaos: false)
        for second in 0...200 {
            let isSlow = second >= 120
            var snapshot = Scene.snapshot(second, errors: isSlow ? 0.05 : 0, p99: isSlow ? 1.8 : 0.128)
            let middle = isSlow ? 0.4 : 0.02
            snapshot.spread = LatencySpread(
                bounds.enumerated().map { index, bound in
                    let lower = index == 0 ? 0 : bounds[index - 1]
                    let distance = (max(lower, 0.001) / middle).distance
                    return LatencySpread.Bucket(lower: lower, upper: bound, count: distance)
                }
            )
            scene.poll(snapshot)
        }
        return scene
    }

    private static func pressed(_ keys: [Key], _ scene: Scene, _ size: TerminalSize) -> Scene {
        var scene = scene
        scene.send(.resized(size))
        for key in keys { scene.send(.key(key)) }
        scene.send(.tick(scene.state.now + .seconds(7)))
        return scene
    }

    @Test("It has a screen at four sizes", arguments: ScreenSizes.standard)
    func screens(size: TerminalSize) {
        let scene = Self.pressed([.character("h")], Self.scene(), size)
        let frame = DashboardView.frame(scene.state, size: size)
        #expect(snapshotFailure(of: frame, named: "heatmap-\(size.columns)x\(size.rows)") == nil)
    }

    @Test("At the cursor the shares are those of then", arguments: ScreenSizes.standard.dropFirst())
    func cursor(size: TerminalSize) {
        let scene = Self.pressed([.character("h")] + Array(repeating: .left, count: 30), Self.scene(), size)
        let frame = DashboardView.frame(scene.state, size: size)
        #expect(snapshotFailure(of: frame, named: "heatmap-cursor-\(size.columns)x\(size.rows)") == nil)
    }

    @Test("Where bounds are far apart it says so, and a bucket fills all rows that it reaches over")
    func coarse() {
        let size = TerminalSize(columns: 120, rows: 40)
        let scene = Self.pressed([.character("h")], Self.scene(bounds: [0.01, 1, .infinity]), size)
        let text = DashboardView.frame(scene.state, size: size).buffer.text
        #expect(text.contains("coarse: one bucket from 10ms to 1s"))
        #expect(HeatGridProbe.rows([0.01, 1]) >= 6)
    }

    @Test(
        "h gives a latency's chart the room and its heatmap, and takes the heatmap back; another signal has a curve",
        arguments: [
            ("h", .p99Latency, true, true), ("hh", .p99Latency, true, false), ("4h", .averageLatency, true, true),
            ("1h", .p99Latency, true, true), ("h3", .errorShare, true, true),
        ] as [(String, Signal, Bool, Bool)]
    )
    func keys(keys: String, focus: Signal, isMaximized: Bool, isOn: Bool) {
        var scene = Self.scene()
        for key in keys { scene.send(.key(.character(key))) }
        #expect(scene.state.focus == focus && scene.state.isMaximized == isMaximized && scene.state.heat.isOn == isOn)
    }

    @Test("A Prometheus is asked for what the charts show, once, and again after panning out of what it told")
    func asked() throws {
        var scene = PrometheusViewTests.scene(named: "live")
        let effects = scene.send(.key(.character("h")))
        guard case .points(let stretch) = try #require(effects.first) else {
            Issue.record("nothing was asked: \(effects)")
            return
        }
        #expect(stretch.purpose == .spread && stretch.through - stretch.from >= scene.state.settings.span)
        for _ in 0..<2 {
            let again = scene.send(.key(.character("h")))
            #expect(again.isEmpty)
        }
        var past = PastPoints(stretch)
        past.window = .seconds(60)
        past.spreads[stretch.through] = LatencySpread([LatencySpread.Bucket(lower: 0.1, upper: 0.2, count: 1)])
        scene.send(.points(past))
        #expect(scene.state.heat.told.count == 1 && scene.state.heat.asked == nil)
        #expect(!DashboardView.frame(scene.state, size: .standard).buffer.text.contains("asking"))
        let asks = (0..<4).flatMap { _ in scene.send(.key(.character("["))) }
        #expect(asks.contains { if case .points(let stretch) = $0 { stretch.purpose == .spread } else { false } })
    }

    @Test("What is not told says why", arguments: ["no histogram", "asking how"])
    func gaps(words: String) {
        var scene = words == "asking how" ? PrometheusViewTests.scene(named: "live") : ScreenScenes.scene("unjudged")
        scene.send(.resized(.standard))
        scene.send(.key(.character("h")))
        #expect(DashboardView.frame(scene.state, size: .standard).buffer.text.contains(words))
    }
}

/// How many rows one bucket fills that is all there is.
private enum HeatGridProbe {
    static func rows(_ bounds: [Double]) -> Int {
        var scene = Scene(hasChaos: false)
        var snapshot = Scene.snapshot(0)
        snapshot.spread = LatencySpread([LatencySpread.Bucket(lower: bounds[0], upper: bounds[1], count: 1)])
        scene.poll(snapshot)
        scene.send(.resized(TerminalSize(columns: 120, rows: 40)))
        scene.send(.key(.character("h")))
        let buffer = DashboardView.frame(scene.state, size: TerminalSize(columns: 120, rows: 40)).buffer
        return (0..<40).count { buffer.row($0).contains("█") }
    }
}

extension Double {
    /// How many requests are so far from the middle: fewer by a tenth for each factor of two.
    fileprivate var distance: Double {
        var (count, ratio) = (1000.0, self > 1 ? self : 1 / self)
        while ratio > 2 {
            ratio /= 2
            count /= 4
        }
        return count < 1 ? 0 : count
    }
}
