import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import TerminalUITestKit
import Testing

@Suite("Dashboard view: every state at every size")
struct StateScreenTests {
    private static let narrow = TerminalSize(columns: 40, rows: 12)
    private static let wide = TerminalSize(columns: 120, rows: 40)
    private static let sizes = [narrow, .standard, wide]

    private static func failure(_ scene: Scene, _ name: String, _ size: TerminalSize) -> String? {
        let frame = DashboardView.frame(scene.state, size: size)
        return snapshotFailure(of: frame, named: "\(name)-\(size.columns)x\(size.rows)")
    }

    @Test("Each state has its screen", arguments: ScreenScenes.names, sizes)
    func states(name: String, size: TerminalSize) {
        #expect(Self.failure(ScreenScenes.scene(name), name, size) == nil)
    }

    @Test("The states of a direct source have theirs, narrow and wide", arguments: ViewTests.names, [narrow, wide])
    func direct(name: String, size: TerminalSize) {
        #expect(Self.failure(ViewTests.scene(name), name, size) == nil)
    }

    @Test("Those of a Prometheus have theirs where it is wide", arguments: PrometheusViewTests.names)
    func prometheus(name: String) {
        #expect(Self.failure(PrometheusViewTests.scene(named: name), "prom-\(name)", Self.wide) == nil)
    }

    @Test("Colours change how cells look, not what is in them", arguments: sizes)
    func themes(size: TerminalSize) {
        var scene = Scene.incident()
        let standard = DashboardView.frame(scene.state, size: size)
        var seen = [standard.theme]
        for _ in 1..<Theme.allCases.count {
            scene.send(.key(.character("C")))
            scene.state.notice = nil
            let frame = DashboardView.frame(scene.state, size: size)
            #expect(frame.buffer == standard.buffer && frame.title == standard.title)
            seen.append(frame.theme)
        }
        #expect(Set(seen) == Set(Theme.allCases))
    }

    @Test(
        "Of two breaches the worse one is the verdict, the other stands beside it where there is room, and is marked",
        arguments: [(40, false), (80, false), (120, true)]
    )
    func twoBreaches(columns: Int, isBeside: Bool) throws {
        let size = TerminalSize(columns: columns, rows: 24)
        let buffer = DashboardView.frame(ScreenScenes.scene("two").state, size: size).buffer
        #expect(buffer.row(1).contains("CRIT 5xx") && buffer.row(1).contains("p99") == isBeside, "\(buffer.row(1))")
        let row = try #require((3..<24).map(buffer.row).first { $0.contains("p99 ") && $0.contains("1.38s") })
        #expect(row.contains("~"), "\(row)")
    }

    @Test("The same numbers stand in a narrow and a wide screen", arguments: ["trouble", "healthy", "clipped", "few"])
    func sameNumbers(name: String) {
        let state = ViewTests.scene(name).state
        let texts = Self.sizes.map { DashboardView.frame(state, size: $0).buffer.text }
        for signal in Signal.allCases {
            guard let reading = state.shown.snapshot?[signal], let value = reading.value else { continue }
            let clipped = reading.clippedAt.map { ">\(NumberText.bound($0))" }
            let number = clipped ?? NumberText.signal(signal, value)
            for text in texts { #expect(text.contains(number), "\(signal) \(number)") }
        }
    }

    @Test("Local time stands in every clock of the screen, and no UTC beside it but the one that says so")
    func localTime() {
        let state = ScreenScenes.scene("local").state
        for size in Self.sizes {
            let text = DashboardView.frame(state, size: size).buffer.text
            // 17:06:45 UTC is the onset.
            #expect(text.contains("since 19:06:45") && !text.contains("17:06"), "\(text)")
        }
    }
}
