import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import TerminalUITestKit
import Testing

@Suite("Dashboard view: Prometheus")
struct PrometheusViewTests {
    private static let sizes = [TerminalSize(columns: 80, rows: 24), TerminalSize(columns: 40, rows: 12)]
    static let names = [
        "live", "fallback", "clock", "gaps", "targets", "alerts", "services", "about", "failing",
    ]

    /// In trouble since 345, seen at 360, with what a Prometheus tells beside the numbers.
    static func scene(_ change: (inout SourceUpdate) -> Void = { _ in }) -> Scene {
        var scene = Scene.watching { $0 >= 345 ? 0.2 : 0 }
        var update = Scene.update(from: 315, through: 375, isFull: false) { $0 >= 345 ? 0.2 : 0 }
        update.report?.alerts = alerts
        update.report?.services = services
        update.report?.explanation = explanation
        change(&update)
        scene.take(update)
        return scene
    }

    private static let alerts = [
        AlertStatus(
            name: "HighErrorRate",
            isFiring: true,
            since: Scene.moment(100),
            labels: ["job": "shop"],
            summary: "more than 5 % of shop's requests fail",
            signal: .errorShare,
            concernsService: true
        ),
        AlertStatus(
            name: "DiskFull",
            isFiring: false,
            since: Scene.moment(370),
            labels: ["instance": "db:9100", "mountpoint": "/"],
            summary: "",
            signal: nil,
            concernsService: false
        ),
    ]

    private static var services: [ServiceOverview] {
        let rows: [(String, Double?, Double?, Double?)] = [
            ("cart", 12.5, 0, 0.02), ("idle", 0, nil, nil), ("shop", 200, 0.2, 0.128), ("unknown", nil, nil, nil),
        ]
        return rows.map { name, rate, errors, p99 in
            var row = ServiceOverview(service: ServiceKey(of: ["job": name]), profile: "go")
            (row.requestRate, row.errorShare, row.p99) = (rate, errors, p99)
            return row
        }
    }

    private static let explanation = [
        "source       Prometheus 2.42.0 at prometheus:9090",
        "clock        3 ms ahead of ours; times here are the source's",
        "service      shop: the worst of 4: it has the largest share of 5xx (S: others)", "             job=\"shop\"",
        "profile      go: Go conventions (promhttp)", "requests     http_requests_total, 4 series",
        "latency      http_request_duration_seconds",
        "polling      every 15s; scraped every 15000 ms (from its targets); the last 60s are asked for again",
    ]

    static func scene(named name: String) -> Scene {
        switch name {
        case "fallback":
            var scene = scene()
            for second in stride(from: 390, through: 420, by: 5) {
                var update = SourceUpdate(
                    snapshot: Scene.snapshot(second, errors: 0.2),
                    targets: [Scene.target(at: second)],
                    failure: nil,
                    cost: .milliseconds(2)
                )
                update.snapshot.faults = []
                update.report = Scene.report(fallback: "prometheus:9090: connection refused")
                scene.take(update)
            }
            return scene
        case "clock": return scene { $0.report?.clockOffset = .seconds(-75) }
        case "gaps": return blind()
        case "targets":
            var scene = scene { update in
                update.targets.append(
                    TargetStatus(
                        instance: "10.0.0.7:8000",
                        failure: "Get \"http://10.0.0.7:8000/metrics\": connection refused",
                        defect: nil,
                        scrapedAt: Scene.moment(369),
                        duration: .milliseconds(1),
                        job: "shop"
                    )
                )
                update.snapshot.targetsTotal = 2
            }
            scene.send(.key(.character("t")))
            return scene
        case "alerts", "services", "about":
            var scene = scene()
            scene.send(.key(.character(name == "alerts" ? "a" : name == "services" ? "S" : "i")))
            return scene
        case "failing":
            var scene = scene()
            for second in [390, 395, 405] {
                var update = SourceUpdate(
                    snapshot: SignalSnapshot(at: Scene.moment(second), window: .seconds(60)),
                    targets: [Scene.target(at: 375)],
                    failure: "prometheus:9090: 429 Too Many Requests: the server sheds load; ask again in 40 s",
                    cost: .milliseconds(3)
                )
                update.report = Scene.report()
                update.report?.slowdown = "waiting longer after 3 failures"
                scene.take(update)
            }
            return scene
        default: return scene()
        }
    }

    @Test("What a panel lists is said to be old in its head while nobody tells of now", arguments: [false, true])
    func staleHeads(isFailing: Bool) {
        func rows(_ key: Character) -> String {
            var scene = Self.scene(named: isFailing ? "failing" : "live")
            scene.send(.key(.character(key)))
            return DashboardView.frame(scene.state, size: TerminalSize(columns: 100, rows: 30)).buffer.text
        }
        #expect(rows("t").contains("STALE 30s  targets  1/1 were up") == isFailing)
        #expect(rows("a").contains("STALE 30s  alerts of the source") == isFailing)
        #expect(rows("t").contains("targets  1/1") && rows("a").contains("alerts of the source"))
    }

    /// A service whose requests carry no status, and which has no latency buckets.
    private static func blind() -> Scene {
        var scene = Scene.prometheus()
        var update = Scene.update(from: 0, through: 300, isFull: true)
        let lost: [Signal: String] = [
            .successShare: "no status label on http_requests_total",
            .errorShare: "no status label on http_requests_total",
            .p95Latency: "there are no buckets (http_request_duration_seconds_bucket): no quantile can be told",
            .p99Latency: "there are no buckets (http_request_duration_seconds_bucket): no quantile can be told",
        ]
        update.report?.gaps = lost
        for signal in lost.keys { update.snapshot.readings[signal] = SignalReading(.noData) }
        update.snapshot.errorsPerSecond = nil
        update.snapshot.errorTotals = [:]
        if let patch = update.patch {
            update.patch = HistoryPatch(
                from: patch.from,
                isFull: patch.isFull,
                points: patch.points.map { point in
                    var point = point
                    for signal in lost.keys { point[signal] = nil }
                    point.errorsPerSecond = nil
                    return point
                },
                settledThrough: patch.settledThrough,
                step: patch.step
            )
        }
        scene.take(update)
        return scene
    }

    @Test("Each state has its screen, wide and narrow", arguments: names, sizes)
    func screens(name: String, size: TerminalSize) {
        let frame = DashboardView.frame(Self.scene(named: name).state, size: size)
        #expect(snapshotFailure(of: frame, named: "prom-\(name)-\(size.columns)x\(size.rows)") == nil)
    }

    @Test(
        "Where failures cannot be told it is not just ok: what is not judged is named above the numbers",
        arguments: sizes
    )
    func blindIsNotOK(size: TerminalSize) {
        let text = DashboardView.frame(Self.scene(named: "gaps").state, size: size).buffer.text
        let head = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(3).joined(separator: "\n")
        #expect(head.contains("5xx"), "\(head)")
    }

    @Test("A source that stands in and asks more often makes no holes in what was known before")
    func noStripes() throws {
        let text = DashboardView.frame(Self.scene(named: "fallback").state, size: ScreenSizes.standard[0]).buffer.text
        let rates = try #require(text.split(separator: "\n").first { $0.hasPrefix("RPS") })
        #expect(!rates.contains("█╌█"), "\(rates)")
    }

    @Test(
        "Only what gave no answer is called down: what answered is told with its answer",
        arguments: [
            ("answers 503 Service Unavailable: the server sheds load", "Prometheus answers 503", false),
            ("answers 422: the expression cannot be evaluated: asked for RPS: big", "Prometheus answers 422", false),
            ("cannot be asked: the host's name has no address", "Prometheus cannot be asked", false),
            ("connection refused", "Prometheus down since", true),
            ("no answer within 5 s", "Prometheus down since", true),
        ]
    )
    func answered(reason: String, words: String, isDown: Bool) {
        var scene = Self.scene()
        var update = SourceUpdate(
            snapshot: SignalSnapshot(at: Scene.moment(390), window: .seconds(60)),
            targets: [Scene.target(at: 375)],
            failure: reason,
            cost: .milliseconds(3)
        )
        update.report = Scene.report()
        scene.take(update)
        let text = DashboardView.frame(scene.state, size: TerminalSize(columns: 120, rows: 40)).buffer.text
        #expect(text.contains(words), "\(text)")
        let head = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(3).joined(separator: "\n")
        #expect(head.lowercased().contains("down") == isDown && head.contains("FAILING") != isDown, "\(head)")
        #expect(scene.state.live.events.contains { $0.word == (isDown ? "down" : "fails") })
    }

    @Test("Any of them at any size is drawn without harm")
    func everySize() {
        for name in Self.names {
            let state = Self.scene(named: name).state
            for (columns, rows) in [(0, 0), (1, 1), (20, 3), (39, 9), (71, 10), (72, 10), (300, 80)] {
                let size = TerminalSize(columns: columns, rows: rows)
                #expect(DashboardView.frame(state, size: size).buffer.size == size)
            }
        }
    }

    @Test(
        "What matters is there, wide and narrow",
        arguments: [
            ("fallback", "DIRECT"), ("clock", "clock "), ("failing", "429"), ("targets", "1/2 up"),
            ("alerts", "HighErrorRate"), ("services", "cart"), ("about", "Prometheus 2.42.0"), ("live", "CRIT"),
        ],
        sizes
    )
    func words(expected: (name: String, word: String), size: TerminalSize) {
        let text = DashboardView.frame(Self.scene(named: expected.name).state, size: size).buffer.text
        #expect(text.contains(expected.word), "\(text)")
    }
}
