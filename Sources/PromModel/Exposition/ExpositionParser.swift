/// Reads what an exporter exposes.
///
/// The verdict is Prometheus's: a body that its server would reject comes back with at least one problem, one that
/// it would accept with none. Unlike Prometheus the parser goes on after a bad line, so that a dashboard can show
/// the good ones together with the reason for which they are about to be lost.
package enum ExpositionParser {
    /// How many problems are kept of one body.
    package static let maximumProblems = 100

    /// Reads a body in a known format.
    ///
    /// Any bytes are allowed; the time taken is proportional to their number.
    package static func parse(
        _ bytes: [UInt8],
        format: ExpositionFormat,
        semantics: ExpositionSemantics = .prometheus3
    ) -> Exposition {
        bytes.withUnsafeBufferPointer { buffer in
            var reader = ExpositionReader(bytes: buffer, semantics: semantics)
            switch format {
            case .text: reader.readText()
            case .openMetrics: reader.readOpenMetrics()
            }
            return Exposition(
                samples: reader.samples,
                metadata: reader.metadata,
                problems: located(reader.faults, in: buffer),
                exemplars: reader.exemplars,
                scrapedCount: reader.scrapedCount
            )
        }
    }

    /// Reads a body in the format its `Content-Type` names, noting a header that Prometheus 3.x would refuse.
    package static func parse(
        _ bytes: [UInt8],
        contentType: String?,
        semantics: ExpositionSemantics = .prometheus3
    ) -> Exposition {
        let format = ExpositionFormat(contentType: contentType)
        var exposition = parse(bytes, format: format, semantics: semantics)
        if semantics.requiresContentType, let problem = ExpositionFormat.problem(withContentType: contentType) {
            exposition.scrapedCount = 0
            exposition.problems.insert(problem, at: 0)
        }
        return exposition
    }

    /// Turns offsets into lines and columns, in one pass, since most bodies need none.
    private static func located(
        _ faults: [ExpositionReader.Fault],
        in bytes: UnsafeBufferPointer<UInt8>
    ) -> [ExpositionProblem] {
        var line = 1
        var lineStart = 0
        var position = 0
        return faults.sorted { $0.offset < $1.offset }.map { fault in
            let end = min(fault.offset, bytes.count)
            while position < end {
                if bytes[position] == UInt8(ascii: "\n") {
                    line += 1
                    lineStart = position + 1
                }
                position += 1
            }
            return ExpositionProblem(kind: fault.kind, line: line, column: end - lineStart + 1)
        }
    }
}
