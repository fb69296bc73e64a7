internal import PromModel

/// Counters that appear in a scrape while their process went on.
struct CounterBirths {
    /// When they are known to have been zero: the scrape before, in milliseconds.
    let time: Int64
    /// The metrics of which series ended at this scrape: what is new of them went on under other labels.
    let renamed: Set<String>

    /// Whether what is new of a metric counted up from zero since then.
    func counts(_ name: String, in exposition: Exposition) -> Bool {
        !renamed.contains(name) && exposition.countsUp(name, byName: name.hasSuffix("_total"))
    }
}

extension SampleStore {
    /// Labels by which a page tells whose series it passes on.
    private static let passedOn: Set<String> = ["instance", "job", "pod", "exported_instance", "exported_job"]

    /// When counters new in a scrape are known to have been zero, and which are no new ones; nil where nothing is new, or
    /// nothing is known of it.
    func births(
        in exposition: Exposition,
        processStart: Double?,
        state: TargetState,
        now: Int64
    ) -> CounterBirths? {
        guard bornFromZero, let last = state.lastSuccess, last < now, processStart == state.processStart,
            state.bornCount > 0, state.places.contains(where: { state.series[$0.series].isBorn }),
            processStart != nil || goesOn(exposition, state: state)
        else { return nil }
        let present = Set(state.places.map(\.series))
        // The count of scrapes is already that of this one.
        let ended = state.series.indices.filter { number in
            state.series[number].lastScrape == state.scrapeCount - 1 && !present.contains(number)
        }
        return CounterBirths(time: last, renamed: Set(ended.map { state.series[$0].stored.metricName }))
    }

    /// Whether a page without a start time is of the process that the last one was of, as far as its counters tell: what
    /// had counted something is no less now, and some of it is more.
    ///
    /// A page that passes on what others count proves nothing: a counter new on it may be an old one of another process.
    private func goesOn(_ exposition: Exposition, state: TargetState) -> Bool {
        var kinds: [String: Bool] = [:]
        var hasRisen = false
        for (place, sample) in zip(state.places, exposition.samples) {
            guard !place.labels.contains(where: { Self.passedOn.contains($0.name) }) else { return false }
            let known = state.series[place.series]
            guard !known.isBorn, let stored = table.place(of: known.id), let before = table[stored].lastValue,
                before > 0
            else { continue }
            let name = place.labels.metricName
            let countsUp = kinds[name] ?? exposition.countsUp(name, byName: name.hasSuffix("_total"))
            kinds[name] = countsUp
            guard countsUp else { continue }
            if sample.value < before { return false }
            if sample.value > before { hasRisen = true }
        }
        return hasRisen
    }
}
