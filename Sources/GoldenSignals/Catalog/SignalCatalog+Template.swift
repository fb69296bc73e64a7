import PromQL

extension SignalCatalog {
    /// What the reader of a dashboard chooses: one of Grafana's template variables.
    package enum Choice: String, CaseIterable, Sendable {
        case namespace
        case job
        case instance
        case route
    }

    /// The window that Grafana fits to the scrape interval and to the width of the chart.
    package static let rateInterval = "$__rate_interval"

    /// What makes a resource's name out of the tag of the saturation's parts, as a pattern and its replacement.
    package static let resourceName = (pattern: "\(resourcePrefix)(.*)", replacement: "$1")

    /// Expressions for a dashboard: the reader's choices select the service, Grafana sets the window.
    ///
    /// A route cannot be chosen where the profile does not tell routes apart. Targets are selected without it.
    package static func template(_ profile: MetricProfile, choices: [Choice] = Choice.allCases) -> SignalCatalog {
        SignalCatalog(
            profile: profile,
            selector: matchers(of: choices, profile),
            targetSelector: matchers(of: choices.filter { $0 != .route }, profile),
            windowText: rateInterval
        )
    }

    /// The series whose labels are what the reader may choose from: the requests within the choices made before.
    package static func options(for choice: Choice, _ profile: MetricProfile) -> String {
        let earlier = Choice.allCases.prefix { $0 != choice }
        return template(profile, choices: Array(earlier)).requestSeries
    }

    /// The label that a choice is about; nil where the profile has none.
    package static func label(of choice: Choice, _ profile: MetricProfile) -> String? {
        choice == .route ? profile.routeLabel : choice.rawValue
    }

    /// A signal's whole expression without what is no number; nil where the service cannot tell it.
    ///
    /// The quantile of no request is NaN. The screen knows what that means; a dashboard would show the word, or colour it.
    package func measured(_ signal: Signal) -> String? {
        whole(signal).map { signal == .p95Latency || signal == .p99Latency ? "\($0) >= 0" : $0 }
    }

    private static func matchers(of choices: [Choice], _ profile: MetricProfile) -> String {
        choices.compactMap { choice in
            label(of: choice, profile).map { "\(PromQLName.label($0))=~\"$\(choice.rawValue)\"" }
        }
        .joined(separator: ",")
    }
}
