import GoldenSignals
package import PromModel

/// What the samples of counters, as a server stores them, tell of who counts behind each address.
package struct StoredProcesses: Sendable, Equatable {
    /// Behind which address several processes answer in turn; nil where none do, as far as is known.
    package private(set) var several: String?
    /// Behind which address counters changed as those of one process do not.
    package private(set) var doubtful: String?
    /// Whether the newest sample of one tells far more than the one before, and only the next one whether that is traffic.
    package private(set) var isUnsettled = false
    /// When processes began anew last, by their addresses, as far as their counters tell.
    package private(set) var restarted: [String: Timestamp] = [:]

    /// Looks through the samples of some instances: those of one moment and one target are a page.
    ///
    /// `names` are the labels that tell targets apart.
    package init(
        _ series: [Series],
        of instances: Set<String>,
        over window: Duration,
        by names: [String] = ["job", "instance"]
    ) {
        var pages: [Labels: [Timestamp: [Labels: Double]]] = [:]
        for series in series where instances.contains(series.labels["instance"]) {
            let target = series.labels.keeping(only: names)
            for sample in series.samples where sample.value.isFinite {
                pages[target, default: [:]][sample.timestamp, default: [:]][series.labels] = sample.value
            }
        }
        for (target, pages) in pages.sorted(by: { $0.key < $1.key }) {
            var processes = AnsweringProcesses()
            let moments = pages.keys.sorted()
            for moment in moments { processes.observe(pages[moment] ?? [:], start: nil, at: moment) }
            if processes.areSeveral { several = several ?? target["instance"] }
            if processes.isInDoubt(over: window) { doubtful = doubtful ?? target["instance"] }
            if let moment = processes.restarted { restarted[target["instance"]] = moment }
            if let last = moments.last, processes.isUnsettled(at: last) { isUnsettled = true }
        }
    }

    /// Why numbers that are made of them cannot be trusted; nil where they can.
    var distrust: Distrust? {
        several.map { .severalProcesses(instance: $0) } ?? doubtful.map { .unexplainedChange(instance: $0) }
    }

    /// Whether numbers can be made of them.
    var areUsable: Bool { distrust == nil && !isUnsettled }

    /// Takes back the numbers of a service in short that cannot be trusted, as on a screen of its own.
    func weigh(_ row: inout ServiceOverview) {
        if let distrust {
            row.distrust(distrust)
        } else if isUnsettled {
            row.holdBack()
        }
    }

    /// Takes back the numbers that cannot be trusted; else adds what is known of restarts.
    func weigh(_ snapshot: inout SignalSnapshot) {
        guard snapshot.distrust == nil else { return }
        if let distrust {
            snapshot.distrust(distrust)
        } else if isUnsettled {
            snapshot.holdBack()
        } else {
            let starts = restarted.mapValues(\.seconds)
            snapshot.processStarts.merge(starts) { told, _ in told }
        }
    }
}
