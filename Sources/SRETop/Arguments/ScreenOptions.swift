import ArgumentParser
import Settings
import TerminalUI

/// The options that every screen has.
struct ScreenOptions: ParsableArguments {
    @Option(help: "The window of every rate; 15s, on a Prometheus 1m or four scrapes.")
    var window: DurationArgument?

    @Option(help: "What the charts show; 5m, on a Prometheus 30m.")
    var span: DurationArgument?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Begin in the past of a Prometheus: 2026-11-28T03:12, '2h ago' or -2h, with --span up to 30d; UTC.",
            valueName: "moment"
        )
    )
    var at: MomentArgument?

    @Option(name: .customLong("every"), help: "The time between two polls; 1s, on a Prometheus 5s.")
    var interval: DurationArgument?

    @Option(
        help: "A limit such as '5xx<1%', 'p95<500ms', '4xx<5%', 'rps>10' or 'traffic>-80%'; may be repeated.",
        transform: LimitArgument.init
    )
    var limit: [LimitArgument] = []

    @Option(
        help: ArgumentHelp(
            "What is promised: 'availability 99.9%/30d', 'latency 95% < 300ms', or a file as for 'rules'; may be repeated.",
            valueName: "objective"
        )
    )
    var slo: [String] = []

    @Option(help: "The colours: standard, light, colorblind or mono.")
    var theme: Theme?

    @Option(help: "The symbols: braille, block or ascii; else the best that the terminal can show.")
    var glyphs: GlyphSet?

    @Flag(help: "Draw with ASCII only, as --glyphs ascii.")
    var ascii = false

    @Flag(help: "Ring the terminal's bell at a new critical breach.")
    var bell = false

    @Flag(
        name: .customLong("osc9"),
        help: "Have the terminal show a notice (OSC 9) of a critical breach and of its end."
    )
    var announces = false
    @Flag(help: "Names of signals are links to the graph page of the Prometheus (OSC 8), where the terminal has such.")
    var links = false

    @Option(
        help: ArgumentHelp(
            "Run this at a new critical breach and at its end, with the verdict as JSON on its input; 10s at most.",
            valueName: "command"
        )
    )
    var notify: String?

    @Flag(help: "Times are local; else UTC. The key u switches.")
    var local = false

    @Option(help: ArgumentHelp("Record what is collected to this new file, for sretop replay.", valueName: "file"))
    var record: String?

    @Option(help: ArgumentHelp("Where the key E makes its folders; else where it was started.", valueName: "folder"))
    var evidence: String?

    @Flag(help: "Leave nothing in the terminal when leaving; else the last verdict and numbers.")
    var noFarewell = false

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
        if ascii, let glyphs, glyphs != .ascii {
            throw ValidationError("give either --ascii or --glyphs \(glyphs.rawValue)")
        }
        if let window, window.duration > .seconds(86_400) { throw ValidationError("--window is at most 24h") }
        let mostSpan = Duration.seconds(at == nil ? 86_400 : 2_592_000)
        if let span, span.duration > mostSpan {
            throw ValidationError("--span is at most 24h, with --at at most 30d")
        }
        if at != nil, let span, span.duration < .seconds(60) {
            throw ValidationError("--span is at least 1m where --at is given")
        }
    }

    /// Nothing was given: for commands without a screen.
    static func none() throws -> ScreenOptions { try ScreenOptions.parse([]) }

    /// Puts what was given over the configuration file.
    func fill(_ overrides: inout Overrides) {
        overrides.window = window?.duration
        // In the past it is what is looked at, not what is kept.
        overrides.span = at == nil ? span?.duration : nil
        overrides.every = interval?.duration
        overrides.limits = limit.map(\.limit)
        overrides.theme = theme
        overrides.glyphs = glyphs
        overrides.ascii = ascii
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
            ArgumentForm.refuse("COLUMNSxROWS, such as 80x24, each from 1 to 1000")
            return nil
        }
        size = TerminalSize(columns: parts[0], rows: parts[1])
    }

    var defaultValueDescription: String { "\(size.columns)x\(size.rows)" }
}

extension Theme: ExpressibleByArgument {}
extension GlyphSet: ExpressibleByArgument {}
