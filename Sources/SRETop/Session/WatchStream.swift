import ArgumentParser
import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

/// A line a poll on standard output, for logs, pipes and screen readers.
struct WatchStream: Sendable {
    let session: WatchSession
    var form = WatchForm.text

    /// Runs until standard output is closed or a signal ends the process.
    func run() async throws {
        let characters = TextCharacters(session.run.glyphs, standard: .ascii)
        var state = DashboardState(
            settings: try session.settings(glyphs: characters.glyphs),
            now: WallClock.now(),
            chaos: nil
        )
        let control = SourceSwitch()
        let notices = session.run.screen.notify.map(NoticeCommand.init)
        let (events, sink) = AsyncStream<DashboardEvent>.makeStream()
        // A reader may stall, such as a pager: polls go on, of the lines that nobody took the newest is kept.
        let (lines, printer) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingNewest(1))
        if case .csv = form { guard StandardOutput.print(WatchRow.header) else { return } }
        await withDiscardingTaskGroup { group in
            group.addTask { await session.feed(sink, control) }
            group.addTask {
                for await line in lines {
                    guard StandardOutput.print(line) else { break }
                }
                sink.finish()
            }
            var told: Timestamp?
            for await event in events {
                _ = DashboardUpdate.update(&state, event)
                switch event {
                case .notice(let text): StandardError.print("sretop: \(text)")
                case .source(let update):
                    let verdict = state.live.verdict
                    control.noteOnset(
                        verdict.onset,
                        isObserved: verdict.isOnsetObserved,
                        after: verdict.after,
                        of: verdict.brokenLimit
                    )
                    control.noteEnded(state.live.uncountedEnd)
                    // A line tells the time of what it says, whenever it is read; what is told again is of now.
                    notices?.observe(state)
                    let isNew = update.snapshot.at != told || update.failure != nil
                    told = update.snapshot.at
                    _ = DashboardUpdate.update(&state, .tick(isNew ? update.snapshot.at : WallClock.now()))
                    switch form {
                    case .json: printer.yield(VerdictRecord(state).line)
                    case .csv: printer.yield(WatchRow(state).line)
                    case .text: printer.yield(characters.shown(StreamLine.text(state)))
                    }
                default: break
                }
            }
            group.cancelAll()
        }
    }
}
