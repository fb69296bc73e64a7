internal import PromModel

extension Evaluator {
    /// Prepares the whole query.
    func plan(_ expression: Expression) throws(PromQLError) -> PlanNode {
        let resolved = try expression.resolvingDurations(
            step: .milliseconds(step),
            range: .milliseconds(end.subtractingSaturating(start))
        )
        return try plan(resolved, at: Moments(first: start, last: end, step: step > 0 ? step : nil))
    }

    /// Prepares an expression for evaluation at some moments.
    ///
    /// What can be is evaluated series by series if there are many moments and it is known which.
    private func plan(_ expression: Expression, at moments: Moments) throws(PromQLError) -> PlanNode {
        if moments.step != nil, let source = SeriesFunction(expression, lookback: options.lookback),
            !choosesNatives(source.selector)
        {
            return try plan(source, nil, at: moments)
        }
        switch expression {
        case .number(let value): return PlanNode(.number(value))
        case .string(let text): return PlanNode(.string(text))
        case .parenthesized(let inner), .plus(let inner): return try plan(inner, at: moments)
        case .negated(let inner): return PlanNode(.negated, children: [try plan(inner, at: moments)])
        case .selector(let selector):
            let node = PlanNode(.selector(selector))
            let (from, through) = ends(of: moments, selector.at, selector.offset)
            let lookback = options.lookback.milliseconds
            let ahead = selector.reach == .smoothed ? lookback : 0
            let last = through.addingSaturating(ahead)
            try choose(selector, for: node, from: from.subtractingSaturating(lookback), through: last)
            return node
        case .range(let selector, let duration):
            let range = duration.milliseconds
            let node = PlanNode(.range(selector, milliseconds: range))
            let (from, through) = ends(of: moments, selector.at, selector.offset)
            let (before, after) = excess(of: selector.reach)
            let start = from.subtractingSaturating(range.addingSaturating(before))
            let end = through.addingSaturating(after)
            try choose(selector, for: node, from: start, through: end, droppingMarkers: true)
            return node
        case .subquery(let subquery):
            let range = subquery.range.milliseconds
            let step = max((subquery.step ?? options.subqueryStep).milliseconds, 1)
            let inner = self.moments(of: subquery, range: range, step: step, at: moments)
            bucketReaders += 1
            defer { bucketReaders -= 1 }
            let child = try plan(subquery.expression, at: inner)
            return PlanNode(.subquery(subquery, milliseconds: range, step: step), children: [child])
        case .binary(let operation):
            let children = [try plan(operation.left, at: moments), try plan(operation.right, at: moments)]
            return PlanNode(.binary(operation), children: children)
        case .aggregation(let aggregation):
            if moments.step != nil, aggregation.parameter == nil,
                let source = SeriesFunction(aggregation.expression, lookback: options.lookback),
                !choosesNatives(source.selector)
            {
                return try plan(source, aggregation, at: moments)
            }
            let children = try plan([aggregation.expression] + (aggregation.parameter.map { [$0] } ?? []), at: moments)
            let node = PlanNode(.aggregation(aggregation), children: children)
            if moments.step != nil, store.hasNatives { node.moments = moments }
            return node
        case .call(let function, let arguments):
            return try plan(function, arguments, at: moments)
        }
    }

    func plan(_ expressions: [Expression], at moments: Moments) throws(PromQLError) -> [PlanNode] {
        var nodes: [PlanNode] = []
        for expression in expressions {
            nodes.append(try plan(expression, at: moments))
        }
        return nodes
    }

    /// Prepares what is evaluated series by series.
    private func plan(
        _ source: SeriesFunction,
        _ aggregation: Aggregation?,
        at moments: Moments
    ) throws(PromQLError) -> PlanNode {
        let children = try plan(source.parameters, at: moments)
        return PlanNode(.series(source, aggregation, moments), children: children)
    }

    /// When the expression of a subquery is evaluated, if the subquery is at some moments.
    private func moments(of subquery: Subquery, range: Int64, step: Int64, at moments: Moments) -> Moments {
        let (from, through) = ends(of: moments, subquery.at, subquery.offset)
        let start = from.subtractingSaturating(range)
        let first = firstMultiple(of: step, from: oldestTime(of: start))
        // Windows further apart than they are long leave out some of the steps.
        let isDense = from == through || moments.step.map { $0 <= range } ?? false
        return isDense && first <= through
            ? Moments(first: first, last: through, step: step) : Moments(first: start, last: through)
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

    /// The first and the last moment that a selector or subquery looks at.
    func ends(
        of moments: Moments,
        _ at: AtModifier?,
        _ offset: Duration
    ) -> (from: Int64, through: Int64) {
        (moment(at, offset, at: moments.first), moment(at, offset, at: moments.last))
    }
}
