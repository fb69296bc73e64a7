internal import Foundation
internal import PromModel
package import PromQL

/// Compares the exposition parser's verdicts with those of a Prometheus.
package struct ScrapeRun {
    private let semantics: PromQLEngine.WindowSemantics
    /// How the bodies turned out so far.
    package private(set) var report = Report()

    /// Creates a run that has read nothing yet, for one major version of Prometheus.
    package init(semantics: PromQLEngine.WindowSemantics) {
        self.semantics = semantics
    }

    /// Reads a file of verdicts, one JSON object a line.
    package mutating func run(_ text: String) {
        let decoder = JSONDecoder()
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (index, line) in lines.enumerated() where line.contains(where: { !$0.isWhitespace }) {
            guard let verdict = try? decoder.decode(ScrapeVerdict.self, from: Data(line.utf8)),
                let bytes = verdict.bytes
            else {
                report.fail(line: index + 1, "not a verdict")
                continue
            }
            judge(verdict, bytes, line: index + 1)
        }
    }

    private mutating func judge(_ verdict: ScrapeVerdict, _ bytes: [UInt8], line: Int) {
        let name = verdict.id ?? "body"
        let exposition = parse(bytes, contentType: verdict.contentType)
        let isAccepted = exposition.problems.isEmpty
        if semantics == .leftOpen, isAccepted, !verdict.accepted, ScrapeRun.hasQuotedName(bytes) {
            report.skip(line: line, "\(name): quoted names came with Prometheus 3")
            return
        }
        guard isAccepted == verdict.accepted else {
            let found = exposition.problems.first.map { "refused it: \($0)" } ?? "accepted it"
            let wanted = verdict.accepted ? "accepted it" : "refused it: \(verdict.error ?? "")"
            report.fail(line: line, "\(name): Prometheus \(wanted); the parser \(found)")
            return
        }
        if isAccepted, let samples = verdict.samples, samples != exposition.samples.count {
            let found = exposition.samples.count
            report.fail(line: line, "\(name): Prometheus counted \(samples) samples; the parser \(found)")
            return
        }
        report.pass()
    }

    /// Reads a body; Prometheus 2 takes one of any content type for text, Prometheus 3 refuses what it does not know.
    private func parse(_ bytes: [UInt8], contentType: String?) -> Exposition {
        switch semantics {
        case .closed: ExpositionParser.parse(bytes, format: ExpositionFormat(contentType: contentType))
        case .leftOpen: ExpositionParser.parse(bytes, contentType: contentType)
        }
    }

    /// Whether a text in quotes stands where a name may: at the front of braces or of a label.
    private static func hasQuotedName(_ bytes: [UInt8]) -> Bool {
        var previous = UInt8(ascii: "\n")
        for byte in bytes where byte != UInt8(ascii: " ") && byte != UInt8(ascii: "\t") {
            if byte == UInt8(ascii: "\""), previous == UInt8(ascii: "{") || previous == UInt8(ascii: ",") {
                return true
            }
            previous = byte
        }
        return false
    }
}
