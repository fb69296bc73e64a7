import Foundation
import Testing

/// What sretop showed of each real program while drivers sent a known load.
struct KnownLoad: Sendable {
    /// A program with its load: requests a second to a route that answers, and to one that fails.
    struct Service: Sendable {
        let name: String
        let good: String
        let goodRate: Double
        var bad: String?
        var badRate = 0.0
    }

    /// One screen over that load.
    struct Shown: Sendable {
        let requestRate: Double
        let errorShare: Double
        let screen: String
        /// The words of the panel that tells what was chosen and why.
        let choice: String
        let log: String
    }

    /// What the drivers of a program sent and counted.
    struct Sent: Sendable {
        var requestRate = 0.0
        var answered = 0
        var failed = 0

        var errorShare: Double { Double(failed) / Double(max(1, answered)) }
    }

    static let services = [
        Service(name: "unstable", good: "/version", goodRate: 310, bad: "/risky", badRate: 100),
        Service(name: "fastapi", good: "/good", goodRate: 310, bad: "/bad", badRate: 23.33),
        Service(name: "caddy", good: "/good", goodRate: 310, bad: "/bad", badRate: 23.33),
        Service(name: "alertmanager", good: "/", goodRate: 50),
    ]
    /// The name under which the other store's view of the unstable service goes.
    static let viaVictoriaMetrics = "unstable in VictoriaMetrics"
    private static let seconds = 26

    @TaskLocal static var current: KnownLoad?

    var sent: [String: Sent] = [:]
    var shown: [String: Shown] = [:]
    /// What the screen of the unstable service asked for.
    var exchanges: [FaultProxy.Exchange] = []

    /// What was shown of a program; ends the test, with the reason, where it is not installed.
    static func shown(_ name: String) throws -> Shown {
        if name == viaVictoriaMetrics {
            _ = try Parts.having("unstable", "victoriametrics")
        } else {
            _ = try Parts.having(name)
        }
        let load = try #require(KnownLoad.current, "no load was sent")
        return try #require(load.shown[name], "\(name) was not watched")
    }

    /// Sends the load to all of them at once, and watches each.
    init(_ parts: Parts) throws {
        let services = Self.services.filter { parts.has($0.name) }
        let start = Date()
        var drivers: [(name: String, run: LoadRun)] = []
        for service in services {
            let url = try parts.url(service.name)
            drivers.append(
                (service.name, try LoadRun(url + service.good, rate: service.goodRate, seconds: Self.seconds))
            )
            guard let bad = service.bad else { continue }
            drivers.append((service.name, try LoadRun(url + bad, rate: service.badRate, seconds: Self.seconds)))
        }
        let prometheus = try parts.url("prometheus")
        try parts.waitForSamples(of: services.map(\.name))
        // Another suite may have gone the same way before.
        let begin = Date().timeIntervalSince1970
        var watches: [(name: String, run: WatchRun)] = []
        for service in services {
            // One of them by way of the proxy, which counts what it asks for.
            let source = service.name == "unstable" ? try parts.url("faultproxy") : prometheus
            watches.append((service.name, try Self.watch(parts, source, service.name)))
        }
        if parts.has("victoriametrics") {
            let store = try parts.url("victoriametrics")
            watches.append((Self.viaVictoriaMetrics, try Self.watch(parts, store, "unstable")))
        }
        let (from, through) = (start.addingTimeInterval(18), start.addingTimeInterval(Double(Self.seconds) - 1))
        for watch in watches {
            // That store shows its newest samples half a minute late, and is asked for what it knows.
            let lateness = watch.name == Self.viaVictoriaMetrics ? 33.0 : 3
            watch.run.tmux.wait(
                max(1, through.timeIntervalSinceNow + lateness),
                for: "a poll of \(watch.name) at the end of the load"
            ) { _ in
                (watch.run.readings.last?.at ?? 0) >= through.timeIntervalSince1970 - 1
            }
            shown[watch.name] = try Self.shown(by: watch.run, from: from, through: through)
        }
        if parts.has("faultproxy") { exchanges = try FaultProxy(parts).exchanges().filter { $0.time >= begin } }
        for driver in drivers {
            let count = driver.run.count()
            sent[driver.name, default: Sent()].requestRate += driver.run.rate
            sent[driver.name, default: Sent()].answered += count.answered
            sent[driver.name, default: Sent()].failed += count.failed
        }
    }

    private static func watch(_ parts: Parts, _ source: String, _ service: String) throws -> WatchRun {
        try WatchRun(parts, columns: 100, rows: 28, "--prometheus \(source) --service \(service)")
    }

    private static func shown(by run: WatchRun, from start: Date, through end: Date) throws -> Shown {
        Shown(
            requestRate: run.middle("RPS", from: start, through: end),
            errorShare: run.middle("5xx", from: start, through: end),
            screen: run.tmux.screen,
            choice: try run.panel("i", showing: "about these numbers"),
            log: run.logText
        )
    }
}

/// Sends the known load before a suite's tests, once.
struct KnownLoadTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        let parts = try #require(Parts.current, "no parts were started")
        let load = try KnownLoad(parts)
        try await KnownLoad.$current.withValue(load) { try await function() }
    }
}

extension Trait where Self == KnownLoadTrait {
    static var knownLoad: Self { Self() }
}
