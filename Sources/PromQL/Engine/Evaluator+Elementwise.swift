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
        guard case .vector(let result) = try map(.vector(elements), transform) else { return [] }
        return result
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
