/// Reads a run of whole numbers back, one after the other.
///
/// Any bytes give some numbers: only ``reader`` knows whether there were enough of them.
struct IntegerDecoder {
    private(set) var reader: BitReader
    private let code: IntegerCode
    private let first: Int64
    /// The distance of the last number from the first, without the bits that all distances lack.
    private var distance: Int64 = 0
    /// The forecast's line, or the last step.
    private var trend: Int64
    private var isAtStart = true

    init(_ start: BitReader) {
        var reader = start
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
        trend = forecast == .line ? 0 : base
        self.reader = reader
    }

    /// The next number.
    @inline(__always)
    mutating func next() -> Int64 {
        if isAtStart {
            isAtStart = false
            return first
        }
        switch code.forecast {
        case .exact:
            distance &+= trend
        case .line:
            trend &+= code.base
            distance = trend &+ ZigZag.decode(code.read(from: &reader))
        case .step:
            distance &+= trend &+ ZigZag.decode(code.read(from: &reader))
        case .slope:
            trend &+= ZigZag.decode(code.read(from: &reader))
            distance &+= trend
        }
        return first &+ distance &<< Int64(code.shift)
    }
}
