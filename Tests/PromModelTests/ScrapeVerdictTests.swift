import Foundation
import PromModel
import Testing

/// Where the conformance data lies, if it does.
private let corpora = ProcessInfo.processInfo.environment["SRETOP_CORPORA"]

/// The parser against what a real Prometheus did with the same bodies.
@Suite(.enabled(if: corpora != nil, "SRETOP_CORPORA does not name the conformance data"))
struct ScrapeVerdictTests {
    /// What Prometheus 2.42 did with a body.
    struct Verdict: Decodable {
        var id: String
        var contentType: String
        var bodyBase64: String
        var accepted: Bool
        var samples: Int
        var error: String

        func exposition(_ semantics: ExpositionSemantics) throws -> Exposition {
            let body = [UInt8](try #require(Data(base64Encoded: bodyBase64)))
            return ExpositionParser.parse(body, contentType: contentType, semantics: semantics)
        }
    }

    /// What Prometheus 3 reads otherwise, with the samples it would count there: names of any text, a comma behind
    /// the last label, exemplars of any sample.
    private static let acceptedByThree: [String: Int] = [
        "probe/quoted_name": 1, "probe/lead_space": 1, "omvec/bad_missing_or_extra_commas_2": 1,
        "omvec/bad_exemplars_on_unallowed_metric_types_0": 1, "omvec/bad_exemplars_on_unallowed_metric_types_1": 1,
        "omvec/bad_exemplars_on_unallowed_metric_types_2": 1, "omvec/bad_exemplars_on_unallowed_samples_0": 1,
        "omvec/bad_exemplars_on_unallowed_samples_1": 1, "omvec/bad_exemplars_on_unallowed_samples_3": 1,
    ]

    private static func verdicts() throws -> [Verdict] {
        let directory = URL(fileURLWithPath: try #require(corpora))
        let text = try String(contentsOf: directory.appendingPathComponent("scrape-verdicts.jsonl"), encoding: .utf8)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try text.split(separator: "\n").map { try decoder.decode(Verdict.self, from: Data($0.utf8)) }
    }

    @Test("Every body is accepted or rejected as Prometheus 2.42 did, with as many samples counted")
    func version2() throws {
        let verdicts = try Self.verdicts()
        #expect(verdicts.count == 279)
        for verdict in verdicts {
            let exposition = try verdict.exposition(.prometheus2)
            let found = exposition.problems.first?.description ?? "none"
            #expect(
                exposition.problems.isEmpty == verdict.accepted,
                "\(verdict.id): Prometheus said \(verdict.error), the parser \(found)"
            )
            #expect(exposition.scrapedCount == verdict.samples, "\(verdict.id): \(found)")
            if verdict.accepted { #expect(exposition.samples.count == verdict.samples, "\(verdict.id)") }
        }
    }

    @Test("Prometheus 3 differs in nothing but what it newly allows")
    func version3() throws {
        for verdict in try Self.verdicts() {
            let exposition = try verdict.exposition(.prometheus3)
            let newly = Self.acceptedByThree[verdict.id]
            let found = exposition.problems.first?.description ?? "none"
            #expect(exposition.problems.isEmpty == (verdict.accepted || newly != nil), "\(verdict.id): \(found)")
            #expect(exposition.scrapedCount == newly ?? verdict.samples, "\(verdict.id): \(found)")
        }
    }
}
