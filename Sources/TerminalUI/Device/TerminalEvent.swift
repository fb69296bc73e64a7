/// What a terminal tells the program.
package enum TerminalEvent: Equatable, Sendable {
    case key(Key)
    /// Only while a frame is shown that wants the mouse.
    case mouse(MouseEvent)
    case resized(TerminalSize)
    /// Ctrl-C.
    case interrupted
    /// The process was asked to end; the terminal ends it itself if `close()` does not come soon.
    case terminate(signal: Int32)
    /// The program is in the foreground again after Ctrl-Z; the screen has been redrawn.
    case continued
    /// There will be no more keys.
    case inputClosed
}
