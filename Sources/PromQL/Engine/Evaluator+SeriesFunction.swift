internal import PromModel

extension Evaluator {
    /// One of the moments: its window in milliseconds, and the parameters of the function.
    struct Step {
        let time: Int64
        let start: Int64
        /// The oldest time that belongs to the window.
        let oldest: Int64
        let end: Int64
        let numbers: [Double]
    }

    /// How many samples a step takes the room of until all series are evaluated.
    private static let samplesPerStep = 10

    /// The windows of a function at its moments.
    func steps(
        of source: SeriesFunction,
        _ parameters: [PlanNode],
        at moments: Moments
    ) throws(PromQLError) -> [Step] {
        try require(moments.count * Evaluator.samplesPerStep)
        var steps: [Step] = []
        for index in 0..<moments.count {
            let time = moments.time(at: index)
            var numbers: [Double] = []
            for parameter in parameters {
                numbers.append(try scalar(parameter, at: time))
            }
            if source.function == .quantileOverTime, let q = numbers.first { noteQuantile(q) }
            let last = moment(source.selector.at, source.selector.offset, at: time)
            let first = last.subtractingSaturating(source.range)
            steps.append(Step(time: time, start: first, oldest: oldestTime(of: first), end: last, numbers: numbers))
        }
        return steps
    }

    /// The elements that a function of each series gives at each step, in order of series.
    func answers(of source: SeriesFunction, _ steps: [Step]) throws(PromQLError) -> [[Element]] {
        var answers: [[Element]] = Array(repeating: [], count: steps.count)
        var window = emptyWindow(Labels(), start: 0, end: 0)
        for series in store.select(source.selector.matchers) {
            let labels = source.keepsName ? series.labels : bare(series.labels)
            let count = try evaluate(source, of: series, by: &window, steps) { step, value in
                answers[step].append(Element(labels: labels, value: value))
            }
            try hold(count)
        }
        return answers
    }

    /// The elements that an aggregation of such a function gives at each step.
    ///
    /// They are what aggregating the elements of each step gives, to the last bit and in the same order: that of the
    /// first series of each group that has a value at the step.
    func answers(
        of source: SeriesFunction,
        groupedBy aggregation: Aggregation,
        _ steps: [Step]
    ) throws(PromQLError) -> [[Element]] {
        let groups = groups(of: source, by: aggregation)
        try hold(groups.count * steps.count)
        var answers: [[(place: Int, element: Element)]] = Array(repeating: [], count: steps.count)
        var window = emptyWindow(Labels(), start: 0, end: 0)
        for group in groups {
            var results: [(place: Int, accumulator: Accumulator)?] = Array(repeating: nil, count: steps.count)
            for (place, series) in group.members {
                try evaluate(source, of: series, by: &window, steps) { step, value in
                    if results[step] == nil {
                        results[step] = (place, Accumulator(aggregation.operation, isClosed: isClosed))
                    }
                    results[step]?.accumulator.add(value)
                }
            }
            for case (let step, let result?) in results.enumerated() {
                let element = Element(labels: group.labels, value: result.accumulator.result)
                answers[step].append((result.place, element))
            }
        }
        return answers.map { elements in elements.sorted { $0.place < $1.place }.map(\.element) }
    }

    /// The series of each group, with their places among all series.
    private func groups(
        of source: SeriesFunction,
        by aggregation: Aggregation
    ) -> [(labels: Labels, members: [(place: Int, series: StoredSeries)])] {
        var indexes: [Labels: Int] = [:]
        var groups: [(labels: Labels, members: [(place: Int, series: StoredSeries)])] = []
        for (place, series) in store.select(source.selector.matchers).enumerated() {
            let labels = aggregation.group(of: source.keepsName ? series.labels : bare(series.labels))
            if let index = indexes[labels] {
                groups[index].members.append((place, series))
            } else {
                indexes[labels] = groups.count
                groups.append((labels, [(place, series)]))
            }
        }
        return groups
    }

    /// Moves a window through a series and hands on what the function makes of it at each step; returns at how many it
    /// made anything.
    @discardableResult
    private func evaluate(
        _ source: SeriesFunction,
        of series: StoredSeries,
        by window: inout Window,
        _ steps: [Step],
        _ body: (_ step: Int, _ value: Double) -> Void
    ) throws(PromQLError) -> Int {
        guard let first = steps.first?.start, let last = steps.last?.end else { return 0 }
        window.load(series, from: first, through: last, droppingMarkers: source.function != nil)
        try require(window.times.count)
        var (lower, upper, count) = (0, 0, 0)
        for (index, step) in steps.enumerated() {
            while upper < window.times.count, window.times[upper] <= step.end { upper += 1 }
            while lower < upper, window.times[lower] < step.oldest { lower += 1 }
            guard lower < upper else { continue }
            window.bounds = lower..<upper
            window.start = step.start
            window.end = step.end
            if let function = source.function, !step.numbers.isEmpty { try check(step.numbers, for: function) }
            let value =
                if let function = source.function {
                    value(of: function, window, step.numbers, at: step.time)
                } else {
                    StaleMarker.isMarker(window.values[upper - 1]) ? nil : window.values[upper - 1]
                }
            guard let value else { continue }
            count += 1
            body(index, value)
        }
        if count > 0, source.function == .rate || source.function == .increase { noteCounter(series.labels) }
        return count
    }
}

extension Window {
    /// Takes the samples of a series in a stretch of time, both ends included, in place of its own.
    fileprivate mutating func load(
        _ series: StoredSeries,
        from first: Int64,
        through last: Int64,
        droppingMarkers: Bool
    ) {
        times.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        series.read(from: first, through: last, into: &times, &values)
        guard droppingMarkers, values.contains(where: StaleMarker.isMarker) else { return }
        let kept = values.indices.filter { !StaleMarker.isMarker(values[$0]) }
        times = kept.map { times[$0] }
        values = kept.map { values[$0] }
    }
}
