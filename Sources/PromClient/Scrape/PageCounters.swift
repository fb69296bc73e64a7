import PromModel

/// The counters of a page by which processes are told apart.
enum PageCounters {
    /// A page may have a hundred thousand samples: the first of its counters say as much as all.
    private static let most = 200
    private static let mostSamples = 5000
    /// What a process counts of itself is there from its first moment on: a new one does not begin near zero.
    private static let runtimes = ["process_", "python_", "go_", "jvm_", "nodejs_", "promhttp_", "scrape_"]

    /// The values of some counters, and when the process started where it says so.
    static func read(_ page: Exposition) -> (counters: [Labels: Double], start: Double?) {
        var counters: [Labels: Double] = [:]
        var starts: [Double] = []
        var known: [String: Bool] = [:]
        for sample in page.samples.prefix(mostSamples) where sample.value.isFinite {
            let name = sample.labels.metricName
            if name == "process_start_time_seconds" { starts.append(sample.value) }
            guard counters.count < most else { continue }
            let isCounter = known[name] ?? isCounter(name, page)
            known[name] = isCounter
            if isCounter { counters[sample.labels] = sample.value }
        }
        // Where a page tells of several processes, none of them is the one that answers.
        return (counters, starts.count == 1 ? starts.first : nil)
    }

    private static func isCounter(_ name: String, _ page: Exposition) -> Bool {
        guard !name.hasSuffix("_bucket"), !runtimes.contains(where: name.hasPrefix) else { return false }
        return page.countsUp(name, byName: true)
    }
}
