/// `rate`, `increase` or `delta` at the steps of a query, for one series after the other.
///
/// The values are those of ``Rate/extrapolated(_:isCounter:perSecond:isLate:)``, to the last bit. What follows from the
/// times of samples is computed once for all series that have the same.
struct RateColumn {
    /// A window with two samples at least.
    private struct Stretch {
        let step: Int
        let first: Int
        let last: Int
        /// From the first sample to the last, in seconds.
        let sampled: Double
        /// How close to the first sample a counter has to have been at zero for that to matter, in seconds.
        let limit: Double
        /// By what the difference is multiplied where that does not matter.
        let factor: Double
    }

    let isCounter: Bool
    let perSecond: Bool
    let isLate: Bool
    private var stretches: [Stretch] = []
    private var generation = -1
    /// How many of the values up to each are less than the one before.
    private var falls: [Int32] = []

    /// Nil for any other function.
    init?(_ function: Function?, isLate: Bool) {
        switch function {
        case .rate: (isCounter, perSecond) = (true, true)
        case .increase: (isCounter, perSecond) = (true, false)
        case .delta: (isCounter, perSecond) = (false, false)
        default: return nil
        }
        self.isLate = isLate
    }

    /// Puts the values of the series that a walk has come to in place of those of the one before.
    mutating func evaluate(_ walk: SeriesWalk, into column: inout SeriesColumn) {
        if generation != walk.generation {
            prepare(walk)
            column.become(zerosAt: stretches.map(\.step))
        }
        let isFalling = isCounter && walk.window.values.hasFalls
        if isFalling { countFalls(walk.window.values) }
        walk.window.values.withUnsafeBufferPointer { values in
            stretches.withUnsafeBufferPointer { stretches in
                column.withValues { room in
                    for index in room.indices {
                        room[index] = value(stretches[index], values, isFalling: isFalling, walk)
                    }
                }
            }
        }
    }

    private func value(
        _ stretch: Stretch,
        _ values: UnsafeBufferPointer<Double>,
        isFalling: Bool,
        _ walk: SeriesWalk
    ) -> Double {
        let first = values[stretch.first]
        var result = values[stretch.last] - first
        guard isCounter else { return result * stretch.factor }
        if isFalling, falls[stretch.last] > falls[stretch.first] {
            var previous = first
            for index in stretch.first + 1...stretch.last {
                if values[index] < previous { result += previous }
                previous = values[index]
            }
        }
        guard mayReachZero(first, result, stretch) else { return result * stretch.factor }
        return result * factor(first, result, stretch, walk)
    }

    /// Whether the counter may have been zero as close to its first sample as to matter: never false where it was.
    ///
    /// A product in place of the quotient is off by some parts of 10^16, and only tiny increases make it useless.
    private func mayReachZero(_ first: Double, _ result: Double, _ stretch: Stretch) -> Bool {
        guard result > 0, first >= 0 else { return false }
        return !(result > 1e-200 && first * stretch.sampled > stretch.limit * result * 1.000_000_1)
    }

    private func factor(
        _ first: Double,
        _ result: Double,
        _ stretch: Stretch,
        _ walk: SeriesWalk
    ) -> Double {
        let toZero = stretch.sampled * (first / result)
        return extrapolation(stretch.first, stretch.last, walk.steps[stretch.step], walk)
            .factor(toZero: toZero, isLate: isLate, perSecond: perSecond)
    }

    private func extrapolation(
        _ first: Int,
        _ last: Int,
        _ step: Evaluator.Step,
        _ walk: SeriesWalk
    ) -> Rate.Extrapolation {
        Rate.Extrapolation(
            first: walk.window.times[first],
            last: walk.window.times[last],
            gaps: last - first,
            start: step.start,
            end: step.end
        )
    }

    private mutating func prepare(_ walk: SeriesWalk) {
        generation = walk.generation
        stretches.removeAll(keepingCapacity: true)
        for window in walk.filled where window.upper - window.lower >= 2 {
            let (first, last) = (window.lower, window.upper - 1)
            let extrapolation = extrapolation(first, last, walk.steps[window.step], walk)
            stretches.append(
                Stretch(
                    step: window.step,
                    first: first,
                    last: last,
                    sampled: extrapolation.sampled,
                    limit: extrapolation.limit(isLate: isLate),
                    factor: extrapolation.factor(toZero: nil, isLate: isLate, perSecond: perSecond)
                )
            )
        }
    }

    private mutating func countFalls(_ values: [Double]) {
        falls.removeAll(keepingCapacity: true)
        var count: Int32 = 0
        for index in values.indices {
            if index > 0, values[index] < values[index - 1] { count += 1 }
            falls.append(count)
        }
    }
}

extension [Double] {
    /// Whether any value is smaller than the one before.
    ///
    /// All pairs are compared, whatever is found: without a way out the compiler compares several at once.
    fileprivate var hasFalls: Bool {
        withUnsafeBufferPointer { values in
            var falls = 0
            for index in 0..<Swift.max(values.count - 1, 0) {
                falls &+= values[index &+ 1] < values[index] ? 1 : 0
            }
            return falls > 0
        }
    }
}
