import Synchronization
package import TerminalUI

/// A terminal that keeps what it is given, for tests of programs that draw.
package final class TestTerminal: TerminalDevice {
    private struct State {
        var size: TerminalSize
        var frames: [Frame] = []
        var repaints = 0
        var copies: [String] = []
        var isClosed = false
    }

    private let state: Mutex<State>

    package init(size: TerminalSize = .standard) {
        state = Mutex(State(size: size))
    }

    package var size: TerminalSize { state.withLock { $0.size } }

    /// The frames drawn so far, oldest first; none is dropped.
    package var frames: [Frame] { state.withLock { $0.frames } }

    package var lastFrame: Frame? { state.withLock { $0.frames.last } }

    /// What the clipboard was given, oldest first.
    package var copies: [String] { state.withLock { $0.copies } }

    package var repaints: Int { state.withLock { $0.repaints } }

    package var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Gives the terminal another size; the test sends the event.
    package func resize(to size: TerminalSize) {
        state.withLock { $0.size = size }
    }

    package func draw(_ frame: Frame) {
        state.withLock { if !$0.isClosed { $0.frames.append(frame) } }
    }

    package func repaint() {
        state.withLock { $0.repaints += 1 }
    }

    package func copy(_ text: String) {
        state.withLock { $0.copies.append(text) }
    }

    package func close() {
        state.withLock { $0.isClosed = true }
    }
}
