import ArgumentParser
import Dashboard
import Gates
import GoldenSignals
import PromModel
import Settings
import TerminalUI

/// `sretop compare`: a canary beside what is known to be well.
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare two versions, instances or times: rate, failures, latencies, and how sure one can be.",
        discussion: """
            --a is what is known to be well, --b what is judged: labels of the requests (version=1.5), else of a \
            *_build_info metric, or moments (now, '30m ago', @SECONDS). Failures are compared by Fisher's exact test, \
            latencies by the same at each bound of the histogram. Ends with 0 where B is not worse by more than is \
            tolerated, 1 where it is worse by no more than that, 2 where it is worse, 3 where the counts cannot tell or \
            there are none. Wrong options end with 64.
            """
    )

    @Option(help: ArgumentHelp("What is known to be well, such as version=1.4.", valueName: "side"))
    var a: String

    @Option(help: ArgumentHelp("What is judged, such as version=1.5.", valueName: "side"))
    var b: String

    @Option(help: "The time that is compared: the last so much of it.")
    var over = DurationArgument(.seconds(300))

    @Option(help: "How seldom equal ones may be called different.")
    var level = ShareArgument(0.01)

    @Option(help: "How many more of all requests may fail.")
    var tolerateErrors = ShareArgument(0.01)

    @Option(help: "How many more of all requests may be slower than a bound.")
    var tolerateSlow = ShareArgument(0.05)

    @Flag(inversion: .prefixedNo, help: "Judge the latencies as well.")
    var latency = true

    @OptionGroup(title: "Source") var source: SourceOptions

    @Option(help: "The service to judge, by its job or service label; else the one that is worst.")
    var service: String?

    @Option(help: "How its metrics are named, where several profiles fit.")
    var profile: String?

    @Flag(help: "Print JSON instead of lines.")
    var json = false

    func validate() throws {
        _ = try sides()
        guard (.seconds(10)...(.seconds(86_400))).contains(over.duration) else {
            throw ValidationError("--over is between 10s and 24h")
        }
        guard level.share > 0, level.share <= 0.2 else { throw ValidationError("--level is above 0% and at most 20%") }
    }

    private func sides() throws -> (a: ComparisonSide, b: ComparisonSide) {
        let read = { (name: String, text: String) throws -> ComparisonSide in
            do throws(ComparisonSide.Failure) {
                return try ComparisonSide(text, parseDuration: DurationText.parse)
            } catch {
                throw ValidationError.quoting("\(name) \(error)")
            }
        }
        return (try read("--a", a), try read("--b", b))
    }

    func run() async throws {
        let (sideA, sideB) = try sides()
        let run = try RunSettings(source: source, screen: ScreenOptions.none(), service: service, profile: profile)
        let session = WatchSession(choice: try run.choice(), run: run)
        try session.checkTimes()
        var look = SourceLook(session: session, glyphs: .ascii)
        look.atLeast = over.duration
        look.beginning = begun(sideA, sideB)
        do {
            let comparison = try await look.look { looked in
                guard let catalog = looked.catalog, looked.problem == nil else {
                    throw ComparisonInquiry.Failure(description: looked.problem ?? "no service to ask about")
                }
                let inquiry = ComparisonInquiry(
                    engine: looked.engine,
                    catalog: catalog,
                    now: looked.moment,
                    length: over.duration
                )
                return ComparisonReport(
                    service: looked.state.settings.service,
                    names: (a, b),
                    a: try await inquiry.counts(sideA),
                    b: try await inquiry.counts(sideB),
                    level: level.share,
                    tolerances: (errors: tolerateErrors.share, slow: latency ? tolerateSlow.share : nil)
                )
            }
            StandardOutput.print(
                json
                    ? ComparisonDocument(comparison).text
                    : TextCharacters.harmlessLines(comparison.lines.joined(separator: "\n"))
            )
            throw ExitCode(comparison.status.rawValue)
        } catch let failure as ComparisonInquiry.Failure {
            try refuse(failure)
        } catch let failure as QueryFailure {
            try refuse(failure)
        } catch let nothing as SourceLook.NothingFound {
            try refuse(nothing.text)
        }
    }

    /// Of a page what is not there at first is looked for no longer: nobody waits for minutes to hear that.
    private func begun(
        _ sideA: ComparisonSide,
        _ sideB: ComparisonSide
    ) -> @Sendable (LookedSource) async throws -> Bool {
        let length = over.duration
        return { looked in
            guard let catalog = looked.catalog, looked.problem == nil else { return false }
            let inquiry = ComparisonInquiry(
                engine: looked.engine,
                catalog: catalog,
                now: looked.moment,
                length: length
            )
            for side in [sideA, sideB] { try await inquiry.check(side) }
            StandardError.print("sretop: a page has no past: collecting for \(TimeText.setting(length))")
            return true
        }
    }

    private func refuse(_ reason: some CustomStringConvertible) throws {
        StandardError.print(TextCharacters.harmless("sretop: \(reason)"))
        throw ExitCode(3)
    }
}
