import Dashboard
import GoldenSignals
import PromModel
import TerminalUI

/// A made-up service among many that breaks for ten minutes every two hours, told as a Prometheus tells it.
struct Incident {
    /// 2026-11-20 16:40:00 UTC.
    static let start = Timestamp(seconds: 1_795_192_800)
    static let window = Duration.seconds(60)
    /// How often it breaks, and how long after the last time.
    static let cycle = Duration.seconds(7200)
    static let calm = Duration.seconds(6600)

    let serviceCount: Int
    let step: Duration
    private let pods = (1...12).map { "pod-\($0):8080" }

    init(serviceCount: Int, step: Duration) {
        self.serviceCount = serviceCount
        self.step = step
    }

    /// The onset of the breach under way; nil while all is well.
    func onset(at moment: Timestamp) -> Timestamp? {
        let phase = .milliseconds((moment - Self.start).milliseconds % Self.cycle.milliseconds) - Self.calm
        return phase >= .zero ? moment - phase : nil
    }

    func state(span: Duration) -> DashboardState {
        let settings = DashboardSettings(
            service: "service-01",
            source: "@prometheus:9090",
            sourceKind: "prom",
            window: Self.window,
            span: span,
            interval: step,
            limits: Limit.defaults,
            glyphs: .braille,
            noDataAdvice: "no answer yet"
        )
        return DashboardState(settings: settings, now: Self.start, chaos: nil)
    }

    /// The answer to a refresh, with the points that its plan asks for.
    func update(_ plan: RefreshSchedule.Plan) -> SourceUpdate {
        let last = plan.through
        var update = SourceUpdate(
            snapshot: snapshot(last),
            targets: pods.map { pod in
                TargetStatus(
                    instance: pod,
                    failure: nil,
                    defect: nil,
                    scrapedAt: last - .seconds(2),
                    duration: .milliseconds(8)
                )
            },
            failure: nil,
            cost: .milliseconds(35)
        )
        let count = plan.pointCount
        update.patch = HistoryPatch(
            from: plan.from,
            isFull: plan.full != nil,
            points: (0..<count).map { point(last - plan.step * (count - 1 - $0)) },
            settledThrough: plan.settledThrough,
            step: plan.step
        )
        if plan.full == .first {
            let starts = Dictionary(uniqueKeysWithValues: pods.map { ($0, Self.start.seconds - 90_000) })
            let versions = Dictionary(uniqueKeysWithValues: pods.map { ($0, "a1c7") })
            update.past = ProcessTable(at: plan.from, starts: starts, versions: versions)
        }
        update.report = report(last)
        return update
    }

    /// A number around one that differs from point to point and repeats.
    private func wave(_ moment: Timestamp, _ seed: Int64 = 0) -> Double {
        var mixed = UInt64(bitPattern: moment.milliseconds / 1000 + seed * 7919) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 29)) &* 0xBF58_476D_1CE4_E5B9
        return 0.9 + 0.2 * Double(mixed >> 40) / Double(1 << 24)
    }

    private func values(_ moment: Timestamp) -> [(Signal, Double)] {
        let isBroken = onset(at: moment) != nil
        let errors = (isBroken ? 0.0721 : 0.0002) * wave(moment, 1)
        return [
            (.requestRate, (isBroken ? 1240 : 1410) * wave(moment, 2)), (.successShare, 1 - errors),
            (.errorShare, errors), (.averageLatency, (isBroken ? 0.182 : 0.087) * wave(moment, 3)),
            (.p95Latency, (isBroken ? 0.94 : 0.276) * wave(moment, 4)),
            (.p99Latency, (isBroken ? 2.2 : 0.61) * wave(moment, 5)),
            (.saturation, (isBroken ? 0.87 : 0.52) * wave(moment, 6)),
        ]
    }

    private func point(_ moment: Timestamp) -> SignalPoint {
        var point = SignalPoint(at: moment)
        for (signal, value) in values(moment) {
            if signal == .saturation { point.takeResource("db_pool", share: value) } else { point[signal] = value }
        }
        point.requestCount = 74_400
        point.errorsPerSecond = 1240 * (point[.errorShare] ?? 0)
        return point
    }

    private func snapshot(_ moment: Timestamp) -> SignalSnapshot {
        var snapshot = SignalSnapshot(at: moment, window: Self.window)
        let onset = onset(at: moment)
        for (signal, value) in values(moment) { snapshot.readings[signal] = SignalReading(.value(value)) }
        snapshot.readings[.saturation]?.detail = "db_pool"
        snapshot.requestCount = 74_400
        snapshot.errorsPerSecond = 1240 * (snapshot[.errorShare].value ?? 0)
        snapshot.errorsSinceOnset = onset.map { 89 * (moment - $0).inSeconds }
        snapshot.newestSample = moment
        (snapshot.targetsUp, snapshot.targetsTotal) = (pods.count, pods.count)
        // Each breach follows a deploy by a minute and a half.
        let deploy = Int((moment - Self.start + Self.cycle - Self.calm + .seconds(90)) / Self.cycle)
        let started = (Self.start + Self.cycle * deploy).seconds
        snapshot.processStarts = Dictionary(uniqueKeysWithValues: pods.map { ($0, started) })
        snapshot.versions = Dictionary(uniqueKeysWithValues: pods.map { ($0, "v\(deploy % 1000)") })
        snapshot.breakdown = breakdown(moment, snapshot[.errorShare].value ?? 0)
        return snapshot
    }

    private func breakdown(_ moment: Timestamp, _ errors: Double) -> Breakdown {
        var breakdown = Breakdown(dimension: .route)
        breakdown.since = onset(at: moment)
        breakdown.rows = (0..<12).map { index in
            var row = Breakdown.Row(name: index == 0 ? "POST /pay" : "GET /shelf/{id}/part/\(index)")
            row.labels = ["method": index == 0 ? "POST" : "GET", "route": "/route-\(index)"]
            let rate = 300 / Double(index + 1) * wave(moment, Int64(index))
            row.share = 0.6 / Double(index + 1)
            (row.requestRate, row.requestRateBefore) = (rate, 290 / Double(index + 1))
            (row.errorRate, row.errorRateBefore) = (rate * errors, 0.05)
            (row.p95, row.p99) = (errors * 8 + 0.1, errors * 10 + 0.2)
            row.parts = pods.prefix(6).map { Breakdown.Part(name: $0, share: 1 / 6) }
            return row
        }
        return breakdown
    }

    private func report(_ moment: Timestamp) -> SourceReport {
        var report = SourceReport(
            service: "service-01",
            source: "@prometheus:9090",
            kind: "prom",
            window: Self.window,
            interval: step
        )
        report.profile = "go"
        report.dialect = "Prometheus 2.42.0"
        (report.queries, report.bytes) = (8, 20_480)
        report.dimensions = Dimension.allCases
        report.freshWithin = .seconds(120)
        report.services = (1...max(1, serviceCount)).map { service($0, moment) }
        report.servicesAt = moment
        report.alertsAt = moment
        if let onset = onset(at: moment) {
            report.alerts = [
                AlertStatus(
                    name: "ServiceErrors",
                    isFiring: true,
                    since: onset + .seconds(60),
                    labels: ["job": "service-01", "severity": "page"],
                    summary: "5xx above 1 % for a minute",
                    signal: .errorShare,
                    concernsService: true
                )
            ]
        }
        report.explanation = (1...8).map { "profile go: series number \($0) chosen by its name" }
        return report
    }

    private func service(_ number: Int, _ moment: Timestamp) -> ServiceOverview {
        let name = number < 10 ? "service-0\(number)" : "service-\(number)"
        var overview = ServiceOverview(service: ServiceKey(of: ["job": name]), profile: "go")
        let wave = wave(moment, Int64(number))
        let isBroken = onset(at: moment) != nil && number % 7 == 1
        overview.requestRate = 1240 / Double(number) * wave
        overview.errorShare = isBroken ? 0.07 * wave : 0.0004
        (overview.average, overview.p95, overview.p99) = (0.08 * wave, 0.27 * wave, 0.6 * wave)
        (overview.targetsUp, overview.targetsTotal) = (4, 4)
        return overview
    }
}
