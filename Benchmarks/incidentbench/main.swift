import Foundation
import IncidentJudge
import Incidents

/// Why nothing is played.
struct Refusal: Error, CustomStringConvertible {
    let description: String
}

/// What the command line asks for.
struct Arguments {
    var files: [String] = []
    var sources = Incident.Source.allCases
    var times = WatchTimes.close
    var isVerbose = false
    var random = 0
    /// Stretches of five minutes in which nothing is wrong.
    var calm = 0
    var seed: UInt64 = 1
    var jobs = 2
    /// The name of the only one to be played; nil for all.
    var only: String?
    /// The first port to serve the pages on, in the world's own time; nil to judge at once.
    var port: Int?

    init(_ words: [String]) throws(Refusal) {
        var words = words[...]
        /// The number after an option.
        func number<Number: FixedWidthInteger>(after option: String) throws(Refusal) -> Number {
            guard let word = words.popFirst(), let value = Number(word) else {
                throw Refusal(description: "\(option) needs a whole number")
            }
            return value
        }
        while let word = words.popFirst() {
            switch word {
            case "--pages": sources = [.pages]
            case "--prometheus": sources = [.prometheus]
            case "--usual": times = .usual
            case "--verbose": (isVerbose, jobs) = (true, 1)
            case "--random": random = try number(after: word)
            case "--calm": calm = try number(after: word)
            case "--seed": seed = try number(after: word)
            case "--serve": port = try number(after: word)
            case "--only": only = words.popFirst()
            case "--jobs": jobs = try number(after: word)
            case _ where word.hasPrefix("-"): throw Refusal(description: "there is no \(word): see --help")
            case _ where !FileManager.default.fileExists(atPath: word):
                throw Refusal(description: "there is no file or folder \(word)")
            default: files.append(word)
            }
        }
    }

    /// The files named, those in the folders named, and as many by chance as are asked for.
    func incidents() throws -> [Incident] {
        let read = try paths().map { path in
            let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
            return try Incident(yaml: String(contentsOfFile: path, encoding: .utf8), name: name)
        }
        var generator = IncidentGenerator(seed: seed)
        let made = (0..<random).map { _ in generator.next() } + (0..<calm).map { _ in generator.nextCalm() }
        let all = read + made
        let wanted = all.filter { only == nil || $0.name == only }
        if let only, wanted.isEmpty { throw Refusal(description: "there is no incident \(only)") }
        return wanted
    }

    private func paths() throws -> [String] {
        try files.flatMap { path -> [String] in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
                return [path]
            }
            return try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".yaml") }
                .sorted().map { "\(path)/\($0)" }
        }
    }
}

/// Plays a run, and tells what was wrong.
@Sendable
func judge(_ run: IncidentRun, isVerbose: Bool) async throws -> (text: String, isRight: Bool) {
    let faults = try await run.faults { moment, told in
        guard isVerbose else { return }
        say(
            "\(moment) \(told.verdict) \(told.rows.joined(separator: "\n      ")) \(told.gaps) \(told.notes) \(told.trace)"
        )
    }
    var head = "\(faults.isEmpty ? "ok  " : "FAIL") \(run.source.rawValue) \(run.incident.name)"
    // One that was made by chance stands in no file.
    if !faults.isEmpty { head += "\n    \(run.incident.summary)" }
    return (([head] + faults.map { "    \($0)" }).joined(separator: "\n"), faults.isEmpty)
}

/// Writes a line at once: who waits for a long run wants to see how far it is.
@Sendable
func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }

do {
    let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
    if let port = arguments.port {
        try await LiveStage(incidents: arguments.incidents(), firstPort: port).run()
    }
    let runs = try arguments.incidents().flatMap { incident in
        arguments.sources.filter { incident.sources.isEmpty || incident.sources.contains($0) }
            .map { IncidentRun(incident, by: $0, arguments.times) }
    }
    let isVerbose = arguments.isVerbose
    let jobs = max(1, arguments.jobs)
    let (passed, failed) = try await withThrowingTaskGroup(of: (text: String, isRight: Bool).self) { group in
        var rest = runs[...]
        var (passed, failed) = (0, 0)
        for run in rest.prefix(jobs) { group.addTask { try await judge(run, isVerbose: isVerbose) } }
        rest = rest.dropFirst(jobs)
        while let result = try await group.next() {
            if result.isRight { passed += 1 } else { failed += 1 }
            say(result.text)
            if let run = rest.popFirst() { group.addTask { try await judge(run, isVerbose: isVerbose) } }
        }
        return (passed, failed)
    }
    say("\(passed) passed, \(failed) failed")
    exit(failed > 0 || passed == 0 ? 1 : 0)
} catch {
    say("\(error)")
    exit(2)
}
