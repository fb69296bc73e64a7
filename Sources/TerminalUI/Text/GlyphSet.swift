/// The symbols a screen is drawn with, from finest to plainest.
///
/// - `braille`: charts with 2x4 dots a cell.
/// - `block`: eighths of a block; for fonts without braille.
/// - `ascii`: nothing beyond ASCII; for locales and terminals without Unicode.
package enum GlyphSet: String, Hashable, Sendable, CaseIterable {
    case braille
    case block
    case ascii

    /// The points that a chart shows in one column.
    package var pointsPerColumn: Int { self == .braille ? 2 : 1 }

    /// Eight heights within one cell, lowest first.
    package var levels: [Character] { self == .ascii ? GlyphSet.asciiLevels : GlyphSet.blockLevels }

    private static let blockLevels: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let asciiLevels: [Character] = ["_", ",", ":", ";", "+", "o", "#", "@"]

    private func pick(_ unicode: Character, _ ascii: Character) -> Character {
        self == .ascii ? ascii : unicode
    }
}

// Marks and lines.
extension GlyphSet {
    /// Live, on.
    package var dot: Character { pick("●", "*") }
    /// A limit is broken.
    package var critical: Character { pick("▲", "^") }
    /// Caution.
    package var warning: Character { pick("⚠", "!") }
    /// Failed, down.
    package var failed: Character { pick("✖", "x") }
    /// No traffic.
    package var idle: Character { pick("·", ".") }
    /// No data.
    package var missing: Character { pick("╌", "-") }
    /// Points from a margin at a chart.
    package var pointer: Character { pick("◂", "<") }
    /// A limit drawn through a chart.
    package var limit: Character { pick("┄", "-") }
    /// Text was cut.
    package var ellipsis: Unicode.Scalar { self == .ascii ? "~" : "…" }
    package var horizontal: Character { pick("─", "-") }
    package var vertical: Character { pick("│", "|") }
    package var axis: Character { pick("┤", "|") }
    package var up: Character { pick("↑", "^") }
    package var down: Character { pick("↓", "v") }
    package var left: Character { pick("←", "<") }
    package var right: Character { pick("→", ">") }
    package var separator: Character { pick("·", "-") }
    package var restart: Character { pick("↺", "R") }
    package var delta: Character { pick("Δ", "d") }
}

// Within charts and gauges.
extension GlyphSet {
    /// How much there is in a cell, from nothing to most of all.
    package var heat: [Character] {
        self == .ascii ? [" ", ".", ":", "+", "#", "@"] : [" ", "·", "░", "▒", "▓", "█"]
    }
    /// Something happened at this column; stands behind the curve.
    package var event: Character { pick("┊", "|") }
    /// A value is above what the chart shows.
    package var clipped: Character { pick("▲", "^") }
    package var gaugeStart: Character { pick("▕", "[") }
    package var gaugeEnd: Character { pick("▏", "]") }
    package var gaugeEmpty: Character { pick(" ", "-") }

    /// A cell filled from the left, narrowest first; the last one is full.
    package var bars: [Character] { self == .ascii ? GlyphSet.asciiBars : GlyphSet.blockBars }

    private static let blockBars: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
    private static let asciiBars: [Character] = ["#"]
}

extension GlyphSet {
    /// An ASCII stand-in for one of the symbols used on screen; `?` for a symbol without one.
    ///
    /// For terminals whose locale cannot show Unicode, whatever the view has drawn.
    package static func asciiForm(of scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard !scalar.isASCII else { return scalar }
        switch scalar {
        case "●": return "*"
        case "▲", "↑", "△": return "^"
        case "⚠": return "!"
        case "✖", "×": return "x"
        case "·", "⠀": return "."
        case "╌", "┄", "┈", "─", "–", "—", "−": return "-"
        case "◂", "←", "≤", "‹": return "<"
        case "→", "▸", "≥", "›": return ">"
        case "↓", "▼": return "v"
        // `▏` is both the narrowest bar and a gauge's end.
        case "│", "┤", "├", "┃", "┊", "▏", "▕": return "|"
        case "▎", "▍": return "-"
        case "▌", "▋": return "="
        case "▊", "▉", "▀", "▓": return "#"
        case "░": return ":"
        case "▒": return "+"
        case "┌", "┐", "└", "┘", "┬", "┴", "┼": return "+"
        case "…": return "~"
        case "↺": return "R"
        case "Δ": return "d"
        case "µ", "μ": return "u"
        default: break
        }
        if (0x2581...0x2588).contains(scalar.value) {
            return asciiLevels[Int(scalar.value - 0x2581)].unicodeScalars.first ?? "#"
        }
        return (0x2801...0x28FF).contains(scalar.value) ? "#" : "?"
    }
}
