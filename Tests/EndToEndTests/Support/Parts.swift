import Foundation
import Synchronization
import Testing

/// The real programs that a suite shares: Prometheus, what it scrapes, and what stands before it.
///
/// They end when this does, and at the latest with the tests: their runner watches its standard input.
final class Parts: Sendable {
    /// What the runner said once everything answered.
    private struct Report: Decodable {
        let ready: Bool
        let error: String?
        let urls: [String: String]?
        let pids: [String: Int32]?
        let missing: [String: String]?
        let files: [String: String]?
    }

    /// What the runner said to a command.
    private struct Reply: Decodable {
        let ok: Bool
        let error: String?
    }

    struct Failure: Error {
        let reason: String
    }

    /// Those of the suite under way.
    @TaskLocal static var current: Parts?

    /// Everything that the parts write, and the tests too.
    let folder: URL
    private let report: Report
    private let runner: Mutex<PartsRunner>

    /// Starts programs by the names that the runner knows; returns when all of them answer.
    init(_ names: [String], own: [String] = []) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let runner = try PartsRunner(names, own: own, folder: folder)
        guard let line = runner.line(within: 90) else {
            throw Failure(reason: "the runner of the parts said nothing; is python3 installed?")
        }
        report = try JSONDecoder().decode(Report.self, from: line)
        guard report.ready else { throw Failure(reason: report.error ?? "the parts did not start") }
        self.runner = Mutex(runner)
    }

    /// Those of the suite under way; ends the test, with the reason, where a program is not installed.
    static func having(_ programs: String...) throws -> Parts {
        let parts = try #require(Parts.current, "no parts were started")
        for program in programs {
            if let reason = parts.report.missing?[program] { try Test.cancel("\(program): \(reason)") }
        }
        return parts
    }

    /// Whether a program was started.
    func has(_ program: String) -> Bool { report.pids?[program] != nil }

    /// The address of a named port.
    func url(_ name: String) throws -> String {
        try #require(report.urls?[name], "no address is called \(name)")
    }

    /// The path of a file that was made for the parts.
    func file(_ name: String) throws -> String {
        try #require(report.files?[name], "no file is called \(name)")
    }

    /// A path in the folder that goes with the parts.
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// Tells the runner to `stop`, `kill`, `start`, `pause` or `resume` a program, and waits until it has.
    func tell(_ verb: String, _ name: String) throws {
        let line = try runner.withLock { runner in
            try runner.write("{\"\(verb)\": \"\(name)\"}\n")
            return runner.line(within: 30)
        }
        let answer = try #require(line, "no answer to \(verb) \(name)")
        let reply = try JSONDecoder().decode(Reply.self, from: answer)
        guard reply.ok else { throw Failure(reason: reply.error ?? "cannot \(verb) \(name)") }
    }

    /// Ends all of them.
    func end() {
        runner.withLock { $0.end() }
        try? FileManager.default.removeItem(at: folder)
    }
}
