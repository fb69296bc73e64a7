import Foundation
import Testing

/// The exporter whose every text would steer a terminal, ended with its owner.
final class Hostile {
    let port: Int
    private let program: BackgroundProgram

    /// Starts it; returns when it answers.
    init(_ options: [String] = []) throws {
        let port = Ports.free()
        self.port = port
        let script = URL(fileURLWithPath: #filePath).appendingPathComponent("../../Parts/hostile.py")
            .standardizedFileURL
        let arguments = ["python3", "-B", script.path, "--port", "\(port)"] + options
        program = try BackgroundProgram("/usr/bin/env", arguments)
        waitUntil(10, "the hostile exporter") { Loopback.isListening(port) }
    }
}

/// A real Prometheus that scrapes it, behind a proxy that makes its answers hostile as well.
final class HostilePrometheus {
    let exporter: Hostile
    private let folder: URL
    private let program: BackgroundProgram

    /// Starts both; returns when there are rates.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let upstream = Ports.free()
        let file = folder.appendingPathComponent("prometheus.json").path
        let exporter = try Hostile(["--upstream", "\(upstream)", "--config", file])
        self.exporter = exporter
        program = try BackgroundProgram(
            try #require(Programs.prometheus, "prometheus is not installed"),
            [
                "--config.file=\(file)", "--storage.tsdb.path=\(folder.path)/data",
                "--web.listen-address=127.0.0.1:\(upstream)",
            ]
        )
        let rates = "http://127.0.0.1:\(upstream)/api/v1/query?query=rate%28http_requests_total%5B10s%5D%29"
        waitUntil(20, "rates of the hostile exporter") {
            String(decoding: (try? Loopback.get(rates)) ?? Data(), as: UTF8.self).contains("evil")
        }
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }
}
