internal import PromModel

extension Evaluator {
    /// What a sum of rates of native histograms comes to at one of many steps; nil where it is to be asked otherwise.
    func nativeSum(_ aggregation: Aggregation, of node: PlanNode, at time: Int64) throws(PromQLError) -> [Element]? {
        guard let moments = node.moments else { return nil }
        if node.nativeRates == nil { node.nativeRates = nativeRates(aggregation, node, at: moments) }
        guard let elements = try node.nativeRates?.elements(at: time) else {
            // It will not be otherwise at the next step.
            (node.moments, node.nativeRates) = (nil, nil)
            return nil
        }
        return elements
    }

    private func nativeRates(_ aggregation: Aggregation, _ node: PlanNode, at moments: Moments) -> NativeRates? {
        guard aggregation.operation == .sum, !options.delaysNameRemoval,
            let source = SeriesFunction(aggregation.expression, lookback: options.lookback),
            source.function == .rate || source.function == .increase,
            let windows = node.children.first?.children.first, case .range = windows.operation,
            windows.bareLabelsAreUnique
        else { return nil }
        let elements = windows.selected.map { Element(labels: $0.bareLabels, value: 0) }
        // The node itself will be asked about the elements of steps.
        let groups = groups(of: elements, aggregation, PlanNode(node.operation))
        return NativeRates(source, moments, windows.selected, groups, self)
    }

    /// The window of a function at a moment, and nothing of its parameters.
    func step(of source: SeriesFunction, at time: Int64) -> Step {
        let last = moment(source.selector.at, source.selector.offset, at: time)
        let first = last.subtractingSaturating(source.range)
        return Step(time: time, start: first, oldest: oldestTime(of: first), end: last, numbers: [])
    }
}
