/// What the lines of a target's pages were read as, so that the next page costs little.
///
/// From one scrape to the next most of a page stays as it is but for the values. What a line begins with, the name and
/// the labels of a series or a whole comment, is compared with what came next on the last page, then looked up among
/// all that is known, and only then read. Whatever is remembered, what is read is the same as with an empty cache:
/// only text that was without fault is kept, and it has the same meaning wherever it comes again.
///
/// One cache serves one target.
package struct ExpositionCache: Sendable {
    /// How a line begins, and what that means.
    struct Line: Sendable {
        /// Where its text begins.
        let start: Int
        /// How many bytes its text has.
        let count: Int32
        /// The labels of a series; nil for a comment.
        let labels: Labels?
        /// What a comment declares; negative for a series, and for a comment that declares nothing.
        let declaration: Int32
        /// The label whose values have to be bounds for a series to be this one, if that matters; the one whose values
        /// are bounds behind the comment, if that changes.
        let bound: ExpositionReader.BoundLabel?
        /// The line that came after it; negative while none did.
        var next: Int32
        /// Where its sample stood on the last page that had it.
        var sample: Int32 = 0

        var range: Range<Int> { start..<start + Int(count) }
    }

    /// What a comment says about a metric family.
    struct Declaration: Sendable {
        /// What is told.
        enum Fact: Sendable {
            case type(MetricType)
            case help(String)
            case unit(String)
        }

        let family: String
        let fact: Fact
        /// The last page that declared it.
        var page: Int

        /// The label whose values are bounds behind it; nil for what is no type.
        var boundLabel: ExpositionReader.BoundLabel? {
            switch fact {
            case .type(.histogram): .le
            case .type(.summary): .quantile
            case .type: ExpositionReader.BoundLabel.none
            case .help, .unit: nil
            }
        }
    }

    /// How many lines are remembered at most.
    static let maximumLines = 1 << 24
    /// How many bytes of a line are remembered at most; longer ones are read anew.
    static let maximumLength = 1 << 16

    var format = ExpositionFormat.text
    var semantics = ExpositionSemantics.prometheus3
    /// The texts of the lines: the first page as a whole, then those of new lines.
    var text: [UInt8] = []
    var lines: [Line] = []
    /// The first line of the last page.
    var first: Int?
    var declarations: [Declaration] = []
    /// The samples of the last page; where the next one has the same series, only values are written.
    var samples: [ExpositionSample] = []
    /// The lines that the labels of the samples are from; negative where they are not known.
    var sampleLines: [Int32] = []
    /// What the last page declared, in order.
    var declared: [Int] = []
    /// Whether the same declarations in another order amount to the same.
    var isDeclaredOnce = true
    /// How many pages have been begun.
    var pageCount = 0
    /// What all of that amounts to.
    var metadata: [String: MetricMetadata] = [:]
    /// Lines by their texts.
    var index = LineIndex()
    /// How many of the lines are in the index.
    var hashedCount = 0

    /// Creates a cache that remembers nothing.
    package init() {}

    /// Reads a page in a known format.
    ///
    /// Any bytes are allowed; the time taken is proportional to their number.
    package mutating func parse(
        _ page: [UInt8],
        format: ExpositionFormat,
        semantics: ExpositionSemantics = .prometheus3
    ) -> Exposition {
        if format == .protobuf { return page.withUnsafeBufferPointer(ProtobufPage.read) }
        if format != self.format || semantics != self.semantics { self = ExpositionCache() }
        self.format = format
        self.semantics = semantics
        return page.withUnsafeBufferPointer { bytes in
            var reader = ExpositionReader(page, bytes, semantics: semantics, cache: &self)
            switch format {
            case .text: reader.readText()
            case .openMetrics: reader.readOpenMetrics()
            case .protobuf: break
            }
            reader.finish(&self)
            let exposition = Exposition(
                samples: samples,
                metadata: metadata,
                problems: reader.problems(),
                exemplars: reader.exemplars,
                scrapedCount: reader.scrapedCount
            )
            let used = reader.lineCount + reader.declarationCount
            if lines.count + declarations.count > used * 2 + 100 { self = ExpositionCache() }
            return exposition
        }
    }

    /// Reads a page in the format its `Content-Type` names, noting a header that Prometheus 3.x would refuse.
    package mutating func parse(
        _ page: [UInt8],
        contentType: String?,
        semantics: ExpositionSemantics = .prometheus3
    ) -> Exposition {
        var exposition = parse(page, format: ExpositionFormat(contentType: contentType), semantics: semantics)
        if semantics.requiresContentType, let problem = ExpositionFormat.problem(withContentType: contentType) {
            exposition.scrapedCount = 0
            exposition.problems.insert(problem, at: 0)
        }
        return exposition
    }
}
