package import PromModel
import PromQL

/// An alerting rule on burn rates, read from its expression: sretop's own, sloth's, pyrra's, Grafana's, and others of
/// that form.
///
/// Two comparisons of recorded shares with a factor times a budget, the names of which end in their windows:
/// `job:slo_errors:ratio_rate1h{…} > (14.4 * 0.001) and job:slo_errors:ratio_rate5m{…} > (14.4 * 0.001)`, several such
/// pairs joined by `or`, each with a comparison of events where there is one.
package struct BurnRateRule: Sendable, Equatable {
    /// One pair of windows.
    struct Pair: Sendable, Equatable {
        let window: BurnRateWindow
        /// The expressions of the shares of bad events.
        let (long, short): (String, String)
        /// The expression of the events in the long window, and how many there are to be at least.
        let events: (expression: String, least: Double)?

        static func == (left: Pair, right: Pair) -> Bool {
            left.window == right.window && left.long == right.long && left.short == right.short
                && left.events?.expression == right.events?.expression && left.events?.least == right.events?.least
        }
    }

    let pairs: [Pair]
    let budget: Double
    /// The labels that its shares are picked by, as far as they are equal to something.
    let labels: [String: String]

    /// Nil where the expression is none of that form.
    package init?(_ expression: String, labels ruleLabels: Labels) {
        guard expression.utf8.count <= Self.longestExpression, let tree = try? PromQLParser.parse(expression) else {
            return nil
        }
        let severity = Self.severity(ruleLabels)
        let sides = Self.parts(of: tree, joinedBy: .or).compactMap { Side($0) }
        pairs = sides.compactMap { $0.pair(severity) }
        guard let first = sides.first(where: { $0.pair(severity) != nil }), let budget = first.budget,
            (1e-9..<1).contains(budget)
        else { return nil }
        self.budget = BurnRateWindow.tidied(budget)
        labels = first.labels.merging(
            Dictionary(ruleLabels.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        ) { own, _ in own }
    }

    private static let longestExpression = 8192

    private static func severity(_ labels: Labels) -> Severity {
        let told = ["sloth_severity", "grafana_slo_severity", "severity"].map { labels[$0] }.first { !$0.isEmpty }
        return ["page", "critical"].contains(told ?? "") ? .critical : .warning
    }

    /// The parts of an expression that are joined by a set operator.
    private static func parts(of expression: Expression, joinedBy joint: BinaryOperator) -> [Expression] {
        guard case .binary(let operation) = expression.unparenthesized, operation.operation == joint else {
            return [expression.unparenthesized]
        }
        return parts(of: operation.left, joinedBy: joint) + parts(of: operation.right, joinedBy: joint)
    }

    /// One pair of comparisons.
    private struct Side {
        private(set) var ratios: [(window: Duration, expression: String, limit: Expression)] = []
        private(set) var events: (expression: String, least: Double)?
        private(set) var labels: [String: String] = [:]
        private(set) var budget: Double?
        private var factor: Double?

        init?(_ expression: Expression) {
            for part in BurnRateRule.parts(of: expression, joinedBy: .and) {
                guard let comparison = Self.comparison(part), let limit = comparison.right.constant,
                    let selector = comparison.left.firstSelector,
                    let name = selector.matchers.first(where: { $0.name == Labels.metricNameLabel })?.value
                else { continue }
                if limit >= 1, name.contains("events") || name.contains("total") {
                    events = ("\(comparison.left)", limit)
                } else if let window = BurnRateRule.window(named: name) {
                    ratios.append((window, "\(comparison.left)", comparison.right))
                    for matcher in selector.matchers where matcher.operation == .equal {
                        labels[matcher.name] = matcher.value
                    }
                }
            }
            guard ratios.count == 2, let product = ratios[0].limit.product else { return nil }
            (factor, budget) = product
        }

        func pair(_ severity: Severity) -> Pair? {
            let sorted = ratios.sorted { $0.window < $1.window }
            guard let short = sorted.first, let long = sorted.last, short.window < long.window, let factor else {
                return nil
            }
            return Pair(
                window: BurnRateWindow(long: long.window, short: short.window, factor: factor, severity: severity),
                long: long.expression,
                short: short.expression,
                events: events
            )
        }

        /// The comparison, which may stand within an aggregation.
        private static func comparison(_ expression: Expression) -> BinaryOperation? {
            switch expression.unparenthesized {
            case .aggregation(let aggregation): comparison(aggregation.expression)
            case .binary(let operation)
            where [.greater, .greaterOrEqual].contains(operation.operation) && !operation.returnsBool:
                operation
            default: nil
            }
        }
    }

    /// The window that a recorded series' name ends in: `slo:sli_error:ratio_rate5m`, `requests:burnrate1h30m`.
    static func window(named name: String) -> Duration? {
        let units = Set("smhdwy")
        let end = name.reversed().prefix { $0.isASCII && ($0.isNumber || units.contains($0)) }
        // A letter of the word before may be taken for a unit.
        let text = String(end.reversed()).drop { !$0.isNumber }
        return text.isEmpty ? nil : PromQLDuration.parse(text)
    }
}

extension Expression {
    /// The number that it is, whatever the samples.
    fileprivate var constant: Double? {
        switch self {
        case .number(let value): return value
        case .parenthesized(let inner), .plus(let inner): return inner.constant
        case .negated(let inner): return inner.constant.map { -$0 }
        case .binary(let operation):
            guard let left = operation.left.constant, let right = operation.right.constant else { return nil }
            switch operation.operation {
            case .add: return left + right
            case .subtract: return left - right
            case .multiply: return left * right
            case .divide: return left / right
            default: return nil
            }
        default: return nil
        }
    }

    /// A factor times a budget: the budget is the part that is less than everything.
    fileprivate var product: (factor: Double, budget: Double)? {
        guard case .binary(let operation) = unparenthesized, operation.operation == .multiply,
            let left = operation.left.constant, let right = operation.right.constant
        else { return nil }
        return left < 1 && right >= 1 ? (right, left) : (left, right)
    }

    /// The first selector in it.
    fileprivate var firstSelector: VectorSelector? {
        switch self {
        case .selector(let selector): selector
        case .parenthesized(let inner), .plus(let inner), .negated(let inner): inner.firstSelector
        case .aggregation(let aggregation): aggregation.expression.firstSelector
        case .binary(let operation): operation.left.firstSelector ?? operation.right.firstSelector
        case .call(_, let arguments): arguments.lazy.compactMap(\.firstSelector).first
        default: nil
        }
    }
}
