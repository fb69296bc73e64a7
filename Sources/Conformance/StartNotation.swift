internal import PromModel
internal import PromQL

/// When the counts of samples began, in Prometheus's test notation: distances from each sample, such as `-1m` or `_`.
enum StartNotation {
    /// The distances in milliseconds; nil where nobody knows.
    static func read(_ text: some StringProtocol) throws(TestScript.Unreadable) -> [Int64?] {
        var starts: [Int64?] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            guard let items = expand(Substring(word), after: starts.last { $0 != nil } ?? 0) else {
                throw TestScript.Unreadable(reason: "invalid start timestamp: \(word)")
            }
            starts += items
        }
        return starts
    }

    private static func expand(_ word: Substring, after previous: Int64?) -> [Int64?]? {
        let parts = word.split(separator: "x", maxSplits: 1)
        guard let item = parts.first else { return nil }
        var count: Int?
        if parts.count == 2 {
            guard let parsed = SequenceNotation.count(parts[1]) else { return nil }
            count = parsed
        }
        if item == "_" { return Array(repeating: nil, count: count ?? 1) }
        if item == "*" { return Array(repeating: previous, count: (count ?? 0) + 1) }
        let stepIndex = item.dropFirst().firstIndex { $0 == "+" || $0 == "-" }
        guard let base = distance(item[..<(stepIndex ?? item.endIndex)]) else { return nil }
        guard let stepIndex else { return Array(repeating: base, count: (count ?? 0) + 1) }
        guard let step = distance(item[stepIndex...]), let count else { return nil }
        return (0...count).map { base + step * Int64($0) }
    }

    private static func distance(_ text: Substring) -> Int64? {
        let isNegative = text.hasPrefix("-")
        let plain = isNegative || text.hasPrefix("+") ? text.dropFirst() : text
        if plain == "0" { return 0 }
        return PromQLDuration.parse(plain).map { isNegative ? -$0.milliseconds : $0.milliseconds }
    }
}
