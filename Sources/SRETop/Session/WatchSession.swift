import ArgumentParser
import Dashboard
import GoldenSignals
import NCursesTerminal
import PromClient
import PromModel
import TerminalUI

/// One run of `watch`: finds its source, and keeps it polled.
struct WatchSession: Sendable {
    let choice: SourceChoice
    let options: ScreenOptions
    let service: String?
    let profile: String?
    let profiles: [MetricProfile]

    /// The times for a Prometheus where the user gave none.
    func prometheusTimes() throws -> ScreenOptions.Times {
        try options.times(window: .seconds(60), span: .seconds(1800), interval: .seconds(5))
    }

    /// Refuses times that do not fit the source that was asked for; a search may find either.
    func checkTimes() throws {
        switch choice {
        case .prometheus: _ = try prometheusTimes()
        case .pages: _ = try DirectWatch.times(options)
        case .search: _ = try (prometheusTimes(), DirectWatch.times(options))
        }
    }

    /// What the screen says before the source has answered.
    func settings(glyphs: GlyphSet) throws -> DashboardSettings {
        let limits = LimitArgument.merged(options.limit)
        switch choice {
        case .pages(let targets): return try direct(targets).settings(service: service ?? "service", glyphs: glyphs)
        case .search, .prometheus:
            let times = try prometheusTimes()
            var place = "looking around"
            if case .prometheus(let access) = choice { place = "@\(access.url.display)" }
            return DashboardSettings(
                service: service ?? "",
                source: place,
                sourceKind: "prom",
                window: times.window,
                span: times.span,
                interval: times.interval,
                limits: limits,
                glyphs: glyphs,
                noDataAdvice: "no answer yet"
            )
        }
    }

    /// A source that scrapes pages.
    func direct(_ targets: [ScrapeTarget]) throws -> DirectWatch {
        DirectWatch(
            targets: targets,
            times: try DirectWatch.times(options),
            limits: LimitArgument.merged(options.limit),
            profiles: profiles,
            profile: profile
        )
    }

    /// What a Prometheus is asked.
    func sourceOptions() throws -> PrometheusSource.Options {
        let times = try prometheusTimes()
        return PrometheusSource.Options(
            service: service,
            profile: profile,
            window: options.window?.duration,
            span: times.span,
            atLeast: times.interval,
            profiles: profiles
        )
    }

    /// Feeds the screen until cancelled.
    func feed(
        _ session: ScreenSession,
        _ control: SourceSwitch,
        glyphs: GlyphSet
    ) async {
        switch choice {
        case .prometheus(let access): await watch(access, session, control)
        case .pages(let targets): await watch(targets, session, control)
        case .search: await search(session, control)
        }
    }

    private func watch(_ access: PrometheusAccess, _ session: ScreenSession, _ control: SourceSwitch) async {
        for note in access.notes { session.sink.yield(.notice(note)) }
        guard let options = try? sourceOptions() else { return }
        let source = access.source(options)
        control.connect(.prometheus(source))
        await source.run { session.sink.yield(.source($0)) }
        await access.close()
    }

    private func watch(_ targets: [ScrapeTarget], _ session: ScreenSession, _ control: SourceSwitch) async {
        guard let watch = try? direct(targets) else { return }
        let transport = AsyncHTTPTransport()
        let source = watch.source(over: transport)
        control.connect(.direct(source) { session.sink.yield(.source($0)) })
        await source.run { session.sink.yield(.source($0)) }
        await transport.close()
    }

    /// Looks around until something is found; what was found stands on the screen.
    private func search(_ session: ScreenSession, _ control: SourceSwitch) async {
        while !Task.isCancelled {
            switch await SourceSearch().look() {
            case .prometheus(let access, let text):
                session.sink.yield(.notice(text))
                return await watch(access, session, control)
            case .pages(let targets, let text):
                session.sink.yield(.notice(text))
                return await watch(targets, session, control)
            case .nothing(let text):
                let nothing = SignalSnapshot(at: WallClock.now(), window: .seconds(60))
                session.sink.yield(.notice(SourceSearch.advice))
                session.sink.yield(.source(SourceUpdate(snapshot: nothing, targets: [], failure: text, cost: .zero)))
                try? await Task.sleep(for: .seconds(2))
            }
        }
    }
}
