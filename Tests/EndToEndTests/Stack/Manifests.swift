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
            PATH=$PATH:$PWD/.build/tools/usr/bin
            PYTHONPATH=$PWD/.build/tools/python-checks
            export PATH PYTHONPATH
            exec "$@"
            """
        let result = try Programs.run("/bin/sh", ["-c", script, root.path] + command, input: input)
        if result.status == 127 { try Test.cancel("\(command.first ?? "") is not installed") }
        if result.output.contains("No module named") { try Test.cancel("\(result.output)") }
        return result
    }
}

/// The Kubernetes manifests as kubectl makes them of their folders.
enum Manifests {
    /// A folder under `manifests`, rendered: documents with `---` between them.
    static func rendered(_ folder: String) throws -> String {
        let result = try ProjectFiles.run(["kubectl", "kustomize", "manifests/\(folder)"])
        try #require(result.status == 0, "\(result.output)")
        return result.output
    }

    /// The rendered documents of a kind.
    static func documents(_ kind: String, in rendered: String) -> [String] {
        rendered.components(separatedBy: "\n---\n").filter { document in
            document.split(separator: "\n").contains("kind: \(kind)")
        }
    }

    /// What `Scripts/manifest-check` says of a text.
    static func check(_ text: String, _ options: String...) throws -> (status: Int32, output: String) {
        try ProjectFiles.run(["Scripts/manifest-check"] + options + ["-"], input: Data(text.utf8))
    }

    /// Whether custom resources can be judged: where there are their definitions.
    static let hasDefinitions: Bool = {
        guard let corpora = ProcessInfo.processInfo.environment["SRETOP_CORPORA"] else { return false }
        return FileManager.default.fileExists(atPath: corpora + "/crds")
    }()

    /// Ends the test, with the reason, where a kind cannot be judged.
    static func requireSchema(of kind: String) throws {
        guard ["ServiceMonitor", "PrometheusRule"].contains(kind), !hasDefinitions else { return }
        try Test.cancel("\(kind): SRETOP_CORPORA does not name a folder with definitions of custom resources")
    }
}
