import Dashboard
import GoldenSignals
import PromClient
import PromModel
import PromQL
import TerminalUI

/// Wires scraping, the query engine and the poller into a source, and describes it for the screen.
struct DirectWatch: Sendable {
    let targets: [ScrapeTarget]
    let options: ScreenSettings

    /// The options that the source and the screen share, without the command line's types.
    struct ScreenSettings: Sendable {
        let window: Duration
        let span: Duration
        let interval: Duration
        let limits: [Limit]

        init(_ options: ScreenOptions) {
            window = options.window.duration
            span = options.span.duration
            interval = options.interval.duration
            limits = LimitArgument.merged(options.limit)
        }
    }

    /// A source over a transport.
    func source(over transport: any HTTPTransport) -> DirectSource {
        // The charts keep their own points; the store only has to answer for one window, and restarts within it.
        let engine = EmbeddedQueryEngine(retention: options.window * 2 + .seconds(10))
        return DirectSource(
            targets: targets,
            scraper: Scraper(
                transport: transport,
                timeout: min(max(options.interval, .seconds(1)), .seconds(10)),
                version: SRETop.version
            ),
            engine: engine,
            poller: SignalPoller(engine: engine, profile: .unstableAPI, selector: "", window: options.window),
            interval: options.interval,
            now: WallClock.now
        )
    }

    /// What the screen says of this source.
    func settings(service: String, glyphs: GlyphSet) -> DashboardSettings {
        let name = targets.count == 1 ? targets[0].instance : "\(targets.count) targets"
        return DashboardSettings(
            service: service,
            source: name,
            sourceKind: "direct",
            window: options.window,
            span: options.span,
            interval: options.interval,
            limits: options.limits,
            glyphs: glyphs,
            noDataAdvice: "the page has no \(MetricProfile.unstableAPI.requests): sretop cannot tell its requests"
        )
    }
}
