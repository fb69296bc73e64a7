/// Braille cells as a raster of 2x4 dots.
enum Braille {
    /// The dots of a half column, lowest first.
    static let leftDots: [UInt8] = [0x40, 0x04, 0x02, 0x01]
    static let rightDots: [UInt8] = [0x80, 0x20, 0x10, 0x08]

    /// A cell filled from below to a height on either side; heights are clamped to `0...4`.
    static func column(left: Int, right: Int) -> Symbol {
        var dots: UInt8 = 0
        for dot in 0..<min(max(left, 0), 4) { dots |= leftDots[dot] }
        for dot in 0..<min(max(right, 0), 4) { dots |= rightDots[dot] }
        return symbol(dots)
    }

    static func symbol(_ dots: UInt8) -> Symbol {
        guard dots != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(dots)) else { return .space }
        return Symbol(scalar)
    }
}
