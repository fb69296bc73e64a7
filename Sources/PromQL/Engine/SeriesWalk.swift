internal import PromModel

/// Goes through the samples of one series after the other, with the window of each step.
///
/// All that depends on times alone is kept from one series to the next: those of a scrape have the same.
struct SeriesWalk {
    /// The window of a step that holds anything.
    struct Filled {
        /// The place of the step.
        let step: Int
        let lower: Int
        let upper: Int
    }

    let steps: [Evaluator.Step]
    /// The samples of the series, in room that all of them share; its bounds are those of no step yet.
    var window: Window
    /// The windows that hold anything, in order of steps.
    private(set) var filled: [Filled] = []
    /// How often the times have changed from one series to the next.
    private(set) var generation = 0
    private var lastTimes: [Int64] = []

    init(_ steps: [Evaluator.Step], window: Window) {
        self.steps = steps
        self.window = window
    }

    /// Takes the samples of a series, without stale markers if those are nothing to the function.
    mutating func load(_ series: StoredSeries, droppingMarkers: Bool) {
        guard let first = steps.first?.start, let last = steps.last?.end else { return }
        swap(&window.times, &lastTimes)
        window.times.removeAll(keepingCapacity: true)
        window.values.removeAll(keepingCapacity: true)
        series.read(from: first, through: last, into: &window.times, &window.values)
        if droppingMarkers, window.values.holdsNaN, window.values.contains(where: StaleMarker.isMarker) {
            let kept = window.values.indices.filter { !StaleMarker.isMarker(window.values[$0]) }
            window.times = kept.map { window.times[$0] }
            window.values = kept.map { window.values[$0] }
        }
        if generation == 0 || !window.times.isSame(as: lastTimes) { findWindows() }
    }

    private mutating func findWindows() {
        generation += 1
        filled.removeAll(keepingCapacity: true)
        var (lower, upper) = (0, 0)
        window.times.withUnsafeBufferPointer { times in
            for (index, step) in steps.enumerated() {
                while upper < times.count, times[upper] <= step.end { upper += 1 }
                while lower < upper, times[lower] < step.oldest { lower += 1 }
                if lower < upper { filled.append(Filled(step: index, lower: lower, upper: upper)) }
            }
        }
    }
}

extension [Double] {
    /// Whether any of them is NaN.
    ///
    /// All are looked at: without a way out the compiler looks at several at once.
    fileprivate var holdsNaN: Bool {
        withUnsafeBufferPointer { values in
            var count = 0
            for index in values.indices {
                count &+= values[index] != values[index] ? 1 : 0
            }
            return count > 0
        }
    }
}

extension [Int64] {
    /// Whether two rows are equal, all of them being looked at.
    fileprivate func isSame(as other: [Int64]) -> Bool {
        guard count == other.count, first == other.first, last == other.last else { return false }
        return withUnsafeBufferPointer { own in
            other.withUnsafeBufferPointer { other in
                var difference: Int64 = 0
                for index in own.indices {
                    difference |= own[index] ^ other[index]
                }
                return difference == 0
            }
        }
    }
}
