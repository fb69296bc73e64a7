import ArgumentParser
import Dashboard
import GoldenSignals
import NCursesTerminal
import PromClient
import PromModel
import Settings
import TerminalUI

/// One run of `watch`: finds its source, and keeps it polled.
struct WatchSession: Sendable {
    let choice: SourceChoice
    var run: RunSettings

    private var service: String? { run.service }

    /// The session of a run, its times checked: nothing stays open where they do not fit.
    static func checked(_ run: RunSettings) async throws -> WatchSession {
        let session = WatchSession(choice: try run.choice(), run: run)
        do {
            try session.checkTimes()
        } catch {
            if case .prometheus(let access) = session.choice { await access.close() }
            throw error
        }
        return session
    }

    /// The times for a Prometheus where the user gave none.
    func prometheusTimes() throws -> ScreenOptions.Times {
        let standard = Configuration.Times(window: .seconds(60), span: .seconds(1800), every: .seconds(5))
        return try run.times(standard, kind: "on a Prometheus")
    }

    /// Refuses times that do not fit the source that was asked for.
    ///
    /// A search may find either kind: what fits one of them is looked at again when something is found.
    func checkTimes() throws {
        switch choice {
        case .prometheus: _ = try prometheusTimes()
        case .pages: _ = try DirectWatch.times(run)
        case .search: _ = try searchTimes()
        }
    }

    private func searchTimes() throws -> ScreenOptions.Times {
        if let times = try? prometheusTimes() { return times }
        return try DirectWatch.times(run)
    }

    /// What the screen says before the source has answered.
    func settings(glyphs: GlyphSet) throws -> DashboardSettings {
        switch choice {
        case .pages(let targets): return try settings(targets, glyphs: glyphs)
        case .search, .prometheus:
            var times = try searchTimes()
            var place = "looking around"
            if case .prometheus(let access) = choice {
                times = try prometheusTimes()
                place = "@\(access.url.display)"
            }
            var settings = DashboardSettings(
                service: service ?? "",
                source: place,
                sourceKind: "prom",
                window: times.window,
                span: times.span,
                interval: times.interval,
                limits: run.limits,
                glyphs: glyphs,
                noDataAdvice: "no answer yet"
            )
            settings.followsWorst = service == nil
            return run.complete(settings)
        }
    }

    /// The same for metrics pages.
    func settings(_ targets: [ScrapeTarget], glyphs: GlyphSet) throws -> DashboardSettings {
        run.complete(try direct(targets).settings(service: service ?? "service", glyphs: glyphs))
    }

    /// A source that scrapes pages.
    func direct(_ targets: [ScrapeTarget]) throws -> DirectWatch {
        DirectWatch(
            targets: targets,
            times: try DirectWatch.times(run),
            limits: run.limits,
            profiles: run.configuration.profiles,
            options: run.scraping,
            profile: run.profile,
            service: service,
            objectives: run.objectives,
            serviceLabels: run.configuration.serviceLabels.map { ServiceLabels($0).onPage } ?? .page,
            isIntervalGiven: run.configuration.every != nil
        )
    }

    /// What a Prometheus is asked.
    func sourceOptions() throws -> PrometheusSource.Options {
        let times = try prometheusTimes()
        let configuration = run.configuration
        var options = PrometheusSource.Options(
            service: service,
            // What the file says of one service is no word about the others.
            profile: run.profile == configuration.profile(for: service)?.value ? nil : run.profile,
            window: configuration.window?.value,
            span: times.span,
            atLeast: times.interval,
            profiles: configuration.profiles
        )
        for service in configuration.services {
            options.serviceWindows[service.name] = service.window?.value
            options.serviceProfiles[service.name] = service.profile?.value
        }
        options.serviceLabels = configuration.serviceLabels.map { ServiceLabels($0) } ?? .searching
        options.scraping = run.scraping
        options.objectives = run.objectives
        options.alertmanager = run.alertmanager
        options.past = run.past
        return options
    }

    /// Feeds the screen until cancelled.
    func feed(_ sink: AsyncStream<DashboardEvent>.Continuation, _ control: SourceSwitch) async {
        switch choice {
        case .prometheus(let access): await watch(access, sink, control)
        case .pages(let targets): await watch(targets, sink, control)
        case .search: await search(sink, control)
        }
    }

    private func watch(
        _ access: PrometheusAccess,
        _ sink: AsyncStream<DashboardEvent>.Continuation,
        _ control: SourceSwitch
    ) async {
        for note in access.notes { sink.yield(.notice(note)) }
        guard let options = try? sourceOptions() else { return }
        let source = access.source(options)
        control.connect(.prometheus(source) { sink.yield($0) })
        if let wanted = run.alert {
            let alert = await source.open(wanted)
            sink.yield(.wanted(alert, named: wanted.description))
        }
        await source.run { sink.yield(.source($0)) }
        await access.close()
    }

    private func watch(
        _ targets: [ScrapeTarget],
        _ sink: AsyncStream<DashboardEvent>.Continuation,
        _ control: SourceSwitch
    ) async {
        guard let watch = try? direct(targets) else { return }
        let transport = AsyncHTTPTransport(proxies: .environment)
        let source = watch.source(over: transport)
        control.connect(.direct(source) { sink.yield($0) })
        await source.run { sink.yield(.source($0)) }
        await transport.close()
    }

    /// Looks around until something is found; what was found stands on the screen.
    private func search(_ sink: AsyncStream<DashboardEvent>.Continuation, _ control: SourceSwitch) async {
        while !Task.isCancelled {
            switch await SourceSearch().look() {
            case .prometheus(let access, let text):
                if let problem = Self.problem(prometheusTimes) {
                    await access.close()
                    await wait("\(text), but \(problem)", sink)
                    continue
                }
                sink.yield(.notice(text))
                return await watch(access, sink, control)
            case .pages(let targets, let text):
                if let problem = Self.problem({ try DirectWatch.times(run) }) {
                    await wait("\(text), but \(problem)", sink)
                    continue
                }
                sink.yield(.notice(text))
                return await watch(targets, sink, control)
            case .nothing(let text):
                sink.yield(.notice(SourceSearch.advice))
                await wait(text, sink)
            }
        }
    }

    /// Says why there is nothing to watch yet, and lets some time pass.
    private func wait(_ reason: String, _ sink: AsyncStream<DashboardEvent>.Continuation) async {
        let nothing = SignalSnapshot(at: WallClock.now(), window: .seconds(60))
        sink.yield(.source(SourceUpdate(snapshot: nothing, targets: [], failure: reason, cost: .zero)))
        try? await Task.sleep(for: .seconds(2))
    }

    /// Why the times do not fit what was found; nil where they do.
    private static func problem(_ times: () throws -> ScreenOptions.Times) -> String? {
        do {
            _ = try times()
            return nil
        } catch {
            return (error as? ValidationError)?.message ?? "\(error)"
        }
    }
}
