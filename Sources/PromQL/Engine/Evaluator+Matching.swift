internal import PromModel

extension Evaluator {
    /// Combines two vectors element by element, each with its partner on the other side.
    func match(
        _ operation: BinaryOperation,
        _ left: [Element],
        _ right: [Element],
        node: PlanNode
    ) throws(PromQLError) -> [Element] {
        // With nothing to match, elements that could not be told apart are no error.
        guard !left.isEmpty, !right.isEmpty else { return [] }
        let matching = operation.matching
        var isSwapped = false
        if case .groupRight = matching.cardinality { isSwapped = true }
        // From here on the right side is the "one" side.
        let many = isSwapped ? right : left
        let one = isSwapped ? left : right
        func signature(_ element: Element) -> Labels {
            node.derived(from: element.labels) { matching.labels.apply(to: $0) }
        }
        var partners: [Labels: Element] = [:]
        partners.reserveCapacity(one.count)
        for element in one {
            let key = signature(element)
            if let other = partners.updateValue(element, forKey: key) {
                let pair = [element.labels.droppingMark, other.labels.droppingMark]
                throw .manyToMany(side: isSwapped ? "left" : "right", match: key, pair: pair)
            }
        }
        let isFilter = operation.operation.isComparison && !operation.returnsBool
        let isOneToOne = matching.cardinality == .oneToOne
        var result: [Element] = []
        result.reserveCapacity(many.count)
        var matched: Set<Labels> = []
        for element in many {
            let key = signature(element)
            guard let partner = partners[key] else { continue }
            let leftValue = isSwapped ? partner.value : element.value
            let rightValue = isSwapped ? element.value : partner.value
            let isKept = !isFilter || operation.operation.compare(leftValue, rightValue)
            // Prometheus 2 misses the second match of what a comparison drops.
            guard isKept || !isClosed else { continue }
            // One to one, a match may be used once; otherwise the resulting labels have to differ.
            if isOneToOne {
                guard matched.insert(key).inserted else { throw .manyToOne }
                guard isKept else { continue }
            }
            let labels = resultLabels(operation, element.labels, partner.labels)
            guard isOneToOne || matched.insert(labels).inserted else { throw .ambiguousGrouping }
            guard isKept else { continue }
            let value = isFilter ? leftValue : operation.operation.apply(leftValue, rightValue) ?? 0
            result.append(Element(labels: labels, value: value))
        }
        if isOneToOne { try Evaluator.requireUnique(result) }
        return result
    }

    /// The labels of the result for a pair of series.
    private func resultLabels(_ operation: BinaryOperation, _ many: Labels, _ one: Labels) -> Labels {
        let labels =
            if !operation.dropsMetricName(isLate: options.hasLateCorrections) {
                many
            } else if options.delaysNameRemoval, !operation.returnsBool {
                // Of two vectors, arithmetic drops the name at once, also in Prometheus's delayed mode.
                many.droppingMark.droppingMetricName
            } else {
                bare(many)
            }
        switch operation.matching.cardinality {
        case .oneToOne:
            switch operation.matching.labels {
            case .by(let names): return labels.keepingWithMark(only: names)
            case .without(let names): return names.isEmpty ? labels : labels.dropping(names)
            }
        case .groupLeft(let include), .groupRight(let include):
            return include.reduce(labels) { $0.setting($1, to: one[$1]) }
        }
    }
}
