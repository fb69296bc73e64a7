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
    /// Which of the forms was used last.
    var lastForm = 0
    /// The bounds of those forms' series.
    var bounds = BoundTexts()
    /// The metric name that was read last, and where.
    var lastName: (range: Range<Int>, text: String) = (0..<0, "")

    /// Begins to read the bytes of a page, with a cache that is empty until it is given back.
    init(
        _ page: [UInt8],
        _ bytes: UnsafeBufferPointer<UInt8>,
        semantics: ExpositionSemantics,
        cache lent: inout ExpositionCache
    ) {
        self.bytes = bytes
        self.semantics = semantics
        // Moved, not copied: a copy would be one of all that is remembered, as soon as something changes.
        cache = ExpositionCache()
        hasKnownLines = !lent.lines.isEmpty
        swap(&cache, &lent)
        cache.pageCount += 1
        guard !hasKnownLines else { return }
        // The first page as it is: appending line by line costs five times as much.
        cache.text = page
        // A line of a page has some 80 bytes.
        cache.lines.reserveCapacity(bytes.count / 64)
        cache.samples.reserveCapacity(bytes.count / 64)
        cache.sampleLines.reserveCapacity(bytes.count / 64)
    }

    /// Gives the cache back.
    mutating func finish(_ lent: inout ExpositionCache) {
        finishPage()
        swap(&cache, &lent)
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
