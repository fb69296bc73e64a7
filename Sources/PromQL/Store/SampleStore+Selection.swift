package import PromModel

extension SampleStore {
    /// The series that satisfy all matchers, in order of labels, with their samples of a stretch of time.
    ///
    /// - Parameters:
    ///   - matchers: The conditions; none at all selects every series.
    ///   - start: The earliest moment, included.
    ///   - end: The latest moment, included.
    /// - Returns: The series that have at least one sample then; stale markers are among the samples.
    package func series(matching matchers: [LabelMatcher], from start: Timestamp, through end: Timestamp) -> [Series] {
        select(matchers).compactMap { place in
            let (times, values) = table[place].flattened(from: start.milliseconds, through: end.milliseconds)
            let natives = table[place].nativeSamples(from: start.milliseconds, through: end.milliseconds)
            guard !times.isEmpty || natives != nil else { return nil }
            let samples = zip(times, values).map { Sample(timestamp: Timestamp(milliseconds: $0), value: $1) }
            let histograms = natives.map { $0.samples(0..<$0.times.count) } ?? []
            return Series(labels: table[place].labels, samples: samples, histograms: histograms)
        }
    }

    /// The places of the series that satisfy all matchers, in order of labels.
    func select(_ matchers: [LabelMatcher]) -> [Int] {
        let nameMatchers = matchers.filter { $0.name == Labels.metricNameLabel }
        let otherMatchers = matchers.filter { $0.name != Labels.metricNameLabel }
        var ids: [Int] = []
        var isOrdered = false
        if let exact = nameMatchers.first(where: { $0.operation == .equal }) {
            isOrdered = true
            if nameMatchers.allSatisfy({ $0.matches(exact.value) }) { ids = self.ids(of: exact.value) }
        } else {
            for (name, members) in idsByName where nameMatchers.allSatisfy({ $0.matches(name) }) {
                ids += members
            }
            for (name, members) in newborn where nameMatchers.allSatisfy({ $0.matches(name) }) { ids += members }
        }
        var cache: [[String: Bool]] = Array(repeating: [:], count: otherMatchers.count)
        let selected = ids.compactMap { id -> Int? in
            guard let place = table.place(of: id) else { return nil }
            for (position, matcher) in otherMatchers.enumerated() {
                // Many series share few values: a pattern is tried once for each of them.
                let value = table[place].labels[matcher.name]
                let matches = cache[position][value] ?? matcher.matches(value)
                cache[position][value] = matches
                if !matches { return nil }
            }
            return place
        }
        return isOrdered ? selected : selected.sorted { table[$0].labels < table[$1].labels }
    }
}
