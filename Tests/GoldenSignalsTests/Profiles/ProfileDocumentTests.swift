import Foundation
import GoldenSignals
import Testing

/// The profiles as a document.
///
/// `RECORD_DOCUMENTS=1` writes it anew and fails, so that it is looked at.
@Suite struct ProfileDocumentTests {
    @Test("docs/profiles.md says what the profiles say")
    func document() throws {
        let text = ProfileDocument.text(MetricProfile.builtin)
        let file = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../../docs/profiles.md").standardizedFileURL
        if ProcessInfo.processInfo.environment["RECORD_DOCUMENTS"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("written anew: \(file.path)")
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text, "RECORD_DOCUMENTS=1 writes it anew")
    }
}
