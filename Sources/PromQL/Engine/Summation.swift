/// A sum that keeps the rounding errors of its additions and corrects itself by them (Neumaier).
struct CompensatedSum {
    var sum: Double
    var compensation = 0.0
    /// Whether an infinite sum has no error to be corrected, as in Prometheus 3; in version 2 it becomes NaN.
    private let isInfinityExact: Bool

    init(_ start: Double = 0, isClosed: Bool = false) {
        sum = start
        isInfinityExact = !isClosed
    }

    mutating func add(_ value: Double) {
        let total = sum + value
        if total.isInfinite && isInfinityExact {
            compensation = 0
        } else if abs(sum) >= abs(value) {
            compensation += (sum - total) + value
        } else {
            compensation += (value - total) + sum
        }
        sum = total
    }

    var result: Double { sum.isInfinite ? sum : sum + compensation }
}

/// An arithmetic mean that does not overflow where the sum of the values would.
struct Mean {
    /// How the mean is computed; versions of Prometheus differ in the last bits.
    enum Method {
        /// A running mean, uncompensated: aggregations in Prometheus 2.
        case running
        /// A running mean, compensated: functions over time in Prometheus 2.
        case compensatedRunning
        /// A compensated sum, until it overflows: Prometheus 3.
        case sum
    }

    private let method: Method
    private var total = CompensatedSum()
    private var count = 0.0
    private var isRunning: Bool

    init(_ method: Method) {
        self.method = method
        isRunning = method != .sum
    }

    mutating func add(_ value: Double) {
        count += 1
        if count == 1 && method != .compensatedRunning {
            total = CompensatedSum(value)
            return
        }
        if !isRunning {
            var attempt = total
            attempt.add(value)
            if !attempt.sum.isInfinite {
                total = attempt
                return
            }
            isRunning = true
            total.sum /= count - 1
            total.compensation /= count - 1
        }
        if total.sum.isInfinite {
            // Another infinity of the same sign, or any finite value, leaves an infinite mean as it is.
            if value.isInfinite && (value > 0) == (total.sum > 0) { return }
            if value.isFinite { return }
        }
        switch method {
        case .running:
            total.sum += value / count - total.sum / count
        case .compensatedRunning:
            total.add(value / count - total.sum / count)
        case .sum:
            let share = (count - 1) / count
            var next = CompensatedSum(share * total.sum)
            next.compensation = share * total.compensation
            next.add(value / count)
            total = next
        }
    }

    /// What ``Method/sum`` makes of numbers, at once; nil where their sum overflows, or without any.
    static func simple(of values: ArraySlice<Double>) -> Double? {
        values.withUnsafeBufferPointer { values in
            guard let first = values.first else { return nil }
            var total = CompensatedSum(first)
            for index in 1..<values.count {
                total.add(values[index])
            }
            // Once infinite, or NaN after that, a sum never is finite again.
            guard total.sum.isFinite else { return nil }
            let count = Double(values.count)
            return total.sum / count + total.compensation / count
        }
    }

    var result: Double {
        switch method {
        case .running: total.sum
        case .compensatedRunning: total.result
        case .sum: isRunning ? total.result : total.sum / count + total.compensation / count
        }
    }
}

/// Statistics of plain lists of numbers.
enum Statistics {
    /// The q-quantile with linear interpolation between neighbours; NaN values sort below all others.
    static func quantile(_ q: Double, of values: some Sequence<Double>) -> Double {
        let sorted = values.sorted { $1.isNaN ? false : $0.isNaN || $0 < $1 }
        guard !sorted.isEmpty, !q.isNaN else { return .nan }
        if q < 0 { return -.infinity }
        if q > 1 { return .infinity }
        let rank = q * Double(sorted.count - 1)
        let lower = max(0, min(Int(rank.rounded(.down)), sorted.count - 1))
        let upper = min(sorted.count - 1, lower + 1)
        let weight = rank - rank.rounded(.down)
        return sorted[lower] * (1 - weight) + sorted[upper] * weight
    }

    /// The variance over all values, by Welford's method with compensation.
    static func variance(_ values: some Sequence<Double>, isClosed: Bool) -> Double {
        var count = 0.0
        var mean = CompensatedSum(isClosed: isClosed)
        var squares = CompensatedSum(isClosed: isClosed)
        for value in values {
            count += 1
            let delta = value - (mean.sum + mean.compensation)
            mean.add(delta / count)
            squares.add(delta * (value - (mean.sum + mean.compensation)))
        }
        return (squares.sum + squares.compensation) / count
    }
}
