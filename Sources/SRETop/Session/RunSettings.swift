import ArgumentParser
import Dashboard
import GoldenSignals
import PromClient
import PromModel
import PromQL
import Settings
import TerminalUI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the command line, the environment and the configuration file say together, for one run.
struct RunSettings: Sendable {
    let configuration: Configuration
    let screen: ScreenOptions
    /// The service that was asked for.
    var service: String?
    /// The profile that was asked for.
    let profile: String?
    /// The moment of the past that the screen is opened at; nil for now.
    var past: Timestamp?
    /// The alert that the screen is opened for; nil for none.
    var alert: WantedAlert?
    /// Where the Alertmanager is; nil for where the Prometheus says.
    var alertmanager: String?
    /// The objectives that were asked for.
    let objectives: WantedObjectives
    private let environment: [String: String]

    /// Reads the file, and puts over it what was given for this run.
    ///
    /// Without `source` the file's sources, windows and limits are of no matter: they are about other services.
    ///
    /// - Throws: `ValidationError` that names the flag, the file or the variable.
    init(source: SourceOptions?, screen: ScreenOptions, service: String? = nil, profile: String? = nil) throws {
        environment = ProcessInfo.processInfo.environment
        self.screen = screen
        objectives = try ObjectiveChoice(screen.slo).wanted
        var effective = try Self.load(source?.config, environment)
        if source == nil {
            effective.source = nil
            effective.sources = []
            effective.services = []
            (effective.window, effective.span, effective.every) = (nil, nil, nil)
            effective.limits = []
        }
        var overrides = Overrides()
        overrides.environment = source == nil ? environment.filter { $0.key == "NO_COLOR" } : environment
        try source?.fill(&overrides)
        overrides.service = service
        overrides.profile = profile
        screen.fill(&overrides)
        do throws(Configuration.Conflict) {
            effective = try effective.overridden(by: overrides)
        } catch {
            throw ValidationError.quoting(error)
        }
        if screen.bell { effective.bell = Given(true, .argument("--bell")) }
        if screen.local { effective.utc = Given(false, .argument("--local")) }
        configuration = effective
        self.service = service ?? effective.chosenSource?.service?.value
        self.profile = profile ?? effective.profile(for: self.service)?.value
        if let profile = self.profile, !effective.profiles.contains(where: { $0.name == profile }) {
            let names = effective.profiles.map(\.name).joined(separator: ", ")
            throw ValidationError.quoting("--profile '\(profile)' is not known; there are: \(names)")
        }
    }

    private static func load(_ path: String?, _ environment: [String: String]) throws -> Configuration {
        do throws(ConfigurationFile.Failure) {
            return try ConfigurationFile.load(path, environment: environment)
        } catch {
            throw ValidationError.quoting(error)
        }
    }

    /// Where numbers come from, with everything read that it takes.
    func choice() throws -> SourceChoice {
        guard let source = configuration.chosenSource else { return .search }
        switch source.place.value {
        case .pages(let pages):
            let targets = pages.compactMap { ScrapeTarget($0) }
            guard targets.count == pages.count, let distinct = ScrapeTarget.distinct(targets) else {
                throw ValidationError("\(source.place.origin.place): a page is no URL to scrape, or is named twice")
            }
            return .pages(distinct)
        case .prometheus(let text):
            let url: PrometheusURL
            do throws(PrometheusURL.Problem) {
                url = try PrometheusURL(text)
            } catch {
                throw ValidationError.quoting("\(source.place.origin.place): \(error)")
            }
            let headers = try Self.headers(of: source)
            do throws(AccessFailure) {
                let file = source.httpConfig?.value
                let access = try HTTPAccess.resolve(file: file, headers: headers, environment: environment)
                return .prometheus(try PrometheusAccess(url: url, access: access))
            } catch {
                // Each header is right by itself: only credentials can be too much together with others.
                let credentials = source.headers.first { $0.value.name.lowercased() == "authorization" }
                let place = credentials?.origin.place ?? "--header"
                throw ValidationError.quoting(error.description(ofHeaderAt: place))
            }
        }
    }

    /// The part of a budget of memory that is for how the screen was: an eighth, at most 32 MiB.
    private static func momentBudget(of bytes: Int) -> Int { min(bytes / 8, 32 * 1_048_576) }

    /// How pages are scraped.
    var scraping: ScrapeOptions {
        var options = ScrapeOptions()
        options.countsFromZero = configuration.countFromZero.value
        if let budget = configuration.memoryBudget { options.memoryBudget = budget.value }
        // What the screen keeps of the past has its part of it.
        options.memoryBudget -= Self.momentBudget(of: options.memoryBudget)
        options.limits = ScrapeLimits(configuration.chosenSource?.scrapeLimits.mapValues(\.value) ?? [:])
        return options
    }

    /// The headers of a source as arguments, each tried by itself: a message names the one that is wrong.
    private static func headers(of source: Configuration.Source) throws -> [String] {
        try source.headers.map { header in
            do throws(AccessFailure) {
                _ = try AccessHeader(argument: header.value.argument)
            } catch {
                throw ValidationError.quoting(error.description(ofHeaderAt: header.origin.place))
            }
            return header.value.argument
        }
    }

    /// Window, span and interval, where nobody gave any those of the kind of source.
    ///
    /// - Throws: `ValidationError` where they do not fit together; `kind` goes on after "by default".
    func times(_ standard: Configuration.Times, kind: String) throws -> ScreenOptions.Times {
        do throws(Configuration.Conflict) {
            let times = try configuration.times(for: service, standard: standard, kind: kind)
            return ScreenOptions.Times(window: times.window, span: times.span, interval: times.every)
        } catch {
            throw ValidationError.quoting(error)
        }
    }

    /// The limits where a service has none of its own.
    var limits: [Limit] { configuration.limits(for: nil).onSignals }

    /// Adds what is about the look and about single services.
    func complete(_ settings: DashboardSettings) -> DashboardSettings {
        var settings = settings
        settings.hasObjectives = !objectives.isEmpty
        settings.theme = configuration.theme.value
        settings.isMouseOn = configuration.mouse.value
        settings.hasBell = configuration.bell.value
        settings.hasLinks = screen.links
        settings.momentBudget = Self.momentBudget(
            of: configuration.memoryBudget?.value ?? ScrapeOptions().memoryBudget
        )
        settings.isLocalTime = !configuration.utc.value
        settings.localOffset = WallClock.localOffset(at: WallClock.now())
        settings.place = configuration.chosenSource?.label?.value ?? ""
        for service in configuration.services {
            let limits = configuration.limits(for: service.name)
            settings.serviceLimits[service.name] = limits.onSignals
            settings.serviceBounds[service.name] = limits.filter { $0.subject != .signal }
            if !service.dependencies.isEmpty {
                settings.dependencies[service.name] = service.dependencies.map(\.value)
            }
        }
        settings.limits = settings.limits(of: nil, called: settings.service)
        settings.commonBounds = configuration.limits(for: nil).filter { $0.subject != .signal }
        settings.bounds = settings.bounds(of: nil, called: settings.service)
        return settings
    }

    /// The symbols that were asked for; nil for the best that the terminal can show.
    var glyphs: GlyphSet? { configuration.glyphs?.value }
}
