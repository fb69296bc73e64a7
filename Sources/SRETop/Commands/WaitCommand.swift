import ArgumentParser
import Gates
import Settings

/// `sretop wait`: goes on when a condition has held for a while.
struct WaitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Wait until a service's signals are as they should be, for pipelines.",
        discussion: """
            Only what is seen from now on counts. A poll without numbers, or of too few requests, begins the time \
            anew. Ends with 0 when all conditions have held, 1 when the time is over and one did not, 3 when it is \
            over and at the end there was nothing to judge. Wrong options end with 64.
            """
    )

    @Option(
        name: .customLong("until"),
        help: ArgumentHelp(
            "What is waited for: 'errors<1% for 5m', 'p95<300ms and rps>10 for 2m'; may be repeated.",
            valueName: "condition"
        )
    )
    var conditions: [String]

    @Option(help: "How long to wait at most.")
    var timeout = DurationArgument(.seconds(900))

    @Option(help: "With fewer requests in the window shares and latencies say nothing.")
    var minimumRequests = 20

    @OptionGroup(title: "Source") var source: SourceOptions

    @OptionGroup(title: "Gate") var gate: GateOptions

    @Flag(help: "Say nothing but the last line.")
    var quiet = false

    func validate() throws {
        let parsed = try parsed()
        guard timeout.duration <= .seconds(86_400) else { throw ValidationError("--timeout is at most 24h") }
        if let longest = parsed.map(\.duration).max(), longest > timeout.duration {
            throw ValidationError("--timeout is shorter than what is to hold: it could never come true")
        }
        guard (1...1_000_000).contains(minimumRequests) else {
            throw ValidationError("--minimum-requests is between 1 and 1000000")
        }
    }

    private func parsed() throws -> [WaitCondition] {
        try conditions.map { text in
            do throws(WaitCondition.Failure) {
                return try WaitCondition(text, parseDuration: DurationText.parse)
            } catch {
                throw ValidationError.quoting("--until '\(text)': \(error)")
            }
        }
    }

    func run() async throws {
        let session = try await gate.session(source)
        let wait = ServiceWait(
            session: session,
            conditions: try parsed(),
            fewestRequests: Double(minimumRequests),
            isQuiet: quiet
        )
        let outcome = await wait.run(timeout: timeout.duration)
        StandardOutput.print(TextCharacters.harmless(outcome.words))
        throw ExitCode(outcome.status)
    }
}
