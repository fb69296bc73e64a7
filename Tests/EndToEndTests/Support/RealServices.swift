import Foundation
import Testing

/// What sretop read of real programs under a known load: on each one's page, and through a Prometheus.
struct RealServices: Sendable {
    /// The way to a program's numbers.
    enum Way: String, CaseIterable, Sendable {
        case page
        case prometheus
    }

    /// What the runner says of one program, read one way.
    private struct Verdict: Decodable {
        let name: String
        let via: String
        let passed: Bool?
        let wrong: [String]?
        let skipped: String?
    }

    /// The programs, by the names that the runner knows.
    static let names = [
        "instrumentator", "starlette_exporter", "otel_old", "otel_new", "otel_both", "django", "grpc", "workers",
        "workers_together", "envoy", "haproxy", "nginx", "apache", "redis", "postgres", "caddy", "caddy_new",
        "blackbox",
    ]

    @TaskLocal static var current: RealServices?

    private let verdicts: [Verdict]

    /// Starts the programs, sends the load, and has sretop watch them; takes about a minute and a half.
    init(_ names: [String]) throws {
        let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let script = here.appendingPathComponent("../Parts/services.py").standardizedFileURL.path
        let tools = here.appendingPathComponent("../../../.build/tools").standardizedFileURL.path
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var arguments = ["python3", script, "--tools", tools, "--work", folder.path, "--sretop", Programs.sretop]
        if let prometheus = Programs.prometheus { arguments += ["--prometheus", prometheus] }
        let run = try Programs.run("/usr/bin/env", arguments + names)
        verdicts = try run.output.split(separator: "\n").filter { $0.hasPrefix("{") }.map { line in
            try JSONDecoder().decode(Verdict.self, from: Data(line.utf8))
        }
    }

    /// What was wrong with a program's numbers; ends the test, with the reason, where it could not be started.
    static func faults(of name: String, via way: Way) throws -> [String] {
        let all = try #require(RealServices.current, "no services were started").verdicts
        if let reason = all.lazy.filter({ $0.name == name }).compactMap(\.skipped).first {
            try Test.cancel("\(name): \(reason)")
        }
        if way == .prometheus, Programs.prometheus == nil { try Test.cancel("there is no Prometheus") }
        let verdict = try #require(all.first { $0.name == name && $0.via == way.rawValue }, "\(name) was not watched")
        return verdict.wrong ?? []
    }
}

/// Watches real services for a suite, once.
struct RealServicesTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        try await RealServices.$current.withValue(RealServices(RealServices.names)) { try await function() }
    }
}

extension Trait where Self == RealServicesTrait {
    /// The services were watched before the suite begins: see ``RealServices``.
    static var realServices: Self { Self() }
}
