import PromModel
import Randomness

/// A series with a value, or a native histogram, for each scrape.
struct MadeUpSeries {
    let labels: Labels
    var values: [Double] = []
    var histograms: [FloatHistogram] = []
    /// Which instance it belongs to.
    let instance: Int

    /// How many scrapes there are.
    var scrapes: Int { max(values.count, histograms.count) }

    /// A counter of a job; one in a hundred restarts.
    static func counter(
        of instance: Int,
        job: String,
        _ scrapes: Int,
        _ random: inout SeededRandom
    ) -> MadeUpSeries {
        let restart = Int.random(in: 0..<100, using: &random) == 0 ? Int.random(in: 0..<scrapes, using: &random) : nil
        var total = Double(Int.random(in: 0..<1_000_000, using: &random))
        var values: [Double] = []
        for scrape in 0..<scrapes {
            if scrape == restart { total = 0 }
            total += Double(Int.random(in: 0...100, using: &random))
            values.append(total)
        }
        let labels: Labels = ["__name__": "m", "instance": "instance-\(instance)", "job": job]
        return MadeUpSeries(labels: labels, values: values, instance: instance)
    }

    /// The buckets of a histogram of an instance.
    static func buckets(of instance: Int, _ scrapes: Int, _ random: inout SeededRandom) -> [MadeUpSeries] {
        var below = Array(repeating: 0.0, count: scrapes)
        let bounds = ["0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "+Inf"]
        return bounds.enumerated().map { index, bound in
            // Most requests are fast.
            let most = (bounds.count - index) * (bounds.count - index) / 5
            var inBucket = 0.0
            for scrape in 0..<scrapes {
                inBucket += Double(Int.random(in: 0...most, using: &random))
                below[scrape] += inBucket
            }
            let labels: Labels = ["__name__": "m_bucket", "instance": "instance-\(instance)", "le": bound]
            return MadeUpSeries(labels: labels, values: below, instance: instance)
        }
    }

    /// The native histogram of a job, of latencies from half a millisecond to some seconds.
    static func native(
        of instance: Int,
        job: String,
        _ scrapes: Int,
        _ random: inout SeededRandom
    ) -> MadeUpSeries {
        let bucketCount = 30
        var counts = Array(repeating: 0.0, count: bucketCount)
        var (count, sum) = (0.0, 0.0)
        let histograms = (0..<scrapes).map { _ in
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                // The middle ones get the most.
                let bucket = (0..<3).reduce(0) { sum, _ in sum + Int.random(in: 0..<bucketCount / 3, using: &random) }
                counts[bucket] += 1
                count += 1
                sum += Double(bucket + 1) / 64
            }
            let positive = HistogramBuckets(from: -22, counts: counts)
            return FloatHistogram(schema: 1, zeroThreshold: 1e-100, count: count, sum: sum, positive: positive)
        }
        let labels: Labels = ["__name__": "m", "instance": "instance-\(instance)", "job": job]
        return MadeUpSeries(labels: labels, histograms: histograms, instance: instance)
    }

    /// A gauge of an instance, in hundredths.
    static func gauge(of instance: Int, job: String, _ scrapes: Int, _ random: inout SeededRandom) -> MadeUpSeries {
        var value = Int.random(in: 0..<100_000, using: &random)
        let values = (0..<scrapes).map { _ in
            value += Int.random(in: -500...500, using: &random)
            return Double(value) / 100
        }
        let labels: Labels = ["__name__": "m", "instance": "instance-\(instance)", "job": job]
        return MadeUpSeries(labels: labels, values: values, instance: instance)
    }

    /// What tells the version that an instance runs: always 1.
    static func build(of instance: Int, _ scrapes: Int) -> MadeUpSeries {
        let labels: Labels = [
            "__name__": "build_info", "instance": "instance-\(instance)", "version": "1.\(instance % 3)",
        ]
        return MadeUpSeries(labels: labels, values: Array(repeating: 1, count: scrapes), instance: instance)
    }
}
