/// What the word before the cursor of a PromQL expression can be completed to.
///
/// The text need not be a whole expression: braces, brackets and quotes alone decide.
package enum CompletionContext: Sendable, Hashable {
    /// A metric, a function or an operator.
    case name(prefix: String)
    /// A label of a metric; of any where none is named.
    case label(prefix: String, metric: String)
    /// A value of a label of a metric.
    case value(prefix: String, label: String, metric: String)
    /// Nothing that could be told: a number, or between two words.
    case nothing

    /// Of a text up to the cursor.
    package init(_ text: String) {
        var scan = Scan()
        for character in text { scan.take(character) }
        self = scan.context
    }

    /// What stands before the cursor already.
    package var prefix: String {
        switch self {
        case .name(let prefix), .label(let prefix, _), .value(let prefix, _, _): prefix
        case .nothing: ""
        }
    }

    /// The way through the text.
    private struct Scan {
        /// The word that is being read.
        private var word = ""
        /// The last word before it.
        private var last = ""
        private var quote: Character?
        private var quoted = ""
        private var isEscaped = false
        /// The metrics before the braces that are open.
        private var braces: [String] = []
        /// For each open round bracket whether it holds the labels of a `by`, `without`, `on`, `ignoring` or `group_…`.
        private var rounds: [Bool] = []
        private var label = ""
        private var isInRange = false
        private var firstMetric = ""

        private static let grouping: Set<String> = [
            "by", "without", "on", "ignoring", "group_left", "group_right",
        ]

        mutating func take(_ character: Character) {
            if let open = quote {
                if isEscaped {
                    isEscaped = false
                    quoted.append(character)
                } else if character == "\\", open != "`" {
                    isEscaped = true
                } else if character == open {
                    quote = nil
                } else {
                    quoted.append(character)
                }
                return
            }
            guard !isWord(character) else { return word.append(character) }
            switch character {
            case "\"", "'", "`": (quote, quoted) = (character, "")
            case "{": braces.append(word)
            case "}": if !braces.isEmpty { braces.removeLast() }
            case "(": rounds.append(Self.grouping.contains(word.isEmpty ? last : word))
            case ")": if !rounds.isEmpty { rounds.removeLast() }
            case "[": isInRange = true
            case "]": isInRange = false
            case "=", "!", "~": if !word.isEmpty { label = word }
            default: break
            }
            if !word.isEmpty { last = word }
            if character == "{" || character == "[", firstMetric.isEmpty { firstMetric = last }
            word = ""
        }

        private func isWord(_ character: Character) -> Bool {
            character == "_" || character == ":" && !isInRange && braces.isEmpty
                || character.isASCII && (character.isLetter || character.isNumber)
        }

        var context: CompletionContext {
            if quote != nil {
                guard let metric = braces.last, !label.isEmpty else { return .nothing }
                return .value(prefix: quoted, label: label, metric: metric)
            }
            if isInRange || word.first?.isNumber ?? false { return .nothing }
            if let metric = braces.last { return .label(prefix: word, metric: metric) }
            if rounds.last == true { return .label(prefix: word, metric: firstMetric) }
            return .name(prefix: word)
        }
    }
}
