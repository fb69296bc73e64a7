import Diagnosis
import Foundation
import GoldenSignals
import Recording
import Testing

/// Recordings as earlier versions of the program wrote them, kept as they were: `Tests/Recordings/README.md`.
@Suite("Recordings of earlier versions")
struct OlderRecordingTests {
    /// A file, and what was on the screen when it was recorded.
    struct Kept: Sendable, CustomTestStringConvertible {
        let name: String
        let steps: Int
        /// Of the last poll.
        let requestRate: Double
        let errorTotal: Double

        var testDescription: String { name }
    }

    private static let folder = URL(fileURLWithPath: #filePath).appendingPathComponent("../../Recordings").standardized

    private static let all = [
        Kept(
            name: "demo-before-objectives",
            steps: 61,
            requestRate: 199.928_571_428_571_42,
            errorTotal: 521
        ),
        Kept(
            name: "demo-before-small-changes",
            steps: 61,
            requestRate: 199.857_091_818_506_6,
            errorTotal: 520
        ),
    ]

    @Test("They open to their end, and tell the breach, its cause and the numbers that they told", arguments: all)
    func opens(_ kept: Kept) throws {
        let bytes = [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(kept.name)))
        let file = try RecordingFile(bytes)
        #expect(file.unreadBytes == 0)
        let updates = file.steps.compactMap { step -> SourceUpdate? in
            guard case .source(let update) = step.event else { return nil }
            return update
        }
        #expect(file.steps.count == kept.steps && updates.count >= 25, "\(file.steps.count), \(updates.count) polls")
        let last = try #require(updates.last?.snapshot)
        #expect(last[.requestRate].value == kept.requestRate)
        #expect(last.errorTotals.values.reduce(0, +) == kept.errorTotal)
        let report = try #require(IncidentReport(try RecordingReader(bytes)))
        #expect(report.notes.isEmpty && report.breaches.count == 1, "\(report.notes)")
        #expect(report.markdown.contains("100% of 5xx on GET /risky"))
        #expect(report.markdown.contains("fault errors on /risky is off"))
    }

    @Test("Every kept file is asked for")
    func kept() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(names).subtracting(["README.md"]) == Set(Self.all.map(\.name)))
    }
}
