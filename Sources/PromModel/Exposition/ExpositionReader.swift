/// A cursor over the bytes of an exposition, and what has been read so far.
struct ExpositionReader: ~Copyable {
    /// A problem at a byte of the body.
    struct Fault: Error {
        var kind: ExpositionProblem.Kind
        var offset: Int
    }

    /// The label whose values are bounds.
    enum BoundLabel {
        case none, le, quantile

        /// Whether a label has this name.
        func isName(_ name: String) -> Bool {
            switch self {
            case .none: false
            case .le: name == "le"
            case .quantile: name == "quantile"
            }
        }
    }

    let bytes: UnsafeBufferPointer<UInt8>
    let semantics: ExpositionSemantics
    /// What pages before were read as, and the samples of this one.
    var cache: ExpositionCache
    /// Whether there was a page before.
    let hasKnownLines: Bool
    var index = 0
    /// The line of the cache that the last line read was; nil at first.
    var lastLine: Int?
    /// Whether the lines come as they did on the last page.
    var isInOrder = true
    /// How many lines of this page are in the cache.
    var lineCount = 0
    /// How many samples of this page have been read.
    var sampleCount = 0
    /// How many declarations of this page have been read.
    var declarationCount = 0
    /// Whether the page declares anything that the one before did not, or anything twice.
    var areDeclarationsNew = false
    /// Whether it declares anything at another place.
    var areDeclarationsMoved = false
    var exemplars: [ExpositionExemplar] = []
    /// How many samples came before Prometheus would have stopped.
    private(set) var scrapedCount = 0
    private var hasStopped = false
    private var isLineRefused = false
    /// Whether nothing has been found wrong with the line.
    private(set) var isLineClean = true
    /// What the line declares.
    var lineDeclaration: Int?
    /// Whether the labels of the line depend on the type that was declared last.
    var needsBoundLabel = false
    /// By the last type that was declared.
    var boundLabel = BoundLabel.none
    var faults: [Fault] = []
    /// How many labels the last series had, its name included.
    var lastPairCount = 0
    /// The labels of the line as they are written, and where their values are.
    var written: [(name: String, value: Range<Int>)] = []
    /// The forms of the last series that had labels: of buckets, a sum and a count.
    var forms: [SeriesForm] = []
    /// Which of the forms is replaced next.
    var oldestForm = 0
    /// The metric name that was read last, and where.
    private var lastName: (range: Range<Int>, text: String) = (0..<0, "")

    /// Begins to read a page, with a cache that is empty until it is given back.
    init(bytes: UnsafeBufferPointer<UInt8>, semantics: ExpositionSemantics, cache lent: inout ExpositionCache) {
        self.bytes = bytes
        self.semantics = semantics
        // Moved, not copied: a copy would be one of all that is remembered, as soon as something changes.
        cache = ExpositionCache()
        hasKnownLines = !lent.lines.isEmpty
        swap(&cache, &lent)
        cache.pageCount += 1
        guard !hasKnownLines else { return }
        // A line of a page has some 80 bytes.
        cache.text.reserveCapacity(bytes.count)
        cache.lines.reserveCapacity(bytes.count / 64)
        cache.samples.reserveCapacity(bytes.count / 64)
    }

    /// Gives the cache back.
    mutating func finish(_ lent: inout ExpositionCache) {
        finishPage()
        swap(&cache, &lent)
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
        isLineClean = false
        guard faults.count < ExpositionParser.maximumProblems else { return }
        faults.append(fault)
    }

    /// Begins a line, which may be refused on its own.
    mutating func beginLine() {
        isLineRefused = false
        isLineClean = true
        lineDeclaration = nil
        needsBoundLabel = false
    }

    /// Counts the sample of a line that has been read to its end.
    mutating func countSample() {
        guard !hasStopped else { return }
        scrapedCount += 1
        hasStopped = isLineRefused
    }

    /// Moves behind the next line feed at or after an offset.
    mutating func skipLine(from offset: Int) {
        index = min(bytes.firstIndex(of: UInt8(ascii: "\n"), from: offset) + 1, bytes.count)
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

    /// Moves over a name; nil, without moving, if none begins here.
    mutating func skipName(colonAllowed: Bool) -> Range<Int>? {
        let start = index
        while let byte = current {
            switch byte {
            case 0x41...0x5a, 0x61...0x7a, 0x5f: break
            case 0x3a where colonAllowed: break
            case 0x30...0x39 where index > start: break
            default: return index > start ? start..<index : nil
            }
            index += 1
        }
        return index > start ? start..<index : nil
    }

    /// Whether a metric name goes on with a byte.
    private func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x3a, 0x41...0x5a, 0x5f, 0x61...0x7a: true
        default: false
        }
    }

    /// Moves over a metric name and returns it; nil, without moving, if none begins here.
    ///
    /// Lines of a family share its text.
    mutating func readMetricName() -> String? {
        let end = index + lastName.range.count
        if end > index, bytes.hasText(of: lastName.range, at: index), end == bytes.count || !isNamePart(bytes[end]) {
            index = end
            return lastName.text
        }
        guard let range = skipName(colonAllowed: true) else { return nil }
        lastName = (range, bytes.text(range))
        return lastName.text
    }

    /// The rest of the line, without its line feed; the cursor ends behind the line feed.
    ///
    /// `terminated` is false if the body ends before a line feed does.
    mutating func readRestOfLine() -> (range: Range<Int>, terminated: Bool) {
        let range = index..<bytes.firstIndex(of: UInt8(ascii: "\n"), from: index)
        index = range.upperBound
        let terminated = index < bytes.count
        if terminated { index += 1 }
        return (range, terminated)
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
        bytes.text(range.lowerBound..<min(range.upperBound, range.lowerBound + 40))
    }

    /// What is wrong with the page, with lines and columns: counted in one pass, since most pages need none.
    func problems() -> [ExpositionProblem] {
        var line = 1
        var lineStart = 0
        return faults.sorted { $0.offset < $1.offset }.map { fault in
            let end = min(fault.offset, bytes.count)
            while true {
                let lineEnd = bytes.firstIndex(of: UInt8(ascii: "\n"), from: lineStart)
                if lineEnd >= end { break }
                line += 1
                lineStart = lineEnd + 1
            }
            return ExpositionProblem(kind: fault.kind, line: line, column: end - lineStart + 1)
        }
    }
}
