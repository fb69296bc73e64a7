import ArgumentParser

/// The command line: one file a command, wiring only.
@main
struct SRETop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sretop",
        abstract: "top for golden signals: what is broken, since when, how badly, and who explains it.",
        version: ProgramVersion.text,
        subcommands: [
            WatchCommand.self, DemoCommand.self, ServeCommand.self, LoadCommand.self, FaultsCommand.self,
            QueryCommand.self, PromQLCommand.self, RulesCommand.self, DashboardsCommand.self,
            ReceiveCommand.self, ProfileCommand.self, DoctorCommand.self,
        ],
        defaultSubcommand: WatchCommand.self
    )

    static func main() async {
        ProcessSetup.apply()
        await main(nil)
    }
}
