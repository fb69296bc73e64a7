internal import PromModel

extension Evaluator {
    /// Elements in order of value; NaN comes last either way.
    static func sorted(_ elements: [Element], descending: Bool) -> [Element] {
        elements.enumerated().sorted { one, other in
            let (a, b) = (one.element.value, other.element.value)
            if a.isNaN || b.isNaN { return b.isNaN && !a.isNaN || a.isNaN == b.isNaN && one.offset < other.offset }
            if a != b { return descending ? a > b : a < b }
            return one.offset < other.offset
        }.map(\.element)
    }

    /// Calls `sort_by_label` or `sort_by_label_desc`: by the named labels in natural order, then by all of them.
    func sortedByLabel(of node: PlanNode, descending: Bool, at time: Int64) throws(PromQLError) -> [Element] {
        let elements = try vector(node.children[0], at: time)
        var names: [String] = []
        for child in node.children.dropFirst() {
            names.append(try string(child, at: time))
        }
        return elements.sorted { one, other in
            let (first, second) = descending ? (other.labels, one.labels) : (one.labels, other.labels)
            for name in names where first[name] != second[name] {
                return NaturalOrder.precedes(first[name], second[name])
            }
            return first < second
        }
    }
}
