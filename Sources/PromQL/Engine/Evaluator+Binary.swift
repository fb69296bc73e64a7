internal import PromModel

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension Evaluator {
    /// Evaluates a binary operation.
    func evaluate(_ operation: BinaryOperation, of node: PlanNode, at time: Int64) throws(PromQLError) -> Value {
        let left = try evaluate(node.children[0], at: time)
        let right = try evaluate(node.children[1], at: time)
        switch (left, right) {
        case (.scalar(let one), .scalar(let other)):
            return .scalar(operation.operation.apply(one, other) ?? 0)
        case (.vector(let elements), .scalar(let number)):
            return .vector(try combine(operation, elements, number, isSwapped: false, node))
        case (.scalar(let number), .vector(let elements)):
            return .vector(try combine(operation, elements, number, isSwapped: true, node))
        case (.vector(let one), .vector(let other)):
            switch operation.operation {
            case .and, .or, .unless: return .vector(combineSets(operation, one, other, node: node))
            default: return .vector(try match(operation, one, other, node: node))
            }
        default:
            return .vector([])
        }
    }

    /// Combines every element with a number; a comparison without `bool` keeps the elements for which it holds.
    private func combine(
        _ operation: BinaryOperation,
        _ elements: [Element],
        _ number: Double,
        isSwapped: Bool,
        _ node: PlanNode
    ) throws(PromQLError) -> [Element] {
        let keepsElement = operation.operation.isComparison && !operation.returnsBool
        let dropsName = operation.dropsMetricName(isLate: options.hasLateCorrections)
        if !keepsElement, !operation.operation.isTrimming, !elements.hasHistograms {
            return try rename(elements, node, droppingName: dropsName) {
                operation.operation.apply(isSwapped ? number : $0, isSwapped ? $0 : number) ?? 0
            }
        }
        var result: [Element] = []
        result.reserveCapacity(elements.count)
        for element in elements {
            if element.histogram != nil || operation.operation.isTrimming {
                if let combined = combineHistogram(operation, element, number, isSwapped: isSwapped) {
                    result.append(combined)
                }
                continue
            }
            let left = isSwapped ? number : element.value
            let right = isSwapped ? element.value : number
            if keepsElement {
                if operation.operation.compare(left, right) { result.append(element) }
            } else {
                let value = operation.operation.apply(left, right) ?? 0
                result.append(Element(labels: dropsName ? bare(element.labels) : element.labels, value: value))
            }
        }
        if !keepsElement { try Evaluator.requireUnique(result) }
        return result
    }

    private func combineSets(
        _ operation: BinaryOperation,
        _ left: [Element],
        _ right: [Element],
        node: PlanNode
    ) -> [Element] {
        func signature(_ element: Element) -> Labels {
            node.derived(from: element.labels) { matchLabels($0, operation.matching) }
        }
        let isUnion = operation.operation == .or
        let (judged, others) = isUnion ? (right, left) : (left, right)
        let kept = node.steady.members(of: left, right) {
            let present = Set(others.map(signature))
            return judged.indices.filter { present.contains(signature(judged[$0])) == (operation.operation == .and) }
        }
        return (isUnion ? left : []) + kept.map { judged[$0] }
    }
}

extension BinaryOperation {
    /// Whether results are no longer values of the metric they were computed from.
    func dropsMetricName(isLate: Bool) -> Bool {
        // Prometheus 2 forgot atan2 at first in its list of operators that change the meaning of a value.
        if operation == .arcTangent { return isLate }
        return !operation.isComparison && !operation.isTrimming || returnsBool
    }
}

extension BinaryOperator {
    /// Whether it leaves a part of a native histogram's observations.
    var isTrimming: Bool { self == .trimUpper || self == .trimLower }

    /// The result for two numbers: arithmetic, or 1 and 0 for a comparison; nil for a set operator.
    func apply(_ left: Double, _ right: Double) -> Double? {
        switch self {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: left / right
        case .modulo: fmod(left, right)
        case .power: pow(left, right)
        case .arcTangent: atan2(left, right)
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: compare(left, right) ? 1 : 0
        case .and, .or, .unless, .trimUpper, .trimLower: nil
        }
    }

    /// Whether a comparison holds; false for other operators.
    func compare(_ left: Double, _ right: Double) -> Bool {
        switch self {
        case .equal: left == right
        case .notEqual: left != right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        default: false
        }
    }
}
