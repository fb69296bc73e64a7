internal import PromModel
internal import PromQL

/// A series and its values as one line of a test file writes them, such as `up{job="a"} 1 1 _ 0+10x5`.
struct SequenceNotation {
    /// What a line may be that is no series of plain numbers.
    enum Failure: Error {
        /// The line holds native histograms, which the engine does not have.
        case nativeHistogram
        /// The line cannot be read.
        case unreadable(String)
    }

    let labels: Labels
    /// The values in order; nil where there is none.
    let values: [Double?]

    /// Reads a line.
    init(_ line: String) throws(Failure) {
        if line.contains("{{") { throw .nativeHistogram }
        let end = SequenceNotation.endOfSeries(in: line)
        do throws(PromQLSyntaxError) {
            labels = try PromQLParser.parseSeries(String(line[..<end]))
        } catch {
            throw .unreadable(error.description)
        }
        var values: [Double?] = []
        for word in line[end...].split(whereSeparator: \.isWhitespace) {
            guard let items = SequenceNotation.expand(Array(word.utf8)) else {
                throw .unreadable("invalid value: \(word)")
            }
            values += items
        }
        self.values = values
    }

    /// Where the values begin: behind the closing brace, or behind the metric name.
    private static func endOfSeries(in line: String) -> String.Index {
        var isQuoted = false
        var isEscaped = false
        var depth = 0
        for index in line.indices {
            let character = line[index]
            if isQuoted {
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    isQuoted = false
                }
            } else if character == "\"" {
                isQuoted = true
            } else if character == "{" {
                depth += 1
            } else if character == "}" {
                return line.index(after: index)
            } else if depth == 0 && character.isWhitespace {
                return index
            }
        }
        return line.endIndex
    }

    /// The values that one word stands for.
    private static func expand(_ word: [UInt8]) -> [Double?]? {
        if word.elementsEqual("stale".utf8) { return [StaleMarker.value] }
        var rest = word[...]
        if rest.first == UInt8(ascii: "_") {
            rest.removeFirst()
            guard let count = rest.isEmpty ? 1 : takeCount(&rest), rest.isEmpty else { return nil }
            return Array(repeating: nil, count: count)
        }
        guard var value = takeNumber(&rest) else { return nil }
        if rest.isEmpty { return [value] }
        var step = 0.0
        if rest.first != UInt8(ascii: "x") {
            guard let number = takeNumber(&rest) else { return nil }
            step = number
        }
        guard let count = takeCount(&rest), rest.isEmpty else { return nil }
        var values: [Double?] = []
        for _ in 0...count {
            values.append(value)
            value += step
        }
        return values
    }

    private static func takeCount(_ rest: inout ArraySlice<UInt8>) -> Int? {
        guard rest.popFirst() == UInt8(ascii: "x") else { return nil }
        let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
        rest = rest.dropFirst(digits.count)
        guard let count = Int(String(decoding: digits, as: UTF8.self)), count <= 10_000_000 else { return nil }
        return count
    }

    private static func takeNumber(_ rest: inout ArraySlice<UInt8>) -> Double? {
        var length = 0
        var previous: UInt8 = 0
        let isWord =
            rest.first { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }.map { $0 | 0x20 >= 0x61 } ?? false
        for byte in rest {
            let isSign = byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
            if isSign && length > 0 && previous | 0x20 != UInt8(ascii: "e") { break }
            if byte == UInt8(ascii: "x") { break }
            if isSign && isWord && length > 0 { break }
            previous = byte
            length += 1
        }
        let text = String(decoding: rest.prefix(length), as: UTF8.self)
        do throws(NumberText.Failure) {
            let value = try NumberText.parse(text)
            rest = rest.dropFirst(length)
            return value
        } catch {
            return nil
        }
    }
}
