/// The size of a terminal in character cells.
///
/// Both numbers are clamped to `0...maximum`: a window that reports nonsense must not make a screen of gigabytes.
package struct TerminalSize: Hashable, Sendable {
    /// The largest number of columns or rows that is ever drawn.
    package static let maximum = 2000

    /// What terminals are when they do not say.
    package static let standard = TerminalSize(columns: 80, rows: 24)

    package let columns: Int
    package let rows: Int

    package init(columns: Int, rows: Int) {
        self.columns = min(max(columns, 0), TerminalSize.maximum)
        self.rows = min(max(rows, 0), TerminalSize.maximum)
    }
}

extension TerminalSize: CustomStringConvertible {
    /// The size as `80x24`.
    package var description: String { "\(columns)x\(rows)" }
}
