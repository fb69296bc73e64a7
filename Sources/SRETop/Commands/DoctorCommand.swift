import ArgumentParser
import GoldenSignals
import PromClient

/// `sretop doctor`: each step from the address to the number, and what stops it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Find out why there is no number, or whether it can be trusted.",
        discussion: """
            Each step with what was found, what shows it, and what to do next. Ends with 0 where all is well, 1 where a \
            number has to be read with care, 3 where there is none.
            """
    )

    @OptionGroup(title: "Source") var source: SourceOptions

    @Option(help: "The service to look at, by its job or service label; else the one that is worst.")
    var service: String?

    @Option(help: "How its metrics are named, where several profiles fit.")
    var profile: String?

    @Flag(help: "Print JSON instead of lines.")
    var json = false

    /// A page is polled so many times: a rate needs two samples, and more of them a fuller window.
    private static let polls = 4

    func run() async throws {
        let run = try RunSettings(source: source, screen: ScreenOptions.none(), service: service, profile: profile)
        let session = WatchSession(choice: try run.choice(), run: run)
        try session.checkTimes()
        let update: SourceUpdate?
        switch session.choice {
        case .prometheus(let access): update = try await look(access, session)
        case .pages(let targets): update = try await look(targets, session)
        case .search:
            switch await SourceSearch().look() {
            case .prometheus(let access, let text):
                StandardError.print("sretop: \(text)")
                update = try await look(access, session)
            case .pages(let targets, let text):
                StandardError.print("sretop: \(text)")
                update = try await look(targets, session)
            case .nothing(let text):
                StandardError.print("sretop: \(text)")
                StandardError.print("sretop: \(SourceSearch.advice)")
                throw ExitCode(3)
            }
        }
        guard let update else {
            StandardError.print("sretop: the source has not answered")
            throw ExitCode(3)
        }
        let examination = Examination(update, limits: run.limits)
        if json {
            StandardOutput.print(examination.json)
        } else {
            for line in examination.lines { StandardOutput.print(TextCharacters.harmless(line)) }
        }
        switch examination.verdict {
        case .good, .unknown: return
        case .odd: throw ExitCode(1)
        case .bad: throw ExitCode(3)
        }
    }

    private func look(_ access: PrometheusAccess, _ session: WatchSession) async throws -> SourceUpdate? {
        for note in access.notes { StandardError.print("sretop: \(note)") }
        let update = await access.source(try session.sourceOptions()).pollOnce()
        await access.close()
        return update
    }

    private func look(_ targets: [ScrapeTarget], _ session: WatchSession) async throws -> SourceUpdate? {
        let watch = try session.direct(targets)
        let transport = AsyncHTTPTransport(proxies: .environment)
        let source = watch.source(over: transport)
        var update: SourceUpdate?
        for _ in 0..<Self.polls {
            let begun = ContinuousClock.now
            update = await source.pollOnce() ?? update
            if update?.failure != nil { break }
            try await Task.sleep(until: begun + watch.times.interval)
        }
        await transport.close()
        return update
    }
}
