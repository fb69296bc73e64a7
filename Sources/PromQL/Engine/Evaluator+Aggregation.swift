internal import PromModel

extension Evaluator {
    /// Evaluates an aggregation.
    func evaluate(_ aggregation: Aggregation, of node: PlanNode, at time: Int64) throws(PromQLError) -> [Element] {
        if let sum = try nativeSum(aggregation, of: node, at: time) { return sum }
        let elements = floats(try vector(node.children[0], at: time), for: aggregation.operation)
        let parameter = node.children.count > 1 ? try evaluate(node.children[1], at: time) : .scalar(.nan)
        switch aggregation.operation {
        case .topk, .bottomk:
            guard case .scalar(let count) = parameter else { return [] }
            return try best(count, of: elements, aggregation, node)
        case .limitk:
            guard case .scalar(let count) = parameter else { return [] }
            let limit = try limit(count)
            return grouped(elements, aggregation, node).flatMap { $0.members.prefix(limit) }
        case .limitRatio:
            guard case .scalar(let ratio) = parameter else { return [] }
            return try sample(ratio, of: elements)
        case .countValues:
            guard case .string(let label) = parameter else { return [] }
            return try countValues(of: elements, label: label, aggregation)
        case .quantile:
            guard case .scalar(let q) = parameter else { return [] }
            noteQuantile(q)
            return grouped(elements, aggregation, node).map { labels, members in
                Element(labels: labels, value: Statistics.quantile(q, of: members.map(\.value)))
            }
        default:
            return elements.hasHistograms
                ? reduceMixed(elements, aggregation, node) : reduce(elements, aggregation, node)
        }
    }

    /// The elements an aggregation looks at: many know nothing of native histograms.
    private func floats(_ elements: [Element], for operation: AggregationOperator) -> [Element] {
        switch operation {
        case .sum, .avg, .count, .group, .limitk, .limitRatio, .countValues: return elements
        case .min, .max, .stddev, .stdvar, .topk, .bottomk, .quantile: break
        }
        guard elements.hasHistograms else { return elements }
        note(.histogramsIgnored(aggregation: operation.rawValue))
        return elements.filter { $0.histogram == nil }
    }

    /// Reduces every group to one value where some elements are native histograms.
    private func reduceMixed(_ elements: [Element], _ aggregation: Aggregation, _ node: PlanNode) -> [Element] {
        grouped(elements, aggregation, node).compactMap { group in
            switch aggregation.operation {
            case .sum, .avg:
                return total(group.members, isMean: aggregation.operation == .avg).map {
                    Element(labels: group.labels, $0)
                }
            default:
                var accumulator = Accumulator(aggregation.operation, isClosed: isClosed)
                for member in group.members {
                    accumulator.add(member.value)
                }
                return Element(labels: group.labels, value: accumulator.result)
            }
        }
    }

    /// The sum or mean of a group; nil if its members cannot be added.
    private func total(_ members: [Element], isMean: Bool) -> Point? {
        let floats = members.filter { $0.histogram == nil }
        guard floats.count < members.count else {
            var accumulator = Accumulator(isMean ? .avg : .sum, isClosed: isClosed)
            for member in floats {
                accumulator.add(member.value)
            }
            return .number(accumulator.result)
        }
        guard floats.isEmpty else {
            note(.mixedFloatsHistogramsInAggregation)
            return nil
        }
        var total = HistogramTotal(isMean: isMean)
        for member in members {
            guard let histogram = member.histogram else { continue }
            do throws(FloatHistogram.Incompatible) {
                try total.add(histogram.content)
                guard fits(total, member.labels.metricName) else { return nil }
            } catch {
                note(.mixedExponentialCustom(metric: member.labels.metricName))
                return nil
            }
        }
        noteTotal(total)
        return total.result.map { .histogram($0.compacted) }
    }

    /// Reduces every group to one value without keeping its members.
    private func reduce(_ elements: [Element], _ aggregation: Aggregation, _ node: PlanNode) -> [Element] {
        let groups = groups(of: elements, aggregation, node)
        let empty = Accumulator(aggregation.operation, isClosed: isClosed)
        var accumulators = Array(repeating: empty, count: groups.labels.count)
        elements.withUnsafeBufferPointer { elements in
            for (place, number) in groups.numbers.enumerated() { accumulators[number].add(elements[place].value) }
        }
        return zip(groups.labels, accumulators).map { Element(labels: $0, value: $1.result) }
    }

    /// The greatest or smallest elements of every group, best first, NaN last.
    private func best(
        _ count: Double,
        of elements: [Element],
        _ aggregation: Aggregation,
        _ node: PlanNode
    ) throws(PromQLError) -> [Element] {
        let limit = try limit(count)
        guard limit > 0 else { return [] }
        let wantsGreatest = aggregation.operation == .topk
        return grouped(elements, aggregation, node).flatMap { group in
            var best = BestElements(limit: limit, wantsGreatest: wantsGreatest, isClosed: isClosed)
            for element in group.members {
                best.add(element)
            }
            return best.bestFirst
        }
    }

    private func countValues(
        of elements: [Element],
        label: String,
        _ aggregation: Aggregation
    ) throws(PromQLError) -> [Element] {
        guard isLabelName(label) else {
            throw .invalidParameter("invalid label name \(StrayByte.quoted(label))")
        }
        let grouping = aggregation.grouping.including(label)
        var counts: [Labels: Int] = [:]
        var order: [Labels] = []
        for element in elements {
            let text = element.histogram?.content.description ?? NumberText.formatPlain(element.value)
            let counted = element.labels.setting(label, to: text)
            let labels = grouping.group(of: counted)
            if counts[labels] == nil { order.append(labels) }
            counts[labels, default: 0] += 1
        }
        return order.map { Element(labels: $0, value: Double(counts[$0] ?? 0)) }
    }
}

extension Aggregation {
    /// What tells the group of an element from others; a metric name about to go keeps its mark.
    func group(of labels: Labels) -> Labels {
        grouping.group(of: labels)
    }
}

extension Grouping {
    fileprivate func group(of labels: Labels) -> Labels {
        guard case .by(let names) = self else { return apply(to: labels) }
        return names.isEmpty ? Labels() : labels.keepingWithMark(only: names)
    }

    /// The grouping of elements by one more label, unless that label is one of those left out.
    fileprivate func including(_ label: String) -> Grouping {
        switch self {
        case .by(let names): .by(names + [label])
        case .without: self
        }
    }
}
