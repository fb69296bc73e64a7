package import Dashboard
package import PromModel
import Synchronization

/// Tells the events of a recording in their own time, slower or faster.
///
/// As a source it can be asked for nothing: all that was told is in the recording.
package final class Playback: SourceControl {
    /// How it is to go on.
    private struct Pace {
        var speed: Double
        var isHeld = false
    }

    /// Between two looks at the clock, at the least and at the most.
    private static let looks = Duration.milliseconds(100)...Duration.milliseconds(250)
    /// The same where more is due than can be told at once.
    private static let breath = Duration.milliseconds(10)
    /// So many steps are told at once at the most: keys are listened to in between.
    private static let mostSteps = 200
    /// The same of what is before the moment to begin at, all of which is told at once: the screen shows how far it is.
    private static let mostStepsBefore = 50
    /// So long nothing is told but the time.
    private static let longestHole = Duration.seconds(60)

    private let pace: Mutex<Pace>

    /// A recording that goes on at a speed: how many recorded seconds go by in one.
    package init(speed: Double) { pace = Mutex(Pace(speed: speed)) }

    package func pollNow() {}

    package func play(speed: Double, isHeld: Bool) { pace.withLock { $0 = Pace(speed: speed, isHeld: isHeld) } }

    /// Tells all events; ends with the recording, or when cancelled.
    ///
    /// Up to `from` everything is told at once.
    package func run(
        _ reader: RecordingReader,
        from: Timestamp?,
        _ sink: AsyncStream<DashboardEvent>.Continuation
    ) async {
        var tape = Tape(reader)
        while let from, let steps = tape.take(through: from - .milliseconds(1), most: Self.mostStepsBefore) {
            guard !Task.isCancelled else { return }
            sink.yield(.several(steps))
            await Task.yield()
        }
        if let from { tape.place = max(tape.place, from) }
        let clock = ContinuousClock()
        var (last, told) = (clock.now, clock.now)
        while tape.next != nil, !Task.isCancelled {
            let pace = pace.withLock { $0 }
            let now = clock.now
            if !pace.isHeld { tape.place = tape.place + (now - last) * pace.speed }
            last = now
            var events = pace.isHeld ? [] : tape.passHole(longerThan: Self.longestHole)
            events += tape.take(through: tape.place, most: Self.mostSteps) ?? []
            if events.isEmpty, !pace.isHeld, now - told >= .seconds(1) { events = [.tick(tape.place)] }
            if !events.isEmpty {
                sink.yield(.several(events))
                told = now
            }
            try? await Task.sleep(for: wait(tape, pace), tolerance: .zero)
        }
        if !Task.isCancelled { sink.yield(.replayEnded(tape.ending)) }
    }

    private func wait(_ tape: Tape, _ pace: Pace) -> Duration {
        if pace.isHeld { return Self.looks.upperBound }
        guard let next = tape.next, next.at > tape.place else { return Self.breath }
        return min(max((next.at - tape.place) / pace.speed, Self.looks.lowerBound), Self.looks.upperBound)
    }
}
