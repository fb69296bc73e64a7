internal import PromModel

extension Evaluator {
    /// Calls `label_replace`.
    func replaceLabel(of node: PlanNode, at time: Int64) throws(PromQLError) -> [Element] {
        guard node.children.count == 5 else { return [] }
        let elements = try vector(node.children[0], at: time)
        let target = try string(node.children[1], at: time)
        let template = try string(node.children[2], at: time)
        let source = try string(node.children[3], at: time)
        let text = try string(node.children[4], at: time)
        if node.pattern == nil {
            do throws(RegexError) {
                node.pattern = try LabelPattern(text, dotMatchesAll: !isClosed)
            } catch {
                throw .invalidParameter("invalid regular expression in label_replace(): \(text)")
            }
        }
        guard isLabelName(target) else {
            throw .invalidParameter("invalid destination label name in label_replace(): \(target)")
        }
        guard let pattern = node.pattern else { return elements }
        let result = elements.map { element in
            let labels = node.derived(from: element.labels) { labels in
                guard let value = pattern.replacement(for: labels[source], template: template) else { return labels }
                return renamed(labels.setting(target, to: value), target)
            }
            return Element(labels: labels, value: element.value, histogram: element.histogram)
        }
        try Evaluator.requireUnique(result)
        return result
    }

    /// Calls `label_join`.
    func joinLabels(of node: PlanNode, at time: Int64) throws(PromQLError) -> [Element] {
        let elements = try vector(node.children[0], at: time)
        var texts: [String] = []
        for child in node.children.dropFirst() {
            texts.append(try string(child, at: time))
        }
        guard texts.count >= 2 else { return elements }
        let (target, separator, sources) = (texts[0], texts[1], texts.dropFirst(2))
        for name in [target] + sources where !isLabelName(name) {
            let kind = name == target ? "destination" : "source"
            throw .invalidParameter("invalid \(kind) label name in label_join(): \(name)")
        }
        let result = elements.map { element in
            let labels = node.derived(from: element.labels) { labels in
                renamed(labels.setting(target, to: sources.map { labels[$0] }.joined(separator: separator)), target)
            }
            return Element(labels: labels, value: element.value, histogram: element.histogram)
        }
        try Evaluator.requireUnique(result)
        return result
    }

    /// Labels of which one was set: a metric name set by hand is there to stay.
    private func renamed(_ labels: Labels, _ target: String) -> Labels {
        target == Labels.metricNameLabel ? labels.droppingMark : labels
    }
}
