import Foundation
import PromModel

/// Prometheus's arithmetic written down plainly, without regard to speed: the measure for the engine's.
struct SlowModel {
    /// What is computed of a window of samples.
    enum Change: String, CaseIterable {
        case rate, increase, delta
    }

    /// Whether as Prometheus 2 computes: windows include their start, and a counter's zero comes before the threshold.
    let isClosed: Bool

    /// The samples of a series in a window that ends at a moment, without stale markers.
    func window(_ samples: [Sample], at moment: Int64, milliseconds: Int64) -> [Sample] {
        samples.filter { sample in
            let age = moment - sample.timestamp.milliseconds
            guard age >= 0, !StaleMarker.isMarker(sample.value) else { return false }
            return isClosed ? age <= milliseconds : age < milliseconds
        }
    }

    /// The change over a window, extrapolated to its edges; nil with fewer than two samples.
    func change(_ change: Change, of samples: [Sample], at moment: Int64, milliseconds: Int64) -> Double? {
        let window = window(samples, at: moment, milliseconds: milliseconds)
        guard let first = window.first, let last = window.last, window.count >= 2 else { return nil }
        var total = last.value - first.value
        if change != .delta {
            for (before, after) in zip(window, window.dropFirst()) where after.value < before.value {
                total += before.value
            }
        }
        let sampled = Double(last.timestamp.milliseconds - first.timestamp.milliseconds) / 1000
        let distance = sampled / Double(window.count - 1)
        let atEnd = Double(moment - last.timestamp.milliseconds) / 1000
        let before = Double(first.timestamp.milliseconds - (moment - milliseconds)) / 1000
        let sinceZero = change != .delta && total > 0 && first.value >= 0 ? sampled * (first.value / total) : .infinity
        let atStart: Double
        if isClosed {
            let nearest = Swift.min(before, sinceZero)
            atStart = nearest < distance * 1.1 ? nearest : distance / 2
        } else {
            atStart = Swift.min(before < distance * 1.1 ? before : distance / 2, sinceZero)
        }
        let stretch = sampled + atStart + (atEnd < distance * 1.1 ? atEnd : distance / 2)
        let whole = total * (stretch / sampled)
        return change == .rate ? whole / (Double(milliseconds) / 1000) : whole
    }

    /// The quantile of a classic histogram: upper bounds with the number of observations up to them, in any order.
    func quantile(_ q: Double, of buckets: [(bound: Double, count: Double)]) -> Double {
        if q.isNaN { return .nan }
        if q < 0 { return -.infinity }
        if q > 1 { return .infinity }
        let bounds = Set(buckets.map(\.bound)).sorted()
        guard bounds.last == .infinity else { return .nan }
        var counts = bounds.map { bound in buckets.filter { $0.bound == bound }.reduce(0) { $0 + $1.count } }
        for index in counts.indices.dropFirst() {
            let (one, other) = (counts[index - 1], counts[index])
            let isRounding = !isClosed && one != other && abs(one - other) / (abs(one) + abs(other)) < 1e-12
            if isRounding || other < one { counts[index] = one }
        }
        guard bounds.count >= 2, let total = counts.last, total != 0 else { return .nan }
        let rank = q * total
        let found = counts.dropLast().firstIndex { $0 >= rank }
        guard let found else { return bounds[bounds.count - 2] }
        if found == 0 && bounds[0] <= 0 { return bounds[0] }
        let (lower, below) = found == 0 ? (0, 0) : (bounds[found - 1], counts[found - 1])
        return lower + (bounds[found] - lower) * ((rank - below) / (counts[found] - below))
    }

    /// What an aggregation makes of the values of a group, by its name in PromQL.
    static func aggregate(_ name: String, _ values: [Double]) -> Double {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let numbers = values.filter { !$0.isNaN }
        switch name {
        case "sum": return values.reduce(0, +)
        case "avg": return mean
        case "min": return numbers.min() ?? .nan
        case "max": return numbers.max() ?? .nan
        case "count": return count
        case "stdvar": return variance
        case "stddev": return sqrt(variance)
        default: return 1
        }
    }
}
