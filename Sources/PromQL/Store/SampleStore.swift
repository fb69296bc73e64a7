package import PromModel

/// Samples of many series in memory, with an index from metric names.
///
/// The store is a value: a copy is a snapshot that shares its blocks with the original until one of them changes.
/// Samples of one series have to come in ascending order of time; others are dropped and counted.
package struct SampleStore: Sendable {
    /// Whether counters born while their process was watched are given a zero at the scrape before; see
    /// ``ingest(_:)``.
    package var bornFromZero = true

    /// The moment of the newest sample; nil while the store is empty.
    package private(set) var newestTimestamp: Timestamp?
    /// How many samples the store holds, stale markers and synthetic samples included.
    package private(set) var sampleCount = 0
    /// How many of the samples were put in by the store itself and seen by no scrape.
    package private(set) var syntheticSampleCount = 0
    /// How many samples were dropped because the series had one as new or newer already.
    package private(set) var outOfOrderCount = 0
    /// How many samples were dropped because their own timestamps lay too far ahead.
    package internal(set) var outOfBoundsCount = 0
    /// How many series hold at least one sample.
    package var seriesCount: Int { seriesByID.count }
    /// Whether any sample ever was a native histogram, or said when its count began.
    private(set) var hasNatives = false

    var seriesByID: [Int: StoredSeries] = [:]
    var targets: [Labels: TargetState] = [:]
    private var idsByLabels: [Labels: Int] = [:]
    /// The series of each metric in order of labels: asked for often, born seldom.
    private var idsByName: [String: [Int]] = [:]
    private var nextID = 0
    /// The block that was sealed last: the next is likely to have the same times.
    private var lastSealed: SealedBlock?
    /// How many series born one after the other seal their blocks at the same scrape and so share their times.
    private static let sealedTogether = 64

    /// Creates an empty store.
    package init() {}

    /// Appends a sample to the series with the given labels.
    ///
    /// A sample equal to the last one of its series is ignored; one that is older, or as old with another value, is
    /// dropped and counted in ``outOfOrderCount``.
    package mutating func append(_ labels: Labels, _ sample: Sample, start: Timestamp? = nil) {
        let start = start?.milliseconds ?? 0
        append(to: id(of: labels), time: sample.timestamp.milliseconds, value: sample.value, start: start)
    }

    /// Appends a native histogram to a series, as ``append(_:_:start:)`` does a number.
    ///
    /// What it says of the histogram before it is found out anew, unless it is no counter.
    package mutating func append(_ labels: Labels, _ sample: HistogramSample, start: Timestamp? = nil) {
        append(
            to: id(of: labels),
            time: sample.timestamp.milliseconds,
            histogram: sample.histogram,
            start: start?.milliseconds ?? 0
        )
    }

    /// The id of a series, which is created empty if there is none.
    mutating func id(of labels: Labels) -> Int {
        if let id = idsByLabels[labels] { return id }
        let id = nextID
        nextID += 1
        idsByLabels[labels] = id
        seriesByID[id] = StoredSeries(labels: labels, group: id / SampleStore.sealedTogether)
        let name = labels.metricName
        let place = place(of: labels, in: idsByName[name] ?? [])
        idsByName[name, default: []].insert(id, at: place)
        return id
    }

    /// Whether a series with these labels exists.
    func contains(_ labels: Labels) -> Bool { idsByLabels[labels] != nil }

    /// Appends a sample to a series; whether it was stored.
    @discardableResult
    mutating func append(
        to id: Int,
        time: Int64,
        value: Double,
        start: Int64 = 0,
        synthetic: Bool = false
    ) -> Bool {
        guard let place = seriesByID.index(forKey: id) else { return false }
        if let last = seriesByID.values[place].lastTime, last >= time {
            let lastValue = seriesByID.values[place].lastValue
            if last != time || lastValue?.bitPattern != value.bitPattern { outOfOrderCount += 1 }
            return false
        }
        seriesByID.values[place].append(
            time: time,
            value: value,
            start: start,
            synthetic: synthetic,
            lastSealed: &lastSealed
        )
        if start != 0 { hasNatives = true }
        if synthetic { syntheticSampleCount += 1 }
        countSample(at: time)
        return true
    }

    /// Appends a native histogram to a series by its id; whether it was taken.
    @discardableResult
    mutating func append(to id: Int, time: Int64, histogram: FloatHistogram, start: Int64 = 0) -> Bool {
        guard let place = seriesByID.index(forKey: id) else { return false }
        if let last = seriesByID.values[place].lastTime, last >= time {
            let isKnown = last == time && seriesByID.values[place].natives.last?.content == histogram
            if !isKnown { outOfOrderCount += 1 }
            return false
        }
        seriesByID.values[place].append(time: time, histogram: histogram, start: start)
        hasNatives = true
        countSample(at: time)
        return true
    }

    private mutating func countSample(at time: Int64) {
        sampleCount += 1
        let timestamp = Timestamp(milliseconds: time)
        newestTimestamp = max(newestTimestamp ?? timestamp, timestamp)
    }

    /// Forgets all samples before a moment, and series that have none left.
    package mutating func dropSamples(before moment: Timestamp) {
        for id in Array(seriesByID.keys) {
            guard let dropped = seriesByID[id]?.drop(before: moment.milliseconds) else { continue }
            sampleCount -= dropped.samples
            syntheticSampleCount -= dropped.synthetic
            if let series = seriesByID[id], series.count == 0 { remove(id, labels: series.labels) }
        }
        if seriesByID.isEmpty { newestTimestamp = nil }
    }

    /// Where a series stands, or belongs, among those of its metric.
    private func place(of labels: Labels, in ids: [Int]) -> Int {
        var (low, high) = (0, ids.count)
        while low < high {
            let middle = (low + high) / 2
            if let other = seriesByID[ids[middle]]?.labels, other < labels { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func remove(_ id: Int, labels: Labels) {
        let name = labels.metricName
        let place = place(of: labels, in: idsByName[name] ?? [])
        seriesByID[id] = nil
        idsByLabels[labels] = nil
        if idsByName[name]?.indices.contains(place) ?? false { idsByName[name]?.remove(at: place) }
        if idsByName[name]?.isEmpty ?? false { idsByName[name] = nil }
    }

    /// The series that satisfy all matchers, in order of labels, with their samples of a stretch of time.
    ///
    /// - Parameters:
    ///   - matchers: The conditions; none at all selects every series.
    ///   - start: The earliest moment, included.
    ///   - end: The latest moment, included.
    /// - Returns: The series that have at least one sample then; stale markers are among the samples.
    package func series(matching matchers: [LabelMatcher], from start: Timestamp, through end: Timestamp) -> [Series] {
        select(matchers).compactMap { series in
            let (times, values) = series.flattened(from: start.milliseconds, through: end.milliseconds)
            let natives = series.nativeSamples(from: start.milliseconds, through: end.milliseconds)
            guard !times.isEmpty || natives != nil else { return nil }
            let samples = zip(times, values).map { Sample(timestamp: Timestamp(milliseconds: $0), value: $1) }
            let histograms = natives.map { $0.samples(0..<$0.times.count) } ?? []
            return Series(labels: series.labels, samples: samples, histograms: histograms)
        }
    }

    /// The series that satisfy all matchers, in order of labels.
    func select(_ matchers: [LabelMatcher]) -> [StoredSeries] {
        let nameMatchers = matchers.filter { $0.name == Labels.metricNameLabel }
        let otherMatchers = matchers.filter { $0.name != Labels.metricNameLabel }
        var ids: [Int] = []
        var isOrdered = false
        if let exact = nameMatchers.first(where: { $0.operation == .equal }) {
            isOrdered = true
            if nameMatchers.allSatisfy({ $0.matches(exact.value) }) { ids = idsByName[exact.value] ?? [] }
        } else {
            for (name, members) in idsByName where nameMatchers.allSatisfy({ $0.matches(name) }) {
                ids += members
            }
        }
        var cache: [[String: Bool]] = Array(repeating: [:], count: otherMatchers.count)
        let selected = ids.compactMap { id -> StoredSeries? in
            guard let series = seriesByID[id] else { return nil }
            for (position, matcher) in otherMatchers.enumerated() {
                // Many series share few values: a pattern is tried once for each of them.
                let value = series.labels[matcher.name]
                let matches = cache[position][value] ?? matcher.matches(value)
                cache[position][value] = matches
                if !matches { return nil }
            }
            return series
        }
        return isOrdered ? selected : selected.sorted { $0.labels < $1.labels }
    }
}
