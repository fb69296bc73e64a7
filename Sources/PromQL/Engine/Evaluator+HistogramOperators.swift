internal import PromModel

extension Evaluator {
    /// What an operator makes of a native histogram and a number; nil if nothing.
    func combineHistogram(
        _ operation: BinaryOperation,
        _ element: Element,
        _ number: Double,
        isSwapped: Bool
    ) -> Element? {
        let scalar = Element(labels: Labels(), value: number)
        let (left, right) = isSwapped ? (scalar, element) : (element, scalar)
        guard let (outcome, isKept) = combineHistograms(operation, left, right), isKept else { return nil }
        var result = outcome
        let dropsName = operation.dropsMetricName(isLate: options.hasLateCorrections)
        result.labels = dropsName ? bare(element.labels) : element.labels
        return result
    }

    /// What an operator makes of two values one of which is a native histogram, and whether a comparison keeps it.
    ///
    /// Nil, and something is said, where there is no such operation.
    func combineHistograms(
        _ operation: BinaryOperation,
        _ left: Element,
        _ right: Element
    ) -> (element: Element, isKept: Bool)? {
        var isKept = true
        let histogram: FloatHistogram
        switch (left.histogram?.content, right.histogram?.content) {
        case (let one?, let other?):
            switch operation.operation {
            case .add, .subtract:
                guard let result = combine(one, other, operation.operation) else { return nil }
                histogram = result
            case .equal, .notEqual:
                isKept = (one == other) == (operation.operation == .equal)
                histogram = one
            default: return incompatible(operation.operation, left, right)
            }
        case (let one?, nil):
            switch operation.operation {
            case .multiply, .divide: histogram = scaled(one, operation.operation, right.value)
            case .trimUpper: histogram = one.trimmed(at: right.value, keepsLower: true)
            case .trimLower: histogram = one.trimmed(at: right.value, keepsLower: false)
            default: return incompatible(operation.operation, left, right)
            }
        case (nil, let other?):
            guard operation.operation == .multiply else { return incompatible(operation.operation, left, right) }
            histogram = scaled(other, .multiply, left.value)
        case (nil, nil): return incompatible(operation.operation, left, right)
        }
        if operation.returnsBool { return (Element(labels: left.labels, value: isKept ? 1 : 0), true) }
        return (Element(labels: left.labels, .histogram(histogram)), isKept)
    }

    private func scaled(_ histogram: FloatHistogram, _ operation: BinaryOperator, _ number: Double) -> FloatHistogram {
        var result = histogram
        if operation == .divide { result.divide(by: number) } else { result.multiply(by: number) }
        return result.compacted
    }

    private func combine(_ one: FloatHistogram, _ other: FloatHistogram, _ operation: BinaryOperator) -> FloatHistogram?
    {
        let isSubtraction = operation == .subtract
        var result = one
        guard fit(one, other) else {
            note(.incompatibleBuckets(operation: operation.rawValue))
            return nil
        }
        do throws(FloatHistogram.Incompatible) {
            let found = isSubtraction ? try result.subtract(other) : try result.add(other)
            let kind: Annotation.HistogramOperation = isSubtraction ? .subtraction : .addition
            if found.hasMergedBounds { note(.mismatchedCustomBuckets(kind)) }
            if found.collides {
                // Prometheus gives no answer where hints contradict each other.
                note(.counterResetCollision(kind))
                return nil
            }
        } catch {
            note(.incompatibleBuckets(operation: operation.rawValue))
            return nil
        }
        if isSubtraction { result.hint = .gauge }
        return result.compacted
    }

    private func incompatible(
        _ operation: BinaryOperator,
        _ left: Element,
        _ right: Element
    ) -> (element: Element, isKept: Bool)? {
        func kind(_ element: Element) -> String { element.histogram == nil ? "float" : "histogram" }
        note(.incompatibleTypes(left: kind(left), operation: operation.rawValue, right: kind(right)))
        return nil
    }
}
