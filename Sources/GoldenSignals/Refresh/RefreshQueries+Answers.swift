package import PromModel

// What answers tell beside the numbers.
extension RefreshQueries {
    /// The moments at which the buckets of the window make no histogram, by what the range queries answered.
    package static func unevenBounds(in series: [Series]) -> Set<Timestamp> {
        var samples: [Timestamp: BoundSamples] = [:]
        for series in series where series.labels[SignalCatalog.tagLabel] == Self.boundsTag {
            for sample in series.samples {
                samples[sample.timestamp, default: BoundSamples()].add(sample.value, bound: series.labels["le"])
            }
        }
        return Set(samples.filter(\.value.areUneven).keys)
    }

    /// The instances whose requests are counted, and of which no start time is told.
    package static func unstarted(in facts: [InstantValue]) -> Set<String> {
        func instances(_ fact: Fact) -> Set<String> {
            Set(facts.lazy.filter { $0.labels[SignalCatalog.tagLabel] == fact.rawValue }.map { $0.labels["instance"] })
        }
        return instances(.requests).subtracting(instances(.start)).subtracting([""])
    }
}
