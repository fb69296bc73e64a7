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
        let semantics: ExpositionSemantics = self.semantics == .closed ? .prometheus2 : .prometheus3
        guard let difference = difference(of: verdict, bytes, semantics) else {
            report.pass()
            return
        }
        if self.semantics == .leftOpen, self.difference(of: verdict, bytes, .prometheus2) == nil {
            report.skip(line: line, "\(name): the verdict of Prometheus 2; in version 3, \(difference)")
        } else {
            report.fail(line: line, "\(name): \(difference)")
        }
    }

    /// How the parser's verdict differs from the one given; nil if it does not.
    private func difference(
        of verdict: ScrapeVerdict,
        _ bytes: [UInt8],
        _ semantics: ExpositionSemantics
    ) -> String? {
        let exposition = ExpositionParser.parse(bytes, contentType: verdict.contentType, semantics: semantics)
        if exposition.problems.isEmpty != verdict.accepted {
            let found = exposition.problems.first.map { "refused it: \($0)" } ?? "accepted it"
            let wanted = verdict.accepted ? "accepted it" : "refused it: \(verdict.error ?? "")"
            return "Prometheus \(wanted); the parser \(found)"
        }
        guard let samples = verdict.samples, samples != exposition.scrapedCount else { return nil }
        return "Prometheus counted \(samples) samples; the parser \(exposition.scrapedCount)"
    }
}
