internal import PromModel

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension Evaluator {
    /// Calls a function that works on every value of an instant vector by itself.
    func callElementwise(_ function: Function, of node: PlanNode, at time: Int64) throws(PromQLError) -> [Element] {
        let elements = try vector(node.children[0], at: time)
        var numbers: [Double] = []
        for child in node.children.dropFirst() {
            numbers.append(try scalar(child, at: time))
        }
        guard let transform = Evaluator.transform(function, numbers) else { return [] }
        guard case .vector(let result) = try map(.vector(elements), of: node, transform) else { return [] }
        return result
    }

    /// Applies a function to every value; elements lose their metric name.
    ///
    /// Native histograms go unless there is something to do with them.
    func map(
        _ value: Value,
        of node: PlanNode,
        histograms change: ((inout FloatHistogram) -> Void)? = nil,
        _ transform: (Double) -> Double
    ) throws(PromQLError) -> Value {
        switch value {
        case .scalar(let number): return .scalar(transform(number))
        case .vector(let elements):
            guard elements.hasHistograms else { return .vector(try rename(elements, node, transform)) }
            let mapped = elements.compactMap { element -> Element? in
                guard let histogram = element.histogram else {
                    return Element(labels: bare(element.labels), value: transform(element.value))
                }
                guard let change else { return nil }
                var content = histogram.content
                change(&content)
                return Element(labels: bare(element.labels), .histogram(content))
            }
            try Evaluator.requireUnique(mapped)
            return .vector(mapped)
        case .string, .matrix: return value
        }
    }

    /// Applies a function to every number of a vector; elements lose their metric name unless it means the same still.
    func rename(
        _ elements: [Element],
        _ node: PlanNode,
        droppingName: Bool = true,
        _ transform: (Double) -> Double
    ) throws(PromQLError) -> [Element] {
        let labels = try node.steady.distinctLabels(of: elements) { () throws(PromQLError) in
            let labels = elements.map { droppingName ? bare($0.labels) : $0.labels }
            try Evaluator.requireUnique(labels)
            return labels
        }
        return elements.withUnsafeBufferPointer { elements in
            elements.indices.map { Element(labels: labels[$0], value: transform(elements[$0].value)) }
        }
    }

    /// What a function does to a number; nil if its parameters leave nothing.
    private static func transform(_ function: Function, _ numbers: [Double]) -> ((Double) -> Double)? {
        switch function {
        case .clamp:
            guard numbers.count == 2, !(numbers[1] < numbers[0]) else { return nil }
            return { greater(numbers[0], smaller(numbers[1], $0)) }
        case .clampMin: return numbers.first.map { bound in { greater(bound, $0) } }
        case .clampMax: return numbers.first.map { bound in { smaller(bound, $0) } }
        case .round:
            // Dividing by the inverse avoids the error of a step that has no exact double, such as 0.1.
            let inverse = 1 / (numbers.first ?? 1)
            return { ($0 * inverse + 0.5).rounded(.down) / inverse }
        case .sgn: return { $0 < 0 ? -1 : $0 > 0 ? 1 : $0 }
        case .abs: return { $0.magnitude }
        case .ceil: return { $0.rounded(.up) }
        case .floor: return { $0.rounded(.down) }
        case .sqrt: return { $0.squareRoot() }
        case .deg: return { $0 * 180 / .pi }
        case .rad: return { $0 * .pi / 180 }
        default: return libraryFunction(function)
        }
    }

    private static func libraryFunction(_ function: Function) -> ((Double) -> Double)? {
        switch function {
        case .exp: { exp($0) }
        case .ln: { log($0) }
        case .log2: { log2($0) }
        case .log10: { log10($0) }
        case .sin: { sin($0) }
        case .cos: { cos($0) }
        case .tan: { tan($0) }
        case .asin: { asin($0) }
        case .acos: { acos($0) }
        case .atan: { atan($0) }
        case .sinh: { abs($0) > 21 ? ($0 < 0 ? -1 : 1) * halfExponential(abs($0)) : sinh($0) }
        case .cosh: { abs($0) > 21 ? halfExponential(abs($0)) : cosh($0) }
        case .tanh: { tanh($0) }
        case .asinh: { asinh($0) }
        case .acosh: { acosh($0) }
        case .atanh: { atanh($0) }
        default: nil
        }
    }

    /// What hyperbolic functions of great numbers come to; as in Go, it becomes infinite when the exponential does.
    private static func halfExponential(_ number: Double) -> Double { exp(number) * 0.5 }

    /// The greater number; NaN if either is, unless the other is as great as can be.
    static func greater(_ one: Double, _ other: Double) -> Double {
        if one == .infinity || other == .infinity { return .infinity }
        return one.isNaN || other.isNaN ? .nan : max(one, other)
    }

    /// The smaller number; NaN if either is, unless the other is as small as can be.
    static func smaller(_ one: Double, _ other: Double) -> Double {
        if one == -.infinity || other == -.infinity { return -.infinity }
        return one.isNaN || other.isNaN ? .nan : min(one, other)
    }
}
