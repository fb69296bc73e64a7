internal import PromModel

extension SampleStore {
    /// Samples that say to be further ahead of their scrape are dropped: they would keep out all that come until then.
    private static let furthestAhead = Duration.seconds(600)

    /// Stores what a scrape brought, as a Prometheus server does.
    ///
    /// The target's labels are added to every series; a label of the same name that was exposed becomes
    /// `exported_` and its name. The first of several samples of a series wins; timestamps of the exposition are
    /// kept, but for those more than ten minutes ahead, whose samples are dropped. A series that was there in the scrape before and is gone gets a stale marker, and so do all series of
    /// a target that failed. `up`, `scrape_duration_seconds` and `scrape_samples_scraped` are written in any case.
    ///
    /// One thing a server does not do: while ``bornFromZero`` is on, a counter that appears for the first time,
    /// although an earlier scrape of the same process succeeded, is given a zero at that earlier scrape. The process
    /// has proved by `process_start_time_seconds` that it was running then, or where it does not tell that, by counters
    /// that went on, so the counter went from nothing to its value since, and `rate` sees the first error instead of
    /// only the second. Where series of the same metric ended at that scrape, the new ones are the old ones under other
    /// labels, and nothing is put in.
    package mutating func ingest(_ scrape: Scrape) {
        let time = scrape.start.milliseconds
        // The state is taken out while it changes, so that it is never copied.
        var state = targets.removeValue(forKey: scrape.target) ?? TargetState()
        var scraped = 0
        switch scrape.outcome {
        case .success(let exposition):
            scraped = exposition.sampleCount
            store(exposition, of: scrape.target, at: time, state: &state)
        case .failure(_, let count):
            scraped = count
            markStale(&state, at: time) { _ in true }
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
        assignSeries(exposition, of: target, state: &state)
        state.scrapeCount += 1
        let processStart = state.places.prefix(exposition.samples.count).firstIndex(where: \.isProcessStart).map {
            exposition.samples[$0].value
        }
        let births = births(in: exposition, processStart: processStart, state: state, now: time)
        let latest = time.addingSaturating(SampleStore.furthestAhead.milliseconds)
        let hasStarts = !exposition.starts.isEmpty
        var counterFamilies: [String: Bool] = [:]
        for (index, place) in state.places.enumerated() {
            let number = place.series
            guard state.series[number].lastScrape != state.scrapeCount else { continue }
            state.series[number].lastScrape = state.scrapeCount
            let id = knownID(number, &state)
            guard index < exposition.samples.count else {
                let sample = exposition.histograms[index - exposition.samples.count]
                let sampleTime = sample.timestamp?.milliseconds ?? time
                guard sampleTime <= latest else {
                    outOfBoundsCount += 1
                    continue
                }
                state.series[number].isLive = sample.timestamp == nil
                state.series[number].isBorn = false
                let start = sample.start?.milliseconds ?? 0
                append(to: id, time: sampleTime, histogram: sample.histogram, start: start)
                continue
            }
            let timestamp = exposition.samples[index].timestamp
            let sampleTime = timestamp?.milliseconds ?? time
            guard sampleTime <= latest else {
                outOfBoundsCount += 1
                continue
            }
            state.series[number].isLive = timestamp == nil
            if state.series[number].isBorn, let births, births.time < sampleTime,
                !births.renamed.contains(place.labels.metricName)
            {
                let name = place.labels.metricName
                let countsUp = counterFamilies[name] ?? exposition.countsUp(name, byName: name.hasSuffix("_total"))
                counterFamilies[name] = countsUp
                if countsUp { append(to: id, time: births.time, value: 0, synthetic: true) }
            }
            state.series[number].isBorn = false
            let start = hasStarts ? exposition.starts[index]?.milliseconds ?? 0 : 0
            append(to: id, time: sampleTime, value: exposition.samples[index].value, start: start)
        }
        let scrapeCount = state.scrapeCount
        markStale(&state, at: time) { $0.lastScrape != scrapeCount }
        state.forgetVanished()
        state.lastSuccess = time
        state.processStart = processStart
    }

    /// Finds the series that each sample belongs to; one that stands where it stood costs no look-up.
    private mutating func assignSeries(_ exposition: Exposition, of target: Labels, state: inout TargetState) {
        let (numbers, count) = (exposition.samples.count, exposition.sampleCount)
        if state.places.count > count { state.places.removeLast(state.places.count - count) }
        for index in 0..<count {
            let isKnown = index < state.places.count
            let labels =
                index < numbers ? exposition.samples[index].labels : exposition.histograms[index - numbers].labels
            if isKnown, state.places[index].labels == labels { continue }
            let number = state.numbers[labels] ?? newSeries(labels, of: target, state: &state)
            let place = TargetState.Place(labels: labels, series: number)
            if isKnown { state.places[index] = place } else { state.places.append(place) }
        }
    }

    /// The number of a series that the target did not expose before.
    private mutating func newSeries(_ labels: Labels, of target: Labels, state: inout TargetState) -> Int {
        let stored = SampleStore.labels(labels, of: target)
        let isBorn = !contains(stored)
        let id = id(of: stored)
        let number = state.numbersByID[id] ?? state.series.count
        if number == state.series.count {
            state.series.append(TargetState.ExposedSeries(stored: stored, id: id, isBorn: isBorn))
            state.numbersByID[id] = number
        }
        state.numbers[labels] = number
        return number
    }

    /// The id of a series, which may have been forgotten since the last scrape.
    private mutating func knownID(_ number: Int, _ state: inout TargetState) -> Int {
        let id = state.series[number].id
        guard seriesByID.index(forKey: id) == nil else { return id }
        let stored = state.series[number].stored
        state.series[number].isBorn = !contains(stored)
        state.series[number].id = self.id(of: stored)
        state.numbersByID[id] = nil
        state.numbersByID[state.series[number].id] = number
        return state.series[number].id
    }

    /// Ends the series of the last scrape that are gone.
    private mutating func markStale(
        _ state: inout TargetState,
        at time: Int64,
        where isGone: (TargetState.ExposedSeries) -> Bool
    ) {
        for number in state.series.indices where state.series[number].isLive && isGone(state.series[number]) {
            state.series[number].isLive = false
            append(to: state.series[number].id, time: time, value: StaleMarker.value)
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
