import Foundation
import Testing

/// The rules as a document: each case of the tables with its page and what is found there.
///
/// `RECORD_DOCUMENTS=1` writes it anew and fails, so that it is looked at.
@Suite struct RuleDocumentTests {
    @Test("docs/detection-rules.md says what the tables say")
    func document() throws {
        let file = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../docs/detection-rules.md").standardizedFileURL
        if ProcessInfo.processInfo.environment["RECORD_DOCUMENTS"] == "1" {
            try Self.text.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("written anew: \(file.path)")
        }
        let written = try String(contentsOf: file, encoding: .utf8)
        #expect(written == Self.text, "RECORD_DOCUMENTS=1 writes it anew")
    }

    private static let tables: [(title: String, cases: [DetectionTableTests.Case])] = [
        ("What counts requests", DetectionTableTests.cases),
        ("Which of several counts them", DetectionTableTests.rivals),
        ("Kinds that count in a way of their own", DetectionTableTests.kinds),
        ("What stands beside what is asked", DetectionTableTests.neighbours),
        ("What is asked of others, and what is counted twice", DetectionTableTests.others),
        ("How words and labels tell what failed", DetectionTableTests.words),
        ("What is a part of what is asked", DetectionTableTests.parts),
        ("What is spread over several families", DetectionTableTests.several),
    ]

    private static var text: String {
        var lines = [
            "# How signals are found: each rule with an example", "",
            "Made from the tables of `Tests/DetectionTests`; a test compares. How the rules work together is in",
            "[decision 18](decisions/0018-signals-found-by-themselves.md), kinds that no rule can know in",
            "[profiles.md](profiles.md).",
        ]
        for (title, cases) in tables {
            lines += ["", "## \(title)"]
            for one in cases {
                lines += ["", "### \(one.testDescription)", "", "```", one.page, "```", ""]
                lines.append("- requests: \(code(one.requests.isEmpty ? "none" : one.requests))")
                lines.append("- failures: \(code(one.failures))")
                lines.append("- latency: \(code(one.latency))")
                if let route = one.route { lines.append("- route: \(code(route))") }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func code(_ text: String) -> String { "`\(text)`" }
}
