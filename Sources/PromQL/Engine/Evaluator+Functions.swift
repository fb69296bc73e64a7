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
        case .scalar:
            let elements = try vector(node.children[0], at: time)
            return .scalar(elements.count == 1 ? elements[0].value : .nan)
        case .vector:
            return .vector([Element(labels: Labels(), value: try scalar(node.children[0], at: time))])
        case .timestamp:
            return .vector(try timestamps(of: node.children[0], at: time))
        case .minute, .hour, .month, .year, .dayOfMonth, .dayOfWeek, .dayOfYear, .daysInMonth:
            let source =
                node.children.isEmpty
                ? [Element(labels: Labels(), value: seconds)] : try vector(node.children[0], at: time)
            return try map(.vector(source)) { CalendarDate(seconds: $0).part(function) }
        case .absent, .absentOverTime:
            return .vector(try absence(of: node.children[0], arguments.first, at: time))
        case .sort, .sortDescending:
            let elements = try vector(node.children[0], at: time)
            return .vector(Evaluator.sorted(elements, descending: function == .sortDescending))
        case .histogramQuantile, .histogramFraction:
            return .vector(try histogramValues(function, of: node, at: time))
        case .labelReplace: return .vector(try replaceLabel(of: node, at: time))
        case .labelJoin: return .vector(try joinLabels(of: node, at: time))
        default:
            if let elements = try callOverRange(function, of: node, at: time) { return .vector(elements) }
            return .vector(try callElementwise(function, of: node, at: time))
        }
    }

    /// The time of each sample: its own for a plain selector, the moment of evaluation for anything computed.
    private func timestamps(of node: PlanNode, at time: Int64) throws(PromQLError) -> [Element] {
        var result: [Element] = []
        if case .selector(let selector) = node.operation {
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

    /// Elements in order of value; NaN comes last either way.
    static func sorted(_ elements: [Element], descending: Bool) -> [Element] {
        elements.enumerated().sorted { one, other in
            let (a, b) = (one.element.value, other.element.value)
            if a.isNaN || b.isNaN { return b.isNaN && !a.isNaN || a.isNaN == b.isNaN && one.offset < other.offset }
            if a != b { return descending ? a > b : a < b }
            return one.offset < other.offset
        }.map(\.element)
    }

    private func replaceLabel(of node: PlanNode, at time: Int64) throws(PromQLError) -> [Element] {
        guard node.children.count == 5 else { return [] }
        let elements = try vector(node.children[0], at: time)
        let target = try string(node.children[1], at: time)
        let template = try string(node.children[2], at: time)
        let source = try string(node.children[3], at: time)
        let text = try string(node.children[4], at: time)
        if node.pattern == nil {
            do throws(RegexError) {
                node.pattern = try LabelPattern(text)
            } catch {
                throw .invalidParameter("invalid regular expression in label_replace(): \(text)")
            }
        }
        guard Labels.isPlainName(target, colonAllowed: false) else {
            throw .invalidParameter("invalid destination label name in label_replace(): \(target)")
        }
        guard let pattern = node.pattern else { return elements }
        let result = elements.map { element in
            let labels = node.derived(from: element.labels) { labels in
                guard let value = pattern.replacement(for: labels[source], template: template) else { return labels }
                return labels.setting(target, to: value)
            }
            return Element(labels: labels, value: element.value)
        }
        try Evaluator.requireUnique(result)
        return result
    }

    private func joinLabels(of node: PlanNode, at time: Int64) throws(PromQLError) -> [Element] {
        let elements = try vector(node.children[0], at: time)
        var texts: [String] = []
        for child in node.children.dropFirst() {
            texts.append(try string(child, at: time))
        }
        guard texts.count >= 2 else { return elements }
        let (target, separator, sources) = (texts[0], texts[1], texts.dropFirst(2))
        for name in [target] + sources where !Labels.isPlainName(name, colonAllowed: false) {
            let kind = name == target ? "destination" : "source"
            throw .invalidParameter("invalid \(kind) label name in label_join(): \(name)")
        }
        let result = elements.map { element in
            let labels = node.derived(from: element.labels) { labels in
                labels.setting(target, to: sources.map { labels[$0] }.joined(separator: separator))
            }
            return Element(labels: labels, value: element.value)
        }
        try Evaluator.requireUnique(result)
        return result
    }
}
