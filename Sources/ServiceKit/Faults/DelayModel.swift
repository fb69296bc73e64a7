import Randomness

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// By how much a latency fault delays each request.
///
/// Quantiles have closed forms, so that what was injected can be compared with what was measured: lognormal
/// `m * exp(s * z)`, normal `m * (1 + s * z)` cut off at 0, Pareto `m * (1 - q)^(-1 / shape)`, uniform
/// `m + q * (upper - m)`.
package struct DelayModel: Sendable, Equatable {
    /// The shape of the distribution.
    package enum Shape: Sendable, Equatable {
        case fixed
        /// From the delay up to this many seconds.
        case uniform(upper: Double)
        /// About the delay, with a standard deviation that is this share of it.
        case normal(spread: Double)
        /// Half are above the delay; the logarithm has this standard deviation.
        case lognormal(spread: Double)
        /// At least the delay.
        case pareto(shape: Double)
        /// The delay, or the slow one, for this share of the requests.
        case bimodal(slow: Double, share: Double)
    }

    /// Seconds; what it means depends on the shape.
    package let delay: Double
    /// The shape.
    package let shape: Shape
    /// No draw is longer, in seconds.
    package let maximum: Double

    /// Nil where the request has no delay.
    init?(_ request: FaultRequest, maximum: Double) {
        guard let delay = request.value(.delay) else { return nil }
        self.delay = delay
        self.maximum = maximum
        switch request.actingMode {
        case "uniform": shape = .uniform(upper: request.value(.upper) ?? delay)
        case "normal": shape = .normal(spread: request.value(.spread) ?? 0)
        case "lognormal": shape = .lognormal(spread: request.value(.spread) ?? 0)
        case "pareto": shape = .pareto(shape: request.value(.shape) ?? 2)
        case "bimodal": shape = .bimodal(slow: request.value(.upper) ?? delay, share: request.value(.slowShare) ?? 0)
        default: shape = .fixed
        }
    }

    /// The delay of the next request, in seconds.
    func next(using random: inout SeededRandom) -> Double {
        let drawn: Double
        switch shape {
        case .fixed: drawn = delay
        case .uniform(let upper): drawn = delay + (upper - delay) * random.nextUnitInterval()
        case .normal(let spread): drawn = delay * (1 + spread * Self.normal(using: &random))
        case .lognormal(let spread): drawn = delay * exp(spread * Self.normal(using: &random))
        case .pareto(let shape): drawn = delay * pow(random.nextUnitInterval(), -1 / shape)
        case .bimodal(let slow, let share): drawn = random.nextUnitInterval() <= share ? slow : delay
        }
        return min(max(0, drawn), maximum)
    }

    /// A number of the standard normal distribution, by Box and Muller's transform.
    static func normal(using random: inout SeededRandom) -> Double {
        let radius = (-2 * log(random.nextUnitInterval())).squareRoot()
        return radius * cos(2 * .pi * random.nextUnitInterval())
    }
}
