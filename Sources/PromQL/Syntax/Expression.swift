package import PromModel

/// A PromQL expression.
package indirect enum Expression: Hashable, Sendable {
    /// A number.
    case number(Double)
    /// A text.
    case string(String)
    /// An instant vector selector, such as `up{job="a"}`.
    case selector(VectorSelector)
    /// A range vector selector, such as `up[5m]`.
    case range(VectorSelector, Duration)
    /// An expression evaluated over a range, such as `rate(up[5m])[1h:1m]`.
    case subquery(Subquery)
    /// A negation.
    case negated(Expression)
    /// A plus sign before an expression, which changes nothing.
    case plus(Expression)
    /// A binary operation.
    case binary(BinaryOperation)
    /// An aggregation.
    case aggregation(Aggregation)
    /// A function call.
    case call(Function, [Expression])
    /// An expression in parentheses.
    case parenthesized(Expression)

    /// The type of value the expression has.
    package var type: ValueType {
        switch self {
        case .number: .scalar
        case .string: .string
        case .selector, .aggregation: .vector
        case .range, .subquery: .matrix
        case .negated(let inner), .plus(let inner), .parenthesized(let inner): inner.type
        case .binary(let operation):
            operation.left.type == .scalar && operation.right.type == .scalar ? .scalar : .vector
        case .call(let function, _): function.signature.result
        }
    }

    /// The expression without parentheses around it.
    package var unparenthesized: Expression {
        var expression = self
        while case .parenthesized(let inner) = expression {
            expression = inner
        }
        return expression
    }
}

/// The types of values in PromQL.
package enum ValueType: String, Hashable, Sendable {
    case scalar = "scalar"
    case string = "string"
    case vector = "instant vector"
    case matrix = "range vector"
}

/// The moment an `@` modifier fixes.
package enum AtModifier: Hashable, Sendable {
    /// A fixed moment.
    case timestamp(Timestamp)
    /// The start of the query.
    case start
    /// The end of the query.
    case end
}

/// A choice of series, with when to look at them.
package struct VectorSelector: Hashable, Sendable {
    /// What the labels have to satisfy, the metric name included; all of it has to hold.
    package var matchers: [LabelMatcher]
    /// How far to look back from the moment of evaluation; negative to look ahead.
    package var offset: Duration
    /// A moment that replaces the moment of evaluation.
    package var at: AtModifier?
    /// How it looks over the ends of its range.
    package var reach: RangeReach?
    /// The lengths that are computed when the query begins, in place of plain ones.
    package var computed: ComputedDurations?

    /// Creates a selector.
    package init(
        matchers: [LabelMatcher],
        offset: Duration = .zero,
        at: AtModifier? = nil,
        reach: RangeReach? = nil,
        computed: ComputedDurations? = nil
    ) {
        self.matchers = matchers
        self.offset = offset
        self.at = at
        self.reach = reach
        self.computed = computed
    }
}

/// The lengths of time of a selector or subquery that depend on the query; nil where a plain one stands.
package struct ComputedDurations: Hashable, Sendable {
    /// In place of the range.
    package var range: DurationExpression?
    /// In place of the step of a subquery.
    package var step: DurationExpression?
    /// In place of the offset.
    package var offset: DurationExpression?

    /// Nothing is computed but what is given.
    package init(
        range: DurationExpression? = nil,
        step: DurationExpression? = nil,
        offset: DurationExpression? = nil
    ) {
        self.range = range
        self.step = step
        self.offset = offset
    }
}

/// An expression to evaluate at steps over a range.
package struct Subquery: Hashable, Sendable {
    /// What is evaluated.
    package var expression: Expression
    /// How far the range reaches back.
    package var range: Duration
    /// The distance of the evaluations; nil for the engine's default.
    package var step: Duration?
    /// How far the range is moved into the past.
    package var offset: Duration
    /// A moment that replaces the moment of evaluation.
    package var at: AtModifier?
    /// The lengths that are computed when the query begins, in place of plain ones.
    package var computed: ComputedDurations?

    /// Creates a subquery.
    package init(
        expression: Expression,
        range: Duration,
        step: Duration? = nil,
        offset: Duration = .zero,
        at: AtModifier? = nil
    ) {
        self.expression = expression
        self.range = range
        self.step = step
        self.offset = offset
        self.at = at
    }
}

/// Two expressions joined by an operator.
package struct BinaryOperation: Hashable, Sendable {
    /// The operator.
    package var operation: BinaryOperator
    /// The left operand.
    package var left: Expression
    /// The right operand.
    package var right: Expression
    /// How series find their partner; ignored unless both sides are vectors.
    package var matching: VectorMatching
    /// Whether a comparison answers 0 or 1 instead of filtering.
    package var returnsBool: Bool

    /// Creates an operation.
    package init(
        _ operation: BinaryOperator,
        left: Expression,
        right: Expression,
        matching: VectorMatching = VectorMatching(),
        returnsBool: Bool = false
    ) {
        self.operation = operation
        self.left = left
        self.right = right
        self.matching = matching
        self.returnsBool = returnsBool
    }
}

/// An aggregation over series.
package struct Aggregation: Hashable, Sendable {
    /// The operator.
    package var operation: AggregationOperator
    /// The vector that is aggregated.
    package var expression: Expression
    /// The parameter of operators such as `topk`.
    package var parameter: Expression?
    /// What makes a group.
    package var grouping: Grouping

    /// Creates an aggregation.
    package init(
        _ operation: AggregationOperator,
        _ expression: Expression,
        parameter: Expression? = nil,
        grouping: Grouping = .by([])
    ) {
        self.operation = operation
        self.expression = expression
        self.parameter = parameter
        self.grouping = grouping
    }
}
