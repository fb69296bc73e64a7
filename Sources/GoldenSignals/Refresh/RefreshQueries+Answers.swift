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

    /// What processes are called whose counters were answered by ``SignalCatalog/processLabels``: as their start times are
    /// that were answered with them.
    struct ProcessNames {
        private let labels: [String]
        private let starts: [Labels]
        private let names: TargetNames

        init(_ starts: [Labels], by labels: [String]) {
            self.labels = labels
            self.starts = starts
            names = TargetNames(starts)
        }

        func name(of process: Labels) -> String {
            guard labels.count > 1 else { return process["instance"] }
            let own = process.keeping(only: labels)
            if let start = starts.first(where: { $0.keeping(only: labels) == own }) { return names.name(of: start) }
            return labels.map { own[$0] }.filter { !$0.isEmpty }.joined(separator: " ")
        }
    }

    /// The instances whose requests are counted, and of which no start time is told.
    package static func unstarted(in facts: [InstantValue]) -> Set<String> {
        func instances(_ fact: Fact) -> Set<String> {
            Set(facts.lazy.filter { $0.labels[SignalCatalog.tagLabel] == fact.rawValue }.map { $0.labels["instance"] })
        }
        return instances(.requests).subtracting(instances(.start)).subtracting([""])
    }
}
