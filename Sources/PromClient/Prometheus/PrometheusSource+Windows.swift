import GoldenSignals
import PromModel
import PromQL

// The windows of rates: as long as was asked for, and never shorter than some scrapes.
extension PrometheusSource {
    /// A rate needs two samples; with four in its window one may be missing, and another late.
    static let scrapesInWindow: Int64 = 4
    /// How far apart scrapes are where nobody says: Prometheus's own default.
    private static let unknownInterval = Duration.seconds(60)

    /// The window where nothing asks for another.
    var usualWindow: Duration { options.window ?? .seconds(60) }

    /// What was asked for, for a service.
    func askedWindow(of service: ServiceKey) -> Duration {
        service.value(in: options.serviceWindows) ?? usualWindow
    }

    /// How the window of a service came to be longer than was asked for.
    static func note(_ window: Duration, wanted: Duration, interval: Duration) -> String {
        let text = { (duration: Duration) in SignalCatalog.durationText(duration) }
        return "\(text(window)), four scrapes of \(text(interval)): \(text(wanted)) would hold too few samples"
    }

    /// The windows of services.
    func windows(of services: [ServiceKey]) -> [ServiceKey: Duration] {
        let chosen = selection
        return Dictionary(
            services.map { service in
                if let chosen, chosen.match.service == service { return (service, chosen.window) }
                let interval = knownInterval(of: service) ?? Self.unknownInterval
                return (service, max(askedWindow(of: service), interval * Self.scrapesInWindow))
            },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// How often services are scraped, where that is known: the target that is asked most often tells whether a window is
    /// full.
    var serviceIntervals: [ServiceKey: Duration] {
        knowledge.directory.services.reduce(into: [:]) { intervals, service in
            let shortest = knowledge.targets.targets(of: service).compactMap(\.scrapeInterval).min()
            intervals[service] = shortest ?? knownInterval(of: service)
        }
    }

    private func knownInterval(of service: ServiceKey) -> Duration? {
        let listed = knowledge.targets.targets(of: service).compactMap(\.scrapeInterval).max()
        return listed ?? knowledge.measuredIntervals[service]
    }

    /// Asks how often services have samples whose targets are not listed.
    func measureIntervals() async {
        let services = knowledge.directory.services
        let unknown = services.filter { service in
            knowledge.targets.targets(of: service).allSatisfy { $0.scrapeInterval == nil }
        }
        guard services.count > 1, unknown.contains(where: { knowledge.measuredIntervals[$0] == nil }) else { return }
        let labels = knowledge.directory.labels
        let by = PromQLName.labels(labels.names + labels.further)
        let reach = Duration.seconds(300)
        // The gap between samples is what the reach holds, over how many there are.
        let expression = "max by (\(by)) (count_over_time(up[\(SignalCatalog.durationText(reach))]))"
        guard let counts = try? await vector(expression) else { return }
        for count in counts where count.value > 1 {
            let interval = Self.usualInterval(nearest: reach.inSeconds / count.value)
            knowledge.measuredIntervals[labels.key(of: count.labels)] = interval
        }
    }

    /// The usual interval that is nearest to a number of seconds.
    static func usualInterval(nearest seconds: Double) -> Duration? {
        let usual: [Double] = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300]
        return usual.min { abs($0 - seconds) < abs($1 - seconds) }.map { .seconds($0) }
    }
}
