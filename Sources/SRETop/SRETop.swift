import ArgumentParser

/// The command line: one file a command, wiring only.
@main
struct SRETop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sretop",
        abstract: "top for golden signals: what is broken, since when, how badly, and who explains it.",
        version: ProgramVersion.long,
        subcommands: [
            WatchCommand.self, DiagnoseCommand.self, CheckCommand.self, WaitCommand.self, CompareCommand.self,
            SLOCommand.self, DemoCommand.self, DrillCommand.self, ServeCommand.self, LoadCommand.self,
            FaultsCommand.self, QueryCommand.self, PromQLCommand.self, RulesCommand.self, DashboardsCommand.self,
            ReceiveCommand.self, ProfileCommand.self, DoctorCommand.self, LineRefreshCommand.self,
            RecordCommand.self, ReplayCommand.self, ReportCommand.self,
        ],
        defaultSubcommand: WatchCommand.self
    )

    static func main() async {
        ProcessSetup.apply()
        let arguments = Array(CommandLine.arguments.dropFirst())
        if let repeated = RepeatedOption(in: arguments) { exit(withError: repeated.refusal) }
        if let reader = LineReader(arguments, version: ProgramVersion.text), reader.show() { return }
        if HelpText.isWanted(arguments) {
            StandardOutput.print(HelpText.text(columns: StandardOutput.columns))
            return
        }
        if let word = HelpText.unknownCommand(arguments) {
            exit(withError: ValidationError.quoting("'\(word)' is no command: 'sretop --help' lists the commands"))
        }
        await perform()
    }

    /// Runs the command that was asked for; a value that was refused is told with what would be right.
    private static func perform() async {
        do {
            var command = try parseAsRoot()
            if var asyncCommand = command as? any AsyncParsableCommand {
                try await asyncCommand.run()
            } else {
                try command.run()
            }
        } catch {
            guard let text = ArgumentForm.completed(fullMessage(for: error, columns: nil)) else {
                exit(withError: error)
            }
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                StandardError.print(String(line))
            }
            exit(withError: exitCode(for: error))
        }
    }
}
