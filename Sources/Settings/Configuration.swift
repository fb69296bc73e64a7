package import GoldenSignals
package import TerminalUI

/// What the configuration file, the environment and the command line say together.
///
/// What is nil was given by nobody, and depends on the source.
package struct Configuration: Sendable, Equatable {
    /// The name of the source that was asked for.
    package var source: Given<String>?
    /// The sources, in the file's order; one that the command line describes comes last.
    package var sources: [Source] = []
    /// The window of every rate.
    package var window: Given<Duration>?
    /// What the charts show.
    package var span: Given<Duration>?
    /// The time between two polls.
    package var every: Given<Duration>?
    /// The limits that were given, for all services.
    package var limits: [Given<Limit>] = []
    /// What holds for single services, in the file's order.
    package var services: [Service] = []
    /// The colours.
    package var theme = Given(Theme.standard, .standard)
    /// The symbols of the screen; nil for those that the terminal can show.
    package var glyphs: Given<GlyphSet>?
    /// Times in UTC, or else local ones.
    package var utc = Given(true, .standard)
    /// Whether a new critical breach rings the terminal's bell.
    package var bell = Given(false, .standard)
    /// Whether the mouse is listened to.
    package var mouse = Given(false, .standard)
    /// Whether counters that appear between two scrapes of one process are given a zero at the first of them.
    package var countFromZero = Given(true, .standard)
    /// About how many bytes the samples of scraped pages may take; nil for the standard.
    package var memoryBudget: Given<Int>?
    /// Profiles and resources of the file.
    package var own = OwnProfiles()
    /// A service that the command line asks for while no source is chosen; a file has no key for it.
    package var wantedService: Given<String>?
    /// Labels of services that the command line names while no source is chosen.
    package var wantedServiceLabels: Given<[String]>?
    /// A profile that the command line asks for, whatever the service; a file has no key for it.
    package var wantedProfile: Given<String>?

    /// Nothing was given.
    package init() {}

    /// The profiles and resources that the file brings.
    package struct OwnProfiles: Sendable, Equatable {
        /// In the order of preference.
        package var profiles: [MetricProfile] = []
        /// Resources of any process.
        package var resources: [MetricProfile.Resource] = []
        /// Both sections as YAML, one line an element, to be printed again.
        var lines: [String] = []

        /// Nothing.
        package init() {}
    }
}

// What holds.
extension Configuration {
    /// The source to watch; nil to look around.
    ///
    /// A file with one source means that one.
    package var chosenSource: Source? {
        guard let source else { return sources.count == 1 ? sources.first : nil }
        return sources.first { $0.name == source.value }
    }

    /// The profiles to try: the file's before those that come with sretop, which get the file's resources.
    package var profiles: [MetricProfile] {
        let names = Set(own.profiles.map(\.name))
        let builtin = MetricProfile.builtin.profiles.filter { !names.contains($0.name) }
        return own.profiles + builtin.map { $0.taking(own.resources) }
    }

    /// The labels that tell services apart; nil for the usual ones.
    package var serviceLabels: [String]? { (chosenSource?.serviceLabels ?? wantedServiceLabels)?.value }

    /// The limits of a service: its own, those for all, the defaults, each signal by the first of them that names it.
    package func limits(for service: String?) -> [Limit] {
        var result = Limit.defaults
        for layer in [limits, settings(of: service)?.limits ?? []] {
            result = LimitText.merged(layer.map(\.value), over: result)
        }
        return result
    }

    /// The window of a service, as it was given; nil for the source's default.
    package func window(for service: String?) -> Given<Duration>? { settings(of: service)?.window ?? window }

    /// The profile that was given for a service.
    package func profile(for service: String?) -> Given<String>? { settings(of: service)?.profile }

    private func settings(of service: String?) -> Service? {
        service.flatMap { name in services.first { $0.name == name } }
    }
}
