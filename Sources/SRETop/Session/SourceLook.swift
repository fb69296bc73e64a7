import Dashboard
import Diagnosis
import GoldenSignals
import PromClient
import PromModel
import TerminalUI

/// A source that was asked, and how to ask it more.
struct LookedSource: Sendable {
    /// What is known of it.
    let state: DashboardState
    /// How the service's numbers are asked for; nil where no profile fits.
    let catalog: SignalCatalog?
    /// Who answers further questions.
    let engine: any QueryEngine
    /// The newest moment that can be asked about.
    let moment: Timestamp
    /// It keeps the past: it is a Prometheus, not a page.
    let hasPast: Bool

    /// Whether there was something to judge, well or not: a script must not take silence for it.
    var hasNumbers: Bool {
        guard problem == nil else { return false }
        return switch state.live.verdict {
        case .waiting, .unknown, .untrusted, .noData: false
        case .idle, .tooFew, .ok, .unjudged, .traffic, .crashLoop, .clientErrors, .targetsDown, .breach:
            !state.live.verdict.isDown
        }
    }

    /// Why there is nothing to judge: the source fails, or does not know the service; nil where it may be judged.
    var problem: String? {
        if case .failing(let reason, _) = state.live.health {
            // Pages name themselves.
            guard hasPast else { return reason }
            return FailureReason(reason).said(of: String(state.settings.source.drop { $0 == "@" }))
        }
        guard let report = state.live.report, report.isUnknownService else { return nil }
        return report.noDataAdvice.isEmpty ? "the source does not know the service" : report.noDataAdvice
    }
}

/// Polls a source until there is something to say, a handful of times at most.
struct SourceLook: Sendable {
    /// Nothing was named, and nothing found.
    struct NothingFound: Error {
        let text: String
    }

    let session: WatchSession
    let glyphs: GlyphSet
    /// How long a page is polled at least; a Prometheus knows the past.
    var atLeast = Duration.zero
    /// Objectives are asked about too.
    var asksObjectives = false
    /// Sees a page's answers from the first on, until it has seen enough; what it throws ends the look.
    var beginning: (@Sendable (LookedSource) async throws -> Bool)?

    /// A page is polled so many times at most, and for so long.
    private static let mostAnswers = 5
    /// Of so many a page's counters have been seen twice, and once more.
    private static let fewestAnswers = 3
    private static let patience = Duration.seconds(30)

    /// Looks at the source, and does something with it while it is open.
    ///
    /// - Throws: `NothingFound` where there is no source; `ValidationError` where times do not fit it.
    func look<Result: Sendable>(_ work: (LookedSource) async throws -> Result) async throws -> Result {
        switch session.choice {
        case .prometheus(let access): return try await look(access, work)
        case .pages(let targets): return try await look(targets, work)
        case .search:
            switch await SourceSearch().look() {
            case .prometheus(let access, let text):
                StandardError.print("sretop: \(text)")
                return try await look(access, work)
            case .pages(let targets, let text):
                StandardError.print("sretop: \(text)")
                return try await look(targets, work)
            case .nothing(let text):
                throw NothingFound(text: text)
            }
        }
    }

    /// A Prometheus knows the past: one poll, and a second where more is to be asked about a breach.
    private func look<Result: Sendable>(
        _ access: PrometheusAccess,
        _ work: (LookedSource) async throws -> Result
    ) async throws -> Result {
        do {
            for note in access.notes { StandardError.print("sretop: \(note)") }
            let source = access.source(try session.sourceOptions())
            var state = try DashboardState(
                settings: session.settings(glyphs: glyphs),
                now: WallClock.now(),
                chaos: nil
            )
            // One look goes to no other service.
            state.follow.isOn = false
            _ = DashboardUpdate.update(&state, .source(await source.pollOnce()))
            let verdict = state.live.verdict
            if let onset = verdict.onset {
                await source.noteOnset(
                    onset,
                    isObserved: verdict.isOnsetObserved,
                    after: verdict.after,
                    of: verdict.brokenLimit
                )
                _ = DashboardUpdate.update(&state, .source(await source.pollOnce()))
            } else if let ended = state.live.uncountedEnd {
                await source.noteEnded(ended)
                _ = DashboardUpdate.update(&state, .source(await source.pollOnce()))
            }
            if state.live.snapshot != nil, await source.askHabits() {
                _ = DashboardUpdate.update(&state, .source(await source.pollOnce()))
            }
            if asksObjectives {
                let reports = await source.askObjectives(withCurves: false)
                _ = DashboardUpdate.update(&state, .objectives(reports))
            }
            _ = DashboardUpdate.update(&state, .tick(WallClock.now()))
            let looked = LookedSource(
                state: state,
                catalog: await source.shownCatalog,
                engine: await source.furtherQuestions,
                moment: await source.askedMoment,
                hasPast: true
            )
            let result = try await work(looked)
            await access.close()
            return result
        } catch {
            await access.close()
            throw error
        }
    }

    private func look<Result: Sendable>(
        _ targets: [ScrapeTarget],
        _ work: (LookedSource) async throws -> Result
    ) async throws -> Result {
        let watch = try session.direct(targets)
        var state = DashboardState(
            settings: try session.settings(targets, glyphs: glyphs),
            now: WallClock.now(),
            chaos: nil
        )
        let transport = AsyncHTTPTransport(proxies: .environment)
        do {
            let source = watch.source(over: transport)
            try await poll(source, every: watch.times.interval, &state)
            _ = DashboardUpdate.update(&state, .tick(WallClock.now()))
            let result = try await work(await Self.looked(source, state))
            await transport.close()
            return result
        } catch {
            await transport.close()
            throw error
        }
    }

    private static func looked(_ source: DirectSource, _ state: DashboardState) async -> LookedSource {
        LookedSource(
            state: state,
            catalog: await source.shownCatalog,
            engine: await source.furtherQuestions,
            moment: await source.askedMoment ?? WallClock.now(),
            hasPast: false
        )
    }

    private func poll(_ source: DirectSource, every interval: Duration, _ state: inout DashboardState) async throws {
        let start = ContinuousClock.now
        var beginning = self.beginning
        var answers = 0
        while answers < Self.mostAnswers || ContinuousClock.now - start < atLeast,
            ContinuousClock.now - start < max(Self.patience, atLeast)
        {
            let begun = ContinuousClock.now
            if let update = await source.pollOnce() {
                answers += 1
                _ = DashboardUpdate.update(&state, .source(update))
                // The first sample of a counter alone may not be looked up yet.
                let isKnown = update.failure == nil && (!update.snapshot.isBlind || answers >= Self.fewestAnswers)
                if let see = beginning, isKnown, try await see(await Self.looked(source, state)) {
                    beginning = nil
                }
                // A rate needs two samples, and a page without the counter never gets one; one that is slow, or stamps
                // its samples itself, takes its time.
                let isAnswered = update.failure != nil || !update.snapshot.isBlind
                let isLongEnough = ContinuousClock.now - start >= atLeast || update.failure != nil
                if isAnswered, isLongEnough, answers >= 3 || begun - start > .seconds(5) { break }
                if update.snapshot.isWarmingUp, update.snapshot.newestSample != nil { answers = min(answers, 3) }
            }
            try await Task.sleep(until: begun + interval)
        }
    }
}
