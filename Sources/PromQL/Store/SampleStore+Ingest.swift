internal import PromModel

extension SampleStore {
    /// Stores what a scrape brought, as a Prometheus server does.
    ///
    /// The target's labels are added to every series; a label of the same name that was exposed becomes
    /// `exported_` and its name. The first of several samples of a series wins; timestamps of the exposition are
    /// kept. A series that was there in the scrape before and is gone gets a stale marker, and so do all series of
    /// a target that failed. `up`, `scrape_duration_seconds` and `scrape_samples_scraped` are written in any case.
    ///
    /// One thing a server does not do: while ``bornFromZero`` is on, a counter that appears for the first time,
    /// although an earlier scrape of the same process succeeded, is given a zero at that earlier scrape. The process
    /// has proved by `process_start_time_seconds` that it was running then, so the counter went from nothing to its
    /// value since, and `rate` sees the first error instead of only the second.
    package mutating func ingest(_ scrape: Scrape) {
        let time = scrape.start.milliseconds
        // The state is taken out while it changes, so that it is never copied.
        var state = targets.removeValue(forKey: scrape.target) ?? TargetState()
        var scraped = 0
        switch scrape.outcome {
        case .success(let exposition):
            scraped = exposition.scrapedCount
            store(exposition, of: scrape.target, at: time, state: &state)
        case .failure(_, let count):
            scraped = count
            markStale(state.liveSeries, at: time)
            state.liveSeries = []
        }
        targets[scrape.target] = state
        let isUp = if case .success = scrape.outcome { 1.0 } else { 0.0 }
        let reports = [
            ("up", isUp),
            ("scrape_duration_seconds", scrape.duration.inSeconds),
            ("scrape_samples_scraped", Double(scraped)),
        ]
        for (name, value) in reports {
            append(to: id(of: scrape.target.setting(Labels.metricNameLabel, to: name)), time: time, value: value)
        }
    }

    private mutating func store(_ exposition: Exposition, of target: Labels, at time: Int64, state: inout TargetState) {
        let processStart = exposition.samples.first { $0.labels.metricName == "process_start_time_seconds" }?.value
        let birthTime = birthTime(processStart: processStart, state: state, now: time)
        var counterFamilies: [String: Bool] = [:]
        var seen: Set<Int> = []
        var live: Set<Int> = []
        for sample in exposition.samples {
            let stored = state.storedLabels[sample.labels] ?? SampleStore.labels(sample.labels, of: target)
            state.storedLabels[sample.labels] = stored
            let isNew = !contains(stored)
            let id = id(of: stored)
            guard seen.insert(id).inserted else { continue }
            let sampleTime = sample.timestamp?.milliseconds ?? time
            if sample.timestamp == nil { live.insert(id) }
            if isNew, let birthTime, birthTime < sampleTime {
                let name = sample.labels.metricName
                let countsUp = counterFamilies[name] ?? SampleStore.countsUp(name, in: exposition)
                counterFamilies[name] = countsUp
                if countsUp { append(to: id, time: birthTime, value: 0, synthetic: true) }
            }
            append(to: id, time: sampleTime, value: sample.value)
        }
        markStale(state.liveSeries.subtracting(live).subtracting(seen), at: time)
        forgetVanished(exposition, state: &state)
        state.liveSeries = live
        state.lastSuccess = time
        state.processStart = processStart
    }

    /// When counters new in a scrape are known to have been zero; nil if that is not known.
    private func birthTime(processStart: Double?, state: TargetState, now: Int64) -> Int64? {
        guard bornFromZero, let processStart, processStart == state.processStart, let last = state.lastSuccess,
            last < now
        else { return nil }
        return last
    }

    private mutating func markStale(_ ids: Set<Int>, at time: Int64) {
        for id in ids where seriesByID[id] != nil {
            append(to: id, time: time, value: StaleMarker.value)
        }
    }

    /// Keeps the map of labels from growing with series that come and go.
    private func forgetVanished(_ exposition: Exposition, state: inout TargetState) {
        guard state.storedLabels.count > exposition.samples.count * 2 + 100 else { return }
        let exposed = Set(exposition.samples.map(\.labels))
        state.storedLabels = state.storedLabels.filter { exposed.contains($0.key) }
    }

    /// Whether a sample is a total that starts at zero.
    private static func countsUp(_ name: String, in exposition: Exposition) -> Bool {
        guard let type = exposition.metadata(for: name)?.type else { return false }
        switch type {
        case .counter: return !name.hasSuffix("_created")
        case .histogram: return name.hasSuffix("_bucket") || name.hasSuffix("_count") || name.hasSuffix("_sum")
        case .summary: return name.hasSuffix("_count") || name.hasSuffix("_sum")
        default: return false
        }
    }

    /// Adds a target's labels to exposed ones; exposed labels that clash are renamed.
    static func labels(_ exposed: Labels, of target: Labels) -> Labels {
        var pairs: [String: String] = [:]
        for (name, value) in target {
            pairs[name] = value
        }
        let clashing = exposed.filter { !target[$0.name].isEmpty }
        for (name, value) in exposed where target[name].isEmpty {
            pairs[name] = value
        }
        for (name, value) in clashing {
            var renamed = "exported_" + name
            while pairs[renamed] != nil {
                renamed = "exported_" + renamed
            }
            pairs[renamed] = value
        }
        return Labels(pairs.map { ($0.key, $0.value) })
    }
}
