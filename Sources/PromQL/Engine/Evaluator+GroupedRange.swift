internal import PromModel

extension Evaluator {
    /// The elements that a grouped range gives at each step of the query.
    ///
    /// They are those of the same aggregation evaluated step by step, to the last bit and in the same order: of series,
    /// and of the first series of each group that has a value at the step.
    func answers(of grouped: GroupedRange, parameters: [PlanNode]) throws(PromQLError) -> [[Element]] {
        let steps = try steps(of: grouped, parameters)
        guard let first = steps.first?.start, let last = steps.last?.end else { return [] }
        let groups = groups(of: grouped)
        try hold(groups.count * steps.count)
        var answers: [[(place: Int, element: Element)]] = Array(repeating: [], count: steps.count)
        var window = emptyWindow(Labels(), start: first, end: last)
        for group in groups {
            var results: [(place: Int, accumulator: Accumulator)?] = Array(repeating: nil, count: steps.count)
            for (place, series) in group.members {
                load(series, from: first, through: last, into: &window)
                try require(window.times.count)
                evaluate(grouped, over: &window, steps) { step, value in
                    if results[step] == nil {
                        results[step] = (place, Accumulator(grouped.aggregation.operation, isClosed: isClosed))
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

    /// A step of the query: its window in milliseconds, and the parameters of the function.
    private struct Step {
        let time: Int64
        let start: Int64
        /// The oldest time that belongs to the window.
        let oldest: Int64
        let end: Int64
        let numbers: [Double]
    }

    private func steps(of grouped: GroupedRange, _ parameters: [PlanNode]) throws(PromQLError) -> [Step] {
        let count = Int(end.subtractingSaturating(start) / step) + 1
        try require(count)
        var steps: [Step] = []
        for index in 0..<count {
            let time = start + Int64(index) * step
            var numbers: [Double] = []
            for parameter in parameters {
                numbers.append(try scalar(parameter, at: time))
            }
            try check(numbers, for: grouped.function)
            if grouped.function == .quantileOverTime, let q = numbers.first { noteQuantile(q) }
            let last = moment(grouped.selector.at, grouped.selector.offset, at: time)
            let first = last.subtractingSaturating(grouped.rangeMilliseconds)
            steps.append(Step(time: time, start: first, oldest: oldestTime(of: first), end: last, numbers: numbers))
        }
        return steps
    }

    /// The series of each group, with their places among all series.
    private func groups(
        of grouped: GroupedRange
    ) -> [(labels: Labels, members: [(place: Int, series: StoredSeries)])] {
        var indexes: [Labels: Int] = [:]
        var groups: [(labels: Labels, members: [(place: Int, series: StoredSeries)])] = []
        for (place, series) in store.select(grouped.selector.matchers).enumerated() {
            let labels = grouped.aggregation.group(of: grouped.function.keepsName ? series.labels : bare(series.labels))
            if let index = indexes[labels] {
                groups[index].members.append((place, series))
            } else {
                indexes[labels] = groups.count
                groups.append((labels, [(place, series)]))
            }
        }
        return groups
    }

    /// Reads what the query can look at, without stale markers.
    private func load(_ series: StoredSeries, from first: Int64, through last: Int64, into window: inout Window) {
        window.labels = series.labels
        window.times.removeAll(keepingCapacity: true)
        window.values.removeAll(keepingCapacity: true)
        series.read(from: first, through: last, into: &window.times, &window.values)
        guard window.values.contains(where: StaleMarker.isMarker) else { return }
        let kept = window.values.indices.filter { !StaleMarker.isMarker(window.values[$0]) }
        window.times = kept.map { window.times[$0] }
        window.values = kept.map { window.values[$0] }
    }

    /// Moves a window from step to step and hands on what the function makes of it.
    private func evaluate(
        _ grouped: GroupedRange,
        over window: inout Window,
        _ steps: [Step],
        _ body: (_ step: Int, _ value: Double) -> Void
    ) {
        guard !window.times.isEmpty else { return }
        var (lower, upper) = (0, 0)
        var hasValue = false
        for (index, step) in steps.enumerated() {
            while upper < window.times.count, window.times[upper] <= step.end { upper += 1 }
            while lower < upper, window.times[lower] < step.oldest { lower += 1 }
            guard lower < upper else { continue }
            window.bounds = lower..<upper
            window.start = step.start
            window.end = step.end
            guard let value = value(of: grouped.function, window, step.numbers, at: step.time) else { continue }
            hasValue = true
            body(index, value)
        }
        if hasValue, grouped.function == .rate || grouped.function == .increase { noteCounter(window.labels) }
    }
}
