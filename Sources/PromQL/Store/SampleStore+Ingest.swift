package import PromModel

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
        settle()
    }

    private mutating func store(_ exposition: Exposition, of target: Labels, at time: Int64, state: inout TargetState) {
        assignSeries(exposition, of: target, state: &state)
        state.scrapeCount += 1
        let numbers = exposition.samples.count
        let processStart = state.processStartPlace.flatMap { $0 < numbers ? exposition.samples[$0].value : nil }
        let births = births(in: exposition, processStart: processStart, state: state, now: time)
        storeNumbers(of: exposition, births: births, at: time, state: &state)
        if numbers < state.places.count { storeHistograms(of: exposition, at: time, state: &state) }
        let scrapeCount = state.scrapeCount
        markStale(&state, at: time) { $0.lastScrape != scrapeCount }
        state.forgetVanished()
        state.lastSuccess = time
        state.processStart = processStart
    }

    /// The latest moment that a sample of a scrape may say to be from.
    func latest(for time: Int64) -> Int64 { time.addingSaturating(SampleStore.furthestAhead.milliseconds) }

    private mutating func storeHistograms(of exposition: Exposition, at time: Int64, state: inout TargetState) {
        let latest = latest(for: time)
        for (index, sample) in exposition.histograms.enumerated() {
            let number = state.places[exposition.samples.count + index].series
            guard state.series[number].visit(inScrape: state.scrapeCount) else { continue }
            let place = knownPlace(number, &state)
            let sampleTime = sample.timestamp?.milliseconds ?? time
            guard sampleTime <= latest else {
                outOfBoundsCount += 1
                continue
            }
            state.series[number].isLive = sample.timestamp == nil
            state.setBorn(false, number)
            append(at: place, time: sampleTime, histogram: sample.histogram, start: sample.start?.milliseconds ?? 0)
        }
    }

    /// Finds the series that each sample belongs to; one that stands where it stood costs no look-up.
    private mutating func assignSeries(_ exposition: Exposition, of target: Labels, state: inout TargetState) {
        let (numbers, count) = (exposition.samples.count, exposition.sampleCount)
        var hasChanged = state.places.count > count
        if hasChanged { state.places.removeLast(state.places.count - count) }
        var index = state.unchangedPlaces(of: exposition.samples, from: 0)
        while index < count {
            let labels =
                index < numbers ? exposition.samples[index].labels : exposition.histograms[index - numbers].labels
            let isKnown = index < state.places.count
            if !isKnown || state.places[index].labels != labels {
                hasChanged = true
                let number = state.numbers[labels] ?? newSeries(labels, of: target, state: &state)
                let place = TargetState.Place(labels: labels, series: number)
                if isKnown { state.places[index] = place } else { state.places.append(place) }
            }
            index = state.unchangedPlaces(of: exposition.samples, from: index + 1)
        }
        if hasChanged { state.settlePlaces() }
    }

    /// The number of a series that the target did not expose before.
    private mutating func newSeries(_ labels: Labels, of target: Labels, state: inout TargetState) -> Int {
        let stored = SampleStore.labels(labels, of: target)
        let isBorn = !contains(stored)
        let id = id(of: stored)
        let number = state.numbersByID[id] ?? state.series.count
        if number == state.series.count {
            state.series.append(TargetState.ExposedSeries(stored: stored, id: id))
            state.setBorn(isBorn, number)
            state.numbersByID[id] = number
        }
        state.numbers[labels] = number
        return number
    }

    /// Where a series stands, which may have been forgotten since the last scrape.
    mutating func knownPlace(_ number: Int, _ state: inout TargetState) -> Int {
        let id = state.series[number].id
        if let place = table.place(of: id) { return place }
        let stored = state.series[number].stored
        state.setBorn(!contains(stored), number)
        let anew = self.id(of: stored)
        state.series[number].id = anew
        state.numbersByID[id] = nil
        state.numbersByID[anew] = number
        return SeriesTable.place(in: anew)
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
    package static func labels(_ exposed: Labels, of target: Labels) -> Labels {
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
