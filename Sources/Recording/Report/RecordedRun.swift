import Dashboard
import GoldenSignals
import PromModel
import TerminalUI

/// A recording played to its end without a screen: what the screen would have shown, and what is to be remembered of it.
struct RecordedRun {
    /// How the screen was at the end.
    let state: DashboardState
    /// All that was seen.
    let watch: ReportWatch
    /// Where what cannot be read begins, and how many bytes that are; nil where all can.
    let damage: (offset: Int, bytes: Int)?

    /// What is to be known before any of it is believed.
    var damageText: String? {
        damage.map {
            "The recording is cut or damaged at byte \($0.offset): the \($0.bytes) bytes from there could not be read."
        }
    }

    /// Plays a recording; `observe` sees the state after each poll.
    init(_ reader: RecordingReader, observe: (DashboardState, SourceUpdate) -> Void = { _, _ in }) {
        var reader = reader
        var state = DashboardState(
            settings: reader.settings.dashboard(glyphs: .braille),
            now: reader.begun,
            chaos: reader.settings.chaos
        )
        state.replay = Replay(speed: 1)
        var watch = ReportWatch()
        while let step = reader.next() {
            for event in step.dashboardEvents { _ = DashboardUpdate.update(&state, event) }
            guard case .source(let update) = step.event else { continue }
            watch.observe(state, update)
            observe(state, update)
        }
        let unread = reader.size - reader.offset
        damage = unread == 0 ? nil : (reader.offset, unread)
        (self.state, self.watch) = (state, watch)
    }
}
