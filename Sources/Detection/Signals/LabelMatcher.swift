package import PromModel

/// A condition on one label of a series, that can be tried here and written as PromQL.
package enum LabelMatcher: Sendable, Hashable {
    /// The label has this value; the empty one means that it is not there.
    case equal(String, String)
    /// The label has another value.
    case notEqual(String, String)
    /// The label has one of these values.
    case anyOf(String, [String])
    /// The label names no probe, no metrics page and no administration.
    case visible(String)
    /// The label says that the request failed.
    case failing(String, StatusGrammar)
    /// The label says that it ended, well or not.
    case ended(String)
    /// The label does not say that it failed.
    case notFailing(String, StatusGrammar)

    /// The label that it is about.
    package var label: String {
        switch self {
        case .equal(let label, _), .notEqual(let label, _), .anyOf(let label, _), .visible(let label),
            .ended(let label),
            .failing(let label, _), .notFailing(let label, _):
            label
        }
    }

    /// Whether a series fits.
    package func fits(_ labels: Labels) -> Bool {
        switch self {
        case .equal(let label, let value): labels[label] == value
        case .notEqual(let label, let value): labels[label] != value
        case .anyOf(let label, let values): values.contains(labels[label])
        case .visible(let label): !HiddenValue.isHidden(labels[label])
        case .ended(let label): StatusGrammar.ending(labels[label]) != nil
        case .failing(let label, let grammar): grammar.verdict(labels[label]) == .failure
        case .notFailing(let label, let grammar): grammar.verdict(labels[label]) != .failure
        }
    }

    /// The operator and the value or pattern, as PromQL has them.
    package var condition: (operator: String, value: String) {
        switch self {
        case .equal(_, let value): ("=", value)
        case .notEqual(_, let value): ("!=", value)
        case .anyOf(_, let values): ("=~", values.map(Self.escaped).joined(separator: "|"))
        case .visible: ("!~", HiddenValue.pattern)
        case .ended: ("=~", StatusGrammar.endPattern)
        case .failing(_, let grammar): ("=~", grammar.failurePattern)
        case .notFailing(_, let grammar): ("!~", grammar.failurePattern)
        }
    }

    /// As PromQL writes it; a label name beyond ASCII words is quoted, as Prometheus 3 takes it.
    package var text: String {
        let name = Labels.isPlainName(label, colonAllowed: false) ? label : Labels.quoted(label)
        return name + condition.operator + Labels.quoted(condition.value)
    }

    private static func escaped(_ text: String) -> String {
        text.map { "\\.+*?()|[]{}^$".contains($0) ? "\\\($0)" : "\($0)" }.joined()
    }
}
