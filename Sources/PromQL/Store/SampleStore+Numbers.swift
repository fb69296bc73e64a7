internal import PromModel

extension SampleStore {
    /// How many samples of a page are stored in one go.
    private static let atOnce = 64

    /// Stores the numbers of a page.
    mutating func storeNumbers(
        of exposition: Exposition,
        births: CounterBirths?,
        at time: Int64,
        state: inout TargetState
    ) {
        var counterFamilies: [String: Bool] = [:]
        var index = 0
        let areStartsTold = !exposition.starts.isEmpty
        while index < exposition.samples.count {
            let end = min(index + SampleStore.atOnce, exposition.samples.count)
            sealFullBlocks(of: state, index..<end)
            while index < end {
                if !areStartsTold { index = storePlain(exposition.samples, index..<end, at: time, state: &state) }
                guard index < end else { break }
                store(exposition, index, births, &counterFamilies, at: time, state: &state)
                index += 1
            }
        }
    }

    /// Stores samples as long as each is no more than the next one of a known series; returns where that ends.
    ///
    /// That is nearly all of nearly every page: what else there may be is looked at in ``store(_:_:_:_:at:state:)``.
    private mutating func storePlain(
        _ samples: [ExpositionSample],
        _ range: Range<Int>,
        at time: Int64,
        state: inout TargetState
    ) -> Int {
        let (places, scrapeCount) = (state.places, state.scrapeCount)
        let end = table.withPlaces { table in
            state.series.withUnsafeMutableBufferPointer { series in
                for index in range {
                    let number = places[index].series
                    guard !series[number].isBorn, series[number].lastScrape != scrapeCount,
                        samples[index].timestamp == nil
                    else { return index }
                    let place = SeriesTable.place(in: series[number].id)
                    guard table[place].id == series[number].id,
                        table[place].takePlain(time: time, value: samples[index].value)
                    else { return index }
                    series[number].lastScrape = scrapeCount
                    series[number].isLive = true
                }
                return range.upperBound
            }
        }
        if end > range.lowerBound { countSamples(end - range.lowerBound, at: time) }
        return end
    }

    /// Stores a sample of any kind.
    private mutating func store(
        _ exposition: Exposition,
        _ index: Int,
        _ births: CounterBirths?,
        _ counterFamilies: inout [String: Bool],
        at time: Int64,
        state: inout TargetState
    ) {
        let number = state.places[index].series
        guard state.series[number].visit(inScrape: state.scrapeCount) else { return }
        let place = knownPlace(number, &state)
        let timestamp = exposition.samples[index].timestamp
        let sampleTime = timestamp?.milliseconds ?? time
        guard sampleTime <= latest(for: time) else {
            outOfBoundsCount += 1
            return
        }
        state.series[number].isLive = timestamp == nil
        if state.series[number].isBorn {
            if let births, births.time < sampleTime {
                let name = state.places[index].labels.metricName
                let countsUp = counterFamilies[name] ?? births.counts(name, in: exposition)
                counterFamilies[name] = countsUp
                if countsUp { append(at: place, time: births.time, value: 0, synthetic: true) }
            }
            state.setBorn(false, number)
        }
        let start = exposition.starts[index]?.milliseconds ?? 0
        append(at: place, time: sampleTime, value: exposition.samples[index].value, start: start)
    }

    /// Seals the full blocks of the next series of a page.
    ///
    /// What tells whether one is full has mostly left the processor's cache since the last scrape. Here nothing else
    /// waits for it, so that many of them are fetched at once.
    private mutating func sealFullBlocks(of state: TargetState, _ range: Range<Int>) {
        for index in range {
            guard let place = table.place(of: state.series[state.places[index].series].id) else { continue }
            if table[place].isFull { table[place].seal(&lastSealed) }
        }
    }
}
