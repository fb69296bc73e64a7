import Dashboard
import GoldenSignals
import PromModel
import TerminalUI

/// States that have a screen of their own beside those of the other suites.
enum ScreenScenes {
    static let names = [
        "warning", "two", "events", "focus", "maximised", "local", "services-filter", "services-input", "unjudged",
        "cursor",
    ]

    static func scene(_ name: String) -> Scene {
        switch name {
        case "warning": return breaching { $0 >= 90 ? (0, 1.4) : (0, 0.128) }
        case "two": return breaching { second in (second >= 100 ? 0.2 : 0, second >= 80 ? 1.4 : 0.128) }
        case "events": return pressed([.character("v")])
        case "focus": return pressed([.character("6")])
        case "maximised": return pressed([.character("3"), .enter])
        case "local":
            var scene = Scene.incident()
            scene.state.settings.localOffset = .seconds(2 * 3600)
            scene.send(.key(.character("u")))
            // Past the words that it says so with.
            scene.send(.tick(scene.state.now + .seconds(7)))
            return scene
        case "cursor": return CursorScene.back(6)
        case "services-filter": return pressed("/ca".map { .character($0) } + [.enter])
        case "services-input": return pressed("/ca".map { .character($0) })
        default:
            var scene = Scene(hasChaos: false)
            for second in 0...120 {
                var snapshot = Scene.snapshot(second)
                snapshot.readings[.p95Latency] = SignalReading(.noData)
                snapshot.readings[.p99Latency] = SignalReading(.noData)
                scene.poll(snapshot)
            }
            return scene
        }
    }

    /// Two minutes of traffic with a share of failures and a p99 in each second.
    private static func breaching(_ values: (Int) -> (errors: Double, p99: Double)) -> Scene {
        var scene = Scene(hasChaos: false)
        for second in 0...120 {
            scene.poll(Scene.snapshot(second, errors: values(second).errors, p99: values(second).p99))
        }
        return scene
    }

    private static func pressed(_ keys: [Key]) -> Scene {
        var scene = Scene.incident()
        for key in keys { scene.send(.key(key)) }
        return scene
    }

    /// Every scene of all suites, by its name.
    static let all: [(name: String, scene: Scene)] =
        names.map { ($0, scene($0)) } + ViewTests.names.map { ($0, ViewTests.scene($0)) }
        + PrometheusViewTests.names.map { ("prom-\($0)", PrometheusViewTests.scene(named: $0)) }
        + [("incident", Scene.incident())]
}
