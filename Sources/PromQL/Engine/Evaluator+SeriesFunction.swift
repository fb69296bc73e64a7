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
    /// For how many results there is room at once while groups are added up.
    private static let resultsAtOnce = 1 << 16

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
        let places = store.select(source.selector.matchers)
        try forEachSeries(places, of: source, steps) { (place, column) throws(PromQLError) in
            let full = store.table[place].labels
            let labels = source.keepsName ? full : bare(full)
            for (step, value) in zip(column.steps, column.values) {
                answers[step].append(Element(labels: labels, value: value))
            }
            try hold(column.steps.count)
        }
        return answers
    }

    /// All series of a query that asks for such a function and nothing else; nil for any other.
    ///
    /// They are what its steps put together, in order of labels.
    func wholeSeries(of plan: PlanNode) throws(PromQLError) -> [Series]? {
        guard !options.delaysNameRemoval, case .series(let source, nil, let moments) = plan.operation else {
            return nil
        }
        let steps = try steps(of: source, plan.children, at: moments)
        var result: [Series] = []
        var count = 0
        let places = store.select(source.selector.matchers)
        try forEachSeries(places, of: source, steps) { (place, column) throws(PromQLError) in
            guard !column.steps.isEmpty else { return }
            try hold(column.steps.count)
            count += column.steps.count
            let full = store.table[place].labels
            let samples = zip(column.steps, column.values).map { step, value in
                Sample(timestamp: Timestamp(milliseconds: steps[step].time), value: value)
            }
            result.append(Series(labels: source.keepsName ? full : bare(full), samples: samples))
        }
        try require(count)
        result.sort { $0.labels < $1.labels }
        // Series that are the same without their names are told apart, or refused, at each step.
        let areUnique = zip(result, result.dropFirst()).allSatisfy { $0.labels != $1.labels }
        return areUnique ? result : nil
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
        let places = store.select(source.selector.matchers)
        let groups = groups(of: places, by: aggregation, keepingName: source.keepsName)
        try hold(groups.labels.count * steps.count)
        var answers: [[(place: Int32, element: Element)]] = Array(repeating: [], count: steps.count)
        let atOnce = max(1, Evaluator.resultsAtOnce / max(1, steps.count))
        for first in stride(from: 0, to: groups.labels.count, by: atOnce) {
            let batch = first..<min(first + atOnce, groups.labels.count)
            var columns = GroupColumns(
                aggregation.operation,
                groupCount: batch.count,
                stepCount: steps.count,
                isClosed: isClosed
            )
            let members = places.indices.filter { batch.contains(groups.numbers[$0]) }
            var next = members.startIndex
            try forEachSeries(members.map { places[$0] }, of: source, steps) { (_, column) throws(PromQLError) in
                let member = members[next]
                next += 1
                columns.add(column, of: member, to: groups.numbers[member] - first)
            }
            for step in steps.indices {
                for group in batch {
                    guard let result = columns.result(of: group - first, at: step) else { continue }
                    let element = Element(labels: groups.labels[group], value: result.value)
                    answers[step].append((result.place, element))
                }
            }
        }
        return answers.map { elements in elements.sorted { $0.place < $1.place }.map(\.element) }
    }

    /// Hands on what the function makes of each series, one after the other.
    private func forEachSeries(
        _ places: [Int],
        of source: SeriesFunction,
        _ steps: [Step],
        _ body: (_ place: Int, _ column: SeriesColumn) throws(PromQLError) -> Void
    ) throws(PromQLError) {
        var walk = SeriesWalk(steps, window: emptyWindow(Labels(), start: 0, end: 0))
        var rates = RateColumn(source.function, isLate: options.hasLateCorrections)
        var column = SeriesColumn()
        for place in places {
            walk.load(store.table[place], droppingMarkers: source.function != nil)
            try require(walk.window.times.count)
            if rates == nil {
                column.removeAll()
                try evaluate(source, &walk, into: &column)
            } else {
                rates?.evaluate(walk, into: &column)
            }
            if !column.steps.isEmpty, source.function == .rate || source.function == .increase {
                noteCounter(store.table[place].labels)
            }
            try body(place, column)
        }
    }

    /// Appends what a function makes of the windows of a series.
    private func evaluate(
        _ source: SeriesFunction,
        _ walk: inout SeriesWalk,
        into column: inout SeriesColumn
    ) throws(PromQLError) {
        guard let function = source.function else {
            for filled in walk.filled where !StaleMarker.isMarker(walk.window.values[filled.upper - 1]) {
                column.append(walk.window.values[filled.upper - 1], at: filled.step)
            }
            return
        }
        for filled in walk.filled {
            let step = walk.steps[filled.step]
            walk.window.bounds = filled.lower..<filled.upper
            walk.window.start = step.start
            walk.window.end = step.end
            if !step.numbers.isEmpty { try check(step.numbers, for: function) }
            guard let value = value(of: function, walk.window, step.numbers, at: step.time) else { continue }
            column.append(value, at: filled.step)
        }
    }
}
