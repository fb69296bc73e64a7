package import Dashboard
import Diagnosis
package import GoldenSignals
package import Incidents
import PromClient
import PromModel
import Settings
package import TerminalUI

/// A limit of an incident that nobody can read.
private struct UnknownLimit: Error, CustomStringConvertible {
    let text: String
    var description: String { "'\(text)' is no limit such as \(LimitText.form)" }
}

/// The screen over a played world: sources, updates and what follows from them as in the program, in the world's time.
package struct PlayedScreen: Sendable {
    private enum Feed: Sendable {
        case pages(DirectSource)
        case prometheus(PrometheusSource)
    }

    /// The increments by scrape that were told last.
    package private(set) var trace: BreachTrace?
    /// What was told last.
    package private(set) var update: SourceUpdate?
    /// What is on it.
    package private(set) var state: DashboardState
    private let feed: Feed
    private let world: PlayedWorld
    private let size: TerminalSize

    /// A screen that reads the pages of a world.
    package init(pagesOf incident: Incident, _ world: PlayedWorld, _ times: WatchTimes, size: TerminalSize) throws {
        let service = incident.watch ?? incident.instances[0].service
        let targets = incident.instances.filter { $0.service == service }.compactMap { ScrapeTarget($0.name) }
        let source = DirectSource(
            targets: targets,
            scraper: Scraper(transport: PlayedPages(world), timeout: .seconds(1), version: "judge"),
            profiles: MetricProfile.builtin.profiles,
            wanted: nil,
            window: times.window,
            interval: times.scrape,
            now: { world.now }
        )
        try self.init(.pages(source), incident, world, times, size)
    }

    /// A screen that asks a Prometheus.
    package init(
        of incident: Incident,
        _ world: PlayedWorld,
        _ times: WatchTimes,
        prometheus: PlayedPrometheus,
        size: TerminalSize
    ) throws {
        let api = PrometheusAPI(
            url: try PrometheusURL("http://prometheus:9090"),
            transport: prometheus,
            timeout: .seconds(20),
            userAgent: "judge"
        )
        let options = PrometheusSource.Options(
            service: incident.watch,
            profile: nil,
            window: times.window,
            span: .seconds(1800),
            atLeast: times.scrape,
            profiles: MetricProfile.builtin.profiles
        )
        let source = PrometheusSource(
            api: api,
            options: options,
            scraper: Scraper(transport: PlayedPages(world), timeout: .seconds(1), version: "judge"),
            now: { world.now },
            random: { 0.5 },
            monotonic: { world.instant }
        )
        try self.init(.prometheus(source), incident, world, times, size)
    }

    private init(
        _ feed: Feed,
        _ incident: Incident,
        _ world: PlayedWorld,
        _ times: WatchTimes,
        _ size: TerminalSize
    ) throws {
        self.feed = feed
        self.world = world
        self.size = size
        let isDirect = if case .pages = feed { true } else { false }
        let given = try incident.limits.map { text in
            guard let limit = LimitText.parse(text) else { throw UnknownLimit(text: text) }
            return limit
        }
        let limits = LimitText.merged(given)
        var settings = DashboardSettings(
            service: incident.watch ?? "",
            source: "judge",
            sourceKind: isDirect ? "direct" : "prom",
            window: times.window,
            span: isDirect ? .seconds(300) : .seconds(1800),
            interval: times.scrape,
            limits: limits.onSignals,
            glyphs: .braille,
            noDataAdvice: ""
        )
        settings.commonBounds = limits.filter { $0.subject != .signal }
        settings.bounds = settings.commonBounds
        for call in incident.calls where call.isWritten {
            settings.dependencies[call.from, default: []].append(call.callee)
        }
        state = DashboardState(settings: settings, now: world.now, chaos: nil)
    }

    /// One poll, and what follows from it.
    package mutating func poll() async {
        var update: SourceUpdate?
        switch feed {
        case .pages(let source): update = await source.pollOnce()
        case .prometheus(let source):
            update = await source.pollOnce()
            await source.askSlowly()
        }
        guard let update else { return }
        self.update = update
        trace = update.trace ?? trace
        let effects = DashboardUpdate.update(&state, .source(update))
        _ = DashboardUpdate.update(&state, .tick(world.now))
        let verdict = state.live.verdict
        switch feed {
        case .pages(let source):
            await source.noteOnset(
                verdict.onset,
                isObserved: verdict.isOnsetObserved,
                after: verdict.after,
                of: verdict.brokenLimit
            )
            await source.noteEnded(state.live.uncountedEnd)
        case .prometheus(let source):
            await source.noteOnset(
                verdict.onset,
                isObserved: verdict.isOnsetObserved,
                after: verdict.after,
                of: verdict.brokenLimit
            )
            await source.noteEnded(state.live.uncountedEnd)
            for effect in effects {
                if case .selectService(let service, let profile) = effect {
                    await source.select(service, by: profile)
                }
            }
        }
    }

    /// The screen's rows as text, now.
    package var rows: [String] {
        DashboardView.frame(state, size: size).buffer.text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0) }
    }
}
