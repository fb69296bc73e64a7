import Foundation
import Testing

/// What was written to a terminal, byte by byte.
final class Recording {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString).bytes").path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var data: Data { FileManager.default.contents(atPath: path) ?? Data() }

    var text: String { String(decoding: data, as: UTF8.self) }

    /// The numbers of every sequence that sets colours and attributes.
    var attributes: Set<String> {
        let sequences = text.matches(of: /\u{1b}\[([0-9;]*)m/)
        return Set(sequences.map { String($0.output.1) })
    }

    /// Whether one of them chooses a colour; that back to the terminal's own is none.
    var hasColor: Bool {
        attributes.contains { sequence in
            sequence.split(separator: ";").contains { number in
                Int(number).map { (30...38).contains($0) || (40...48).contains($0) || (90...107).contains($0) } ?? false
            }
        }
    }

    /// Waits until all is there that the shell's last words follow, and has it judged against terminfo.
    ///
    /// - Returns: how many bytes were judged.
    @discardableResult
    func expectClean(for terminal: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Int {
        // The pane's bytes come by way of another process.
        waitUntil(5, "the end of the recording", sourceLocation: sourceLocation) { text.contains("exit=") }
        let script = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../Scripts/terminfo-check")
        let data = data
        let verdict = try Programs.run(
            "/usr/bin/env",
            ["python3", script.standardizedFileURL.path, terminal],
            input: data
        )
        #expect(verdict.status == 0, "\(terminal): \(verdict.output)", sourceLocation: sourceLocation)
        return data.count
    }
}
