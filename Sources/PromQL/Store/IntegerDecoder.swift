/// Reads a run of whole numbers back.
///
/// Any bytes give some numbers: only the reader knows whether there were enough of them.
struct IntegerDecoder {
    private let code: IntegerCode
    private let first: Int64

    /// Reads what stands before the differences.
    init(_ reader: inout BitReader) {
        first = reader.readVariableSigned()
        let kind = reader.read(bits: 8)
        let base = reader.readVariableSigned()
        let forecast = IntegerCode.Forecast(rawValue: UInt8(truncatingIfNeeded: kind >> 6)) ?? .exact
        let coding = forecast == .exact ? 0 : reader.read(bits: 8)
        code = IntegerCode(
            forecast: forecast,
            shift: Int(kind & 0x3f),
            base: base,
            isWide: coding & 0x80 != 0,
            lowBits: Int(coding & 0x3f)
        )
    }

    /// Reads as many numbers as there is room for.
    func decode(from start: inout BitReader, into numbers: UnsafeMutableBufferPointer<Int64>) {
        guard !numbers.isEmpty else { return }
        let shift = Int64(code.shift)
        let base = code.base
        // Distances from the first number, without the bits that all of them lack.
        var (distance, trend) = (Int64(0), Int64(0))
        numbers[0] = first
        guard code.forecast != .exact else {
            for index in 1..<numbers.count {
                distance &+= base
                numbers[index] = first &+ distance &<< shift
            }
            return
        }
        // The differences take the places of the numbers until those are made of them.
        code.readAll(from: &start, behindFirstOf: numbers)
        switch code.forecast {
        case .exact: break
        case .line:
            for index in 1..<numbers.count {
                trend &+= base
                distance = trend &+ numbers[index]
                numbers[index] = first &+ distance &<< shift
            }
        case .step:
            for index in 1..<numbers.count {
                distance &+= base &+ numbers[index]
                numbers[index] = first &+ distance &<< shift
            }
        case .slope:
            trend = base
            for index in 1..<numbers.count {
                trend &+= numbers[index]
                distance &+= trend
                numbers[index] = first &+ distance &<< shift
            }
        }
    }
}
