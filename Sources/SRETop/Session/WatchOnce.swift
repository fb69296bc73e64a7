import ArgumentParser
import Dashboard
import Diagnosis
import GoldenSignals
import PromClient
import PromModel
import TerminalUI

/// One frame as text: polls until there is something to say, a handful of times at most.
struct WatchOnce: Sendable {
    let session: WatchSession
    let size: TerminalSize
    /// The verdict for machines in place of a frame.
    var isJSON = false

    /// A page is polled so many times at most, and for so long.
    private static let mostAnswers = 5
    private static let patience = Duration.seconds(30)

    func run() async throws {
        let characters = TextCharacters(session.run.glyphs, standard: .braille)
        var state = DashboardState(
            settings: try session.settings(glyphs: characters.glyphs),
            now: WallClock.now(),
            chaos: nil
        )
        switch session.choice {
        case .prometheus(let access): try await poll(access, &state)
        case .pages(let targets): try await poll(targets, &state)
        case .search:
            switch await SourceSearch().look() {
            case .prometheus(let access, let text):
                StandardError.print("sretop: \(text)")
                try await poll(access, &state)
            case .pages(let targets, let text):
                StandardError.print("sretop: \(text)")
                state = DashboardState(
                    settings: try session.settings(targets, glyphs: state.settings.glyphs),
                    now: WallClock.now(),
                    chaos: nil
                )
                try await poll(targets, &state)
            case .nothing(let text):
                StandardError.print("sretop: \(text)")
                StandardError.print("sretop: \(SourceSearch.advice)")
                throw ExitCode(3)
            }
        }
        _ = DashboardUpdate.update(&state, .tick(WallClock.now()))
        if isJSON {
            print(VerdictRecord(state).text)
        } else {
            print(characters.shown(DashboardView.frame(state, size: size).buffer.text))
        }
        if !hasNumbers(state) { throw ExitCode(3) }
    }

    /// Whether there was something to judge, well or not: a script must not take silence for it.
    private func hasNumbers(_ state: DashboardState) -> Bool {
        if case .failing = state.live.health { return false }
        if state.live.report?.isUnknownService == true { return false }
        return switch state.live.verdict {
        case .waiting, .unknown, .untrusted, .noData: false
        case .idle, .tooFew, .ok, .traffic, .crashLoop, .clientErrors, .targetsDown, .breach: !state.live.verdict.isDown
        }
    }

    /// A Prometheus knows the past: one poll, and a second where failures since an onset are to be counted.
    private func poll(_ access: PrometheusAccess, _ state: inout DashboardState) async throws {
        for note in access.notes { StandardError.print("sretop: \(note)") }
        let source = access.source(try session.sourceOptions())
        _ = DashboardUpdate.update(&state, .source(await source.pollOnce()))
        if case .breach(let breach) = state.live.verdict {
            await source.noteOnset(
                breach.breach.since,
                isObserved: !breach.breach.isOlderThanData,
                of: breach.limit
            )
            _ = DashboardUpdate.update(&state, .source(await source.pollOnce()))
        }
        await access.close()
    }

    private func poll(_ targets: [ScrapeTarget], _ state: inout DashboardState) async throws {
        let watch = try session.direct(targets)
        let transport = AsyncHTTPTransport(proxies: .environment)
        let source = watch.source(over: transport)
        let start = ContinuousClock.now
        var answers = 0
        while answers < Self.mostAnswers, ContinuousClock.now - start < Self.patience {
            let begun = ContinuousClock.now
            if let update = await source.pollOnce() {
                answers += 1
                _ = DashboardUpdate.update(&state, .source(update))
                // A rate needs two samples, and a page without the counter never gets one; one that is slow, or stamps
                // its samples itself, takes its time.
                let isAnswered = update.failure != nil || update.snapshot[.requestRate].state != .noData
                if isAnswered, answers >= 3 || begun - start > .seconds(5) { break }
                if update.snapshot.isWarmingUp, update.snapshot.newestSample != nil { answers = min(answers, 3) }
            }
            try await Task.sleep(until: begun + watch.times.interval)
        }
        await transport.close()
    }
}
