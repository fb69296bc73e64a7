internal import PromModel

/// An aggregation of what a function makes of the windows of plain series, such as `sum by (job) (rate(m[5m]))`.
///
/// A range query evaluates it series by series instead of step by step: each series is decompressed once, into room
/// that all of them share, its windows follow each other through its samples, and its group is looked up once.
struct GroupedRange {
    /// How elements are grouped and what becomes of a group.
    let aggregation: Aggregation
    /// What is made of a window.
    let function: Function
    let selector: VectorSelector
    let rangeMilliseconds: Int64
    /// The other arguments of the function, in order.
    let parameters: [Expression]

    /// Nil if the aggregation is none of that kind.
    init?(_ aggregation: Aggregation) {
        guard aggregation.parameter == nil,
            case .call(let function, var arguments) = aggregation.expression.unparenthesized,
            function != .absentOverTime,
            let position = function.signature.arguments.firstIndex(of: .matrix), position < arguments.count,
            case .range(let selector, let duration) = arguments.remove(at: position).unparenthesized,
            // Series of one metric differ without its name; those of several would have to be compared at every step.
            selector.matchers.contains(where: { $0.name == Labels.metricNameLabel && $0.operation == .equal })
        else { return nil }
        self.aggregation = aggregation
        self.function = function
        self.selector = selector
        rangeMilliseconds = duration.milliseconds
        parameters = arguments
    }
}
