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

    /// Takes the forecast that leaves the narrowest differences.
    private static func best(for distances: [Int64], shift: Int) -> (IntegerCode, [UInt64]) {
        let steps = zip(distances.dropFirst(), distances).map { $0 &- $1 }
        let firstStep = steps.first ?? 0
        if steps.allSatisfy({ $0 == firstStep }) {
            return (IntegerCode(forecast: .exact, shift: shift, base: firstStep, isWide: false, lowBits: 0), [])
        }
        var code = IntegerCode(forecast: .step, shift: shift, base: 0, isWide: false, lowBits: 0)
        code.base = median(of: steps)
        var differences = steps.map { ZigZag.encode($0 &- code.base) }
        var width = totalWidth(differences)
        let line = roundedQuotient(distances.last ?? 0, Int64(steps.count))
        let onLine = distances.indices.dropFirst().map {
            ZigZag.encode(distances[$0] &- line &* Int64(truncatingIfNeeded: $0))
        }
        let bySlope = steps.indices.map { ZigZag.encode($0 == 0 ? 0 : steps[$0] &- steps[$0 - 1]) }
        let widthOnLine = totalWidth(onLine)
        if widthOnLine < width { (code.forecast, code.base, differences, width) = (.line, line, onLine, widthOnLine) }
        let widthBySlope = totalWidth(bySlope)
        if widthBySlope < width {
            (code.forecast, code.base, differences, width) = (.slope, firstStep, bySlope, widthBySlope)
        }
        code.setCheapest(for: differences, usualWidth: width / differences.count)
        return (code, differences)
    }

    /// How many bits the differences have in all, without what tells where one ends.
    private static func totalWidth(_ differences: [UInt64]) -> Int {
        differences.reduce(0) { $0 + UInt64.bitWidth - $1.leadingZeroBitCount }
    }

    /// Looks for the cheapest way to write differences, near their usual width.
    private mutating func setCheapest(for differences: [UInt64], usualWidth usual: Int) {
        var cheapest = Int.max
        for lowBits in min(59, max(0, usual - 3))...min(60, usual + 1) {
            for isWide in [false, true] {
                var cost = 0
                for difference in differences {
                    cost += Self.cost(of: difference, isWide: isWide, lowBits: lowBits)
                    // Most ways are soon known to be no better.
                    if cost >= cheapest { break }
                }
                guard cost < cheapest else { continue }
                (cheapest, self.isWide, self.lowBits) = (cost, isWide, lowBits)
            }
        }
    }

    /// The number that would stand in the middle if all were sorted, which takes longer.
    private static func median(of values: [Int64]) -> Int64 {
        var values = values
        let middle = values.count / 2
        values.withUnsafeMutableBufferPointer { values in
            var (low, high) = (0, values.count - 1)
            while low < high {
                let pivot = values[(low + high) / 2]
                var (left, right) = (low, high)
                while left <= right {
                    while values[left] < pivot { left += 1 }
                    while values[right] > pivot { right -= 1 }
                    guard left <= right else { break }
                    values.swapAt(left, right)
                    left += 1
                    right -= 1
                }
                if right < middle { low = left }
                if left > middle { high = right }
            }
        }
        return values[middle]
    }

    private static func roundedQuotient(_ value: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: max(1, divisor))
        guard remainder.magnitude * 2 >= divisor.magnitude else { return quotient }
        return quotient &+ (remainder < 0 ? -1 : 1)
    }
}
