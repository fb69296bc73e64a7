import Dashboard
import GoldenSignals
import PromModel
import Recording

/// Recordings as the demo makes them, with a number of everything.
enum RecordingScene {
    static let start = Timestamp(seconds: 1_795_192_800)

    static let settings = RecordedSettings(
        service: "shop",
        source: "127.0.0.1:8000",
        sourceKind: "direct",
        place: "",
        window: .seconds(15),
        span: .seconds(300),
        interval: .seconds(1),
        limits: Limit.defaults,
        serviceLimits: ["a": Limit.defaults],
        dependencies: ["shop": ["db"]],
        loadPath: "/risky",
        loadRate: 200
    )

    static func moment(_ second: Int) -> Timestamp { start + .seconds(second) }

    /// A poll with a share of failures, and so many of them since the process began; every now and then one that fails,
    /// unless all is to be well.
    static func update(
        _ second: Int,
        errors: Double = 0.2,
        failed: Double? = nil,
        isWell: Bool = false
    ) -> SourceUpdate {
        let wave = 1 + 0.013 * Double(second % 17) + 0.000_7 * Double(second % 101)
        var snapshot = SignalSnapshot(at: moment(second), window: .seconds(15))
        for (place, signal) in Signal.allCases.enumerated() {
            snapshot.readings[signal] = SignalReading(.value(wave * Double(place + 1) / 70))
        }
        snapshot.readings[.requestRate] = SignalReading(.value(200 * wave))
        snapshot.readings[.errorShare] = SignalReading(.value(errors))
        snapshot.readings[.successShare] = SignalReading(.value(1 - errors))
        if !isWell { snapshot.readings[.p99Latency]?.clippedAt = 2.5 }
        snapshot.readings[.saturation]?.detail = "cpu"
        (snapshot.requestCount, snapshot.errorsPerSecond) = (3000 * wave, 200 * errors)
        snapshot.errorTotals = ["127.0.0.1:8000": failed ?? Double(second * 40)]
        snapshot.requestTotals = ["127.0.0.1:8000": Double(second * 200)]
        snapshot.processStarts = ["127.0.0.1:8000": 1_795_192_700.25]
        snapshot.targetsAlive = [["instance": "127.0.0.1:8000"]: true, ["instance": "b", "job": "x=\"y\""]: false]
        snapshot.scrapes = [["instance": "127.0.0.1:8000"]: start + .milliseconds(second * 1000 - 3)]
        snapshot.newestSample = start + .milliseconds(second * 1000 - 3)
        snapshot.faults = [.init(name: "errors", route: "/risky", share: 0.2)]
        snapshot.breakdown = breakdown(wave)
        snapshot.spread = spread(second)
        var update = SourceUpdate(
            snapshot: snapshot,
            targets: [
                TargetStatus(
                    instance: "127.0.0.1:8000",
                    failure: !isWell && second % 50 == 49 ? "refused" : nil,
                    defect: nil,
                    scrapedAt: moment(second),
                    duration: .microseconds(2000 + second % 7 * 100)
                )
            ],
            failure: !isWell && second % 97 == 96 ? "no target answers" : nil,
            cost: .microseconds(2100 + second % 11 * 50)
        )
        update.report = report
        return update
    }

    /// Twelve buckets, of which eight hold ever other shares.
    private static func spread(_ second: Int) -> LatencySpread? {
        let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, .infinity]
        return LatencySpread(
            bounds.enumerated().map { place, bound in
                let count = (1...8).contains(place) ? Double(100 + (second * (place + 3)) % 37) / Double(place) : 0
                return LatencySpread.Bucket(lower: place == 0 ? 0 : bounds[place - 1], upper: bound, count: count)
            }
        )
    }

    private static func breakdown(_ wave: Double) -> Breakdown {
        var breakdown = Breakdown(dimension: .route)
        breakdown.rows = ["GET /risky", "GET /healthz"].map { name in
            var row = Breakdown.Row(name: name)
            row.labels = ["route": name]
            (row.share, row.requestRate, row.errorRate, row.p95) = (0.5, 100 * wave, 20 * wave, 0.07 * wave)
            row.parts = [Breakdown.Part(name: "127.0.0.1:8000", share: 1)]
            return row
        }
        return breakdown
    }

    private static var report: SourceReport {
        var report = SourceReport(
            service: "shop",
            source: "127.0.0.1:8000",
            kind: "direct",
            window: .seconds(15),
            interval: .seconds(1)
        )
        report.expressions = [.requestRate: "sum(rate(http_requests_total[15s]))"]
        report.gaps = [.saturation: "no resource"]
        report.services = [ServiceOverview(service: ServiceKey(of: ["job": "shop"]), profile: "go")]
        return report
    }

    /// Polls and the driver's account in turn, one of each a second.
    static func steps(_ count: Int) -> [RecordedStep] {
        (0..<count).flatMap { second -> [RecordedStep] in
            var load = LoadStatus(rate: 200)
            (load.isRunning, load.remaining) = (second > 3, .seconds(900 - second))
            (load.sent, load.done, load.unanswered) = (second * 200, second * 199, second)
            (load.perSecond, load.p95) = (199.5, .milliseconds(70))
            let told = moment(second) + .milliseconds(7 + second % 5)
            return [
                RecordedStep(at: told, .load(load, at: moment(second))),
                RecordedStep(at: told, .source(update(second))),
            ]
        }
    }

    /// Polls that are answered, with a share of failures in each second.
    static func answered(_ count: Int, errors: (Int) -> Double) -> [RecordedStep] {
        var failed = 0.0
        return (0..<count).map { second in
            failed += 200 * errors(second)
            let update = update(second, errors: errors(second), failed: failed, isWell: true)
            return RecordedStep(at: moment(second), .source(update))
        }
    }

    /// What else can happen.
    static let others: [RecordedStep] = [
        RecordedStep(at: start, .target(isReady: true, text: nil, at: start)),
        RecordedStep(at: start, .note("seen", at: start)),
        RecordedStep(at: start, .noFaults("no answer", at: start)),
        RecordedStep(
            at: start,
            .faults(
                [
                    FaultStatus(
                        name: "delay",
                        route: "/",
                        share: 0.5,
                        isActive: true,
                        isBuiltin: false,
                        delay: .seconds(1)
                    )
                ],
                at: start
            )
        ),
    ]

    static func bytes(_ steps: [RecordedStep]) throws -> [UInt8] {
        var writer = RecordingWriter()
        return try ([RecordedStep(at: start, .settings(settings))] + steps)
            .reduce(into: []) { $0 += try writer.bytes(of: $1) }
    }
}
