import Dashboard
import PromModel
import Recording

/// Tells the events of a recording in their own time, or faster.
struct Playback: Sendable {
    let file: RecordingFile
    /// How many recorded seconds go by in one.
    let speed: Double
    /// Up to here everything is told at once.
    let from: Timestamp?

    /// Between two looks at the clock.
    private static let tick = Duration.milliseconds(250)

    /// Tells all events; ends with the recording, or when cancelled.
    func run(_ sink: AsyncStream<DashboardEvent>.Continuation) async {
        var now: Timestamp?
        for event in file.events {
            guard let told = event.dashboardEvent else { continue }
            if let at = event.at {
                if let before = now, at > before, from.map({ at > $0 }) ?? true {
                    await pass(from: before, to: at, sink)
                }
                now = now.map { max($0, at) } ?? at
            }
            guard !Task.isCancelled else { return }
            sink.yield(told)
            if let now { sink.yield(.tick(now)) }
        }
        let damage = file.unreadBytes == 0 ? "" : "; \(file.unreadBytes) bytes after it cannot be read"
        sink.yield(.notice("the recording ends here\(damage)"))
    }

    private func pass(from start: Timestamp, to end: Timestamp, _ sink: AsyncStream<DashboardEvent>.Continuation) async
    {
        let begun = ContinuousClock.now
        let length = (end - start) / speed
        while !Task.isCancelled {
            let gone = ContinuousClock.now - begun
            guard gone < length else { return }
            try? await Task.sleep(for: min(Self.tick, length - gone), tolerance: .zero)
            let played = min(end - start, (ContinuousClock.now - begun) * speed)
            // The second that a poll ends in is told by the poll.
            if played < end - start { sink.yield(.tick(start + played)) }
        }
    }
}
