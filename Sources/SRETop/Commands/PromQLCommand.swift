import ArgumentParser
import PromQL

/// `sretop promql`: what can be done with an expression without asking anybody.
struct PromQLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promql",
        abstract: "Work on PromQL expressions themselves.",
        subcommands: [Format.self]
    )

    /// `sretop promql format`: the expression, laid out.
    struct Format: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "format",
            abstract: "Print an expression in its usual form, over several lines where it is long.",
            discussion: "Read again it is the same expression. Ends with 1 for a wrong one."
        )

        @Argument(help: "The expression, such as 'sum by(le)(rate(x_bucket[5m]))'.")
        var expression: String

        func run() throws {
            do throws(PromQLSyntaxError) {
                StandardOutput.print(try PromQLParser.parse(expression, features: .all).pretty)
            } catch {
                StandardError.print("sretop: the query is wrong: \(error)")
                throw ExitCode(1)
            }
        }
    }
}
