import Detection
import Foundation
import PromModel
import Testing

/// A pair of pages around a known load, and what is to be read from them.
struct ServicePair: CustomTestStringConvertible, Sendable {
    /// One line of the truth.
    struct Truth: Decodable, Sendable {
        struct Also: Decodable, Sendable {
            var requests: [Double?]?
            var failed: [Double?]?
            var failedShare: [Double]?
            var meanS: [Double?]?
            var hasQuantiles: [Bool]?
        }

        let name: String
        let requests: Double?
        let failed: Double?
        let meanS: Double?
        let hasQuantiles: Bool
        let contentType: String?
        let also: Also?
        /// `profile` where no rule can know, so that detection alone may say nothing.
        let by: String?
        /// What is left of the page where something is changed or missing looks like another one, and is right as such.
        let misleads: Bool?
    }

    let truth: Truth
    let first: Exposition
    let second: Exposition

    var testDescription: String { truth.name }

    /// Every pair of the conformance data; none where it is not at hand.
    static let all: [ServicePair] = {
        guard let corpora = ProcessInfo.processInfo.environment["SRETOP_CORPORA"] else { return [] }
        return pairs(in: URL(fileURLWithPath: corpora).appendingPathComponent("services"))
    }()

    /// Every pair of `Kinds`: programs whose names and labels are documented, each around a made-up load.
    static let kinds = pairs(
        in: URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Kinds")
    )

    private static func pairs(in folder: URL) -> [ServicePair] {
        let lines = (try? String(contentsOf: folder.appendingPathComponent("truth.jsonl"), encoding: .utf8)) ?? ""
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return lines.split(separator: "\n").compactMap { line in
            guard let truth = try? decoder.decode(Truth.self, from: Data(line.utf8)) else { return nil }
            let pages = [1, 2].compactMap { number -> Exposition? in
                let file = folder.appendingPathComponent("pages/\(truth.name).\(number).prom")
                guard let bytes = try? Data(contentsOf: file) else { return nil }
                let type = truth.contentType ?? "text/plain; version=0.0.4; charset=utf-8"
                return ExpositionParser.parse([UInt8](bytes), contentType: type)
            }
            return pages.count == 2 ? ServicePair(truth: truth, first: pages[0], second: pages[1]) : nil
        }
    }
}
