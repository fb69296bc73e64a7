import ArgumentParser
import PromClient
import Settings

/// The options that say where numbers come from, and how it is reached.
struct SourceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A Prometheus, or what speaks its language, as http://HOST:PORT/PREFIX; also PROMETHEUS_URL.",
            valueName: "url"
        )
    )
    var prometheus: String?

    @Option(help: ArgumentHelp("A metrics page, as http://HOST:PORT/PATH; may be repeated.", valueName: "url"))
    var scrape: [String] = []

    @Option(
        help: ArgumentHelp(
            "Credentials and TLS, in the file format that Prometheus and promtool share.",
            valueName: "file"
        )
    )
    var httpConfig: String?

    @Option(
        help: ArgumentHelp(
            "A header for the Prometheus, as 'Name: value' or 'Name: @FILE'; may be repeated.",
            valueName: "header"
        )
    )
    var header: [String] = []

    @Option(help: ArgumentHelp("The configuration file; else ~/.config/sretop/config.yaml.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("A source of the configuration file.", valueName: "name"))
    var source: String?

    @Option(
        help: ArgumentHelp(
            "The labels that tell services apart, as namespace,app; the most general one first.",
            valueName: "labels"
        )
    )
    var serviceLabels: String?

    @Flag(inversion: .prefixedNo, help: "Pages: count a new counter's first value, from a zero at the scrape before.")
    var countFromZero: Bool?

    func validate() throws {
        guard prometheus == nil || scrape.isEmpty else {
            throw ValidationError("give either --prometheus or --scrape: there is one source at a time")
        }
        if let serviceLabels, ServiceLabelsText.parse(serviceLabels) == nil {
            throw ValidationError.quoting(
                "--service-labels '\(serviceLabels)' is to be names of labels with commas between them: namespace,app"
            )
        }
        for text in scrape where ScrapeTarget(text) == nil {
            throw ValidationError.quoting("'\(text)' is no URL to scrape: write http://HOST:PORT/metrics")
        }
        guard ScrapeTarget.distinct(scrape.compactMap { ScrapeTarget($0) }) != nil else {
            throw ValidationError("--scrape names a page twice: its requests would count twice")
        }
    }

    /// Puts what was given over the configuration file.
    ///
    /// - Throws: `ValidationError` for a header that is none.
    func fill(_ overrides: inout Overrides) throws {
        overrides.source = source
        overrides.prometheus = prometheus
        overrides.scrape = scrape
        overrides.countFromZero = countFromZero
        overrides.serviceLabels = serviceLabels.flatMap(ServiceLabelsText.parse)
        overrides.httpConfig = httpConfig.map(PathText.absolute)
        overrides.headers = try header.map { text in
            guard let header = SourceHeader(argument: text) else {
                throw ValidationError("--header is written 'Name: value' or 'Name: @FILE'")
            }
            return header
        }
    }
}
