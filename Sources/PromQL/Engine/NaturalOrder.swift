/// The order in which people expect names with numbers in them: `node2` before `node10`.
package enum NaturalOrder {
    /// Whether one text comes before another.
    ///
    /// Texts are compared run by run: digits against digits as numbers, whatever else byte by byte.
    package static func precedes(_ one: String, _ other: String) -> Bool {
        let (left, right) = (Array(one.utf8), Array(other.utf8))
        let (leftRuns, rightRuns) = (runs(of: left), runs(of: right))
        for (a, b) in zip(leftRuns, rightRuns) {
            if isDigit(a.first), isDigit(b.first) {
                let (first, second) = (a.drop { $0 == 0x30 }, b.drop { $0 == 0x30 })
                if first.count != second.count { return first.count < second.count }
                if !first.elementsEqual(second) { return first.lexicographicallyPrecedes(second) }
            } else if !a.elementsEqual(b) {
                return a.lexicographicallyPrecedes(b)
            }
        }
        if leftRuns.count != rightRuns.count { return leftRuns.count < rightRuns.count }
        // Numbers may be equal and still written with another count of zeros.
        return left.lexicographicallyPrecedes(right)
    }

    private static func isDigit(_ byte: UInt8?) -> Bool {
        byte.map { $0 >= 0x30 && $0 <= 0x39 } ?? false
    }

    private static func runs(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var runs: [ArraySlice<UInt8>] = []
        var start = 0
        for index in bytes.indices where index > start && isDigit(bytes[index]) != isDigit(bytes[start]) {
            runs.append(bytes[start..<index])
            start = index
        }
        if start < bytes.count { runs.append(bytes[start...]) }
        return runs
    }
}
