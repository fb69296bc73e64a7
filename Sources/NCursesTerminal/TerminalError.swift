/// Why no screen can be opened.
package enum TerminalError: Error, Equatable, Sendable {
    /// Input or output is a file, a pipe or closed.
    case notATerminal
    /// The terminal cannot place its cursor, as `dumb` cannot.
    case noCursorAddressing(term: String)
    /// Neither this terminal type nor a common one is described on this machine.
    case unknownTerminal(term: String)
    /// This process has a screen already.
    case alreadyOpen
    /// The system refused a descriptor, memory or a thread.
    case system(errno: Int32)
}

extension TerminalError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notATerminal:
            "input and output must be a terminal"
        case .noCursorAddressing(let term):
            "terminal type '\(term)' cannot place the cursor"
        case .unknownTerminal(let term):
            "terminal type '\(term)' is unknown here, and so are the usual ones: is a terminfo database installed?"
        case .alreadyOpen:
            "a screen is open already"
        case .system(let errno):
            "the screen could not be opened (error \(errno))"
        }
    }
}
