/// A cursor over the bytes of an exposition, and what has been read so far.
struct ExpositionReader {
    /// A problem at a byte of the body.
    struct Fault: Error {
        var kind: ExpositionProblem.Kind
        var offset: Int
    }

    let bytes: UnsafeBufferPointer<UInt8>
    let semantics: ExpositionSemantics
    var index = 0
    var samples: [ExpositionSample] = []
    var exemplars: [ExpositionExemplar] = []
    /// How many samples came before Prometheus would have stopped.
    private(set) var scrapedCount = 0
    private var hasStopped = false
    private var isLineRefused = false
    var metadata: [String: MetricMetadata] = [:]
    /// The label whose values are bounds, by the last type that was declared.
    var boundLabel: String?
    var faults: [Fault] = []

    init(bytes: UnsafeBufferPointer<UInt8>, semantics: ExpositionSemantics) {
        self.bytes = bytes
        self.semantics = semantics
    }

    /// The byte under the cursor, or nil at the end.
    var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// The byte some way ahead of the cursor, or nil behind the end.
    func peek(_ distance: Int) -> UInt8? {
        index + distance < bytes.count ? bytes[index + distance] : nil
    }

    mutating func note(_ kind: ExpositionProblem.Kind, at offset: Int) {
        note(Fault(kind: kind, offset: offset))
    }

    /// Notes what is wrong with the form of a line; Prometheus reads no further.
    mutating func note(_ fault: Fault) {
        hasStopped = true
        keep(fault)
    }

    /// Notes that a sample is refused although its form is right.
    mutating func refuse(_ fault: Fault) {
        isLineRefused = true
        keep(fault)
    }

    private mutating func keep(_ fault: Fault) {
        guard faults.count < ExpositionParser.maximumProblems else { return }
        faults.append(fault)
    }

    /// Keeps the type that a line declares.
    mutating func declare(_ type: MetricType, of name: String) {
        metadata[name, default: MetricMetadata()].type = type
        guard semantics.normalizesBounds else { return }
        switch type {
        case .histogram: boundLabel = "le"
        case .summary: boundLabel = "quantile"
        default: boundLabel = nil
        }
    }

    /// Begins a line, which may be refused on its own.
    mutating func beginLine() {
        isLineRefused = false
    }

    /// Counts the sample of a line that has been read to its end.
    mutating func countSample() {
        guard !hasStopped else { return }
        scrapedCount += 1
        hasStopped = isLineRefused
    }

    /// Moves behind the next line feed at or after an offset.
    mutating func skipLine(from offset: Int) {
        index = offset
        while index < bytes.count && bytes[index] != UInt8(ascii: "\n") {
            index += 1
        }
        index = min(index + 1, bytes.count)
    }

    /// Moves over blanks and tabs; whether there were any.
    @discardableResult mutating func skipBlanks() -> Bool {
        let start = index
        while let byte = current, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
            index += 1
        }
        return index > start
    }

    /// Moves over a text if it comes next; whether it did.
    mutating func skip(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard index + length <= bytes.count else { return false }
        for offset in 0..<length where bytes[index + offset] != text.utf8Start[offset] {
            return false
        }
        index += length
        return true
    }

    /// Moves over a word of a comment if it comes next; zero bytes behind each of its characters are part of it.
    mutating func skipWord(_ word: StaticString) -> Bool {
        let start = index
        for offset in 0..<word.utf8CodeUnitCount {
            guard current == word.utf8Start[offset] else {
                index = start
                return false
            }
            index += 1
            skipZeros()
        }
        return true
    }

    /// Moves over zero bytes.
    mutating func skipZeros() {
        while current == 0 {
            index += 1
        }
    }

    /// Moves over a name and returns it; nil, without moving, if none begins here.
    mutating func readName(colonAllowed: Bool) -> String? {
        let start = index
        while let byte = current {
            switch byte {
            case 0x41...0x5a, 0x61...0x7a, 0x5f: break
            case 0x3a where colonAllowed: break
            case 0x30...0x39 where index > start: break
            default: return index > start ? text(start..<index) : nil
            }
            index += 1
        }
        return index > start ? text(start..<index) : nil
    }

    /// The rest of the line, without its line feed; the cursor ends behind the line feed.
    ///
    /// `terminated` is false if the body ends before a line feed does.
    mutating func readRestOfLine() -> (range: Range<Int>, terminated: Bool) {
        let start = index
        while let byte = current, byte != UInt8(ascii: "\n") {
            index += 1
        }
        let range = start..<index
        let terminated = index < bytes.count
        if terminated { index += 1 }
        return (range, terminated)
    }

    /// Bytes as text, with invalid sequences repaired.
    func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    /// Bytes as text, or nil if they are not valid UTF-8.
    func validText(_ range: Range<Int>) -> String? {
        String(validating: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    /// Reads the bytes of a number.
    func number(_ range: Range<Int>) throws(Fault) -> Double {
        do throws(NumberText.Failure) {
            return try NumberText.parse(UnsafeBufferPointer(rebasing: bytes[range]))
        } catch {
            let text = excerpt(range)
            throw Fault(kind: error == .range ? .valueOutOfRange(text) : .invalidValue(text), offset: range.lowerBound)
        }
    }

    /// The beginning of some bytes, short enough for a message.
    func excerpt(_ range: Range<Int>) -> String {
        text(range.lowerBound..<min(range.upperBound, range.lowerBound + 40))
    }
}
