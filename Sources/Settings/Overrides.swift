package import GoldenSignals
package import TerminalUI

/// What the command line and the environment say in the place of the file.
package struct Overrides: Sendable {
    /// `--source`.
    package var source: String?
    /// `--prometheus`.
    package var prometheus: String?
    /// `--scrape`.
    package var scrape: [String] = []
    /// `--http-config`, an absolute path.
    package var httpConfig: String?
    /// `--header`.
    package var headers: [SourceHeader] = []
    /// `--service`.
    package var service: String?
    /// `--service-labels`.
    package var serviceLabels: [String]?
    /// `--profile`.
    package var profile: String?
    /// `--window`.
    package var window: Duration?
    /// `--span`.
    package var span: Duration?
    /// `--every`.
    package var every: Duration?
    /// `--limit`.
    package var limits: [Limit] = []
    /// `--theme`.
    package var theme: Theme?
    /// `--glyphs`.
    package var glyphs: GlyphSet?
    /// `--ascii`.
    package var ascii = false
    /// `--count-from-zero` or `--no-count-from-zero`.
    package var countFromZero: Bool?
    /// The environment: `PROMETHEUS_URL` and `NO_COLOR` count.
    package var environment: [String: String] = [:]

    /// Nothing.
    package init() {}

    /// The place that the command line names, else nil.
    var place: Given<Configuration.Source.Place>? {
        if let prometheus { return Given(.prometheus(prometheus), .argument("--prometheus")) }
        return scrape.isEmpty ? nil : Given(.pages(scrape), .argument("--scrape"))
    }

    /// The Prometheus that the environment names.
    var environmentPlace: Given<Configuration.Source.Place>? {
        guard let url = environment["PROMETHEUS_URL"], !url.isEmpty else { return nil }
        return Given(.prometheus(url), .environment("PROMETHEUS_URL"))
    }
}
