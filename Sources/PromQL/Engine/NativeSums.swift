internal import PromModel

/// Sums of native histograms by group at some steps, column by column, with what rounding loses.
///
/// They are those of ``CompensatedHistogram``, to the last bit, of which one begins with zeros here: added to zero a
/// number is itself.
struct NativeSums {
    private let layout: NativeLayout
    private let stepCount: Int
    /// The first series of each group that has a value at a step, by its place; negative while none has.
    private var places: [Int32]
    /// By group, column and step.
    private var sums: [Double]
    private var lost: [Double]

    init(_ layout: NativeLayout, groupCount: Int, stepCount: Int) {
        self.layout = layout
        self.stepCount = stepCount
        places = Array(repeating: -1, count: groupCount * stepCount)
        sums = Array(repeating: 0, count: groupCount * layout.columnCount * stepCount)
        lost = sums
    }

    /// Adds what the series at a place grew by.
    mutating func add(
        _ increases: NativeIncreases,
        of place: Int,
        to group: Int,
        using room: UnsafeMutableBufferPointer<Double>,
        _ results: UnsafeMutableBufferPointer<Double>
    ) {
        let stretches = increases.stretches
        for stretch in stretches where places[group * stepCount + stretch.step] < 0 {
            places[group * stepCount + stretch.step] = Int32(truncatingIfNeeded: place)
        }
        for column in 0..<layout.columnCount {
            increases.evaluate(column, using: room, into: results)
            let base = (group * layout.columnCount + column) * stepCount
            let isTotal = column < NativeLayout.totals.count
            stretches.withUnsafeBufferPointer { stretches in
                sums.withUnsafeMutableBufferPointer { sums in
                    lost.withUnsafeMutableBufferPointer { lost in
                        for index in stretches.indices {
                            let target = base + stretches[index].step
                            let (sum, value) = (sums[target], results[index])
                            let total = sum + value
                            sums[target] = total
                            if total.isInfinite {
                                if isTotal { lost[target] = 0 }
                            } else {
                                let isGreater = abs(sum) >= abs(value)
                                let rest = (isGreater ? sum : value) - total
                                lost[target] += rest + (isGreater ? value : sum)
                            }
                        }
                    }
                }
            }
        }
    }

    /// The sum of a group at a step, with the place of its first series; nil where it has none.
    func result(of group: Int, at step: Int) -> (place: Int32, histogram: FloatHistogram)? {
        let place = places[group * stepCount + step]
        guard place >= 0 else { return nil }
        let base = group * layout.columnCount * stepCount + step
        func total(_ column: Int) -> Double {
            let index = base + column * stepCount
            return sums[index] + lost[index]
        }
        var histogram = layout.common
        histogram.count = total(0)
        histogram.sum = total(1)
        histogram.zeroCount = total(2)
        let behind = NativeLayout.totals.count
        histogram.positive = buckets(layout.positive) { total(behind + $0) }
        histogram.negative = buckets(layout.negative) { total(behind + layout.positive.count + $0) }
        return (place, histogram)
    }

    private func buckets(_ indexes: [Int32], _ count: (Int) -> Double) -> HistogramBuckets {
        guard !indexes.isEmpty else { return HistogramBuckets() }
        var buckets = HistogramBuckets(rising: indexes, counts: indexes.indices.map(count))
        buckets.compact()
        return buckets
    }
}
