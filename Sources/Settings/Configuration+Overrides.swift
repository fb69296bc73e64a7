import GoldenSignals
import TerminalUI

extension Configuration {
    /// A place or a name that does not go with the rest.
    package struct Conflict: Error, Sendable, Equatable, CustomStringConvertible {
        /// In words.
        package let description: String
    }

    /// What holds once the command line and the environment have been heard.
    ///
    /// The command line comes first, then the environment, then the file. A place that is given anew gets nothing of
    /// the file's sources: their headers and credentials are for them alone.
    package func overridden(by overrides: Overrides) throws(Conflict) -> Configuration {
        var result = self
        try result.choose(overrides)
        try result.describe(overrides)
        result.window = overrides.window.map { Given($0, .argument("--window")) } ?? window
        result.span = overrides.span.map { Given($0, .argument("--span")) } ?? span
        result.every = overrides.every.map { Given($0, .argument("--every")) } ?? every
        let isColorless = overrides.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        if let theme = overrides.theme {
            result.theme = Given(theme, .argument("--theme"))
        } else if isColorless {
            result.theme = Given(.mono, .environment("NO_COLOR"))
        }
        result.glyphs = overrides.glyphs.map { Given($0, .argument("--glyphs")) } ?? glyphs
        if overrides.ascii { result.glyphs = Given(.ascii, .argument("--ascii")) }
        if let flag = overrides.countFromZero {
            result.countFromZero = Given(flag, .argument(flag ? "--count-from-zero" : "--no-count-from-zero"))
        }
        try Self.checkLimits(overrides.limits)
        let given = overrides.limits.map { Given($0, .argument("--limit")) }
        result.limits = Self.without(overrides.limits, limits) + given
        // The command line is above what a single service has, too.
        for index in result.services.indices {
            if overrides.window != nil { result.services[index].window = nil }
            result.services[index].limits = Self.without(overrides.limits, result.services[index].limits)
        }
        result.wantedProfile = overrides.profile.map { Given($0, .argument("--profile")) }
        if let problem = result.timeProblem { throw Conflict(description: result.words(problem)) }
        return result
    }

    /// A problem of times, with who gave the one to blame.
    private func words(_ problem: TimeProblem) -> String {
        let origin = problem.key == "span" ? span?.origin : window(for: problem.service)?.origin
        let service = problem.service.map { " (service \(Suggestion.quoted($0) ?? "here"))" } ?? ""
        return "\(problem.key) \(origin.map { "(\($0)) " } ?? "")\(problem.text)\(service)"
    }

    /// One limit for a signal and a severity: of two nobody could say which holds.
    private static func checkLimits(_ limits: [Limit]) throws(Conflict) {
        for (index, limit) in limits.enumerated() {
            let isThere = limits[..<index].contains { $0.isAboutTheSame(as: limit) && $0.severity == limit.severity }
            guard !isThere else {
                throw Conflict(description: "--limit \(LimitText.format(limit)) is \(LimitText.second(limit))")
            }
        }
    }

    private static func without(_ replaced: [Limit], _ limits: [Given<Limit>]) -> [Given<Limit>] {
        limits.filter { limit in !replaced.contains { $0.isAboutTheSame(as: limit.value) } }
    }

    private mutating func choose(_ overrides: Overrides) throws(Conflict) {
        if let name = overrides.source {
            guard overrides.place == nil else {
                throw Conflict(description: "give either --source or --prometheus and --scrape: there is one source")
            }
            guard sources.contains(where: { $0.name == name }) else {
                let shown = Suggestion.quoted(name).map { " \($0)" } ?? ""
                guard !sources.isEmpty else {
                    throw Conflict(description: "--source\(shown): the configuration file defines no sources")
                }
                let words = Suggestion.words(for: name, among: sources.map(\.name))
                throw Conflict(description: "--source\(shown) is not one of \(words)")
            }
            source = Given(name, .argument("--source"))
        } else if let place = overrides.place ?? overrides.environmentPlace {
            try Self.check(place)
            let base = overrides.place == nil ? "environment" : "command-line"
            let taken = Set(sources.map(\.name))
            let free = [base] + (2...(taken.count + 2)).map { "\(base)-\($0)" }
            let name = free.first { !taken.contains($0) } ?? base
            sources.append(Source(name: name, place: place))
            source = Given(name, place.origin)
        }
    }

    private static func check(_ place: Given<Source.Place>) throws(Conflict) {
        let problem: String? =
            switch place.value {
            case .prometheus(let url): AddressText.problem(url, allowsQuery: false)
            case .pages(let urls): urls.lazy.compactMap { AddressText.problem($0, allowsQuery: true) }.first
            }
        if let problem { throw Conflict(description: "the URL \(place.origin) \(problem)") }
    }

    /// Adds to the chosen source what the command line says of it.
    private mutating func describe(_ overrides: Overrides) throws(Conflict) {
        let hasAccess = overrides.httpConfig != nil || !overrides.headers.isEmpty
        guard let name = chosenSource?.name, let index = sources.firstIndex(where: { $0.name == name }) else {
            guard !hasAccess else {
                throw Conflict(description: "--http-config and --header need --prometheus URL (or PROMETHEUS_URL)")
            }
            wantedService = overrides.service.map { Given($0, .argument("--service")) }
            wantedServiceLabels = overrides.serviceLabels.map { Given($0, .argument("--service-labels")) }
            return
        }
        if hasAccess, case .pages = sources[index].place.value {
            throw Conflict(
                description: "--http-config and --header are for --prometheus: pages are scraped without"
            )
        }
        if let file = overrides.httpConfig { sources[index].httpConfig = Given(file, .argument("--http-config")) }
        if let service = overrides.service { sources[index].service = Given(service, .argument("--service")) }
        if let labels = overrides.serviceLabels {
            sources[index].serviceLabels = Given(labels, .argument("--service-labels"))
        }
        sources[index].headers.removeAll { old in overrides.headers.contains { $0.isNamed(old.value.name) } }
        sources[index].headers += overrides.headers.map { Given($0, .argument("--header")) }
    }
}
