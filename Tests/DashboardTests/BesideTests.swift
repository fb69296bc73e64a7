import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("Dashboard view: what is broken beside the worst")
struct BesideTests {
    private static let size = TerminalSize(columns: 80, rows: 24)

    /// A calm page of which something changes after 200 s.
    private static func scene(bounds: [Limit] = [], _ change: (inout SignalSnapshot) -> Void) -> Scene {
        var scene = Scene(hasChaos: false)
        scene.state.settings.bounds = bounds
        for second in 0...260 {
            var snapshot = Scene.snapshot(second, errors: second > 200 ? 0.2 : 0)
            snapshot.faults = []
            if second > 200 { change(&snapshot) }
            scene.poll(snapshot)
        }
        return scene
    }

    @Test("What has no room behind the verdict stands in the row below, with the name of what is full")
    func full() {
        let scene = Self.scene { snapshot in
            snapshot.readings[.saturation] = SignalReading(.value(1))
            snapshot.readings[.saturation]?.detail = "hikaricp-connections"
        }
        let rows = DashboardView.frame(scene.state, size: Self.size).buffer
        #expect(rows.row(1).contains("CRIT 5xx") && !rows.row(1).contains("SAT"), "\(rows.text)")
        #expect(rows.row(2).contains("SAT 100%") && rows.row(2).contains("hikaricp-connections"), "\(rows.text)")
        // Where it has room it is not told twice.
        let wide = DashboardView.frame(scene.state, size: TerminalSize(columns: 200, rows: 60)).buffer
        #expect(wide.row(1).contains("SAT 100% > 85%") && !wide.row(2).contains("SAT"), "\(wide.text)")
    }

    @Test("Where most of what fails got no answer, nobody is named for it; the fault that does it is")
    func unanswered() {
        let scene = Self.scene { snapshot in
            snapshot.errorsPerSecond = 40
            snapshot.unanswered = 39
            snapshot.faults = [.init(name: "abort", route: "*", share: 0.3)]
        }
        let rows = DashboardView.frame(scene.state, size: Self.size).buffer
        #expect(rows.row(2).contains("abort") && rows.row(2).contains("without an answer"), "\(rows.text)")
        #expect(!rows.row(2).contains("no part") && !rows.row(2).contains(" on GET"), "\(rows.text)")
    }

    @Test("Beside the limit of a resource its name is not left out")
    func resource() {
        let scene = Self.scene { snapshot in
            snapshot.readings[.saturation] = SignalReading(.value(1))
            snapshot.readings[.saturation]?.detail = "hikaricp-connections"
        }
        let rows = DashboardView.frame(scene.state, size: Self.size).buffer.text.split(separator: "\n")
        #expect(rows.contains { $0.hasPrefix("SAT") && $0.contains("hikaricp") }, "\(rows)")
    }

    @Test("Slow requests are told once, and traffic that is not as usual beside what is worse")
    func slow() {
        let low = Limit(
            signal: .requestRate,
            threshold: 300,
            severity: .warning,
            isDefault: false,
            subject: .leastTraffic
        )
        let scene = Self.scene(bounds: [low]) { snapshot in
            for signal in [Signal.p95Latency, .p99Latency] { snapshot.readings[signal] = SignalReading(.value(1.4)) }
        }
        let row = DashboardView.frame(scene.state, size: Self.size).buffer.row(2)
        #expect(row.split(separator: "1.40s").count == 2, "\(row)")
        #expect(row.contains("traffic 200/s < 300/s"), "\(row)")
    }
}
