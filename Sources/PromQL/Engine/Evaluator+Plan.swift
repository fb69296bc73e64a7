internal import PromModel

extension Evaluator {
    /// Prepares the whole query.
    func plan(_ expression: Expression) throws(PromQLError) -> PlanNode {
        try plan(expression, from: start, through: end, atSteps: step > 0)
    }

    /// Prepares an expression for evaluation at moments between `first` and `last`: all steps of the query, or others.
    private func plan(
        _ expression: Expression,
        from first: Int64,
        through last: Int64,
        atSteps: Bool
    ) throws(PromQLError) -> PlanNode {
        switch expression {
        case .number(let value): return PlanNode(.number(value))
        case .string(let text): return PlanNode(.string(text))
        case .parenthesized(let inner), .plus(let inner):
            return try plan(inner, from: first, through: last, atSteps: atSteps)
        case .negated(let inner):
            return PlanNode(.negated, children: [try plan(inner, from: first, through: last, atSteps: atSteps)])
        case .selector(let selector):
            if atSteps, let source = SeriesFunction(expression, lookback: options.lookback) { return try plan(source) }
            let node = PlanNode(.selector(selector))
            let (from, through) = moments(selector.at, selector.offset, from: first, through: last)
            let lookback = options.lookback.milliseconds
            try choose(selector, for: node, from: from.subtractingSaturating(lookback), through: through)
            return node
        case .range(let selector, let duration):
            let range = duration.milliseconds
            let node = PlanNode(.range(selector, milliseconds: range))
            let (from, through) = moments(selector.at, selector.offset, from: first, through: last)
            let start = from.subtractingSaturating(range)
            try choose(selector, for: node, from: start, through: through, droppingMarkers: true)
            return node
        case .subquery(let subquery):
            let range = subquery.range.milliseconds
            let step = max((subquery.step ?? options.subqueryStep).milliseconds, 1)
            let (from, through) = moments(subquery.at, subquery.offset, from: first, through: last)
            let start = from.subtractingSaturating(range)
            let child = try plan(subquery.expression, from: start, through: through, atSteps: false)
            return PlanNode(.subquery(subquery, milliseconds: range, step: step), children: [child])
        case .binary(let operation):
            let left = try plan(operation.left, from: first, through: last, atSteps: atSteps)
            let right = try plan(operation.right, from: first, through: last, atSteps: atSteps)
            return PlanNode(.binary(operation), children: [left, right])
        case .aggregation(let aggregation):
            let source = SeriesFunction(aggregation.expression, lookback: options.lookback)
            if atSteps, aggregation.parameter == nil, let source { return try plan(source, aggregation) }
            var children = [try plan(aggregation.expression, from: first, through: last, atSteps: atSteps)]
            if let parameter = aggregation.parameter {
                children.append(try plan(parameter, from: first, through: last, atSteps: atSteps))
            }
            return PlanNode(.aggregation(aggregation), children: children)
        case .call(let function, let arguments):
            if atSteps, let source = SeriesFunction(expression, lookback: options.lookback) { return try plan(source) }
            var children: [PlanNode] = []
            // The times of samples are asked of the selector itself.
            let atSteps = atSteps && function != .timestamp
            for argument in arguments {
                children.append(try plan(argument, from: first, through: last, atSteps: atSteps))
            }
            return PlanNode(.call(function, arguments: arguments), children: children)
        }
    }

    /// Prepares what is evaluated series by series at the steps of the query.
    private func plan(_ source: SeriesFunction, _ aggregation: Aggregation? = nil) throws(PromQLError) -> PlanNode {
        var children: [PlanNode] = []
        for parameter in source.parameters {
            children.append(try plan(parameter, from: start, through: end, atSteps: true))
        }
        return PlanNode(.series(source, aggregation), children: children)
    }

    /// The moment a selector or subquery looks at when it is evaluated at another.
    func moment(_ at: AtModifier?, _ offset: Duration, at time: Int64) -> Int64 {
        let base =
            switch at {
            case nil: time
            case .start: start
            case .end: end
            case .timestamp(let fixed): fixed.milliseconds
            }
        return base.subtractingSaturating(offset.milliseconds)
    }

    private func moments(
        _ at: AtModifier?,
        _ offset: Duration,
        from first: Int64,
        through last: Int64
    ) -> (from: Int64, through: Int64) {
        (moment(at, offset, at: first), moment(at, offset, at: last))
    }

    /// Chooses the series of a selector and copies the samples it can look at.
    private func choose(
        _ selector: VectorSelector,
        for node: PlanNode,
        from start: Int64,
        through end: Int64,
        droppingMarkers: Bool = false
    ) throws(PromQLError) {
        let key = SelectionMemo.Key(
            matchers: selector.matchers,
            start: start,
            end: end,
            isDroppingMarkers: droppingMarkers
        )
        if let known = memo.choices[key] {
            try hold(known.selected.reduce(0) { $0 + $1.times.count })
            node.selected = known.selected
            node.bareLabelsAreUnique = known.bareLabelsAreUnique
            return
        }
        for series in store.select(selector.matchers) {
            var (times, values) = series.flattened(from: start, through: end)
            if droppingMarkers, values.contains(where: StaleMarker.isMarker) {
                let kept = values.indices.filter { !StaleMarker.isMarker(values[$0]) }
                times = kept.map { times[$0] }
                values = kept.map { values[$0] }
            }
            guard !times.isEmpty else { continue }
            try hold(times.count)
            node.selected.append(
                SelectedSeries(
                    labels: series.labels,
                    bareLabels: bare(series.labels),
                    times: times,
                    values: values
                )
            )
        }
        node.bareLabelsAreUnique = Set(node.selected.map(\.bareLabels)).count == node.selected.count
        memo.choices[key] = SelectionMemo.Choice(
            selected: node.selected,
            bareLabelsAreUnique: node.bareLabelsAreUnique
        )
    }
}
