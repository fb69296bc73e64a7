internal import PromModel

/// What the native histograms of one series grow by within the windows of some steps, column by column.
///
/// The numbers are those of ``Evaluator/increase(of:isCounter:_:startReset:)``, to the last bit: what a bucket counts at
/// the end, less what it counted at the beginning, and what it had counted before each time that the counter began anew.
struct NativeIncreases {
    /// A window with two histograms at least.
    struct Stretch {
        /// The place of the step.
        let step: Int
        let first: Int
        let last: Int
    }

    private(set) var stretches: [Stretch] = []
    /// By what the increases are multiplied.
    private(set) var factors: [Double] = []
    private let resets: [Int]
    /// At which of the resets a histogram itself tells of it.
    private let saidResets: Set<Int>
    private let hasCustomBounds: Bool
    private var table: NativeTable
    private var rows: ClosedRange<Int> = 0...0

    /// Nil if the histograms are no counter's.
    init?(_ samples: NativeSamples, _ layout: NativeLayout, _ steps: [Evaluator.Step]) {
        guard let resets = samples.resets else { return nil }
        self.resets = resets
        saidResets = Set(resets.filter(samples.saysReset))
        hasCustomBounds = layout.common.hasCustomBounds
        table = NativeTable(samples, layout)
        var (lower, upper) = (0, 0)
        let times = samples.times
        for (index, step) in steps.enumerated() {
            // Windows go back where the moment of evaluation does not matter, or to the beginning.
            if upper > 0, times[upper - 1] > step.end || lower > 0 && times[lower - 1] >= step.oldest {
                (lower, upper) = (0, 0)
            }
            while upper < times.count, times[upper] <= step.end { upper += 1 }
            while lower < upper, times[lower] < step.oldest { lower += 1 }
            if upper - lower > 1 { stretches.append(Stretch(step: index, first: lower, last: upper - 1)) }
        }
        guard let first = stretches.first, let last = stretches.last else { return }
        rows = first.first...max(first.first, last.last)
    }

    /// Works out by what increases are to be multiplied; false if that is beyond all numbers.
    mutating func findFactors(
        _ times: [Int64],
        _ steps: [Evaluator.Step],
        perSecond: Bool,
        isLimited: Bool,
        using room: UnsafeMutableBufferPointer<Double>
    ) -> Bool {
        table.read(0, near: rows, into: room)
        factors = stretches.map { stretch in
            Rate.nativeFactor(
                first: times[stretch.first],
                last: times[stretch.last],
                gaps: stretch.last - stretch.first,
                start: steps[stretch.step].start,
                end: steps[stretch.step].end,
                counts: isLimited ? (room[stretch.first], increase(in: stretch, room)) : nil,
                perSecond: perSecond
            )
        }
        return factors.allSatisfy(\.isFinite)
    }

    /// Works out the increases in a column, multiplied, in order of stretches.
    func evaluate(
        _ column: Int,
        using room: UnsafeMutableBufferPointer<Double>,
        into results: UnsafeMutableBufferPointer<Double>
    ) {
        table.read(column, near: rows, into: room)
        // Histograms with custom bounds are not subtracted in what they have no use for.
        let isKept = hasCustomBounds && column == 2
        stretches.withUnsafeBufferPointer { stretches in
            factors.withUnsafeBufferPointer { factors in
                if isKept {
                    for index in stretches.indices { results[index] = room[stretches[index].last] * factors[index] }
                } else if resets.isEmpty {
                    for index in stretches.indices {
                        let stretch = stretches[index]
                        results[index] = (room[stretch.last] - room[stretch.first]) * factors[index]
                    }
                } else {
                    for index in stretches.indices {
                        results[index] = increase(in: stretches[index], room) * factors[index]
                    }
                }
            }
        }
    }

    private func increase(in stretch: Stretch, _ column: UnsafeMutableBufferPointer<Double>) -> Double {
        var result = column[stretch.last]
        var index = resets.partitioningIndex { $0 > stretch.first }
        if index < resets.count, resets[index] == stretch.first + 1 {
            // The first one is not looked at; one that says so itself is added to nothing.
            if saidResets.contains(resets[index]) { result += 0 }
            index += 1
        } else {
            result -= column[stretch.first]
        }
        while index < resets.count, resets[index] <= stretch.last {
            result += column[resets[index] - 1]
            index += 1
        }
        return result
    }
}

extension [Int] {
    /// The first place of a rising row from which on a condition holds.
    fileprivate func partitioningIndex(where condition: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
