/// The binary operators of PromQL.
package enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case modulo = "%"
    case power = "^"
    case arcTangent = "atan2"
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    /// Leaves the observations of a native histogram that are not above a number.
    case trimUpper = "</"
    /// Leaves the observations of a native histogram that are not below a number.
    case trimLower = ">/"
    case and
    case or
    case unless

    /// How tightly the operator binds; greater binds tighter.
    package var precedence: Int {
        switch self {
        case .or: 1
        case .and, .unless: 2
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .trimUpper, .trimLower: 3
        case .add, .subtract: 4
        case .multiply, .divide, .modulo, .arcTangent: 5
        case .power: 6
        }
    }

    /// Whether `a op b op c` means `a op (b op c)`; true for powers only.
    package var isRightAssociative: Bool { self == .power }

    /// Whether the operator compares.
    package var isComparison: Bool { precedence == 3 && self != .trimUpper && self != .trimLower }

    /// Whether the operator works on whole sets of series.
    package var isSetOperator: Bool { precedence <= 2 }
}

/// The operators that aggregate over series.
package enum AggregationOperator: String, Hashable, Sendable, CaseIterable {
    case sum
    case avg
    case min
    case max
    case count
    case group
    case stddev
    case stdvar
    case topk
    case bottomk
    case quantile
    case countValues = "count_values"
    case limitk
    case limitRatio = "limit_ratio"

    /// Whether the operator takes a parameter before the vector.
    package var takesParameter: Bool {
        switch self {
        case .topk, .bottomk, .quantile, .countValues, .limitk, .limitRatio: true
        default: false
        }
    }
}

/// How the labels of an aggregation or a match are chosen.
package enum Grouping: Hashable, Sendable {
    /// Only the named labels count.
    case by([String])
    /// All labels but the named ones and the metric name count.
    case without([String])
}

/// How the two sides of a binary operation find each other.
package struct VectorMatching: Hashable, Sendable {
    /// How many series of either side may share a match.
    package enum Cardinality: Hashable, Sendable {
        case oneToOne
        /// Many on the left: `group_left`, taking the named labels from the right.
        case groupLeft(include: [String])
        /// Many on the right: `group_right`, taking the named labels from the left.
        case groupRight(include: [String])
    }

    /// The labels to match on: `on` is ``Grouping/by(_:)``, `ignoring` is ``Grouping/without(_:)``.
    package var labels: Grouping
    /// How many series may share a match.
    package var cardinality: Cardinality
    /// What stands for an element that is missing on the left; nil if it is just missing.
    package var fillLeft: Double?
    /// What stands for an element that is missing on the right; nil if it is just missing.
    package var fillRight: Double?

    /// Creates a matching rule; by default all labels but the metric name have to agree, one to one.
    package init(
        labels: Grouping = .without([]),
        cardinality: Cardinality = .oneToOne,
        fillLeft: Double? = nil,
        fillRight: Double? = nil
    ) {
        self.labels = labels
        self.cardinality = cardinality
        self.fillLeft = fillLeft
        self.fillRight = fillRight
    }
}
