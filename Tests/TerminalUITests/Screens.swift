import TerminalUI

/// A buffer filled with `x`, so that cells which a widget forgot or should not have touched show.
func crossed(_ columns: Int, _ rows: Int) -> Buffer {
    Buffer(size: TerminalSize(columns: columns, rows: rows), fill: "x")
}

/// What a widget draws into the whole of a crossed buffer, row by row.
func rows(_ columns: Int, _ rows: Int, _ render: (inout Buffer, Rect) -> Void) -> [String] {
    var buffer = crossed(columns, rows)
    render(&buffer, buffer.area)
    return (0..<rows).map { buffer.row($0) }
}

/// Points from a picture: digits are values, `.` is idle, `?` is missing.
func points(_ picture: String) -> [ChartPoint] {
    picture.map { character in
        switch character {
        case ".": .idle
        case "?": .missing
        default: .value(Double(String(character)) ?? .nan)
        }
    }
}
