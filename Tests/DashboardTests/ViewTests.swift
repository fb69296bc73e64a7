import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import TerminalUITestKit
import Testing

@Suite("Dashboard view")
struct ViewTests {
    static func scene(_ name: String) -> Scene {
        switch name {
        case "waiting": return Scene()
        case "trouble": return Scene.trouble()
        case "ascii": return Scene.trouble(glyphs: .ascii)
        case "healthy": return Scene.healthy()
        case "idle":
            var scene = Scene()
            for second in 0...30 { scene.poll(Scene.snapshot(second, rate: 0)) }
            return scene
        case "nodata":
            var scene = Scene(hasChaos: false)
            for second in 0...5 {
                var snapshot = SignalSnapshot(at: Scene.moment(second), window: .seconds(15))
                snapshot.targetsUp = 1
                snapshot.targetsTotal = 1
                scene.poll(snapshot)
            }
            return scene
        case "down":
            var scene = Scene.trouble()
            for second in 297...304 { scene.failPoll(second) }
            return scene
        case "neverup":
            var scene = Scene(hasChaos: false)
            for second in 0...3 { scene.failPoll(second) }
            return scene
        case "paused":
            var scene = Scene.trouble()
            scene.send(.key(.character("p")))
            for second in 297...310 { scene.poll(Scene.snapshot(second)) }
            return scene
        case "clipped":
            var scene = Scene.healthy()
            for second in 121...150 {
                var snapshot = Scene.snapshot(second, p99: 2.5)
                snapshot.readings[.p99Latency] = SignalReading(.value(2.5))
                snapshot.readings[.p99Latency]?.clippedAt = 2.5
                scene.poll(snapshot)
            }
            return scene
        case "few":
            var scene = Scene(hasChaos: false)
            for second in 0...20 {
                var snapshot = Scene.snapshot(second, rate: 0.2, errors: 0.33)
                snapshot.requestCount = 3
                scene.poll(snapshot)
            }
            return scene
        case "restart":
            var scene = Scene.healthy()
            var snapshot = Scene.snapshot(121)
            snapshot.processStarts = ["127.0.0.1:8000": 900]
            scene.poll(snapshot)
            return scene
        case "help":
            var scene = Scene.trouble()
            scene.send(.key(.character("?")))
            return scene
        default:
            var scene = Scene.trouble()
            scene.send(.key(.character("x")))
            return scene
        }
    }

    static let names = [
        "waiting", "trouble", "ascii", "healthy", "idle", "nodata", "down", "neverup", "paused", "clipped", "few",
        "restart", "help", "faults",
    ]

    @Test("Each state has its screen at 80x24", arguments: names)
    func states(name: String) {
        let frame = DashboardView.frame(Self.scene(name).state, size: ScreenSizes.standard[1])
        #expect(snapshotFailure(of: frame, named: "\(name)-80x24") == nil)
    }

    @Test("An incident among many services has its screen at each size", arguments: ScreenSizes.all)
    func incident(size: TerminalSize) {
        let frame = DashboardView.frame(Scene.incident().state, size: size)
        #expect(snapshotFailure(of: frame, named: "incident-\(size.columns)x\(size.rows)") == nil)
    }

    @Test("The demo in trouble has its screen at each size", arguments: ScreenSizes.standard)
    func layouts(size: TerminalSize) {
        let frame = DashboardView.frame(Scene.trouble().state, size: size)
        #expect(snapshotFailure(of: frame, named: "trouble-\(size.columns)x\(size.rows)") == nil)
    }

    @Test("Verdict, freshness and every number are there at every size down to 40x10")
    func never() {
        let state = Scene.trouble().state
        for columns in stride(from: 40, through: 220, by: 9) {
            for rows in stride(from: 10, through: 62, by: 4) {
                let text = DashboardView.frame(state, size: TerminalSize(columns: columns, rows: rows)).buffer.text
                for word in ["CRIT", "LIVE", "RPS", "200/s", "OK%", "5xx", "AVG", "p95", "p99", "SAT"] {
                    #expect(text.contains(word), "\(word) at \(columns)x\(rows)")
                }
            }
        }
    }

    @Test("Any state at any size, down to nothing, is drawn without harm")
    func everySize() {
        for name in Self.names {
            let state = Self.scene(name).state
            for (columns, rows) in [(0, 0), (1, 1), (1, 60), (300, 1), (10, 3), (7, 9), (71, 10), (72, 10), (300, 100)]
            {
                let size = TerminalSize(columns: columns, rows: rows)
                #expect(DashboardView.frame(state, size: size).buffer.size == size)
            }
        }
    }

    @Test(
        "Numbers that no service has are drawn without harm",
        arguments: [1e15, 1e300, .infinity, -.infinity, -1, .leastNonzeroMagnitude, 0]
    )
    func absurd(value: Double) {
        var scene = Scene(hasChaos: false)
        for second in 0...30 {
            var snapshot = Scene.snapshot(second, p99: value)
            for signal in Signal.allCases { snapshot.readings[signal] = SignalReading(.value(value)) }
            snapshot.requestCount = value
            snapshot.errorsPerSecond = value
            snapshot.errorTotals = ["a": value]
            scene.poll(snapshot)
        }
        for size in ScreenSizes.standard {
            #expect(DashboardView.frame(scene.state, size: size).buffer.size == size)
        }
    }

    @Test("With one row the verdict is what is left")
    func oneRow() {
        let text = DashboardView.frame(Scene.trouble().state, size: TerminalSize(columns: 60, rows: 1)).buffer.text
        #expect(text.contains("CRIT 5xx"))
    }

    @Test("Old is never shown as current: values of a failing source are dimmed and stamped, the verdict is unknown")
    func stale() {
        let frame = DashboardView.frame(Self.scene("down").state, size: ScreenSizes.standard[1])
        let text = frame.buffer.text
        #expect(text.contains("UNKNOWN"))
        #expect(text.contains("DOWN 7s"))
        #expect(text.contains("8s old"))
        #expect(!text.contains("CRIT"))
        for y in 4..<11 {
            for x in 4..<16 where frame.buffer[x, y].symbol != .space { #expect(frame.buffer[x, y].style == .dim) }
        }
    }

    @Test("A source that stopped answering altogether turns unknown without any event but the clock")
    func silent() {
        var scene = Scene.healthy()
        scene.send(.tick(Scene.moment(140)))
        let text = DashboardView.frame(scene.state, size: ScreenSizes.standard[1]).buffer.text
        #expect(text.contains("UNKNOWN") && text.contains("STALE 20s"))
        #expect(!text.contains("ok, for"))
    }

    @Test("Help names every command that has a key")
    func help() {
        var scene = Self.scene("help")
        let tall = DashboardView.frame(scene.state, size: ScreenSizes.standard[3]).buffer.text
        var pages = DashboardView.frame(scene.state, size: ScreenSizes.standard[1]).buffer.text
        for _ in 0..<6 {
            scene.send(.key(.pageDown))
            pages += DashboardView.frame(scene.state, size: ScreenSizes.standard[1]).buffer.text
        }
        for binding in KeyMap.available(hasChaos: true) {
            #expect(tall.contains(binding.help), "\(binding.help)")
            #expect(pages.contains(binding.help), "\(binding.help), where it takes several pages")
        }
        #expect(Set(KeyMap.bindings.map(\.command)) == Set(Command.allCases))
    }

    @Test("No key has two commands")
    func unique() {
        let keys = KeyMap.bindings.flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
    }

    @Test("Nothing from outside reaches a cell raw")
    func hostile() {
        var scene = Scene(hasChaos: false)
        let evil = "/\u{1B}[31mred\u{7}\u{202E}txet\n" + String(repeating: "A", count: 100_000)
        for second in 0...30 {
            var snapshot = Scene.snapshot(second, errors: 0.5)
            var row = Breakdown.Row(name: evil)
            (row.share, row.errorRate, row.requestRate) = (1, 1, 2)
            row.parts = [Breakdown.Part(name: evil, share: 1)]
            snapshot.breakdown = Breakdown(dimension: .route)
            snapshot.breakdown?.rows = [row]
            scene.poll(snapshot)
        }
        for size in ScreenSizes.standard {
            let scalars = DashboardView.frame(scene.state, size: size).buffer.text.unicodeScalars
            #expect(scalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7F && $0.value != 0x202E })
        }
    }
}
