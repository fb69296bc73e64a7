/// The dots of a line chart before they become symbols: two columns a cell, and as many rows as the glyphs show.
struct LineRaster {
    private static let asciiMarks: [Character] = ["*", "+", "o"]

    private let width: Int
    private let height: Int
    private let glyphs: GlyphSet
    private var dots: [UInt8]
    /// The series that a cell belongs to, plus one; 0 for none.
    private var owners: [UInt8]

    init(width: Int, height: Int, glyphs: GlyphSet) {
        self.width = width
        self.height = height
        self.glyphs = glyphs
        dots = Array(repeating: 0, count: width * height)
        owners = Array(repeating: 0, count: width * height)
    }

    /// The dots one above the other in a cell.
    private var dotsPerCell: Int {
        switch glyphs {
        case .braille: 4
        case .block: 2
        case .ascii: 1
        }
    }

    var dotRows: Int { height * dotsPerCell }

    /// Sets a dot at `to`, and those between it and the line's last height, in one half column.
    ///
    /// The rise is drawn in the new column alone: a step then shows where it happened.
    mutating func join(x: Int, from: Int, to: Int, series: Int) {
        let column = x / 2
        guard column >= 0, column < width, to >= 0, to < dotRows else { return }
        let step = from < to ? 1 : -1
        var dot = from == to ? to : from + step
        while true {
            if dot >= 0, dot < dotRows { set(column, x % 2, dot, series) }
            if dot == to { return }
            dot += step
        }
    }

    private mutating func set(_ column: Int, _ half: Int, _ dot: Int, _ series: Int) {
        let index = (height - 1 - dot / dotsPerCell) * width + column
        let inCell = dot % dotsPerCell
        dots[index] |= glyphs == .braille ? (half == 0 ? Braille.leftDots : Braille.rightDots)[inCell] : 1 << inCell
        if owners[index] == 0 { owners[index] = UInt8(clamping: series + 1) }
    }

    /// What a cell shows and the series it belongs to; `nil` where no line passes.
    func symbol(_ x: Int, _ y: Int) -> (symbol: Symbol, series: Int)? {
        let index = y * width + x
        guard owners[index] > 0 else { return nil }
        let series = Int(owners[index]) - 1
        switch glyphs {
        case .braille: return (Braille.symbol(dots[index]), series)
        case .block: return (dots[index] == 3 ? "█" : dots[index] == 2 ? "▀" : "▄", series)
        case .ascii: return (Symbol(LineRaster.asciiMarks[series % LineRaster.asciiMarks.count]), series)
        }
    }
}
