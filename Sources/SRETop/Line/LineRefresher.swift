import Dashboard
import Diagnosis
import Gates
import GoldenSignals
import PromModel
import TerminalUI

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Keeps a source polled for those who ask for its line, until nobody has for a minute.
struct LineRefresher: Sendable {
    let session: WatchSession
    let place: LinePlace

    /// Without a reader it ends after so many seconds.
    private static let patience = 60.0

    /// Runs until nobody reads any more; at once where another one does it already.
    func run() async {
        guard place.becomeRefresher() else { return }
        let characters = TextCharacters(session.run.glyphs, standard: .braille)
        guard
            var state = try? DashboardState(
                settings: session.settings(glyphs: characters.glyphs),
                now: WallClock.now(),
                chaos: nil
            )
        else { return place.remove() }
        let control = SourceSwitch()
        let (events, sink) = AsyncStream<DashboardEvent>.makeStream()
        await withDiscardingTaskGroup { group in
            group.addTask { await session.feed(sink, control) }
            group.addTask {
                while !Task.isCancelled, isRead { try? await Task.sleep(for: .seconds(1)) }
                sink.finish()
            }
            for await event in events {
                _ = DashboardUpdate.update(&state, event)
                guard case .source = event else { continue }
                let verdict = state.live.verdict
                control.noteOnset(
                    verdict.onset,
                    isObserved: verdict.isOnsetObserved,
                    after: verdict.after,
                    of: verdict.brokenLimit
                )
                control.noteEnded(state.live.uncountedEnd)
                _ = DashboardUpdate.update(&state, .tick(WallClock.now()))
                keep(state, isASCII: characters.glyphs == .ascii)
            }
            group.cancelAll()
        }
        place.remove()
    }

    private var isRead: Bool {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return place.secondsSinceRead(now: now).map { $0 < Self.patience } ?? false
    }

    private func keep(_ state: DashboardState, isASCII: Bool) {
        let line = StatusLine(entries(state), isASCII: isASCII)
        KeptLine(
            writtenMilliseconds: Int(WallClock.now().milliseconds),
            intervalMilliseconds: Int((state.live.report?.interval ?? state.settings.interval).milliseconds),
            plain: TextCharacters.harmless(line.plain),
            tmux: TextCharacters.harmless(line.tmux)
        )
        .write(to: place.line)
    }

    /// The service on the screen, and, where none was asked for, the others.
    private func entries(_ state: DashboardState) -> [StatusLine.Entry] {
        let live = state.live
        let name = state.settings.service.isEmpty ? "sretop" : state.settings.service
        let status: CheckStatus
        let words: String
        if case .failing(let reason, _) = live.health {
            // The line names the service, which is not what answered.
            (status, words) = (.unknown, FailureReason(reason).sentence)
        } else {
            status = CheckStatus(live.verdict, idle: .ok)
            words = self.words(live.verdict, at: state.now, refusals: live.clientErrors?.refusals)
        }
        let first = StatusLine.Entry(service: name, status: status, words: words)
        guard session.run.service == nil, let report = live.report else { return [first] }
        let others = report.services.filter { $0.service != report.key }.map { other in
            let limits = state.settings.limits(of: other.service, called: other.service.name)
            let health = state.listedHealth(of: other)
            return StatusLine.Entry(
                service: other.service.name,
                status: CheckStatus(health, idle: .ok),
                words: self.words(health, other, limits)
            )
        }
        return [first] + others
    }

    private func words(_ verdict: Verdict, at now: Timestamp, refusals: Refusals?) -> String {
        let span = { (since: Timestamp) in Self.span(now - since) }
        switch verdict {
        case .waiting: return "waiting"
        case .unknown(let reason, _): return reason
        case .untrusted: return "untrusted"
        case .noData: return "no data"
        case .idle: return "idle"
        case .tooFew: return "few"
        case .ok: return refusals.map { "ok \($0.text)" } ?? "ok"
        case .unjudged: return "failures not judged"
        case .traffic(let change): return "traffic \(span(change.since))"
        case .clientErrors(let breach): return "4xx \(span(breach.since))"
        case .crashLoop(let loop): return "crash loop \(span(loop.since))"
        case .targetsDown(let outage):
            let since = outage.since.map { " \(span($0))" } ?? ""
            return outage.isWhole ? "down\(since)" : "targets down\(since)"
        case .breach(let breach):
            let signal = breach.limit.signal
            let value = breach.value.map { " \(GateText.value($0, signal.unit))" } ?? ""
            return "\(signal.label)\(value) \(span(breach.since))"
        }
    }

    private func words(_ health: ServiceHealth, _ service: ServiceOverview, _ limits: [Limit]) -> String {
        switch health {
        case .down: return "down"
        case .untrusted: return "untrusted"
        case .noData: return "no data"
        case .unjudged: return "failures not judged"
        case .tooFew: return "few"
        case .ok: return service.refusals.map { "ok \($0.text)" } ?? "ok"
        case .idle: return "idle"
        case .warning, .critical:
            func over(_ share: Double) -> [Limit] {
                limits.filter { limit in service[limit.signal].map { $0 > limit.threshold * share } ?? false }
            }
            // What was broken is told until it is clearly kept again.
            let isHeld = health == .critical && over(1).isEmpty
            let broken = over(isHeld ? BreachTracker.recoveryShare : 1)
            guard let worst = broken.max(by: { $0.severity < $1.severity }) else { return "targets down" }
            return "\(worst.signal.label) \(GateText.value(service[worst.signal] ?? 0, worst.signal.unit))"
        }
    }

    /// The largest unit: `45s`, `3m`, `2h`, `5d`.
    private static func span(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        if seconds < 60 { return "\(seconds)s" }
        if seconds < 3600 { return "\(seconds / 60)m" }
        return seconds < 86_400 ? "\(seconds / 3600)h" : "\(seconds / 86_400)d"
    }
}
