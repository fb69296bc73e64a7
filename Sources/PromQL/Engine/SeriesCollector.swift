internal import PromModel

/// Gathers the values of many steps into series.
struct SeriesCollector {
    private var indexes: [Labels: Int] = [:]
    private var collected: [Series] = []
    /// The series after the one that got the last sample: most steps have the same elements in the same order.
    private var expected = 0
    private(set) var sampleCount = 0

    /// Adds a sample of a step; fails if the step had one with the same labels already.
    mutating func append(_ labels: Labels, _ element: Element, at time: Timestamp) throws(PromQLError) {
        sampleCount += 1
        if expected == collected.count { expected = 0 }
        let isExpected = expected < collected.count && collected[expected].labels == labels
        let index: Int
        if let known = isExpected ? expected : indexes[labels] {
            guard collected[known].lastTimestamp != time else { throw .duplicateLabels(labels) }
            index = known
        } else {
            index = collected.count
            indexes[labels] = index
            collected.append(Series(labels: labels, samples: []))
        }
        expected = index + 1
        if let histogram = element.histogram {
            collected[index].histograms.append(HistogramSample(timestamp: time, histogram: histogram.content))
        } else {
            collected[index].samples.append(Sample(timestamp: time, value: element.value))
        }
    }

    /// The series in order of labels.
    var series: [Series] { collected.sorted { $0.labels < $1.labels } }
}
