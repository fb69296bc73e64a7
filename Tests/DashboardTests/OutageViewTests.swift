import Dashboard
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("Dashboard view: targets that do not answer, and a source that hangs")
struct OutageViewTests {
    private static let wide = TerminalSize(columns: 120, rows: 40)

    /// A service of which some targets do not answer.
    private static func scene(down: Int, of total: Int = 2) -> Scene {
        PrometheusViewTests.scene { update in
            update.targets = (0..<total).map { index in
                var target = TargetStatus(
                    instance: "10.0.0.\(index):80",
                    failure: index < down
                        ? "Get \"http://10.0.0.\(index):80/metrics\": dial tcp 10.0.0.\(index):80: connect: connection refused"
                        : nil,
                    defect: nil,
                    scrapedAt: Scene.moment(370),
                    duration: .milliseconds(1)
                )
                if index < down { target.downSince = Scene.moment(255) }
                return target
            }
            // What the others tell is within all limits.
            update.snapshot.errorsPerSecond = 0
            update.snapshot.readings[.errorShare] = SignalReading(.value(0))
            update.snapshot.readings[.successShare] = SignalReading(.value(1))
            update.snapshot.outage = TargetOutage(update.targets)
        }
    }

    private static func rows(_ scene: Scene, _ size: TerminalSize = wide) -> [String] {
        DashboardView.frame(scene.state, size: size).buffer.text.split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        .map(String.init)
    }

    @Test("Where nothing answers each row says so, and Prometheus is not blamed")
    func whole() {
        let rows = Self.rows(Self.scene(down: 2))
        #expect(rows[0].contains("DOWN 2m"))
        #expect(rows[1].contains("DOWN") && rows[1].contains("all 2 targets") && rows[1].contains("connection refused"))
        #expect(rows.last?.contains("prom ok") == true && rows.last?.contains("0/2 up") == true)
    }

    @Test("Some of several are a warning in every place")
    func some() {
        let rows = Self.rows(Self.scene(down: 1))
        #expect(rows[0].contains("LIVE") && rows[0].contains("1/2 up"))
        #expect(rows[1].contains("WARN  1 of 2 targets down") && rows[1].contains("10.0.0.0:80: connection refused"))
        #expect(rows.last?.contains("1/2 up") == true)
    }

    @Test("Several of more are named, the first with its reason")
    func several() {
        let two = Self.rows(Self.scene(down: 2, of: 6))[1]
        #expect(two.contains("2 of 6 targets down") && two.contains("connection refused, also 10.0.0.1:80"), "\(two)")
        let size = TerminalSize(columns: 160, rows: 40)
        let four = Self.rows(Self.scene(down: 4, of: 6), size)[1]
        #expect(four.contains("connection refused, also 10.0.0.1:80 and 2 more"), "\(four)")
    }

    @Test("Several that have in common what no other has are told by it")
    func place() {
        var scene = Self.scene(down: 2, of: 6)
        for index in 0..<6 {
            let labels: Labels = ["instance": "10.0.0.\(index):80", "job": "shop", "zone": "z\(index / 2)"]
            scene.state.live.snapshot?.targetsAlive[labels] = index >= 2
        }
        let row = Self.rows(scene)[1]
        #expect(row.contains("connection refused, all of zone z0"), "\(row)")
    }

    @Test("While the source hangs the count of targets is of the past")
    func hanging() {
        var scene = Self.scene(down: 0)
        scene.send(.tick(Scene.moment(600)))
        let rows = Self.rows(scene)
        #expect(rows[0].contains("STALE") && rows.last?.contains("2/2 were up") == true)
    }
}
