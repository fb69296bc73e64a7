import CTerminal
import Synchronization
import TerminalUI

/// What other threads leave for the terminal's thread: one frame, the latest wins, and wishes.
final class Mailbox: Sendable {
    struct Content {
        var frame: Frame?
        var wantsRepaint = false
        var isClosing = false
        /// A text for the terminal's clipboard.
        var clipboard: String?
        /// A notice for whoever does not look at the window.
        var notice: String?
    }

    private struct State {
        var content = Content()
        var size: TerminalSize
        // One wake-up is enough until the thread has looked; more would fill the pipe.
        var isWakeUpSent = false
    }

    private let state: Mutex<State>

    init(size: TerminalSize) {
        state = Mutex(State(size: size))
    }

    var size: TerminalSize {
        get { state.withLock { $0.size } }
        set { state.withLock { $0.size = newValue } }
    }

    /// Changes the content and wakes the terminal's thread.
    func leave(_ change: (inout Content) -> Void) {
        let wake = state.withLock { state in
            guard !state.content.isClosing else { return false }
            change(&state.content)
            defer { state.isWakeUpSent = true }
            return !state.isWakeUpSent
        }
        if wake { cterm_signals_wake() }
    }

    /// Looks whether the terminal is to be closed, and takes the wish for a repaint.
    func acknowledge() -> (isClosing: Bool, wantsRepaint: Bool) {
        state.withLock { state in
            state.isWakeUpSent = false
            defer { state.content.wantsRepaint = false }
            return (state.content.isClosing, state.content.wantsRepaint)
        }
    }

    /// Takes the text for the clipboard.
    func takeClipboard() -> String? {
        state.withLock { state in
            defer { state.content.clipboard = nil }
            return state.content.clipboard
        }
    }

    /// Takes the notice for whoever does not look.
    func takeNotice() -> String? {
        state.withLock { state in
            defer { state.content.notice = nil }
            return state.content.notice
        }
    }

    /// Takes the frame that waits.
    func takeFrame() -> Frame? {
        state.withLock { state in
            defer { state.content.frame = nil }
            return state.content.frame
        }
    }
}
