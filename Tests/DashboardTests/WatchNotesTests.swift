import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import TerminalUITestKit
import Testing

@Suite("Dashboard: crash loops, growth, small routes, 4xx limits")
struct WatchNotesTests {
    static let names = ["loop", "leak", "route", "refused", "low"]
    private static let sizes = [TerminalSize(columns: 80, rows: 24), TerminalSize(columns: 40, rows: 12)]

    private static func limit(_ subject: Limit.Subject, _ threshold: Double) -> Limit {
        Limit(signal: .requestRate, threshold: threshold, severity: .warning, isDefault: false, subject: subject)
    }

    /// A page without a fault, of which something changes from poll to poll.
    private static func scene(
        polls: Int = 300,
        bounds: [Limit] = [],
        _ change: (inout SignalSnapshot, Int) -> Void
    ) -> Scene {
        var scene = Scene(hasChaos: false)
        scene.state.settings.bounds = bounds
        for second in 0...polls {
            var snapshot = Scene.snapshot(second)
            snapshot.faults = []
            change(&snapshot, second)
            scene.poll(snapshot)
        }
        return scene
    }

    static func scene(named name: String) -> Scene {
        switch name {
        case "loop":
            return scene { snapshot, second in
                let restarts = max(0, (second - 248) / 8)
                snapshot.processStarts = ["127.0.0.1:8000": snapshot.at.seconds - Double(second - 248 - restarts * 8)]
                if second < 248 { snapshot.processStarts = ["127.0.0.1:8000": Scene.start.seconds - 900] }
            }
        case "leak":
            return scene { snapshot, second in
                let bytes = (60 + 2.4 * Double(second)) * 1_048_576
                snapshot.gauges = [ProcessGauge(instance: "127.0.0.1:8000", resource: .memory, value: bytes)]
                snapshot.readings[.saturation] = SignalReading(.value(bytes / (1200 * 1_048_576)))
                snapshot.readings[.saturation]?.detail = "memory"
            }
        case "route":
            return scene { snapshot, second in
                var (large, small) = (Breakdown.Row(name: "GET /items"), Breakdown.Row(name: "POST /export"))
                (large.requestRate, large.p99) = (198, 0.128)
                (small.requestRate, small.p99) = (2, second > 250 ? 6.4 : 0.21)
                var breakdown = Breakdown(dimension: .route)
                breakdown.rows = [large, small]
                snapshot.breakdown = breakdown
            }
        case "refused":
            return scene(bounds: [limit(.clientErrors, 0.05)]) { snapshot, second in
                snapshot.clientErrors = ClientErrors(rates: ["429": second > 250 ? 80 : 1])
            }
        default:
            return scene(bounds: [limit(.leastTraffic, 300)]) { _, _ in }
        }
    }

    @Test("Each has its screen", arguments: names, sizes)
    func screens(name: String, size: TerminalSize) {
        let frame = DashboardView.frame(Self.scene(named: name).state, size: size)
        #expect(snapshotFailure(of: frame, named: "notes-\(name)-\(size.columns)x\(size.rows)") == nil)
    }

    @Test(
        "What matters stands in its row, wide and narrow",
        arguments: [
            ("loop", 1, "7 restarts in"), ("leak", 2, "memory"), ("leak", 2, "full in"), ("route", 2, "POST /export"),
            ("refused", 1, "4xx 40% > 5%"), ("low", 1, "200/s < 300/s"),
        ],
        sizes
    )
    func words(expected: (name: String, row: Int, text: String), size: TerminalSize) {
        let frame = DashboardView.frame(Self.scene(named: expected.name).state, size: size)
        #expect(frame.buffer.row(expected.row).contains(expected.text), "\(frame.buffer.text)")
    }

    @Test("A loop is one event, and a warning; a leak and a small route leave the verdict as it is")
    func verdicts() {
        let loop = Self.scene(named: "loop").state.live
        #expect(loop.verdict.urgency == .warning && loop.crashLoop?.count == 7)
        let events = loop.events.filter { $0.kind == .restart }
        #expect(events.map(\.text) == ["127.0.0.1:8000 was restarted 7 times in 48s"])
        for name in ["leak", "route"] { #expect(Self.scene(named: name).state.live.verdict.urgency == .none) }
        for name in ["refused", "low"] {
            let live = Self.scene(named: name).state.live
            #expect(live.verdict.urgency == .warning && live.events.contains { $0.kind == .traffic })
        }
    }

    @Test("4xx that were over their limit, and traffic that was, are told once they are over")
    func ended() {
        let refused = Self.scene(bounds: [Self.limit(.clientErrors, 0.05)]) { snapshot, second in
            snapshot.clientErrors = ClientErrors(rates: ["429": (100..<200).contains(second) ? 80 : 1])
        }
        let low = Self.scene(bounds: [Self.limit(.leastTraffic, 100)]) { snapshot, second in
            guard (100..<200).contains(second) else { return }
            snapshot.readings[.requestRate] = SignalReading(.value(20))
            snapshot.requestCount = 300
        }
        for (scene, word) in [(refused, "4xx"), (low, "traffic")] {
            let row = DashboardView.frame(scene.state, size: TerminalSize(columns: 80, rows: 24)).buffer.row(1)
            #expect(row.contains("ok since") && row.contains("after WARN \(word) for 1m4"), "\(row)")
            #expect(scene.state.live.since(at: scene.state.now) == Scene.moment(200), "\(word)")
        }
    }

    @Test(
        "Of what was broken at one time the worst is told, since all of it is over",
        arguments: [(120, "after CRIT 5xx"), (155, "after CRIT 5xx"), (185, "after WARN 4xx")]
    )
    func worst(from second: Int, after told: String) {
        let scene = Self.scene(bounds: [Self.limit(.clientErrors, 0.05)]) { snapshot, now in
            let isFailing = (100..<160).contains(now)
            snapshot.readings[.errorShare] = SignalReading(.value(isFailing ? 0.5 : 0))
            snapshot.clientErrors = ClientErrors(rates: ["429": (second..<220).contains(now) ? 80 : 1])
        }
        let row = DashboardView.frame(scene.state, size: TerminalSize(columns: 120, rows: 40)).buffer.row(1)
        #expect(row.contains("ok since") && row.contains(told), "\(row)")
        #expect(scene.state.live.since(at: scene.state.now) == Scene.moment(220))
    }

    @Test("Without a limit of the user's neither 4xx nor little traffic is a verdict")
    func noLimits() {
        var scene = Self.scene { snapshot, _ in snapshot.clientErrors = ClientErrors(rates: ["429": 80]) }
        #expect(scene.state.live.verdict.urgency == .none)
        scene = Self.scene { _, _ in }
        #expect(scene.state.live.verdict.urgency == .none)
    }
}

@Suite("Dashboard: routes that stop")
struct RouteStopNoteTests {
    @Test("A route that nobody reaches stands in row 3, in what is handed on, and is an event")
    func words() {
        var scene = Scene(hasChaos: false)
        for second in 0...300 {
            let left = min(1, max(0, Double(240 - second) / 15))
            var snapshot = Scene.snapshot(second, rate: 140 + 60 * (second > 225 ? left : 1))
            snapshot.faults = []
            var (kept, gone) = (Breakdown.Row(name: "GET /items"), Breakdown.Row(name: "GET /search"))
            (kept.requestRate, gone.requestRate) = (140, 60 * (second > 225 ? left : 1))
            var breakdown = Breakdown(dimension: .route)
            breakdown.rows = [kept, gone]
            snapshot.breakdown = breakdown
            scene.poll(snapshot)
        }
        let row = DashboardView.frame(scene.state, size: TerminalSize(columns: 80, rows: 24)).buffer.row(2)
        #expect(row.contains("GET /search") && row.contains("no requests"), "\(row)")
        #expect(StreamLine.evidence(scene.state).last?.contains("GET /search gets no requests") == true)
        #expect(scene.state.live.events.contains { $0.text.hasPrefix("GET /search gets") })
        #expect(scene.state.live.verdict.urgency == .none)
    }
}
