package import PromModel

/// A condition on one label.
package struct LabelMatcher: Hashable, Sendable {
    /// How the label's value is compared.
    package enum Operation: String, Hashable, Sendable, CaseIterable {
        case equal = "="
        case notEqual = "!="
        case matches = "=~"
        case doesNotMatch = "!~"
    }

    /// The label; `__name__` for the metric name.
    package let name: String
    /// How the value is compared.
    package let operation: Operation
    /// The text or regular expression to compare with.
    package let value: String

    private let pattern: LabelPattern?

    /// Creates a condition.
    ///
    /// A regular expression has to match the whole value; see ``LabelPattern/init(_:dotMatchesAll:)``.
    /// - Throws: ``RegexError`` if the operation is a match and the value no valid regular expression.
    package init(
        _ name: String,
        _ operation: Operation,
        _ value: String,
        dotMatchesAll: Bool = true
    ) throws(RegexError) {
        self.name = name
        self.operation = operation
        self.value = value
        switch operation {
        case .equal, .notEqual: pattern = nil
        case .matches, .doesNotMatch: pattern = try LabelPattern(value, dotMatchesAll: dotMatchesAll)
        }
    }

    /// Creates a condition that the label has exactly this value.
    package init(_ name: String, equals value: String) {
        self.name = name
        self.operation = .equal
        self.value = value
        pattern = nil
    }

    /// Whether a value satisfies the condition; a missing label counts as the empty string.
    package func matches(_ candidate: String) -> Bool {
        switch operation {
        case .equal: candidate == value
        case .notEqual: candidate != value
        case .matches: pattern?.matches(candidate) ?? false
        case .doesNotMatch: !(pattern?.matches(candidate) ?? false)
        }
    }

    /// Whether labels satisfy the condition.
    package func matches(_ labels: Labels) -> Bool {
        matches(labels[name])
    }

    /// Whether a missing label satisfies the condition.
    package var matchesEmpty: Bool { matches("") }

    package static func == (left: LabelMatcher, right: LabelMatcher) -> Bool {
        left.name == right.name && left.operation == right.operation && left.value == right.value
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(operation)
        hasher.combine(value)
    }
}
