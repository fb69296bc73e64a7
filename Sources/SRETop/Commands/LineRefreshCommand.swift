import ArgumentParser

/// `sretop line-refresh`: what keeps the line of `--line`, started by whoever asks for it first.
struct LineRefreshCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "line-refresh",
        abstract: "Keep the line that --line prints; started by it, ends a minute after the last reader.",
        shouldDisplay: false
    )

    @OptionGroup var watch: WatchCommand

    func run() async throws {
        let session = try await watch.session()
        let asked = Array(CommandLine.arguments.dropFirst(2)) + ["--line"]
        guard let reader = LineReader(asked, version: ProgramVersion.text) else { return }
        await LineRefresher(session: session, place: reader.place).run()
    }
}
