import Foundation
import PromModel
import Testing

/// Where the conformance data lies, if it does.
private let corpora = ProcessInfo.processInfo.environment["SRETOP_CORPORA"]

/// The parser against verdicts of a real Prometheus and against real pages.
@Suite(.enabled(if: corpora != nil, "SRETOP_CORPORA does not name the conformance data"))
struct ExpositionCorpusTests {
    /// What Prometheus 2.42 did with a body.
    struct Verdict: Decodable {
        var id: String
        var contentType: String
        var bodyBase64: String
        var accepted: Bool
        var samples: Int
        var error: String
    }

    /// Quoted names came with Prometheus 3, whose syntax the parser reads.
    private static let newSyntax: Set<String> = ["probe/quoted_name"]

    @Test("Every body is accepted or rejected as Prometheus did")
    func verdicts() throws {
        let directory = URL(fileURLWithPath: try #require(corpora))
        let text = try String(contentsOf: directory.appendingPathComponent("scrape-verdicts.jsonl"), encoding: .utf8)
        let lines = text.split(separator: "\n")
        #expect(lines.count > 200)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        for line in lines {
            let verdict = try decoder.decode(Verdict.self, from: Data(line.utf8))
            guard !Self.newSyntax.contains(verdict.id) else { continue }
            let body = [UInt8](try #require(Data(base64Encoded: verdict.bodyBase64)))
            let exposition = ExpositionParser.parse(body, format: ExpositionFormat(contentType: verdict.contentType))
            let found = exposition.problems.first?.description ?? "none"
            #expect(
                exposition.problems.isEmpty == verdict.accepted,
                "\(verdict.id): Prometheus said \(verdict.error), the parser \(found)"
            )
            if verdict.accepted { #expect(exposition.samples.count == verdict.samples, "\(verdict.id)") }
        }
    }

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
