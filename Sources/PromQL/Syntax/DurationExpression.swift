internal import PromModel

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A length of time that is computed, such as `2 * step()`; seconds where a plain number stands.
package indirect enum DurationExpression: Hashable, Sendable {
    /// The operators there are.
    package enum Operation: String, Hashable, Sendable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case modulo = "%"
        case power = "^"
        case smaller = "min_of"
        case greater = "max_of"
        // As they were called before Prometheus 3.13: what was written so is for a server that reads it.
        case formerSmaller = "min"
        case formerGreater = "max"

        /// Whether it is written as a call.
        var isCall: Bool {
            switch self {
            case .smaller, .greater, .formerSmaller, .formerGreater: true
            case .add, .subtract, .multiply, .divide, .modulo, .power: false
            }
        }
    }

    /// Seconds.
    case number(Double)
    /// A duration with its units.
    case duration(Duration)
    /// The step of the query; zero for a query of one moment.
    case step
    /// How long the query's own range is; zero for a query of one moment.
    case range
    /// The same, backwards.
    case negated(DurationExpression)
    /// Two of them and an operator.
    case binary(Operation, DurationExpression, DurationExpression)

    /// Why there is no such length.
    struct Failure: Error {
        var reason: String
    }

    /// Whether it is the same in every query.
    var isConstant: Bool {
        switch self {
        case .number, .duration: true
        case .step, .range: false
        case .negated(let inner): inner.isConstant
        case .binary(_, let left, let right): left.isConstant && right.isConstant
        }
    }

    /// The length in seconds, in a query of the given step and range.
    func seconds(step: Duration, range: Duration) throws(Failure) -> Double {
        switch self {
        case .number(let value): return value
        case .duration(let duration): return Double(duration.milliseconds) / 1000
        case .step: return Double(step.milliseconds) / 1000
        case .range: return Double(range.milliseconds) / 1000
        case .negated(let inner): return -(try inner.seconds(step: step, range: range))
        case .binary(let operation, let one, let other):
            let left = try one.seconds(step: step, range: range)
            let right = try other.seconds(step: step, range: range)
            switch operation {
            case .add: return left + right
            case .subtract: return left - right
            case .multiply: return left * right
            case .divide:
                guard right != 0 else { throw Failure(reason: "division by zero") }
                return left / right
            case .modulo:
                guard right != 0 else { throw Failure(reason: "modulo by zero") }
                return fmod(left, right)
            case .power: return pow(left, right)
            case .smaller, .formerSmaller: return min(left, right)
            case .greater, .formerGreater: return max(left, right)
            }
        }
    }

    /// The length to the millisecond; fails where it is not positive although it has to be.
    func duration(step: Duration, range: Duration, isPositive: Bool) throws(Failure) -> Duration {
        let seconds = try seconds(step: step, range: range)
        guard abs(seconds) < 9e12 else { throw Failure(reason: "duration is out of range") }
        guard seconds > 0 || !isPositive else { throw Failure(reason: "duration must be greater than 0") }
        return .milliseconds(Int64(saturating: (seconds * 1000).rounded()))
    }
}

extension DurationExpression: CustomStringConvertible {
    /// The expression in text; reading it again gives an equal one.
    package var description: String { text(above: 0) }

    private var precedence: Int {
        switch self {
        case .number(let value): value < 0 || value.sign == .minus ? 2 : 4
        case .duration, .step, .range: 4
        case .negated: 2
        case .binary(let operation, _, _):
            switch operation {
            case .add, .subtract: 1
            case .multiply, .divide, .modulo: 2
            case .power: 3
            case .smaller, .greater, .formerSmaller, .formerGreater: 4
            }
        }
    }

    private func text(above floor: Int) -> String {
        let text: String
        switch self {
        case .number(let value): text = NumberText.format(value)
        case .duration(let duration): text = PromQLDuration.format(duration)
        case .step: text = "step()"
        case .range: text = "range()"
        case .negated(let inner): text = "-" + inner.text(above: 2)
        case .binary(let operation, let left, let right) where operation.isCall:
            text = "\(operation.rawValue)(\(left), \(right))"
        case .binary(.power, let left, let right): text = "\(left.text(above: 3)) ^ \(right.text(above: 2))"
        case .binary(let operation, let left, let right):
            let side = precedence
            text = "\(left.text(above: side - 1)) \(operation.rawValue) \(right.text(above: side))"
        }
        return precedence > floor ? text : "(\(text))"
    }
}
