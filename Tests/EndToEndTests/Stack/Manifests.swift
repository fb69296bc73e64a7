import Foundation
import Testing

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
