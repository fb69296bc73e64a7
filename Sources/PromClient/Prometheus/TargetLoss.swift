import GoldenSignals
import PromModel
import PromQL

/// Since when a target, or every target of a service, does not answer.
struct TargetLoss: Sendable, Equatable {
    /// The first scrape that failed.
    let since: Timestamp
    /// None before it succeeded, as far back as is known.
    let isOlderThanData: Bool
}

/// Since when a service did not answer at a moment of the past.
struct PastLoss: Sendable, Equatable {
    /// When it was lost.
    let loss: TargetLoss
    /// The moment that was asked about: until then it answered nothing.
    let through: Timestamp

    /// Whether it is what a moment belongs to.
    func covers(_ moment: Timestamp) -> Bool { loss.since <= moment && moment <= through }
}

/// Samples of `up` over a time, with the moments that they carry.
struct UpHistory: Sendable {
    private static let valueTag = "up"
    private static let momentTag = "at"

    /// Of each target, or of each group of them.
    private var values: [Labels: [Sample]] = [:]
    private var moments: [Labels: [Timestamp: Double]] = [:]

    /// The question; `by` groups targets, of which one that answers is enough.
    static func expression(_ selector: String, by names: [String]? = nil) -> String {
        let up = "up{\(selector)}"
        let grouped = { (series: String) in
            names.map { "max by (\(PromQLName.labels($0))) (\(series))" } ?? series
        }
        return SignalCatalog.combined([
            (valueTag, grouped(up)), (momentTag, grouped("timestamp(\(up))")),
        ]) ?? up
    }

    /// Reads the answer.
    init(_ series: [Series]) {
        for series in series {
            let tag = series.labels[SignalCatalog.tagLabel]
            let labels = series.labels.dropping([Labels.metricNameLabel, SignalCatalog.tagLabel])
            if tag == Self.valueTag { values[labels, default: []] += series.samples }
            guard tag == Self.momentTag else { continue }
            for sample in series.samples { moments[labels, default: [:]][sample.timestamp] = sample.value }
        }
    }

    /// When each was lost; those that answered last are left out.
    ///
    /// The first failed scrape after the last good one carries the moment.
    var losses: [Labels: TargetLoss] {
        var losses: [Labels: TargetLoss] = [:]
        for (labels, unsorted) in values {
            let samples = unsorted.sorted { $0.timestamp < $1.timestamp }
            guard let newest = samples.last, newest.value != 1 else { continue }
            let good = samples.lastIndex { $0.value == 1 }
            let first = samples[good.map { $0 + 1 } ?? 0].timestamp
            let scrape = moments[labels]?[first].map { Timestamp(seconds: $0) }
            losses[labels] = TargetLoss(since: scrape ?? first, isOlderThanData: good == nil)
        }
        return losses
    }

    /// When each answered last, of those that did; by points that each speak for the time before them.
    var lastGood: [Labels: Timestamp] {
        values.compactMapValues { $0.filter { $0.value == 1 }.map(\.timestamp).max() }
    }
}
