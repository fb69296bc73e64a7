import Dashboard
import Diagnosis
import GoldenSignals
import PromModel

/// States of a screen whose numbers come from a Prometheus: points every 15 s, judged as they come.
extension Scene {
    static let step = 15

    /// A screen that knows nothing yet of its Prometheus.
    static func prometheus() -> Scene {
        var scene = Scene(hasChaos: false)
        scene.state.settings.sourceKind = "prom"
        scene.state.settings.source = "@prometheus:9090"
        scene.state.settings.window = .seconds(60)
        scene.state.settings.interval = .seconds(15)
        scene.state = DashboardState(settings: scene.state.settings, now: start, chaos: nil)
        return scene
    }

    static func report(
        service: String = "shop",
        profile: String = "go",
        clockOffset: Duration = .zero,
        fallback: String? = nil
    ) -> SourceReport {
        var report = SourceReport(
            service: service,
            source: "@prometheus:9090",
            kind: fallback == nil ? "prom" : "direct",
            window: .seconds(60),
            interval: .seconds(fallback == nil ? 15 : 5)
        )
        report.profile = profile
        report.dialect = "Prometheus 2.42.0"
        report.queries = 8
        report.bytes = 20_480
        report.clockOffset = clockOffset
        report.fallback = fallback.map { SourceReport.Fallback(reason: $0, since: moment(375)) }
        report.noDataAdvice = "the source has no current samples of http_requests_total"
        return report
    }

    /// A snapshot as a Prometheus gives it, an average over the last minute.
    static func average(_ second: Int, errors: Double = 0) -> SignalSnapshot {
        var snapshot = snapshot(second, errors: errors)
        snapshot.window = .seconds(60)
        snapshot.requestCount = 12_000
        snapshot.newestSample = moment(second)
        snapshot.faults = []
        return snapshot
    }

    /// The answer to a refresh: points from a second on, of which those at the `holes` are missing.
    static func update(
        from first: Int,
        through last: Int,
        isFull: Bool,
        report: SourceReport = report(),
        holes: ClosedRange<Int>? = nil,
        errors: (Int) -> Double = { _ in 0 }
    ) -> SourceUpdate {
        let seconds = stride(from: first, through: last, by: step).filter { holes?.contains($0) != true }
        var update = SourceUpdate(
            snapshot: average(last, errors: errors(last)),
            targets: [target(at: last)],
            failure: nil,
            cost: .milliseconds(35)
        )
        update.patch = HistoryPatch(
            from: moment(first),
            isFull: isFull,
            points: seconds.map { SignalPoint(average($0, errors: errors($0))) },
            settledThrough: moment(last - 60),
            step: .seconds(step)
        )
        update.report = report
        return update
    }

    /// Takes an update at its own moment, by our clock.
    mutating func take(_ update: SourceUpdate) {
        send(.source(update))
        send(.tick(update.snapshot.at - state.clockOffset))
    }

    /// Five minutes of a service, then the tails of so many polls more.
    static func watching(polls: Int = 4, errors: (Int) -> Double = { _ in 0 }) -> Scene {
        var scene = prometheus()
        scene.take(update(from: 0, through: 300, isFull: true, errors: errors))
        for poll in 1..<(polls + 1) {
            let last = 300 + poll * step
            scene.take(update(from: last - 60, through: last, isFull: false, errors: errors))
        }
        return scene
    }

    /// When the breach on the screen began, in seconds; nil where there is none.
    var onset: Int? {
        guard case .breach(let breach) = state.live.verdict else { return nil }
        return Int((breach.breach.since - Scene.start).inSeconds)
    }

    /// The seconds of the points that are shown.
    var seconds: [Int] { state.live.history.points.map { Int(($0.at - Scene.start).inSeconds) } }
}
