import Dashboard
import Gates
import NCursesTerminal
import Synchronization

/// Tells the terminal of a new critical breach, and of its end: it may show that to somebody who looks elsewhere.
final class TerminalAnnouncer: Sendable {
    private let terminal: NCursesTerminal
    private let watch = Mutex(NoticeWatch())

    /// One that speaks to a terminal.
    init(_ terminal: NCursesTerminal) {
        self.terminal = terminal
    }

    /// Looks whether there is something to tell, and tells it.
    func observe(_ state: DashboardState) {
        guard let occasion = watch.withLock({ $0.observe(state.live.verdict) }) else { return }
        let name = state.settings.service
        switch occasion {
        case .critical: terminal.announce("\(name): \(StreamLine.evidence(state).first ?? "critical")")
        case .resolved: terminal.announce("\(name): resolved")
        }
    }
}
