internal import PromModel
internal import PromQL

/// A native histogram in Prometheus's test notation: `{{schema:1 sum:5 count:4 buckets:[1 2 1] offset:-1}}`.
struct HistogramNotation {
    /// The histogram.
    var histogram = FloatHistogram()
    /// Whether a hint stands there, so that an answer has to have it.
    var hasHint = false

    /// Reads the part between the braces.
    init(_ text: Substring) throws(SequenceNotation.Failure) {
        var offsets: (positive: Int32, negative: Int32) = (0, 0)
        var counts: (positive: [Double], negative: [Double]) = ([], [])
        var rest = text
        while true {
            rest = rest.drop { $0.isWhitespace || $0 == "," }
            guard !rest.isEmpty else { break }
            let name = rest.prefix { $0 != ":" }
            rest = rest.dropFirst(name.count + 1)
            let invalid = SequenceNotation.Failure(reason: "invalid histogram: {{\(text)}}")
            if rest.first == "[" {
                let inside = rest.dropFirst().prefix { $0 != "]" }
                rest = rest.dropFirst(inside.count + 2)
                let numbers = try HistogramNotation.numbers(inside)
                switch name {
                case "buckets": counts.positive = numbers
                case "n_buckets": counts.negative = numbers
                case "custom_values": histogram.customBounds = numbers
                default: throw invalid
                }
                continue
            }
            let word = rest.prefix { !$0.isWhitespace }
            rest = rest.dropFirst(word.count)
            if name == "counter_reset_hint" {
                guard let hint = HistogramNotation.hints[String(word)] else { throw invalid }
                histogram.hint = hint
                hasHint = true
                continue
            }
            guard let number = TestNumber.parse(word) else { throw invalid }
            switch name {
            case "schema": histogram.schema = Int32(number)
            case "sum": histogram.sum = number
            case "count": histogram.count = number
            case "z_bucket": histogram.zeroCount = number
            case "z_bucket_w": histogram.zeroThreshold = number
            case "offset": offsets.positive = Int32(number)
            case "n_offset": offsets.negative = Int32(number)
            default: throw invalid
            }
        }
        histogram.positive = HistogramBuckets(from: offsets.positive, counts: counts.positive)
        histogram.negative = HistogramBuckets(from: offsets.negative, counts: counts.negative)
    }

    private init(_ histogram: FloatHistogram, hasHint: Bool) {
        self.histogram = histogram
        self.hasHint = hasHint
    }

    private static let hints: [String: CounterResetHint] = [
        "unknown": .unknown, "reset": .reset, "not_reset": .notReset, "gauge": .gauge,
    ]

    private static func numbers(_ text: Substring) throws(SequenceNotation.Failure) -> [Double] {
        var numbers: [Double] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            guard let number = TestNumber.parse(word) else {
                throw SequenceNotation.Failure(reason: "invalid number in a histogram: \(word)")
            }
            numbers.append(number)
        }
        return numbers
    }

    /// Reads one item from the start of a text: a histogram, some of them, or some each of which is the one before and
    /// another more or less: `{{…}}`, `{{…}}x3`, `{{…}}+{{…}}x3`.
    static func sequence(_ text: inout Substring) throws(SequenceNotation.Failure) -> [HistogramNotation] {
        let first = try take(&text)
        guard let sign = text.first, sign == "+" || sign == "-" || sign == "x" else { return [first] }
        text = text.dropFirst()
        let step = sign == "x" ? nil : try take(&text)
        if step != nil { text = text.dropFirst() }
        let digits = text.prefix { !$0.isWhitespace }
        text = text.dropFirst(digits.count)
        guard let count = SequenceNotation.count(digits) else {
            throw SequenceNotation.Failure(reason: "invalid repetition of a histogram: \(digits)")
        }
        var current = first.histogram
        var items = [first]
        for _ in 0..<count {
            guard let step else {
                items.append(first)
                continue
            }
            do throws(FloatHistogram.Incompatible) {
                if sign == "+" { try current.add(step.histogram) } else { try current.subtract(step.histogram) }
            } catch {
                throw SequenceNotation.Failure(reason: "histograms of different kinds cannot be added")
            }
            items.append(HistogramNotation(current, hasHint: first.hasHint))
        }
        return items
    }

    private static func take(_ text: inout Substring) throws(SequenceNotation.Failure) -> HistogramNotation {
        guard text.hasPrefix("{{"), let end = text.firstRange(of: "}}") else {
            throw SequenceNotation.Failure(reason: "a histogram does not end: \(text)")
        }
        let inside = text[text.index(text.startIndex, offsetBy: 2)..<end.lowerBound]
        text = text[end.upperBound...]
        return try HistogramNotation(inside)
    }
}
