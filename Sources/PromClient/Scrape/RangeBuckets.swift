import Detection
import Foundation
package import PromModel

/// Histograms whose buckets are ranges, each for itself: `x_bucket{vmrange="1.000e-02...1.136e-02"}`.
///
/// Such pages show only the ranges that hold anything, so that sums below a bound would jump when one appears. They are
/// kept whole instead, with all bounds that there can be: 18 for each power of ten, from 1e-9 to 1e18.
package enum RangeBuckets {
    private static let label = MetricFamily.rangeLabel
    private static let perDecade = 18.0
    private static let decades = (first: -9.0, last: 18.0)
    /// Texts round a bound to four digits.
    private static let tolerance = 1e-3

    /// All upper bounds, in their order.
    package static let bounds: [Double] = (0...Int((decades.last - decades.first) * perDecade)).map {
        pow(10, decades.first + Double($0) / perDecade)
    }

    /// Whether a page may have any: a look at its bytes.
    package static func mayBe(in body: [UInt8]) -> Bool {
        let wanted = Array("\(label)=".utf8)
        return body.withUnsafeBytes { page in
            guard let start = page.baseAddress else { return false }
            var place = 0
            while place + wanted.count <= page.count,
                let found = memchr(start + place, Int32(wanted[0]), page.count - wanted.count - place + 1)
            {
                if memcmp(found, wanted, wanted.count) == 0 { return true }
                place = found - UnsafeMutableRawPointer(mutating: start) + 1
            }
            return false
        }
    }

    /// The whole histogram of each set of labels that has ranges, a count and a sum, by the name that these belong to.
    ///
    /// One of whose ranges is none of the known ones is left out: a part of a histogram tells a wrong quantile.
    package static func histograms(of page: Exposition) -> [ExpositionHistogram] {
        var order: [Labels] = []
        var found: [Labels: [Int32: Double]] = [:]
        var broken: Set<Labels> = []
        for sample in page.samples where !sample.labels[label].isEmpty {
            let name = sample.labels.metricName
            guard name.hasSuffix("_bucket") else { continue }
            let labels = sample.labels.setting(label, to: "")
                .setting(Labels.metricNameLabel, to: String(name.dropLast("_bucket".count)))
            guard let index = index(of: sample.labels[label]), sample.value.isFinite else {
                broken.insert(labels)
                continue
            }
            if found[labels] == nil { order.append(labels) }
            found[labels, default: [:]][index] = sample.value
        }
        guard !found.isEmpty else { return [] }
        var parts: [Labels: (sum: Double?, count: Double?)] = [:]
        for sample in page.samples {
            let name = sample.labels.metricName
            guard let suffix = ["_sum", "_count"].first(where: name.hasSuffix) else { continue }
            let labels = sample.labels.setting(Labels.metricNameLabel, to: String(name.dropLast(suffix.count)))
            guard found[labels] != nil else { continue }
            if suffix == "_sum" {
                parts[labels, default: (nil, nil)].sum = sample.value
            } else {
                parts[labels, default: (nil, nil)].count = sample.value
            }
        }
        return order.compactMap { labels in
            guard !broken.contains(labels), let counts = found[labels]?.sorted(by: { $0.key < $1.key }),
                let sum = parts[labels]?.sum, let count = parts[labels]?.count
            else { return nil }
            return ExpositionHistogram(
                labels: labels,
                histogram: FloatHistogram(
                    schema: FloatHistogram.customSchema,
                    count: count,
                    sum: sum,
                    positive: HistogramBuckets(rising: counts.map(\.key), counts: counts.map(\.value)),
                    customBounds: bounds
                )
            )
        }
    }

    /// Which bucket a range is; nil where its upper end is none of the bounds.
    package static func index(of range: String) -> Int32? {
        guard let dots = range.range(of: "..."), let upper = Double(range[dots.upperBound...]), upper > 0 else {
            return nil
        }
        guard upper.isFinite else { return Int32(bounds.count) }
        let place = ((log10(upper) - decades.first) * perDecade).rounded()
        guard place >= 0, Int(place) < bounds.count,
            abs(upper / bounds[Int(place)] - 1) < tolerance
        else { return nil }
        return Int32(place)
    }
}
