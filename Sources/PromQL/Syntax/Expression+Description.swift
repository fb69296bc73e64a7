internal import PromModel

extension Expression: CustomStringConvertible {
    /// The expression in canonical text; reading it again gives an equal expression.
    package var description: String {
        switch self {
        case .number(let value): Expression.text(of: value)
        case .string(let text): StrayByte.quoted(text)
        case .selector(let selector): selector.text(range: nil)
        case .range(let selector, let range): selector.text(range: range)
        case .subquery(let subquery): subquery.text
        case .negated(let inner): "-\(inner)"
        case .plus(let inner): "+\(inner)"
        case .binary(let operation): operation.text
        case .aggregation(let aggregation): aggregation.text
        case .call(let function, let arguments):
            function.rawValue + "(" + arguments.map(\.description).joined(separator: ", ") + ")"
        case .parenthesized(let inner): "(\(inner))"
        }
    }

    fileprivate static func text(of value: Double) -> String {
        value.isInfinite ? (value < 0 ? "-Inf" : "+Inf") : NumberText.format(value)
    }
}

extension VectorSelector {
    fileprivate func text(range: Duration?) -> String {
        var name = ""
        var rest = matchers[...]
        if let first = matchers.first, first.name == Labels.metricNameLabel, first.operation == .equal,
            PromQLName.isPlain(metric: first.value)
        {
            name = first.value
            rest = rest.dropFirst()
        }
        let conditions = rest.map { matcher in
            PromQLName.label(matcher.name) + matcher.operation.rawValue + Labels.quoted(matcher.value)
        }
        let braces = conditions.isEmpty && !name.isEmpty ? "" : "{" + conditions.joined(separator: ",") + "}"
        let length = computed?.range?.description
        let brackets = range.map { "[\(length ?? PromQLDuration.format($0))]" } ?? ""
        let suffix = reach.map { " \($0.rawValue)" } ?? ""
        return name + braces + brackets + suffix + modifierText(offset: offset, computed: computed?.offset, at: at)
    }
}

/// The text of the modifiers behind a selector or subquery.
private func modifierText(offset: Duration, computed: DurationExpression?, at: AtModifier?) -> String {
    var text = ""
    switch at {
    case nil: break
    case .start: text += " @ start()"
    case .end: text += " @ end()"
    case .timestamp(let moment): text += " @ " + NumberText.formatPlain(moment.seconds)
    }
    if let computed {
        text += " offset (\(computed))"
    } else if offset != .zero {
        text += " offset " + PromQLDuration.format(offset)
    }
    return text
}

extension Subquery {
    fileprivate var text: String { "\(expression)\(suffix)" }

    /// What stands behind the expression.
    var suffix: String {
        let steps = computed?.step?.description ?? step.map(PromQLDuration.format) ?? ""
        let length = computed?.range?.description ?? PromQLDuration.format(range)
        return "[\(length):\(steps)]" + modifierText(offset: offset, computed: computed?.offset, at: at)
    }
}

extension BinaryOperation {
    fileprivate var text: String {
        // A sign before a power is read as that of the power.
        let base = operation == .power && left == .number(.infinity) ? "Inf" : left.description
        return "\(base) \(sign) \(right)"
    }

    /// What stands between the sides.
    var sign: String { operation.rawValue + (returnsBool ? " bool" : "") + matching.text }
}

extension VectorMatching {
    fileprivate var text: String {
        var text = ""
        switch labels {
        case .by(let names): text = " on (\(PromQLName.labels(names)))"
        case .without(let names) where !names.isEmpty || cardinality != .oneToOne:
            text = " ignoring (\(PromQLName.labels(names)))"
        case .without: break
        }
        switch cardinality {
        case .oneToOne: break
        case .groupLeft(let include): text += " group_left (\(PromQLName.labels(include)))"
        case .groupRight(let include): text += " group_right (\(PromQLName.labels(include)))"
        }
        if let fillLeft, let fillRight, fillLeft.bitPattern == fillRight.bitPattern {
            text += " fill (\(Expression.text(of: fillLeft)))"
        } else {
            if let fillLeft { text += " fill_left (\(Expression.text(of: fillLeft)))" }
            if let fillRight { text += " fill_right (\(Expression.text(of: fillRight)))" }
        }
        return text
    }
}

extension Aggregation {
    fileprivate var text: String {
        head + "(" + [parameter, expression].compactMap { $0?.description }.joined(separator: ", ") + ")"
    }

    /// What stands before the arguments.
    var head: String {
        var clause = ""
        switch grouping {
        case .by(let names) where names.isEmpty: break
        case .by(let names): clause = " by (\(PromQLName.labels(names))) "
        case .without(let names): clause = " without (\(PromQLName.labels(names))) "
        }
        return operation.rawValue + clause
    }
}
