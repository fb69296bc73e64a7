package import GoldenSignals
import TerminalUI
import Yams

/// Reads the configuration file.
///
/// Everything in it is known and of the expected kind, or there is an error with its place: what is silently ignored is
/// found out when it is needed.
package enum ConfigurationFile {
    /// Why a file cannot be used: where, and what is wrong.
    ///
    /// It never repeats what may be a secret.
    package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        /// In words, with file, line and column.
        package let description: String
    }

    /// A larger file is something else, named by mistake.
    package static let sizeLimit = 1 << 20

    /// The keys of the file, in the order in which they are explained.
    static let keys = [
        "source", "sources", "window", "span", "every", "limits", "services", "theme", "glyphs", "utc", "bell", "mouse",
        "count_from_zero", "memory_budget", "profiles", "saturation",
    ]

    /// Reads a file's bytes; see ``read(_:name:directory:inherited:)-(String,_,_,_)``.
    package static func read(
        _ bytes: [UInt8],
        name: String,
        directory: String = "",
        inherited: [MetricProfile.Resource] = MetricProfile.builtin.resources
    ) throws(Failure) -> Configuration {
        let text = try FilePlace(name: name, directory: directory).text(bytes)
        return try read(text, name: name, directory: directory, inherited: inherited)
    }

    /// Reads a file's text; `name` stands in messages.
    ///
    /// Relative paths in it begin at `directory`, an absolute path; without one they stay as they are. `inherited` are
    /// the resources that the file's profiles get beside their own and the file's.
    package static func read(
        _ text: String,
        name: String,
        directory: String = "",
        inherited: [MetricProfile.Resource] = MetricProfile.builtin.resources
    ) throws(Failure) -> Configuration {
        let place = FilePlace(name: name, directory: directory)
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        guard let root = try document(text, place) else { return Configuration() }
        let file = try SettingsMapping(root, named: "the file", in: place, allowed: keys)
        var configuration = Configuration()
        configuration.sources = try sources(file)
        configuration.source = try chosenSource(file, among: configuration.sources)
        try readTimes(file, into: &configuration)
        configuration.limits = try limits(file)
        configuration.theme = try file.choice("theme", among: Theme.allCases) ?? configuration.theme
        configuration.glyphs = try file.choice("glyphs", among: GlyphSet.allCases)
        configuration.utc = try file.flag("utc") ?? configuration.utc
        configuration.bell = try file.flag("bell") ?? configuration.bell
        configuration.mouse = try file.flag("mouse") ?? configuration.mouse
        try readScraping(file, into: &configuration)
        configuration.own = try profiles(text, file, inherited: inherited)
        configuration.services = try services(file, configuration)
        try checkTimes(file, configuration)
        return configuration
    }
}
