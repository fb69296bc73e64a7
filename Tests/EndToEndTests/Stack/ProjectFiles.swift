import Foundation
import Testing

/// The project's own files, and the programs that judge them, run where they are.
enum ProjectFiles {
    static let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../..").standardizedFileURL

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The names in a folder, sorted.
    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path).sorted()
    }

    /// Runs a command in the root, with what the set-up fetched at hand.
    ///
    /// Ends the test, with the reason, where the program or one of its packages is not installed.
    static func run(_ command: [String], input: Data? = nil) throws -> (status: Int32, output: String) {
        let script = """
            cd "$0" || exit 126
            PATH=${1:+$1:}$PATH:$PWD/.build/tools/usr/bin
            shift
            PYTHONPATH=$PWD/.build/tools/python-checks
            export PATH PYTHONPATH
            exec "$@"
            """
        // promtool and amtool come with the servers whose files they judge.
        let folders = [RealProgram("prometheus"), RealProgram("alertmanager")].flatMap { program in
            program.version == RealProgram.own ? [] : program.folders
        }
        let arguments = ["-c", script, root.path, folders.joined(separator: ":")]
        let result = try Programs.run("/bin/sh", arguments + command, input: input)
        if result.status == 127 { try Test.cancel("\(command.first ?? "") is not installed") }
        if result.output.contains("No module named") { try Test.cancel("\(result.output)") }
        return result
    }
}
