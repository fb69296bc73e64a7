/// The structure of a regular expression.
indirect enum RegexNode: Equatable {
    case empty
    case scalar(UInt32)
    case set(ScalarSet)
    case sequence([RegexNode])
    case alternatives([RegexNode])
    case group(RegexNode, index: Int)
    case repeated(RegexNode, minimum: Int, maximum: Int?, greedy: Bool)
    case assertion(RegexAssertion)
}

/// A condition on a position that consumes nothing.
enum RegexAssertion: Equatable {
    case textStart
    case textEnd
    case lineStart
    case lineEnd
    case wordBoundary
    case notWordBoundary
}

/// A set of Unicode scalars.
struct ScalarSet: Equatable {
    /// Ranges, in no particular order.
    var ranges: [ClosedRange<UInt32>]
    /// Whether the set is everything but the ranges.
    var inverted = false

    func contains(_ scalar: UInt32) -> Bool {
        for range in ranges where range.contains(scalar) {
            return !inverted
        }
        return inverted
    }

    /// The ranges with the inversion carried out.
    var normalized: [ClosedRange<UInt32>] {
        guard inverted else { return ranges }
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
            next = max(next, range.upperBound &+ 1)
        }
        if next <= 0x10ffff { result.append(next...0x10ffff) }
        return result
    }

    /// The set with the other cases of its letters added.
    var foldingCase: ScalarSet {
        ScalarSet(ranges: ranges + ranges.flatMap(CaseFolding.partners), inverted: inverted)
    }

    static let digits = ScalarSet(ranges: [0x30...0x39])
    static let words = ScalarSet(ranges: [0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a])
    static let spaces = ScalarSet(ranges: [0x09...0x0a, 0x0c...0x0d, 0x20...0x20])

    /// The POSIX classes that may stand in brackets, such as `alpha` in `[[:alpha:]]`.
    static let posix: [String: ScalarSet] = [
        "alnum": ScalarSet(ranges: [0x30...0x39, 0x41...0x5a, 0x61...0x7a]),
        "alpha": ScalarSet(ranges: [0x41...0x5a, 0x61...0x7a]),
        "ascii": ScalarSet(ranges: [0...0x7f]),
        "blank": ScalarSet(ranges: [0x09...0x09, 0x20...0x20]),
        "cntrl": ScalarSet(ranges: [0...0x1f, 0x7f...0x7f]),
        "digit": digits,
        "graph": ScalarSet(ranges: [0x21...0x7e]),
        "lower": ScalarSet(ranges: [0x61...0x7a]),
        "print": ScalarSet(ranges: [0x20...0x7e]),
        "punct": ScalarSet(ranges: [0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e]),
        "space": ScalarSet(ranges: [0x09...0x0d, 0x20...0x20]),
        "upper": ScalarSet(ranges: [0x41...0x5a]),
        "word": words,
        "xdigit": ScalarSet(ranges: [0x30...0x39, 0x41...0x46, 0x61...0x66]),
    ]
}
