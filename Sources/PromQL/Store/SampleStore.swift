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
    package var seriesCount: Int { table.count }
    /// Whether any sample ever was a native histogram, or said when its count began.
    private(set) var hasNatives = false

    var table = SeriesTable()
    var targets: [Labels: TargetState] = [:]
    private var idsByLabels: [Labels: Int] = [:]
    /// The series of each metric in order of labels: asked for often, born seldom.
    var idsByName: [String: [Int]] = [:]
    /// Series of each metric that have no place in that order yet: a page brings very many at once.
    var newborn: [String: [Int]] = [:]
    /// The times of the block that was sealed last: the next is likely to have the same.
    var lastSealed: SealedTimes?
    /// How many series born one after the other seal their blocks at the same scrape and so share their times.
    static let sealedTogether = 64

    /// Creates an empty store.
    package init() {}

    /// Appends a sample to the series with the given labels.
    ///
    /// A sample equal to the last one of its series is ignored; one that is older, or as old with another value, is
    /// dropped and counted in ``outOfOrderCount``.
    package mutating func append(_ labels: Labels, _ sample: Sample, start: Timestamp? = nil) {
        let start = start?.milliseconds ?? 0
        append(at: place(of: labels), time: sample.timestamp.milliseconds, value: sample.value, start: start)
    }

    /// Appends a native histogram to a series, as ``append(_:_:start:)`` does a number.
    ///
    /// What it says of the histogram before it is found out anew, unless it is no counter.
    package mutating func append(_ labels: Labels, _ sample: HistogramSample, start: Timestamp? = nil) {
        append(
            at: place(of: labels),
            time: sample.timestamp.milliseconds,
            histogram: sample.histogram,
            start: start?.milliseconds ?? 0
        )
    }

    /// The id of a series, which is created empty if there is none.
    mutating func id(of labels: Labels) -> Int {
        if let id = idsByLabels[labels] { return id }
        let id = table.insert(labels) { $0 / SampleStore.sealedTogether }
        idsByLabels[labels] = id
        newborn[labels.metricName, default: []].append(id)
        return id
    }

    /// Where the series with these labels stands, which is created empty if there is none.
    private mutating func place(of labels: Labels) -> Int {
        let id = id(of: labels)
        settle()
        return SeriesTable.place(in: id)
    }

    /// Whether a series with these labels exists.
    func contains(_ labels: Labels) -> Bool { idsByLabels[labels] != nil }

    /// Appends a sample to a series by its id, unless it is gone.
    mutating func append(to id: Int, time: Int64, value: Double) {
        guard let place = table.place(of: id) else { return }
        append(at: place, time: time, value: value)
    }

    /// Appends a sample to the series at a place of the table; whether it was stored.
    @discardableResult
    mutating func append(
        at place: Int,
        time: Int64,
        value: Double,
        start: Int64 = 0,
        synthetic: Bool = false
    ) -> Bool {
        let arrival = table[place].take(
            time: time,
            value: value,
            start: start,
            synthetic: synthetic,
            lastSealed: &lastSealed
        )
        guard arrival == .stored else {
            if arrival == .outOfOrder { outOfOrderCount += 1 }
            return false
        }
        if start != 0 { hasNatives = true }
        if synthetic { syntheticSampleCount += 1 }
        countSamples(1, at: time)
        return true
    }

    /// Appends a native histogram to the series at a place of the table; whether it was taken.
    @discardableResult
    mutating func append(at place: Int, time: Int64, histogram: FloatHistogram, start: Int64 = 0) -> Bool {
        let arrival = table[place].take(time: time, histogram: histogram, start: start)
        guard arrival == .stored else {
            if arrival == .outOfOrder { outOfOrderCount += 1 }
            return false
        }
        hasNatives = true
        countSamples(1, at: time)
        return true
    }

    mutating func countSamples(_ count: Int, at time: Int64) {
        sampleCount += count
        if let newest = newestTimestamp, newest.milliseconds >= time { return }
        newestTimestamp = Timestamp(milliseconds: time)
    }

    /// Forgets all samples before a moment, and series that have none left.
    package mutating func dropSamples(before moment: Timestamp) {
        settle()
        var names: Set<String> = []
        for place in table.indices {
            let dropped = table[place].drop(before: moment.milliseconds)
            sampleCount -= dropped.samples
            syntheticSampleCount -= dropped.synthetic
            guard table[place].count == 0 else { continue }
            let labels = table[place].labels
            names.insert(labels.metricName)
            table.remove(at: place)
            idsByLabels[labels] = nil
        }
        for name in names { forgetGone(of: name) }
        if table.isEmpty { newestTimestamp = nil }
    }
}
