import ArgumentParser
import GoldenSignals
import TerminalUI

/// The options that every screen has.
struct ScreenOptions: ParsableArguments {
    @Option(help: "The window of every rate; 15s, on a Prometheus 1m or four scrapes.")
    var window: DurationArgument?

    @Option(help: "What the charts show; 5m, on a Prometheus 30m.")
    var span: DurationArgument?

    @Option(name: .customLong("every"), help: "The time between two polls; 1s, on a Prometheus 5s.")
    var interval: DurationArgument?

    @Option(help: "A limit such as '5xx<1%', 'p95<500ms' or 'sat<85%'; may be repeated.")
    var limit: [LimitArgument] = []

    @Flag(help: "Draw with ASCII only.")
    var ascii = false

    @Option(help: ArgumentHelp("Append what happens to this file.", valueName: "file"))
    var log: String?

    @Option(help: ArgumentHelp("Append each poll's numbers to this file, one JSON object a line.", valueName: "file"))
    var readings: String?

    @Option(help: ArgumentHelp("Write the charts' points to this file when leaving.", valueName: "file"))
    var points: String?

    func validate() throws {
        if let interval, !(.milliseconds(100)...(.seconds(3600))).contains(interval.duration) {
            throw ValidationError("--every is between 100ms and 1h")
        }
        if let window, window.duration > .seconds(86_400) { throw ValidationError("--window is at most 24h") }
        if let span, span.duration > .seconds(86_400) { throw ValidationError("--span is at most 24h") }
    }

    /// Checks how the times fit together once it is known what holds where none was given.
    func times(window: Duration, span: Duration, interval: Duration) throws -> Times {
        let interval = self.interval?.duration ?? interval
        // What nobody gave follows what was given.
        let window = self.window?.duration ?? max(window, interval * 4)
        let times = Times(window: window, span: self.span?.duration ?? max(span, window), interval: interval)
        guard times.window >= times.interval * 4 else {
            throw ValidationError("--window is at least four times --every: a rate needs samples")
        }
        guard times.span >= times.window else { throw ValidationError("--span is at least the window") }
        guard times.span <= times.interval * 20_000 else {
            throw ValidationError("--span is at most 20000 times --every: the charts keep a point a poll")
        }
        return times
    }

    /// Window, span and interval.
    struct Times: Sendable {
        let window: Duration
        let span: Duration
        let interval: Duration
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
