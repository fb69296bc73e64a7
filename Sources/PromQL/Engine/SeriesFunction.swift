internal import PromModel

/// What is made of each series of a selector by itself: its newest samples, or a function of its windows such as
/// `rate(m[5m])`.
///
/// A range query evaluates it series by series instead of step by step: each series is decompressed once, into room
/// that all of them share, and its windows follow each other through its samples.
struct SeriesFunction {
    /// What is made of a window; nil for its newest sample.
    let function: Function?
    let selector: VectorSelector
    /// How long a window is, in milliseconds; for the newest sample, how old that may be.
    let range: Int64
    /// The other arguments of the function, in order.
    let parameters: [Expression]

    /// Nil if an expression is none of that kind.
    init?(_ expression: Expression, lookback: Duration) {
        switch expression.unparenthesized {
        case .selector(let selector):
            self.selector = selector
            function = nil
            range = lookback.milliseconds
            parameters = []
        case .call(let function, var arguments):
            guard function != .absentOverTime,
                let position = function.signature.arguments.firstIndex(of: .matrix), position < arguments.count,
                case .range(let selector, let duration) = arguments.remove(at: position).unparenthesized
            else { return nil }
            self.function = function
            self.selector = selector
            range = duration.milliseconds
            parameters = arguments
        default: return nil
        }
        guard selector.reach == nil else { return nil }
        // Series of one metric differ without its name; those of several would have to be compared at every step.
        let isOneMetric = selector.matchers.contains { $0.name == Labels.metricNameLabel && $0.operation == .equal }
        guard keepsName || isOneMetric else { return nil }
    }

    /// Whether elements keep their metric name.
    var keepsName: Bool { function?.keepsName ?? true }
}
