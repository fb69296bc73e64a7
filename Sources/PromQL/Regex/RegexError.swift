/// Why a text is no regular expression.
package enum RegexError: Error, Hashable, Sendable, CustomStringConvertible {
    case missingParenthesis
    case unexpectedParenthesis
    case missingBracket
    case missingRepetitionArgument
    case invalidRepetition
    case invalidEscape(String)
    case invalidClass
    case invalidGroup
    case trailingBackslash
    case tooLarge

    /// The reason in one line.
    package var description: String {
        let reason =
            switch self {
            case .missingParenthesis: "missing closing )"
            case .unexpectedParenthesis: "unexpected )"
            case .missingBracket: "missing closing ]"
            case .missingRepetitionArgument: "missing argument to repetition operator"
            case .invalidRepetition: "invalid repeat count"
            case .invalidEscape(let escape): "invalid escape sequence: `\\\(escape)`"
            case .invalidClass: "invalid character class"
            case .invalidGroup: "invalid or unsupported Perl syntax"
            case .trailingBackslash: "trailing backslash at end of expression"
            case .tooLarge: "expression too large"
            }
        return "error parsing regexp: \(reason)"
    }
}
