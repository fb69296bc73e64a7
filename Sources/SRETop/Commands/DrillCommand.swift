import ArgumentParser
import GoldenSignals
import Incidents
import PromModel
import Randomness
import Settings

/// `sretop drill`: a hidden incident to find, and how well it was found.
struct DrillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Train on a hidden incident: watch it, leave with q, say what it was, see how right that is.",
        discussion: """
            Pages with a known truth are played on the screen; it is calm at first, and may stay so. Leave as soon as \
            you know what is wrong, since when, and who explains it. Without a file an incident is made by chance; \
            --seed makes the same one again. --results keeps what comes of it, --summary tells what they come to.
            """
    )

    @Argument(help: ArgumentHelp("An incident file; else one is made by chance.", valueName: "scenario"))
    var scenario: String?

    @Option(help: "What the incident is made from, and how long it is calm; else by chance.")
    var seed: UInt64?

    @Option(help: ArgumentHelp("Append the result to this file, as one line of JSON.", valueName: "file"))
    var results: String?

    @Option(help: ArgumentHelp("Print what the results in this file come to, and end.", valueName: "file"))
    var summary: String?

    @OptionGroup(title: "Screen") var options: ScreenOptions

    func validate() throws {
        guard summary == nil || (scenario == nil && seed == nil && results == nil) else {
            throw ValidationError("--summary plays nothing: give it alone")
        }
        guard options.at == nil else { throw ValidationError("a drill has no past: --at is for a Prometheus") }
    }

    func run() async throws {
        if let summary { return try summarize(summary) }
        let seed = seed ?? UInt64.random(in: 1...999_999)
        var random = SeededRandom(seed: seed)
        let incident = try incident(&random)
        let run = try RunSettings(source: nil, screen: options)
        // Before the screen: a result that cannot be kept is no surprise at the end.
        let file = try results.map(LineFile.init(path:))
        let calm = incident.calmSeconds(&random)
        let outcome = try await DrillSession(incident: incident, calmSeconds: calm, run: run, options: options).watch()
        guard let answer = DrillQuestions(epoch: outcome.epoch, leftAt: outcome.leftAt).ask() else {
            StandardError.print("sretop: no answer, no result")
            throw ExitCode(1)
        }
        let report = DrillReport(
            incident: incident,
            seed: scenario == nil ? seed : nil,
            answer: answer,
            score: DrillScore(answer, of: incident),
            epoch: outcome.epoch,
            rows: outcome.rows
        )
        for line in [""] + report.lines { StandardOutput.print(line) }
        file?.append(RecordText.json(report.record, isPretty: false))
    }

    private func incident(_ random: inout SeededRandom) throws -> Incident {
        guard let scenario else {
            // Kinds take turns: which turn it is belongs to the seed.
            var generator = IncidentGenerator(seed: random.next())
            let turns = Int(random.next() % UInt64(IncidentGenerator.kindCount))
            for _ in 0..<turns { _ = generator.next() }
            return generator.next()
        }
        let bytes = try Self.bytes(of: scenario)
        do throws(Incident.FileFailure) {
            return try Incident(yaml: String(decoding: bytes, as: UTF8.self), name: scenario)
        } catch {
            StandardError.print("sretop: \(error)")
            throw ExitCode(2)
        }
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        do throws(FileBytes.Failure) {
            return try FileBytes.read(path)
        } catch {
            throw ValidationError.quoting("cannot read '\(path)': \(error)")
        }
    }

    private func summarize(_ path: String) throws {
        let bytes = try Self.bytes(of: path)
        let summary = DrillSummary(String(decoding: bytes, as: UTF8.self))
        if let first = summary.strangeLines.first {
            let count = summary.strangeLines.count
            StandardError.print("sretop: \(path):\(first): no result of a drill (\(count) such lines are left out)")
        }
        guard !summary.records.isEmpty else {
            StandardError.print("sretop: \(path): no results")
            throw ExitCode(3)
        }
        for line in summary.lines { StandardOutput.print(line) }
    }
}
