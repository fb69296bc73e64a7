import PromQL

extension SignalCatalog {
    /// When each process of the service started.
    package var processStart: String { ofTargets("process_start_time_seconds") }

    /// 1 for each target that answered its last scrape, 0 for each that did not.
    package var targetsUp: String { ofTargets("up") }

    /// When each target was scraped last, in seconds.
    package var scrapedAt: String { "timestamp(\(targetsUp))" }

    /// The share of the targets that answered their last scrape; absent, not 0, where there is no target.
    package var shareOfTargetsUp: String { "avg(\(targetsUp))" }

    /// How long the last scrape of each target took, in seconds.
    package var scrapeDuration: String { ofTargets("scrape_duration_seconds") }

    /// Processors that each process keeps busy.
    package var processorsBusy: String { "rate(\(ofTargets("process_cpu_seconds_total"))[\(window)])" }

    /// Memory that each process holds, in bytes.
    package var residentMemory: String { ofTargets("process_resident_memory_bytes") }

    /// File descriptors that each process has open.
    package var openFileDescriptors: String { ofTargets("process_open_fds") }

    /// File descriptors that each process may open.
    package var fileDescriptorLimit: String { ofTargets("process_max_fds") }

    /// Threads of each process.
    package var threads: String { ofTargets("process_threads") }

    /// How long each process has been running, in seconds.
    package var uptime: String { "time() - \(processStart)" }

    /// Whether start times lie further apart than one that is told anew may be off: it is reckoned from the machine's.
    static func startsApart(_ start: String, _ range: String) -> String {
        "(max_over_time(\(start)[\(range)]) - min_over_time(\(start)[\(range)])) > 2"
    }

    /// How often each process started anew within the window.
    package var restarts: String { "changes(\(processStart)[\(window)])" }

    /// The instances behind which several processes answer in turn, as far as the last minutes tell.
    ///
    /// A start time that goes back while counters fall is none of a restart; nor, where start times do not change, are
    /// counters that fall again and again and never near to zero, or from far above without having grown up to there.
    package var severalProcesses: String { severalProcesses(by: ["instance"]) }

    /// The same, each with the labels of its service as well.
    package func severalProcesses(by names: [String]) -> String {
        let range = "[\(Self.durationText(Self.memoryOfProcesses))]"
        let labels = PromQLName.labels(names)
        let most = { (expression: String) in "max by (\(labels)) (\(expression))" }
        let falls = requests.each { "resets(\($0)\(range))" }
        let backwards = "(\(most("resets(\(processStart)\(range))")) > 0 and \(most(falls)) > 0)"
        // Of whole histograms there is neither a least nor a greatest.
        guard let numbers = requests.numbers.map({ $0 + range }) else { return backwards }
        let high = "resets(\(numbers)) > 1 and min_over_time(\(numbers)) > 0.5 * max_over_time(\(numbers))"
        // One fall to far more than a process counts in the time between two scrapes, or nearly back to where it was.
        let far =
            "resets(\(numbers)) > 0 and min_over_time(\(numbers)) > \(Self.farFromStart)"
            + " and min_over_time(\(numbers)) > 0.5 * max_over_time(\(numbers)) and count_over_time(\(numbers)) > 2"
        // Between its restarts a counter grows evenly; of two that answer in turn one is far above the other.
        let often =
            "resets(\(numbers)) > 3 and resets(\(numbers)) > 0.1 * count_over_time(\(numbers))"
            + " and quantile_over_time(0.75, \(numbers)) > 0.8 * max_over_time(\(numbers))"
        let restarts = "\(most("changes(\(processStart)\(range))")) > 0"
        return "\(backwards) or (\(most("\(high) or \(far) or \(often)")) unless \(restarts))"
    }

    /// How many series counted requests when the window began; absent where none did.
    package var requestsBefore: String { "count\(by)(\(requests.each { "\($0) offset \(window)" }))" }

    /// The samples of the requests' series over a time, as they are stored; nil where these are whole histograms.
    package func requestSamples(within reach: Duration) -> String? {
        requests.numbers.map { "\($0)[\(Self.durationText(reach))]" }
    }

    /// How many series count the requests of processes that tell no start time, by some labels; nil where these are whole
    /// histograms.
    package func unstarted(by names: [String]) -> String? {
        requests.numbers.map { series in
            "count by (\(PromQLName.labels(names))) (\(series) unless \(onTarget) \(processStart))"
        }
    }

    /// What no process counts before its first scrape, but for a very busy one.
    private static let farFromStart = 1000

    /// How long several processes are told of after they were seen.
    private static let memoryOfProcesses = Duration.seconds(300)

    /// How many samples of the requests the window holds: where these are fewer than scrapes, a rate over it is too low.
    ///
    /// Where a rate is the increase over the window, all of it has to be there: only a series that was there when the
    /// window began has any.
    ///
    /// The newest sample may come late: `reach` is the window and one scrape before it. A series that is younger than the
    /// window has none there.
    package func sampleCount(within reach: Duration) -> String {
        let counted = { (counter: String) in "count_over_time(\(counter)[\(Self.durationText(reach))])" }
        guard rateSeconds != nil else { return "max\(by)(\(requests.each(counted)))" }
        let whole = requests.each { "((\(counted($0)) and \($0) offset \(window)) or \(counted($0)) * 0)" }
        return "max\(by)(\(whole))"
    }

    /// The alerts of this service that fire now.
    package var firingAlerts: String { "ALERTS" + Self.braces("alertstate=\"firing\"", targetSelector) }

    /// A series of the service's targets.
    func ofTargets(_ metric: String) -> String { PromQLName.selector(metric, [targetSelector]) }
}
