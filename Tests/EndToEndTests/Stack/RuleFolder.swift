import Foundation
import Testing

/// A folder of objectives and what is made of them.
final class RuleFolder {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")

    init(_ objectives: String? = nil) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try objectives.map { try write($0, to: "slo.yaml") }
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    /// Runs a program in the folder, with the set-up's tools at hand; ends the test where it is not installed.
    func run(_ command: [String]) throws -> (status: Int32, output: String) {
        try ProjectFiles.run(["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder.path] + command)
    }

    /// Runs `sretop rules slo.yaml` with nothing else in its environment.
    func rules(_ options: String...) throws -> (status: Int32, output: String) {
        let clean = ["/usr/bin/env", "-i", "PATH=/usr/bin:/bin", "HOME=\(folder.path)"]
        return try run(clean + [Programs.sretop, "rules", "slo.yaml"] + options)
    }

    /// Makes `rules.yml` and `tests.yml`, and has promtool check and run them; the names of the tests.
    func proven(_ objectives: String? = nil) throws -> [String] {
        let source = objectives ?? folder.appendingPathComponent("slo.yaml").path
        for (format, file) in [("rules", "rules.yml"), ("tests", "tests.yml")] {
            let made = try run([Programs.sretop, "rules", source, "--format", format, "--output", file])
            try #require(made.status == 0, "\(made.output)")
        }
        let check = try run(["promtool", "check", "rules", "--lint=all", "--lint-fatal", "rules.yml"])
        #expect(check.status == 0, "\(check.output)")
        let tests = try run(["promtool", "test", "rules", "tests.yml"])
        #expect(tests.status == 0, "\(tests.output)")
        let text = try String(contentsOf: folder.appendingPathComponent("tests.yml"), encoding: .utf8)
        return text.matches(of: /(?m)^- name: '?(.*?)'?$/).map { String($0.output.1) }
    }
}
