import Dashboard
import Gates
import GoldenSignals
import PromModel
import TerminalUI

/// Polls a service until conditions have held, or the time is over.
struct ServiceWait: Sendable {
    /// How it ended.
    struct Outcome: Sendable {
        /// 0 held, 1 not in time, 3 nothing to judge.
        let status: Int32
        let words: String
    }

    let session: WatchSession
    let conditions: [WaitCondition]
    let fewestRequests: Double
    let isQuiet: Bool

    /// Polls at most so long.
    func run(timeout: Duration) async -> Outcome {
        let (events, sink) = AsyncStream<DashboardEvent>.makeStream()
        let control = SourceSwitch()
        let begin = ContinuousClock.now
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { await session.feed(sink, control) }
            group.addTask {
                try? await Task.sleep(for: timeout)
                sink.finish()
            }
            let outcome = await follow(events, from: begin, timeout: timeout)
            group.cancelAll()
            return outcome
        }
    }

    private func follow(
        _ events: AsyncStream<DashboardEvent>,
        from begin: ContinuousClock.Instant,
        timeout: Duration
    ) async -> Outcome {
        var progress = conditions.map {
            WaitProgress($0, fewestRequests: fewestRequests, longestGap: longestGap)
        }
        var told: [WaitProgress.Judgement] = []
        var noticed: String?
        for await event in events {
            // What goes on is told once.
            if case .notice(let text) = event, !isQuiet, text != noticed {
                noticed = text
                StandardError.print("sretop: \(text)")
            }
            guard case .source(let update) = event else { continue }
            for index in progress.indices { Self.take(update, into: &progress[index]) }
            let judgements = progress.map(\.judgement)
            if judgements != told, !isQuiet {
                let since = Duration.seconds((ContinuousClock.now - begin).components.seconds)
                StandardError.print(
                    TextCharacters.harmless("sretop: after \(TimeText.span(since)): \(Self.words(progress))")
                )
            }
            told = judgements
            if progress.allSatisfy(\.isMet) {
                return Outcome(status: 0, words: "held: \(Self.words(progress))")
            }
        }
        let open = progress.filter { !$0.isMet }
        let isUnknown = open.allSatisfy { $0.judgement == .unknown }
        let longest = progress.map(\.longest).min() ?? .zero
        let words =
            "not within \(TimeText.setting(timeout)): \(Self.words(open)); held at most \(TimeText.span(longest))"
        return Outcome(status: isUnknown ? 3 : 1, words: words)
    }

    /// Three polls that fail to come are a gap.
    private var longestGap: Duration {
        let interval = (try? session.settings(glyphs: .ascii).interval) ?? .seconds(5)
        return interval * 3 + .seconds(5)
    }

    private static func take(_ update: SourceUpdate, into progress: inout WaitProgress) {
        if let failure = update.failure { return progress.observe(noNumbers: FailureReason(failure).sentence) }
        if update.report?.isUnknownService == true {
            return progress.observe(noNumbers: update.report?.noDataAdvice ?? "the source does not know the service")
        }
        let snapshot = update.snapshot
        if snapshot.distrust != nil { return progress.observe(noNumbers: "the numbers cannot be trusted") }
        if snapshot.outage?.isWhole == true { return progress.observe(noNumbers: "no target answers") }
        var values: [Signal: Double] = [:]
        for signal in Signal.allCases { values[signal] = snapshot.number(of: signal) }
        progress.observe(
            WaitProgress.Reading(values: values, requests: snapshot.requestCount),
            at: snapshot.at
        )
    }

    private static func words(_ progress: [WaitProgress]) -> String {
        progress.map { each in
            each.held > .zero ? "\(each.words) for \(TimeText.span(each.held))" : each.words
        }
        .joined(separator: "; ")
    }
}
