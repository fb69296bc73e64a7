internal import PromModel

extension Evaluator {
    /// The groups of series at some places of the store: their labels, and the number of the group of each.
    func groups(
        of places: [Int],
        by aggregation: Aggregation,
        keepingName: Bool
    ) -> (labels: [Labels], numbers: [Int]) {
        if case .by(let names) = aggregation.grouping, names.isEmpty {
            return (places.isEmpty ? [] : [Labels()], Array(repeating: 0, count: places.count))
        }
        guard case .by(let names) = aggregation.grouping, names.count == 1, let name = names.first,
            !Labels.metadataLabels.contains(name)
        else { return groupsByLabels(of: places, by: aggregation, keepingName: keepingName) }
        // Most groups are told apart by one value: labels are made of it once, not series by series.
        var known: [String: Int] = [:]
        var labels: [Labels] = []
        let numbers = places.map { place in
            let value = store.table[place].labels[name]
            if let number = known[value] { return number }
            known[value] = labels.count
            labels.append(aggregation.group(of: [name: value]))
            return labels.count - 1
        }
        return (labels, numbers)
    }

    private func groupsByLabels(
        of places: [Int],
        by aggregation: Aggregation,
        keepingName: Bool
    ) -> (labels: [Labels], numbers: [Int]) {
        var known: [Labels: Int] = [:]
        var labels: [Labels] = []
        let numbers = places.map { place in
            let full = store.table[place].labels
            let group = aggregation.group(of: keepingName ? full : bare(full))
            if let number = known[group] { return number }
            known[group] = labels.count
            labels.append(group)
            return labels.count - 1
        }
        return (labels, numbers)
    }

    private func group(of labels: Labels, _ aggregation: Aggregation, _ node: PlanNode) -> Labels {
        if case .by(let names) = aggregation.grouping, names.isEmpty { return Labels() }
        return node.derived(from: labels) { aggregation.grouping.apply(to: $0) }
    }

    /// Whether elements of one group may differ in whether their metric name is about to go.
    private func mixesPendingNames(_ aggregation: Aggregation) -> Bool {
        guard options.delaysNameRemoval, case .by(let names) = aggregation.grouping else { return false }
        return names.contains(Labels.metricNameLabel)
    }

    /// The groups of elements, in order of appearance; a name is about to go if it is for any member.
    func groups(
        of elements: [Element],
        _ aggregation: Aggregation,
        _ node: PlanNode
    ) -> SteadyResults.Groups {
        node.steady.groups(of: elements) {
            let mixesPendingNames = mixesPendingNames(aggregation)
            var indexes: [Labels: Int] = [:]
            var groups: [Labels] = []
            let numbers = elements.map { element in
                let labels = group(of: element.labels, aggregation, node)
                let index = indexes[labels] ?? groups.count
                if index == groups.count {
                    indexes[labels] = index
                    groups.append(labels)
                }
                if mixesPendingNames, element.labels.hasPendingName { groups[index] = labels.markingMetricName }
                return index
            }
            return SteadyResults.Groups(numbers: numbers, labels: groups)
        }
    }

    /// The members of every group, in order of appearance.
    func grouped(
        _ elements: [Element],
        _ aggregation: Aggregation,
        _ node: PlanNode
    ) -> [(labels: Labels, members: [Element])] {
        let groups = groups(of: elements, aggregation, node)
        var grouped = groups.labels.map { (labels: $0, members: [Element]()) }
        for (element, number) in zip(elements, groups.numbers) { grouped[number].members.append(element) }
        return grouped
    }
}
