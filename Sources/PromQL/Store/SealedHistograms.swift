internal import PromModel

/// A run of native histograms of one series that changes no more, compressed.
///
/// Each count, and the sum, is a column of its own over all histograms of the run, coded as a ``SealedBlock`` codes
/// values; a bucket that only some of them have is empty in the others. Every bit of a value comes back.
struct SealedHistograms: Sendable {
    /// How many histograms a run holds at most.
    static let capacity = 120

    let firstTime: Int64
    let lastTime: Int64
    /// The times, and the counts of all observations.
    private let counts: SealedBlock
    private let sums: [UInt8]
    private let zeros: [UInt8]
    private let positive: [[UInt8]]
    private let negative: [[UInt8]]
    /// The buckets that any of the run has.
    let positiveIndexes: [Int32]
    let negativeIndexes: [Int32]
    /// The last one of the run, without its counts: what all of them have in common.
    let common: FloatHistogram
    /// The hints that are not that of the last one, by place.
    let otherHints: [UInt8: CounterResetHint]
    /// Whether any of the run ends the series.
    let hasMarkers: Bool

    var count: Int { counts.count }

    /// Compresses histograms that are laid out alike; nil if there are none or too many.
    init?(times: [Int64], histograms: [FloatHistogram]) {
        guard let first = times.first, let last = times.last, let model = histograms.last,
            let counts = SealedBlock(times: times, values: histograms.map(\.count)), times.count <= Self.capacity
        else { return nil }
        (firstTime, lastTime, self.counts) = (first, last, counts)
        sums = ValueCode.encode(histograms.map(\.sum))
        zeros = ValueCode.encode(histograms.map(\.zeroCount))
        (positiveIndexes, positive) = Self.columns(histograms.map(\.positive))
        (negativeIndexes, negative) = Self.columns(histograms.map(\.negative))
        common = FloatHistogram(
            hint: model.hint,
            schema: model.schema,
            zeroThreshold: model.zeroThreshold,
            customBounds: model.customBounds
        )
        var others: [UInt8: CounterResetHint] = [:]
        for (index, histogram) in histograms.enumerated() where histogram.hint != model.hint {
            others[UInt8(index)] = histogram.hint
        }
        otherHints = others
        hasMarkers = histograms.contains(where: \.isStaleMarker)
    }

    /// Whether two histograms may be in one run.
    static func areAlike(_ one: FloatHistogram, _ other: FloatHistogram) -> Bool {
        one.schema == other.schema && one.zeroThreshold == other.zeroThreshold && one.customBounds == other.customBounds
    }

    private static func columns(_ buckets: [HistogramBuckets]) -> (indexes: [Int32], columns: [[UInt8]]) {
        let indexes = Set(buckets.flatMap(\.indexes)).sorted()
        var rows = indexes.map { _ in Array(repeating: 0.0, count: buckets.count) }
        for (number, buckets) in buckets.enumerated() {
            var place = 0
            for (index, count) in zip(buckets.indexes, buckets.counts) {
                while indexes[place] < index { place += 1 }
                rows[place][number] = count
            }
        }
        return (indexes, rows.map(ValueCode.encode))
    }

    /// The times alone.
    var times: [Int64] { (try? counts.allTimes()) ?? [] }

    /// The histograms.
    func histograms() -> [SharedHistogram] {
        let (counts, sums, zeros) = (values(counts.values), values(self.sums), values(self.zeros))
        let (positive, negative) = (self.positive.map(values), self.negative.map(values))
        return (0..<count).map { index in
            var histogram = common
            if let hint = otherHints[UInt8(index)] { histogram.hint = hint }
            histogram.count = counts[index]
            histogram.sum = sums[index]
            histogram.zeroCount = zeros[index]
            histogram.positive = HistogramBuckets(rising: positiveIndexes, counts: positive.map { $0[index] })
            histogram.negative = HistogramBuckets(rising: negativeIndexes, counts: negative.map { $0[index] })
            return SharedHistogram(histogram)
        }
    }

    /// A number that each histogram of a run has.
    enum Column: Equatable {
        case count
        case sum
        case zeroCount
        /// A bucket, by its place among the indexes of the run.
        case positive(Int)
        case negative(Int)
    }

    /// Reads a column into room for all of the run.
    func read(_ column: Column, into room: UnsafeMutableBufferPointer<Double>) {
        let bytes =
            switch column {
            case .count: counts.values
            case .sum: sums
            case .zeroCount: zeros
            case .positive(let place): positive[place]
            case .negative(let place): negative[place]
            }
        // What was made of histograms is never malformed.
        if !ValueCode.decode(bytes, into: room) { room.update(repeating: .nan) }
    }

    private func values(_ column: [UInt8]) -> [Double] {
        [Double](unsafeUninitializedCapacity: count) { room, initialized in
            let room = UnsafeMutableBufferPointer(rebasing: room[..<count])
            if !ValueCode.decode(column, into: room) { room.initialize(repeating: .nan) }
            initialized = count
        }
    }

    /// About how many bytes it takes.
    var byteCount: Int {
        let columns = positive + negative
        // An array has a head of 32 bytes; a column's place takes 8, and an index 4.
        return 320 + counts.byteCount + sums.count + zeros.count + columns.reduce(0) { $0 + $1.count + 44 }
            + 8 * common.customBounds.count + 16 * otherHints.count
    }
}
