package import PromModel

extension PromQLEngine {
    /// Evaluates an expression at steps over a range, as ``range(_:from:through:step:in:log:)`` does, on several cores
    /// where a query is large.
    ///
    /// The answer is the same to the last bit.
    package func range(
        _ expression: Expression,
        from start: Timestamp,
        through end: Timestamp,
        step: Duration,
        in store: SampleStore,
        cores: Int,
        log: AnnotationLog? = nil
    ) async throws(PromQLError) -> [Series] {
        guard let evaluator = try evaluator(expression, from: start, through: end, step: step, in: store, log) else {
            return []
        }
        let plan = try evaluator.plan(expression)
        try await evaluator.workAhead(plan, cores: cores)
        return try range(of: plan, evaluator)
    }

    /// What evaluates a range; nil if there is nothing in it.
    func evaluator(
        _ expression: Expression,
        from start: Timestamp,
        through end: Timestamp,
        step: Duration,
        in store: SampleStore,
        _ log: AnnotationLog?
    ) throws(PromQLError) -> Evaluator? {
        guard step.milliseconds > 0 else { throw .invalidStep }
        guard expression.type == .scalar || expression.type == .vector else { throw .notRangeable(expression.type) }
        guard start <= end else { return nil }
        return Evaluator(
            options: options,
            store: store,
            start: start.milliseconds,
            end: end.milliseconds,
            step: step.milliseconds,
            log: log
        )
    }

    func range(of plan: PlanNode, _ evaluator: Evaluator) throws(PromQLError) -> [Series] {
        if let whole = try evaluator.wholeSeries(of: plan) { return whole }
        var collector = SeriesCollector()
        var time = evaluator.start
        while time <= evaluator.end {
            let timestamp = Timestamp(milliseconds: time)
            switch try evaluator.evaluate(plan, at: time) {
            case .scalar(let value):
                try collector.append(Labels(), Element(labels: Labels(), value: value), at: timestamp)
            case .vector(let elements):
                for element in elements {
                    let labels = options.delaysNameRemoval ? element.labels.settled : element.labels
                    try collector.append(labels, element, at: timestamp)
                }
            case .string, .matrix:
                break
            }
            try evaluator.require(collector.sampleCount)
            let (next, overflow) = time.addingReportingOverflow(evaluator.step)
            if overflow { break }
            time = next
        }
        return collector.series
    }
}
