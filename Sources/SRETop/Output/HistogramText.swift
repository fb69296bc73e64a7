import PromClient
import PromModel

/// Native histograms as text for a person.
enum HistogramText {
    /// What stands in the place of a number: how many, their sum and mean.
    static func summary(_ histogram: NativeHistogram) -> String {
        let mean = histogram.count > 0 ? ", mean \(short(histogram.sum / histogram.count))" : ""
        return "count \(short(histogram.count)), sum \(short(histogram.sum))\(mean)"
    }

    /// A line for each bucket that holds any: its bounds, how many it holds, and their share.
    static func buckets(_ histogram: NativeHistogram) -> [String] {
        let rows = histogram.buckets.map { (bounds: $0.interval, count: short($0.count), value: $0.count) }
        let boundsWidth = rows.map(\.bounds.count).max() ?? 0
        let countWidth = rows.map(\.count.count).max() ?? 0
        return rows.map { row in
            let share = histogram.count > 0 ? row.value / histogram.count * 100 : 0
            let percent = NumberText.format((share * 10).rounded() / 10)
            return row.bounds + String(repeating: " ", count: boundsWidth - row.bounds.count + 2)
                + String(repeating: " ", count: countWidth - row.count.count) + row.count + "  \(percent) %"
        }
    }

    /// Six digits: rates have as many as a number can hold.
    private static func short(_ number: Double) -> String {
        guard number.isFinite, number != 0 else { return NumberText.format(number) }
        var scale = 1.0
        while number.magnitude * scale < 1e5, scale < 1e100 { scale *= 10 }
        return NumberText.format((number * scale).rounded() / scale)
    }
}
