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
}
