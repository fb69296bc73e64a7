internal import PromModel

extension Evaluator {
    /// Combines two vectors element by element, each with its partner on the other side.
    func match(
        _ operation: BinaryOperation,
        _ left: [Element],
        _ right: [Element],
        node: PlanNode
    ) throws(PromQLError) -> [Element] {
        let matching = operation.matching
        let isFilled = matching.fillLeft != nil || matching.fillRight != nil
        // With nothing to match, elements that could not be told apart are no error.
        guard isFilled ? !left.isEmpty || !right.isEmpty : !left.isEmpty && !right.isEmpty else { return [] }
        var isSwapped = false
        if case .groupRight = matching.cardinality { isSwapped = true }
        // From here on the right side is the "one" side.
        let many = isSwapped ? right : left
        let one = isSwapped ? left : right
        if let result = matchSteadily(operation, many: many, one: one, isSwapped: isSwapped, node: node) {
            return result
        }
        func signature(_ element: Element) -> Labels {
            node.derived(from: element.labels) { matchLabels($0, matching) }
        }
        var partners: [Labels: Element] = [:]
        partners.reserveCapacity(one.count)
        for element in one {
            let key = signature(element)
            if let other = partners.updateValue(element, forKey: key) {
                throw manyToMany(element.labels, other.labels, match: key, side: isSwapped ? "left" : "right")
            }
        }
        var matches = Matches(operation: operation, isSwapped: isSwapped, capacity: many.count)
        for element in many {
            let key = signature(element)
            if let partner = partners[key] {
                try add(element, partner, key, to: &matches, node)
            } else if let fill = matching.fillRight {
                try add(element, Element(labels: key, value: fill), key, to: &matches, node)
            }
        }
        if let fill = matching.fillLeft {
            for element in one {
                let key = signature(element)
                guard !matches.matchedKeys.contains(key) else { continue }
                try add(Element(labels: key, value: fill), element, key, to: &matches, node)
            }
        }
        if matches.isOneToOne { try Evaluator.requireUnique(matches.result) }
        return matches.result
    }

    /// What was matched so far.
    private struct Matches {
        let operation: BinaryOperation
        let isSwapped: Bool
        let isFilter: Bool
        let isOneToOne: Bool
        var result: [Element] = []
        /// The matches, one to one; otherwise the labels of results.
        var matched: Set<Labels> = []
        /// The matches, if anything is filled in for others.
        var matchedKeys: Set<Labels> = []

        init(operation: BinaryOperation, isSwapped: Bool, capacity: Int) {
            self.operation = operation
            self.isSwapped = isSwapped
            isFilter = operation.operation.isComparison && !operation.returnsBool
            isOneToOne = operation.matching.cardinality == .oneToOne
            result.reserveCapacity(capacity)
        }
    }

    /// Adds what an operator makes of two elements that match.
    private func add(
        _ element: Element,
        _ partner: Element,
        _ key: Labels,
        to matches: inout Matches,
        _ node: PlanNode
    ) throws(PromQLError) {
        let operation = matches.operation
        let (left, right) = matches.isSwapped ? (partner, element) : (element, partner)
        var isKept = true
        var outcome = Element(labels: element.labels, value: left.value)
        if left.histogram != nil || right.histogram != nil || operation.operation.isTrimming {
            guard let found = combineHistograms(operation, left, right) else { return }
            (outcome, isKept) = (found.element, found.isKept)
        } else if matches.isFilter {
            isKept = operation.operation.compare(left.value, right.value)
        } else {
            outcome.value = operation.operation.apply(left.value, right.value) ?? 0
        }
        // Prometheus 2 misses the second match of what a comparison drops.
        guard isKept || !isClosed else { return }
        if operation.matching.fillLeft != nil { matches.matchedKeys.insert(key) }
        // One to one, a match may be used once; otherwise the resulting labels have to differ.
        if matches.isOneToOne {
            guard matches.matched.insert(key).inserted else { throw .manyToOne }
            guard isKept else { return }
        }
        outcome.labels = node.matched(element.labels, partner.labels) {
            resultLabels(operation, element.labels, partner.labels)
        }
        guard matches.isOneToOne || matches.matched.insert(outcome.labels).inserted else { throw .ambiguousGrouping }
        if isKept { matches.result.append(outcome) }
    }

    private func manyToMany(_ one: Labels, _ other: Labels, match: Labels, side: String) -> PromQLError {
        var pair = [one.droppingMark, other.droppingMark]
        if !isClosed, options.hasNewestCorrections { pair.sort { $0.inBraces < $1.inBraces } }
        return .manyToMany(side: side, match: match, pair: pair)
    }

    /// What two elements have to have in common to match: of what is ignored, the metric's name too.
    ///
    /// Its type and unit are labels like others there.
    func matchLabels(_ labels: Labels, _ matching: VectorMatching) -> Labels {
        guard !isClosed, case .without(let names) = matching.labels else { return matching.labels.apply(to: labels) }
        return labels.dropping(names + [Labels.metricNameLabel]).droppingMark
    }

    /// The labels of the result for a pair of series.
    func resultLabels(_ operation: BinaryOperation, _ many: Labels, _ one: Labels) -> Labels {
        let labels =
            if !operation.dropsMetricName(isLate: options.hasLateCorrections) {
                many
            } else if options.delaysNameRemoval, !operation.returnsBool {
                // Of two vectors, arithmetic drops the name at once, also in Prometheus's delayed mode.
                isClosed ? many.droppingMark.droppingMetricName : many.droppingMark.droppingMetadata
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
