import Foundation
import PromModel
import Testing

/// Where the conformance data lies, if it does.
private let corpora = ProcessInfo.processInfo.environment["SRETOP_CORPORA"]

/// The parser against real pages.
@Suite(.enabled(if: corpora != nil, "SRETOP_CORPORA does not name the conformance data"))
struct ExpositionCorpusTests {
    @Test(
        "Pages of real exporters are read whole",
        arguments: [
            ("alltypes.237mfs.prom.txt", .text, 1857), ("node_exporter.txt", .text, 3027),
            ("promtestdata.txt", .text, nil), ("omtestdata.txt", .openMetrics, nil),
        ] as [(String, ExpositionFormat, Int?)]
    )
    func pages(name: String, format: ExpositionFormat, samples: Int?) throws {
        let path = URL(fileURLWithPath: try #require(corpora)).appendingPathComponent("pages/\(name)")
        let exposition = ExpositionParser.parse([UInt8](try Data(contentsOf: path)), format: format)
        #expect(exposition.problems.isEmpty)
        #expect(exposition.samples.count > 30)
        if let samples { #expect(exposition.samples.count == samples) }
        #expect(!exposition.metadata.isEmpty)
    }
}
