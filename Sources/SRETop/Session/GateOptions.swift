import ArgumentParser
import Gates

/// What commands without a screen need to know about the service that they judge.
struct GateOptions: ParsableArguments {
    @Option(help: "The service to judge, by its job or service label; else the one that is worst.")
    var service: String?

    @Option(help: "How its metrics are named, where several profiles fit.")
    var profile: String?

    @Option(help: "The window of every rate; 15s, on a Prometheus 1m or four scrapes.")
    var window: DurationArgument?

    @Option(name: .customLong("every"), help: "The time between two polls; 1s, on a Prometheus 5s.")
    var interval: DurationArgument?

    @Option(
        help: "A limit such as '5xx<1%', 'p95<500ms' or 'sat<85%'; may be repeated.",
        transform: LimitArgument.init
    )
    var limit: [LimitArgument] = []

    func validate() throws { try screen().validate() }

    /// The same as options of a screen that shows nothing.
    private func screen() throws -> ScreenOptions {
        var options = try ScreenOptions.none()
        options.window = window
        options.interval = interval
        options.limit = limit
        return options
    }

    /// The session that they ask for, its times checked.
    func session(_ source: SourceOptions) async throws -> WatchSession {
        let run = try RunSettings(source: source, screen: screen(), service: service, profile: profile)
        return try await WatchSession.checked(run)
    }
}

/// A status on the command line, by its word in any case: `ok`, `warning`, `critical`, `unknown`.
struct StatusArgument: ExpressibleByArgument, Sendable, Equatable {
    let status: CheckStatus

    init(_ status: CheckStatus) {
        self.status = status
    }

    init?(argument: String) {
        guard let status = CheckStatus.allCases.first(where: { $0.word == argument.uppercased() }) else { return nil }
        self.status = status
    }

    static var allValueStrings: [String] { CheckStatus.allCases.map { $0.word.lowercased() } }

    var defaultValueDescription: String { status.word.lowercased() }
}
