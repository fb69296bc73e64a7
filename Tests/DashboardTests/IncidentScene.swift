import Dashboard
import GoldenSignals
import PromModel

/// An incident as an on-call engineer meets it: six pods, a deploy, one route that fails, most of it on one pod.
extension Scene {
    private static let pods = (1...6).map { "pod-\($0):8080" }

    static func incident() -> Scene {
        var scene = prometheus()
        scene.state.settings.service = "checkout"
        scene.state.settings.span = .seconds(1800)
        scene.state.settings.interval = .seconds(15)
        var update = incidentUpdate(through: 1785, isFull: true)
        let old = Dictionary(uniqueKeysWithValues: pods.map { ($0, "a1c7") })
        let starts = Dictionary(uniqueKeysWithValues: pods.map { ($0, start.seconds - 90_000) })
        update.past = ProcessTable(at: start, starts: starts, versions: old)
        scene.take(update)
        scene.take(incidentUpdate(through: 1800, isFull: false))
        return scene
    }

    /// How many seconds into the half hour the failures began.
    private static let onset = 1605

    private static func incidentUpdate(through last: Int, isFull: Bool) -> SourceUpdate {
        var update = update(from: isFull ? 0 : last - 60, through: last, isFull: isFull) { second in
            second >= onset ? 0.0721 : 0.0002
        }
        update.snapshot = incidentSnapshot(last)
        update.patch = update.patch.map { patch in
            HistoryPatch(
                from: patch.from,
                isFull: patch.isFull,
                points: patch.points.map { incidentPoint(Int(($0.at - start).inSeconds)) },
                settledThrough: patch.settledThrough,
                step: patch.step
            )
        }
        update.targets = pods.map { pod in
            TargetStatus(
                instance: pod,
                failure: nil,
                defect: nil,
                scrapedAt: moment(last - 2),
                duration: .milliseconds(8)
            )
        }
        var report = report(service: "checkout")
        report.dimensions = Dimension.allCases
        report.services = services
        report.servicesAt = moment(last)
        report.alerts = [
            AlertStatus(
                name: "CheckoutErrors",
                isFiring: true,
                since: moment(1700),
                labels: ["job": "checkout", "severity": "page"],
                summary: "5xx above 1 % for a minute",
                signal: .errorShare,
                concernsService: true
            )
        ]
        report.alertsAt = moment(last - 15)
        update.report = report
        return update
    }

    private static func incidentSnapshot(_ second: Int) -> SignalSnapshot {
        var snapshot = average(second)
        let isBroken = second >= onset
        let values: [(Signal, Double)] = [
            (.requestRate, isBroken ? 1240 : 1410), (.errorShare, isBroken ? 0.0721 : 0.0002),
            (.successShare, isBroken ? 0.9279 : 0.9998), (.averageLatency, isBroken ? 0.182 : 0.087),
            (.p95Latency, isBroken ? 0.94 : 0.276), (.p99Latency, isBroken ? 2.5 : 0.61),
            (.saturation, isBroken ? 0.87 : 0.52),
        ]
        for (signal, value) in values { snapshot.readings[signal] = SignalReading(.value(value)) }
        if isBroken { snapshot.readings[.p99Latency]?.clippedAt = 2.5 }
        snapshot.readings[.saturation]?.detail = "db_pool"
        snapshot.requestCount = 74_400
        snapshot.errorsPerSecond = isBroken ? 89.4 : 0.28
        snapshot.errorsSinceOnset = isBroken ? 14_200 : nil
        snapshot.targetsUp = 6
        snapshot.targetsTotal = 6
        snapshot.processStarts = Dictionary(
            uniqueKeysWithValues: pods.enumerated().map { ($1, start.seconds + 1560 + Double($0)) }
        )
        snapshot.versions = Dictionary(uniqueKeysWithValues: pods.map { ($0, "d3f9") })
        snapshot.breakdown = incidentBreakdown
        return snapshot
    }

    private static func incidentPoint(_ second: Int) -> SignalPoint {
        var snapshot = incidentSnapshot(second)
        let wave = 1 + 0.03 * Double(second / 15 % 5 - 2)
        for signal in Signal.allCases where signal != .successShare {
            guard let value = snapshot[signal].value else { continue }
            snapshot.readings[signal] = SignalReading(.value(value * (signal == .p99Latency ? 1 : wave)))
        }
        return SignalPoint(snapshot)
    }

    private static var incidentBreakdown: Breakdown {
        func row(_ name: String, _ share: Double, _ rate: Double, _ before: Double, _ errors: Double) -> Breakdown.Row {
            var row = Breakdown.Row(name: name)
            (row.share, row.requestRate, row.requestRateBefore) = (share, rate, before)
            (row.errorRate, row.errorRateBefore) = (rate * errors, 0.05)
            (row.p95, row.p99) = (errors * 8 + 0.1, errors * 10 + 0.2)
            return row
        }
        var pay = row("POST /pay", 0.81, 312, 395, 0.232)
        pay.parts = [.init(name: "pod-7:8080", share: 0.64), .init(name: "pod-3:8080", share: 0.3)]
        var cart = row("GET /cart/{id}", 0.09, 540, 593, 0.015)
        cart.parts = (1...6).map { Breakdown.Part(name: "pod-\($0):8080", share: 1 / 6) }
        let rest = (1...6).map { row("GET /static/\($0)", 0.005, 43, 45, 0.0005) }
        var breakdown = Breakdown(dimension: .route)
        breakdown.rows = [pay, cart, row("POST /checkout", 0.07, 130, 151, 0.048)] + rest
        breakdown.since = moment(onset)
        return breakdown
    }

    private static var services: [ServiceOverview] {
        func service(
            _ name: String,
            _ rate: Double?,
            _ errors: Double?,
            _ p99: Double?,
            _ up: Int,
            _ total: Int
        ) -> ServiceOverview {
            var overview = ServiceOverview(service: ServiceKey(of: ["job": name]), profile: "go")
            (overview.requestRate, overview.errorShare, overview.p99) = (rate, errors, p99)
            (overview.p95, overview.average) = (p99.map { $0 / 2 }, p99.map { $0 / 8 })
            (overview.targetsUp, overview.targetsTotal) = (up, total)
            return overview
        }
        return [
            service("cart", 612, 0.0009, 0.26, 4, 4), service("checkout", 1240, 0.0721, 2.5, 6, 6),
            service("payments", 318, 0.314, 2.5, 2, 3), service("search", nil, nil, nil, 0, 8),
            service("night-job", 0, nil, nil, 1, 1), service("profile", 0.1, 0, 0.1, 2, 2),
        ]
    }
}
