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

    static let changedTag = "changedBounds"

    /// The moments at which whole histograms of the window have two kinds of bounds, by what the range queries answered.
    static func changedBounds(in series: [Series]) -> Set<Timestamp> {
        let samples = series.filter { $0.labels[SignalCatalog.tagLabel] == changedTag }.flatMap(\.samples)
        return Set(samples.filter { $0.value > 0 }.map(\.timestamp))
    }

    /// Takes back what is made of whole histograms where those of the window have two kinds of bounds.
    package func withdrawChanged(_ snapshot: inout SignalSnapshot, in series: [Series]) {
        guard Self.changedBounds(in: series).contains(snapshot.at) else { return }
        let reason = "the bounds of the histogram changed within this window: what it counted over that is not told"
        for signal in catalog.histogramSignals {
            snapshot.readings[signal] = SignalReading(.noData)
            snapshot.readings[signal]?.blank = reason
        }
        snapshot.isWarmingUp = false
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
