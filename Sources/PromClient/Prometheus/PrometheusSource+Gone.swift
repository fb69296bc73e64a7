import GoldenSignals
import PromModel
import PromQL

/// When a service that was asked for, and is not there, was scraped last.
struct GoneService: Sendable {
    /// What it was asked for by.
    let name: String
    /// Its last scrape; nil where there was none within a day.
    var lastScrape: Timestamp?
}

// A service whose last target left discovery is another thing than one that never was.
extension PrometheusSource {
    /// It looks over a day: a server that takes longer than this has other things to do.
    private static let patience = Duration.seconds(5)
    private static let reach = Duration.seconds(86_400)
    private static let coarse = Duration.seconds(300)
    private static let fine = Duration.seconds(15)

    /// Asks once when the service that is not there was scraped last: first roughly, then near to where that was.
    func askGone() async {
        guard let name = options.service, isServiceUnknown, knowledge.gone?.name != name else { return }
        knowledge.gone = GoneService(name: name)
        let labels = knowledge.directory.labels
        let seen = Self.lastScrapes("up", within: Self.reach, every: Self.coarse)
        let by = PromQLName.labels(labels.names)
        guard let answer = await lastScrapes("max by (\(by)) (\(seen))", at: serverNow) else { return }
        let own = answer.filter { labels.key(of: $0.labels).isCalled(name) }
        guard let about = own.max(by: { $0.value < $1.value }) else { return }
        let roughly = Timestamp(seconds: about.value)
        knowledge.gone?.lastScrape = roughly
        let targets = PromQLName.selector("up", [labels.key(of: about.labels).selector])
        let near = Self.lastScrapes(targets, within: Self.coarse * 2, every: Self.fine)
        let moment = min(roughly + Self.coarse + Self.fine, serverNow)
        guard let last = await lastScrapes("max(\(near))", at: moment)?.first else { return }
        knowledge.gone?.lastScrape = max(roughly, Timestamp(seconds: last.value))
    }

    /// Since when the service that was asked for is gone, in words; nil where nothing is known of it.
    var goneText: String? {
        guard let gone = knowledge.gone, gone.name == options.service, let last = gone.lastScrape else { return nil }
        return "no service is called '\(gone.name)' any more: its last scrape was at \(Self.clock(last))"
    }

    private static func lastScrapes(_ targets: String, within reach: Duration, every step: Duration) -> String {
        let subquery = "[\(SignalCatalog.durationText(reach)):\(SignalCatalog.durationText(step))]"
        return "max_over_time(timestamp(\(targets))\(subquery))"
    }

    private func lastScrapes(_ expression: String, at moment: Timestamp) async -> [InstantValue]? {
        let answer = try? await api.query(expression, at: moment, timeout: Self.patience)
        return answer?.value.values.filter(\.value.isFinite)
    }

    /// `19:41:30Z`: it is of the last day.
    private static func clock(_ moment: Timestamp) -> String {
        let seconds = moment.milliseconds / 1000 % 86_400
        let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60]
        return parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":") + "Z"
    }
}
