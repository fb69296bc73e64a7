internal import PromModel

extension Evaluator {
    /// Calls a function.
    func call(
        _ function: Function,
        arguments: [Expression],
        of node: PlanNode,
        at time: Int64
    ) throws(PromQLError) -> Value {
        let seconds = Timestamp(milliseconds: time).seconds
        switch function {
        case .time: return .scalar(seconds)
        case .pi: return .scalar(.pi)
        case .start, .end, .step, .range: return .scalar(ofQuery(function))
        case .maxOf, .minOf:
            let one = try scalar(node.children[0], at: time)
            let other = try scalar(node.children[1], at: time)
            return .scalar(
                function == .maxOf ? Evaluator.greater(one, other) : Evaluator.smaller(one, other)
            )
        case .scalar:
            let numbers = try vector(node.children[0], at: time).filter { $0.histogram == nil }
            return .scalar(numbers.count == 1 ? numbers[0].value : .nan)
        case .vector:
            return .vector([Element(labels: Labels(), value: try scalar(node.children[0], at: time))])
        case .timestamp:
            return .vector(try timestamps(of: node.children[0], arguments.first, at: time))
        case .startTimestamp:
            return .vector(try startTimestamps(of: node.children[0], arguments.first, at: time))
        case .minute, .hour, .month, .year, .dayOfMonth, .dayOfWeek, .dayOfYear, .daysInMonth:
            let source =
                node.children.isEmpty
                ? [Element(labels: Labels(), value: seconds)] : try vector(node.children[0], at: time)
            return try map(.vector(source), of: node) { CalendarDate(seconds: $0).part(function) }
        case .absent, .absentOverTime:
            return .vector(try absence(of: node.children[0], arguments.first, at: time))
        case .sort, .sortDescending:
            if step > 0 { note(.sortInRangeQuery) }
            let elements = try vector(node.children[0], at: time).filter { $0.histogram == nil }
            return .vector(Evaluator.sorted(elements, descending: function == .sortDescending))
        case .sortByLabel, .sortByLabelDescending:
            if step > 0 { note(.sortInRangeQuery) }
            return .vector(try sortedByLabel(of: node, descending: function == .sortByLabelDescending, at: time))
        case .histogramQuantile, .histogramQuantiles, .histogramFraction:
            return .vector(try histogramValues(function, of: node, at: time))
        case .histogramAvg, .histogramCount, .histogramSum, .histogramStddev, .histogramStdvar:
            return .vector(try histogramNumbers(function, of: node, at: time))
        case .labelReplace: return .vector(try replaceLabel(of: node, at: time))
        case .labelJoin: return .vector(try joinLabels(of: node, at: time))
        default:
            if let elements = try callOverRange(function, of: node, at: time) { return .vector(elements) }
            return .vector(try callElementwise(function, of: node, at: time))
        }
    }

    /// The time of each sample: its own for a plain selector, the moment of evaluation for anything computed.
    ///
    /// A plus in front of a selector computes as much as a minus does.
    private func timestamps(
        of node: PlanNode,
        _ argument: Expression?,
        at time: Int64
    ) throws(PromQLError) -> [Element] {
        var result: [Element] = []
        if case .selector(let selector) = node.operation, case .selector = argument?.unparenthesized {
            for (element, sampleTime) in evaluate(selector, of: node, at: time) {
                let value = Timestamp(milliseconds: sampleTime).seconds
                result.append(Element(labels: bare(element.labels), value: value))
            }
        } else {
            let value = Timestamp(milliseconds: time).seconds
            result = try vector(node, at: time).map { Element(labels: bare($0.labels), value: value) }
        }
        try Evaluator.requireUnique(result)
        return result
    }

    /// Calls `start_timestamp`, which knows an answer only for samples of series, and only where it is asked for.
    private func startTimestamps(
        of node: PlanNode,
        _ argument: Expression?,
        at time: Int64
    ) throws(PromQLError) -> [Element] {
        guard options.usesStartTimes, case .selector(let selector) = node.operation,
            case .selector = argument?.unparenthesized
        else { return [] }
        let series = Dictionary(node.selected.map { ($0.labels, $0) }, uniquingKeysWith: { first, _ in first })
        let result = evaluate(selector, of: node, at: time).map { element, sampleTime in
            let start = series[element.labels]?.start(ofSampleAt: sampleTime) ?? 0
            return Element(labels: bare(element.labels), value: Double(start) / 1000)
        }
        try Evaluator.requireUnique(result)
        return result
    }

    /// One element if the argument has none, with the labels that its selector pins down.
    private func absence(
        of node: PlanNode,
        _ argument: Expression?,
        at time: Int64
    ) throws(PromQLError) -> [Element] {
        switch try evaluate(node, at: time) {
        case .vector(let elements) where !elements.isEmpty: return []
        case .matrix(let windows) where !windows.isEmpty: return []
        default: break
        }
        var matchers: [LabelMatcher] = []
        switch argument?.unparenthesized {
        case .selector(let selector), .range(let selector, _): matchers = selector.matchers
        default: break
        }
        var labels = Labels()
        var seen: Set<String> = []
        for matcher in matchers where matcher.name != Labels.metricNameLabel {
            let isFirst = seen.insert(matcher.name).inserted
            let value = isFirst && matcher.operation == .equal ? matcher.value : ""
            labels = labels.setting(matcher.name, to: value)
        }
        return [Element(labels: labels, value: 1)]
    }

    /// What a function tells about the query, in seconds.
    private func ofQuery(_ function: Function) -> Double {
        switch function {
        case .start: Timestamp(milliseconds: start).seconds
        case .end: Timestamp(milliseconds: end).seconds
        case .step: Timestamp(milliseconds: step).seconds
        default: Timestamp(milliseconds: end.subtractingSaturating(start)).seconds
        }
    }
}
