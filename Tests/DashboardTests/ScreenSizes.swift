import TerminalUI

/// The sizes that screens are looked at.
enum ScreenSizes {
    /// Those that are designed for.
    static let standard = [(40, 12), (80, 24), (120, 40), (200, 60)].map(size)
    /// Those and what windows happen to be.
    static let all = standard + [(60, 60), (200, 20), (80, 50), (72, 10), (80, 4), (80, 2), (60, 1)].map(size)

    private static func size(_ columns: Int, _ rows: Int) -> TerminalSize {
        TerminalSize(columns: columns, rows: rows)
    }
}
