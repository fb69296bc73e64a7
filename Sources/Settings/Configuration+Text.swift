import GoldenSignals
import TerminalUI

extension Configuration {
    /// Everything that holds, as a configuration file that explains itself.
    ///
    /// Read again it gives the same configuration. What nobody gave and what depends on the source stands there as a
    /// comment. Values of headers are not printed, except the names of files that hold them.
    package var text: String {
        var lines = [
            "# sretop's configuration, as it holds. Every key may be left out. Precedence: command line, environment,",
            "# this file, default. Lines that begin with '#' are explanations, or defaults to choose from.",
        ]
        lines += wantedLines
        lines += sourceLines
        lines += timeLines
        lines += limitLines
        lines += serviceLines
        lines += screenLines
        lines += scrapingLines
        lines += profileLines
        return lines.joined(separator: "\n") + "\n"
    }

    /// What the command line says without a key for it in a file.
    private var wantedLines: [String] {
        let wanted = [wantedService, wantedProfile].compactMap { given in
            given.map { "# \($0.origin.place) \(YAMLText.scalar($0.value))" }
        }
        let title = ["", "# Options of the command line that hold too, and have no key here:"]
        return wanted.isEmpty ? [] : title + wanted
    }

    private var timeLines: [String] {
        Self.setting(
            "window",
            window.map { Given(DurationText.format($0.value), $0.origin) },
            "The window of every rate: a duration such as 15s, 1m or 1h30m, up to 1d; at least four times every.",
            standard: "15s, on a Prometheus 1m or four scrapes"
        )
            + Self.setting(
                "span",
                span.map { Given(DurationText.format($0.value), $0.origin) },
                "What the charts show: a duration up to 1d, at least window.",
                standard: "5m, on a Prometheus 30m"
            )
            + Self.setting(
                "every",
                every.map { Given(DurationText.format($0.value), $0.origin) },
                "The time between two polls: a duration from 100ms to 1h.",
                standard: "1s, on a Prometheus 5s"
            )
    }

    private var screenLines: [String] {
        Self.setting(
            "theme",
            Given(theme.value.rawValue, theme.origin),
            "The colours: \(Theme.allCases.map(\.rawValue).joined(separator: ", ")). NO_COLOR means mono."
        )
            + Self.setting(
                "glyphs",
                glyphs.map { Given($0.value.rawValue, $0.origin) },
                "The symbols of the charts: braille, block, ascii.",
                standard: "braille, where the terminal can show it"
            )
            + Self.setting("utc", Self.word(utc), "Times in UTC (true) or local (false).")
            + Self.setting("bell", Self.word(bell), "Ring the terminal's bell at a new critical breach: true or false.")
            + Self.setting("mouse", Self.word(mouse), "Listen to the mouse: true or false.")
    }

    private var scrapingLines: [String] {
        Self.setting(
            "count_from_zero",
            Self.word(countFromZero),
            "Pages: count a new counter's first value, from a zero at the scrape before: true or false."
        )
            + Self.setting(
                "memory_budget",
                memoryBudget.map { Given(ByteSizeText.format($0.value), $0.origin) },
                "Pages: what their samples may take; beyond it the oldest go.",
                standard: "128MiB"
            )
    }

    private var profileLines: [String] {
        let title = [
            "", "# How services name their metrics (profiles), and what can fill up (saturation), beside those that",
            "# come with sretop.",
        ]
        return own.lines.isEmpty
            ? title + ["# profiles: []  # default", "# saturation: []  # default"] : title + own.lines
    }

    private static func word(_ flag: Given<Bool>) -> Given<String> { Given("\(flag.value)", flag.origin) }

    /// A key with its explanation; commented out where nobody gave it.
    static func setting(_ key: String, _ value: Given<String>?, _ comment: String, standard: String = "") -> [String] {
        let line = value.map { "\(key): \(plain($0.value))  # \($0.origin)" } ?? "# \(key):  # default: \(standard)"
        return ["", "# \(comment)", line]
    }

    /// A text as a scalar; words that YAML takes for true and false stay as they are only for those.
    static func plain(_ text: String) -> String {
        text == "true" || text == "false" ? text : YAMLText.scalar(text)
    }
}
