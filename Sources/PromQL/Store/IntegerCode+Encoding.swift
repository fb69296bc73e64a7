extension IntegerCode {
    /// Writes whole numbers in the way that takes the fewest bits.
    static func write(_ values: [Int64], to writer: inout BitWriter) {
        guard let first = values.first else { return }
        writer.writeVariable(signed: first)
        let changed = values.reduce(Int64(0)) { $0 | ($1 &- first) }
        let shift = changed == 0 ? 0 : changed.trailingZeroBitCount
        let distances = values.map { ($0 &- first) &>> Int64(shift) }
        let (code, differences) = best(for: distances, shift: shift)
        writer.write(UInt64(code.forecast.rawValue) << 6 | UInt64(code.shift), bits: 8)
        writer.writeVariable(signed: code.base)
        guard code.forecast != .exact else { return }
        writer.write((code.isWide ? 0x80 : 0) | UInt64(code.lowBits), bits: 8)
        for difference in differences {
            code.write(difference, to: &writer)
        }
    }

    /// Tries every forecast.
    private static func best(for distances: [Int64], shift: Int) -> (IntegerCode, [UInt64]) {
        let steps = zip(distances.dropFirst(), distances).map { $0 &- $1 }
        let firstStep = steps.first ?? 0
        if steps.allSatisfy({ $0 == firstStep }) {
            return (IntegerCode(forecast: .exact, shift: shift, base: firstStep, isWide: false, lowBits: 0), [])
        }
        let middle = steps.sorted()[steps.count / 2]
        let line = roundedQuotient(distances.last ?? 0, Int64(steps.count))
        let onLine = distances.indices.dropFirst().map {
            ZigZag.encode(distances[$0] &- line &* Int64(truncatingIfNeeded: $0))
        }
        let byStep = steps.map { ZigZag.encode($0 &- middle) }
        let bySlope = steps.indices.map { ZigZag.encode($0 == 0 ? 0 : steps[$0] &- steps[$0 - 1]) }
        var best: (cost: Int, code: IntegerCode, differences: [UInt64])?
        for (forecast, base, differences) in [
            (Forecast.step, middle, byStep), (.line, line, onLine), (.slope, firstStep, bySlope),
        ] {
            let (cost, isWide, lowBits) = cheapest(differences)
            if let best, best.cost <= cost { continue }
            let code = IntegerCode(forecast: forecast, shift: shift, base: base, isWide: isWide, lowBits: lowBits)
            best = (cost, code, differences)
        }
        let fallback = IntegerCode(forecast: .step, shift: shift, base: middle, isWide: false, lowBits: 0)
        return best.map { ($0.code, $0.differences) } ?? (fallback, byStep)
    }

    /// The cheapest way to write differences, looked for near their usual width.
    private static func cheapest(_ differences: [UInt64]) -> (cost: Int, isWide: Bool, lowBits: Int) {
        let width = differences.reduce(0) { $0 + UInt64.bitWidth - $1.leadingZeroBitCount }
        let usual = width / max(1, differences.count)
        var best = (cost: Int.max, isWide: false, lowBits: 0)
        for lowBits in min(59, max(0, usual - 3))...min(60, usual + 1) {
            for isWide in [false, true] {
                let cost = differences.reduce(0) { $0 + Self.cost(of: $1, isWide: isWide, lowBits: lowBits) }
                if cost < best.cost { best = (cost, isWide, lowBits) }
            }
        }
        return best
    }

    private static func roundedQuotient(_ value: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: max(1, divisor))
        guard remainder.magnitude * 2 >= divisor.magnitude else { return quotient }
        return quotient &+ (remainder < 0 ? -1 : 1)
    }
}
