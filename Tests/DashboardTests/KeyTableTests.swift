import Dashboard
import Foundation
import Testing

@Suite("README's key table")
struct KeyTableTests {
    @Test("It is the key map's: help, dispatch and README cannot disagree")
    func table() throws {
        let file = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("README.md")
        let readme = try String(contentsOf: file, encoding: .utf8)
        let rows = KeyMap.bindings.map { binding in
            let keys = binding.label.split(separator: ", ").map { key in
                key.count == 1 || key == "1-7" ? "`\(key)`" : String(key)
            }
            return "| \(keys.joined(separator: ", ")) | \(binding.help) |"
        }
        let table = (["| key | does |", "|---|---|"] + rows).joined(separator: "\n")
        #expect(readme.contains(table), "README.md should hold:\n\(table)")
    }
}
