import ArgumentParser
import Dashboard
import GoldenSignals
import PromModel
import TerminalUI

/// A line a poll on standard output, for logs, pipes and screen readers.
struct WatchStream: Sendable {
    let session: WatchSession

    /// Runs until standard output is closed or a signal ends the process.
    func run() async throws {
        var state = DashboardState(
            settings: try session.settings(glyphs: session.run.glyphs ?? .ascii),
            now: WallClock.now(),
            chaos: nil
        )
        let control = SourceSwitch()
        let (events, sink) = AsyncStream<DashboardEvent>.makeStream()
        await withDiscardingTaskGroup { group in
            group.addTask { await session.feed(sink, control) }
            for await event in events {
                _ = DashboardUpdate.update(&state, event)
                switch event {
                case .notice(let text): StandardError.print("sretop: \(text)")
                case .source:
                    control.noteOnset(state.live.verdict.onset)
                    _ = DashboardUpdate.update(&state, .tick(WallClock.now()))
                    guard StandardOutput.print(StreamLine.text(state)) else {
                        group.cancelAll()
                        return
                    }
                default: break
                }
            }
        }
    }
}
