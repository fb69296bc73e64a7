import ArgumentParser
import GoldenSignals
import TerminalUI

/// The options that every screen has.
struct ScreenOptions: ParsableArguments {
    @Option(help: "The window of every rate, such as 15s or 1m.")
    var window = DurationArgument(.seconds(15))

    @Option(help: "What the charts show, such as 5m or 1h.")
    var span = DurationArgument(.seconds(300))

    @Option(name: .customLong("every"), help: "The time between two scrapes.")
    var interval = DurationArgument(.seconds(1))

    @Option(help: "A limit such as '5xx<1%', 'p95<500ms' or 'sat<85%'; may be repeated.")
    var limit: [LimitArgument] = []

    @Flag(help: "Draw with ASCII only.")
    var ascii = false

    @Option(help: ArgumentHelp("Append what happens to this file.", valueName: "file"))
    var log: String?

    @Option(help: ArgumentHelp("Append each poll's numbers to this file, one JSON object a line.", valueName: "file"))
    var readings: String?

    func validate() throws {
        guard interval.duration >= .milliseconds(100), interval.duration <= .seconds(3600) else {
            throw ValidationError("--every is between 100ms and 1h")
        }
        guard window.duration >= interval.duration * 4 else {
            throw ValidationError("--window is at least four times --every: a rate needs samples")
        }
        guard span.duration >= window.duration, span.duration <= .seconds(86_400) else {
            throw ValidationError("--span is between the window and 24h")
        }
        guard span.duration <= interval.duration * 20_000 else {
            throw ValidationError("--span is at most 20000 times --every: the charts keep a point a poll")
        }
    }
}

/// A window size on the command line, such as `80x24`.
struct SizeArgument: ExpressibleByArgument, Sendable, Equatable {
    let size: TerminalSize

    init(_ size: TerminalSize) {
        self.size = size
    }

    init?(argument: String) {
        let words = argument.split(separator: "x", omittingEmptySubsequences: false)
        let parts = words.compactMap { Int($0) }
        guard words.count == 2, parts.count == 2, (1...1000).contains(parts[0]), (1...1000).contains(parts[1]) else {
            return nil
        }
        size = TerminalSize(columns: parts[0], rows: parts[1])
    }

    var defaultValueDescription: String { "\(size.columns)x\(size.rows)" }
}
