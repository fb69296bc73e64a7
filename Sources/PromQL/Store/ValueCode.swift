/// The ways to write a run of floating-point numbers.
enum ValueCode: UInt8 {
    /// Decimal fractions with few places as whole numbers, those that are none (NaN, -0) apart: counters, and most
    /// gauges.
    case decimal
    /// Whole numbers over a power of ten, and how many bit patterns the numbers lie beside that: sums of such
    /// fractions, with the errors of adding.
    case nearDecimal
    /// What differs from the number before, bit by bit, as in Prometheus's own blocks.
    case difference
    /// The bit patterns as whole numbers: what grows evenly in its last places.
    case pattern

    /// How many places are tried.
    static let maximumPlaces = 9
    /// How many numbers may stand apart; each takes nine bytes.
    static let maximumApart = 8

    static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]

    /// Writes numbers in the shortest way.
    static func encode(_ values: [Double]) -> [UInt8] {
        if let decimals = Decimals(values) {
            var writer = BitWriter()
            writer.write(UInt64(decimal.rawValue) << 4 | UInt64(decimals.places), bits: 8)
            writer.write(UInt64(decimals.apart.count), bits: 8)
            for index in decimals.apart {
                writer.write(UInt64(index), bits: 8)
                writer.write(values[index].bitPattern, bits: 64)
            }
            IntegerCode.write(decimals.numbers, to: &writer)
            return writer.finish()
        }
        var byPattern = BitWriter()
        byPattern.write(UInt64(pattern.rawValue) << 4, bits: 8)
        IntegerCode.write(values.map { Int64(bitPattern: $0.bitPattern) }, to: &byPattern)
        var shortest = byPattern
        for other in [differences(values), nearDecimals(values, places: 3), nearDecimals(values, places: 9)]
        where other.bitCount < shortest.bitCount {
            shortest = other
        }
        return shortest.finish()
    }

    /// Writes the nearest fractions, and how far the numbers lie from those.
    private static func nearDecimals(_ values: [Double], places: Int) -> BitWriter {
        let scale = powersOfTen[places]
        var numbers: [Int64] = []
        var corrections: [Int64] = []
        for value in values {
            let scaled = (value * scale).rounded(.toNearestOrEven)
            let number = abs(scaled) < 0x1p62 ? Int64(scaled) : numbers.last ?? 0
            let near = Double(number) / scale
            numbers.append(number)
            corrections.append(Int64(bitPattern: value.bitPattern) &- Int64(bitPattern: near.bitPattern))
        }
        var writer = BitWriter()
        writer.write(UInt64(nearDecimal.rawValue) << 4 | UInt64(places), bits: 8)
        IntegerCode.write(numbers, to: &writer)
        IntegerCode.write(corrections, to: &writer)
        return writer
    }

    /// Writes what differs from one number to the next: nothing, bits within the last window, or a new window.
    private static func differences(_ values: [Double]) -> BitWriter {
        var writer = BitWriter()
        writer.write(UInt64(difference.rawValue) << 4, bits: 8)
        var last = values.first?.bitPattern ?? 0
        writer.write(last, bits: 64)
        var window: (leading: Int, length: Int)?
        for value in values.dropFirst() {
            let changed = value.bitPattern ^ last
            last = value.bitPattern
            guard changed != 0 else {
                writer.write(0, bits: 1)
                continue
            }
            let leading = min(31, changed.leadingZeroBitCount)
            let trailing = changed.trailingZeroBitCount
            if let window, leading >= window.leading, trailing >= 64 - window.leading - window.length {
                writer.write(0b10, bits: 2)
                writer.write(changed >> UInt64(64 - window.leading - window.length), bits: window.length)
                continue
            }
            let length = 64 - leading - trailing
            writer.write(0b11, bits: 2)
            writer.write(UInt64(leading), bits: 5)
            writer.write(UInt64(length - 1), bits: 6)
            writer.write(changed >> UInt64(trailing), bits: length)
            window = (leading, length)
        }
        return writer
    }
}
