internal import PromModel
internal import PromQL

/// Classic histograms of a load command as native ones with custom bounds, as `load_with_nhcb` adds them.
struct CustomBuckets {
    /// What is known of one histogram at one moment.
    private struct Parts {
        var buckets: [Double: Double] = [:]
        var count: Double?
        var sum: Double?
    }

    /// The histograms, by labels and position.
    private var parts: [Labels: [Int: Parts]] = [:]

    /// Takes in the series of a load command that are parts of histograms.
    init(_ series: [SequenceNotation]) {
        for sequence in series {
            let name = sequence.labels.metricName
            guard let suffix = ["_bucket", "_count", "_sum"].first(where: name.hasSuffix) else { continue }
            let base = String(name.dropLast(suffix.count))
            let labels = sequence.labels.dropping(["le"]).setting(Labels.metricNameLabel, to: base)
            for (position, item) in sequence.items.enumerated() {
                guard let value = item.number, !StaleMarker.isMarker(value) else { continue }
                var known = parts[labels]?[position] ?? Parts()
                switch suffix {
                case "_count": known.count = value
                case "_sum": known.sum = value
                default:
                    guard let bound = TestNumber.parse(sequence.labels["le"]), !bound.isNaN else { continue }
                    known.buckets[bound] = value
                }
                parts[labels, default: [:]][position] = known
            }
        }
    }

    /// The native histograms, oldest first.
    var series: [(labels: Labels, histograms: [(position: Int, histogram: FloatHistogram)])] {
        parts.map { labels, positions in
            let histograms = positions.sorted { $0.key < $1.key }.compactMap { position, parts in
                CustomBuckets.histogram(parts).map { (position: position, histogram: $0) }
            }
            return (labels, histograms)
        }
    }

    private static func histogram(_ parts: Parts) -> FloatHistogram? {
        let buckets = parts.buckets.sorted { $0.key < $1.key }
        guard let highest = buckets.last?.value ?? parts.count else { return nil }
        let total = parts.count ?? parts.buckets[.infinity] ?? highest
        let finite = buckets.filter { $0.key.isFinite }
        var counts: [Double] = []
        var below = 0.0
        for bucket in finite {
            counts.append(bucket.value - below)
            below = bucket.value
        }
        counts.append(total - below)
        var histogram = FloatHistogram(
            schema: FloatHistogram.customSchema,
            count: total,
            sum: parts.sum ?? 0,
            positive: HistogramBuckets(from: 0, counts: counts),
            customBounds: finite.map(\.key)
        )
        histogram.compact()
        return histogram
    }
}
