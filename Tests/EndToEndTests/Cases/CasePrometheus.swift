import Foundation
import Testing

/// A Prometheus of the newest version with a configuration of its own; it ends with this.
final class CasePrometheus {
    let url: String
    private let folder: URL
    private let process: BackgroundProgram

    /// Starts it on a configuration, with more flags; returns when it answers.
    init(_ configuration: String, flags: [String] = []) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent("prometheus.yml")
        try Data(configuration.utf8).write(to: file)
        let port = Ports.free()
        url = "http://127.0.0.1:\(port)"
        process = try BackgroundProgram(
            try #require(Programs.prometheus),
            [
                "--config.file=\(file.path)", "--storage.tsdb.path=\(folder.path)/data",
                "--web.listen-address=127.0.0.1:\(port)",
            ] + flags
        )
        waitUntil(30, "Prometheus") { (try? Loopback.get("\(url)/-/ready")) != nil }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Waits until an expression has an answer.
    func wait(_ limit: TimeInterval, for expression: String) {
        let query = expression.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        waitUntil(limit, "answer to \(expression)") {
            let answer = (try? Loopback.get("\(url)/api/v1/query?query=\(query)")) ?? Data()
            return String(decoding: answer, as: UTF8.self).contains("\"value\"")
        }
    }
}
