import Dashboard
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("Dashboard: nobody is named for a few failures beside another verdict")
struct InnocentsTests {
    /// Row 3 of a service that is well but for its latency, with so many failures of one of three routes in its window.
    private static func row(failures: Double, p99: Double) -> String {
        var scene = Scene(hasChaos: false)
        for second in 0...120 {
            var snapshot = Scene.snapshot(second, p99: second > 60 ? p99 : 0.128)
            snapshot.faults = []
            var breakdown = Breakdown(dimension: .route)
            breakdown.rows = [("GET /cart", 20.0, failures), ("GET /items", 120, 0), ("POST /pay", 60, 0)].map { told in
                var row = Breakdown.Row(name: told.0)
                (row.requestRate, row.errorRate) = (told.1, told.2 / 15)
                row.share = failures > 0 ? (told.2 > 0 ? 1 : 0) : nil
                return row
            }
            snapshot.breakdown = breakdown
            scene.poll(snapshot)
        }
        return DashboardView.frame(scene.state, size: TerminalSize(columns: 120, rows: 24)).buffer.row(2)
    }

    @Test("Who has failures that may be chance comes before how the numbers came to be")
    func chance() throws {
        var scene = Scene(hasChaos: false)
        for second in 0...60 {
            var snapshot = Scene.snapshot(second, errors: second == 60 ? 0.011 : 0)
            snapshot.faults = []
            snapshot.breakdown?.rows[0].parts = [Breakdown.Part(name: "pod-x", share: 1)]
            scene.poll(snapshot)
        }
        var report = Scene.report()
        report.remarks = ["the window is 120s, four scrapes of 30s: 60s would hold too few samples"]
        scene.state.live.report = report
        let wide = DashboardView.frame(scene.state, size: TerminalSize(columns: 200, rows: 24)).buffer
        #expect(wide.row(1).contains("may be chance"), "\(wide.row(1))")
        let row = wide.row(2)
        let who = try #require(row.firstRange(of: "100% of 5xx on GET /risky"), "\(row)")
        let remark = try #require(row.firstRange(of: "the window is 120s"), "\(row)")
        #expect(who.upperBound < remark.lowerBound)
        let narrow = DashboardView.frame(scene.state, size: TerminalSize(columns: 80, rows: 24)).buffer.row(2)
        #expect(narrow.contains("GET /risky") && !narrow.contains("the window is"), "\(narrow)")
    }

    @Test("One or two of noise are not told, neither where all is well nor beside latency", arguments: [0.128, 2.5])
    func noise(p99: Double) {
        for failures in [0.0, 1, 2] {
            let row = Self.row(failures: failures, p99: p99)
            #expect(!row.contains("5xx"), "\(row)")
        }
        #expect(Self.row(failures: 12, p99: p99).contains("100% of 5xx on GET /cart"))
    }
}
