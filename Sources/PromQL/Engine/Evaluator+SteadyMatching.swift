internal import PromModel

extension Evaluator {
    /// Combines two vectors of numbers whose matches can be told by labels alone; nil where they cannot.
    ///
    /// Whatever Prometheus would refuse is none of those: ``match(_:_:_:node:)`` tells what is wrong with it.
    func matchSteadily(
        _ operation: BinaryOperation,
        many: [Element],
        one: [Element],
        isSwapped: Bool,
        node: PlanNode
    ) -> [Element]? {
        let isFilter = operation.operation.isComparison && !operation.returnsBool
        let isFilled = operation.matching.fillLeft != nil || operation.matching.fillRight != nil
        // Of what a comparison drops Prometheus 2 does not look at the labels.
        guard !isFilled, !operation.operation.isTrimming, !isClosed || !isFilter, !many.hasHistograms,
            !one.hasHistograms
        else { return nil }
        let matches = node.steady.matches(of: many, one) { findMatches(operation, many, one, node) }
        guard let matches else { return nil }
        var result: [Element] = []
        result.reserveCapacity(matches.count)
        many.withUnsafeBufferPointer { many in
            one.withUnsafeBufferPointer { one in
                for match in matches {
                    let (value, partner) = (many[match.many].value, one[match.one].value)
                    let (left, right) = isSwapped ? (partner, value) : (value, partner)
                    if !isFilter {
                        let combined = operation.operation.apply(left, right) ?? 0
                        result.append(Element(labels: match.labels, value: combined))
                    } else if operation.operation.compare(left, right) {
                        result.append(Element(labels: match.labels, value: left))
                    }
                }
            }
        }
        return result
    }

    /// The matches of two vectors, in order of the "many" side; nil if anything in them is not unique that has to be.
    private func findMatches(
        _ operation: BinaryOperation,
        _ many: [Element],
        _ one: [Element],
        _ node: PlanNode
    ) -> [SteadyResults.Match]? {
        func signature(_ element: Element) -> Labels {
            node.derived(from: element.labels) { matchLabels($0, operation.matching) }
        }
        var partners: [Labels: Int] = [:]
        partners.reserveCapacity(one.count)
        for (place, element) in one.enumerated() {
            guard partners.updateValue(place, forKey: signature(element)) == nil else { return nil }
        }
        let isOneToOne = operation.matching.cardinality == .oneToOne
        var keys: Set<Labels> = []
        var results: Set<Labels> = []
        results.reserveCapacity(many.count)
        var matches: [SteadyResults.Match] = []
        matches.reserveCapacity(many.count)
        for (place, element) in many.enumerated() {
            let key = signature(element)
            guard let partner = partners[key] else { continue }
            if isOneToOne, !keys.insert(key).inserted { return nil }
            let labels = node.matched(element.labels, one[partner].labels) {
                resultLabels(operation, element.labels, one[partner].labels)
            }
            guard results.insert(labels).inserted else { return nil }
            matches.append(SteadyResults.Match(many: place, one: partner, labels: labels))
        }
        return matches
    }
}
