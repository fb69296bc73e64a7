internal import PromModel
internal import PromQL

/// A series and its values as one line of a test file writes them, such as `up{job="a"} 1 1 _ 0+10x5`.
struct SequenceNotation {
    /// Why a line cannot be read.
    struct Failure: Error {
        var reason: String
    }

    /// One value of a sequence.
    enum Item {
        /// A gap.
        case nothing
        case number(Double)
        case histogram(HistogramNotation)

        var number: Double? {
            if case .number(let value) = self { value } else { nil }
        }

        var isNothing: Bool {
            if case .nothing = self { true } else { false }
        }
    }

    /// The labels, with the metric name as one of them.
    let labels: Labels
    /// The values, step by step.
    let items: [Item]

    /// Reads a line.
    init(_ line: String) throws(Failure) {
        let end = SequenceNotation.endOfSeries(in: line)
        do throws(PromQLSyntaxError) {
            labels = try PromQLParser.parseSeries(String(line[..<end]))
        } catch {
            throw Failure(reason: error.description)
        }
        var items: [Item] = []
        var rest = line[end...]
        while true {
            rest = rest.drop(while: \.isWhitespace)
            guard !rest.isEmpty else { break }
            if rest.hasPrefix("{{") {
                items += try HistogramNotation.sequence(&rest).map(Item.histogram)
                continue
            }
            let word = rest.prefix { !$0.isWhitespace }
            rest = rest.dropFirst(word.count)
            guard let expanded = SequenceNotation.expand(word) else {
                throw Failure(reason: "invalid value: \(word)")
            }
            items += expanded.map { $0.map(Item.number) ?? .nothing }
        }
        self.items = items
    }

    private static func endOfSeries(in line: String) -> String.Index {
        // By scalars, since a quote and what it quotes may make one character.
        let scalars = line.unicodeScalars
        let nameEnd = scalars.firstIndex { $0.properties.isWhitespace || $0 == "{" } ?? line.endIndex
        let rest = scalars[nameEnd...].drop { $0.properties.isWhitespace }
        guard rest.first == "{", rest.dropFirst().first != "{" else { return nameEnd }
        var quote: Unicode.Scalar?
        var isEscaped = false
        for index in rest.indices {
            let character = rest[index]
            if let open = quote {
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" && open != "`" {
                    isEscaped = true
                } else if character == open {
                    quote = nil
                }
            } else if character == "\"" || character == "'" || character == "`" {
                quote = character
            } else if character == "}" {
                return scalars.index(after: index)
            }
        }
        return line.endIndex
    }

    /// The values that one word stands for; nil if it is none.
    ///
    /// A word is `_` or `stale` or a number, a number with a step (`1+2`), each but `stale` with a count behind it:
    /// `_x3` are three gaps, `1x3` and `1+2x3` a value and three more.
    private static func expand(_ word: Substring) -> [Double?]? {
        if word == "stale" { return [StaleMarker.value] }
        if word == "_" { return [nil] }
        if word.hasPrefix("_") {
            guard word.dropFirst().hasPrefix("x"), let count = count(word.dropFirst(2)) else { return nil }
            return Array(repeating: nil, count: count)
        }
        // Hexadecimal numbers have no place here, where an x stands for times.
        guard let times = word.firstIndex(of: "x") else { return TestNumber.parse(word).map { [$0] } }
        guard let count = count(word[word.index(after: times)...]) else { return nil }
        let (start, step) = split(word[..<times])
        guard var value = TestNumber.parse(start), let step = step.isEmpty ? 0 : TestNumber.parse(step) else {
            return nil
        }
        var values: [Double?] = []
        for _ in 0...count {
            values.append(value)
            value += step
        }
        return values
    }

    static func count(_ digits: Substring) -> Int? {
        guard digits.allSatisfy({ $0 >= "0" && $0 <= "9" }), let count = Int(digits), count <= 10_000_000 else {
            return nil
        }
        return count
    }

    /// A value and its step, which begins with the first sign that is neither the value's nor its exponent's.
    private static func split(_ text: Substring) -> (start: Substring, step: Substring) {
        var previous: Character?
        for index in text.indices {
            let character = text[index]
            let isExponent = (previous == "e" || previous == "E") && text.contains { $0.isNumber }
            if character == "+" || character == "-", previous != nil, !isExponent {
                return (text[..<index], text[index...])
            }
            previous = character
        }
        return (text, "")
    }
}
