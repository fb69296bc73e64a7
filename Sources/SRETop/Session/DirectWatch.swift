import Dashboard
import GoldenSignals
import PromClient
import PromModel
import Settings
import TerminalUI

/// Wires scraping, the query engine and the poller into a source, and describes it for the screen.
struct DirectWatch: Sendable {
    let targets: [ScrapeTarget]
    let times: ScreenOptions.Times
    let limits: [Limit]
    let profiles: [MetricProfile]
    var options = ScrapeOptions()
    /// The profile that the user asked for.
    var profile: String?
    /// The service that the user asked for; nil for all of the pages' together.
    var service: String?
    /// The objectives that the user asked for.
    var objectives = WantedObjectives()
    /// What tells services apart.
    var serviceLabels = ServiceLabels.page
    /// The user said how often to poll.
    var isIntervalGiven = false

    /// The times where the user gave none.
    static func times(_ run: RunSettings) throws -> ScreenOptions.Times {
        let standard = Configuration.Times(window: .seconds(15), span: .seconds(300), every: .seconds(1))
        return try run.times(standard, kind: "of a page")
    }

    /// A source over a transport.
    func source(over transport: any HTTPTransport) -> DirectSource {
        DirectSource(
            targets: targets,
            scraper: Scraper(
                transport: transport,
                timeout: timeout,
                version: ProgramVersion.text,
                limits: options.limits
            ),
            profiles: profiles,
            wanted: profile,
            service: service,
            serviceLabels: serviceLabels,
            window: times.window,
            interval: times.interval,
            objectives: objectives,
            options: options,
            now: WallClock.now
        )
    }

    /// A page may take as long as Prometheus lets it, or as long as the interval that the user asked for.
    private var timeout: Duration {
        let longest = Duration.seconds(10)
        return isIntervalGiven ? min(max(times.interval, .seconds(1)), longest) : longest
    }

    /// What the screen says of this source.
    func settings(service: String, glyphs: GlyphSet) -> DashboardSettings {
        let name = targets.count == 1 ? targets[0].instance : "\(targets.count) targets"
        return DashboardSettings(
            service: service,
            source: name,
            sourceKind: "direct",
            window: times.window,
            span: times.span,
            interval: times.interval,
            limits: limits,
            glyphs: glyphs,
            noDataAdvice: "the page has no request metrics that sretop knows"
        )
    }
}
