/// The names of labels within the brackets of groupings, as MetricsQL reads them in all of its versions.
///
/// PromQL writes a name that is no plain word in quotes: `sum by ("http.route") (x)`. MetricsQL reads a backslash before
/// each odd character everywhere (`http\.route`), and the quotes not everywhere.
package enum GroupingNames {
    private static let words: Set<String> = ["by", "without", "on", "ignoring", "group_left", "group_right"]

    /// The expression with the names of its groupings written so; all else as it is.
    package static func escaped(_ expression: String) -> String {
        guard expression.contains("\"") else { return expression }
        var result = ""
        var word = ""
        var lastWord = ""
        var isGrouping = false
        var rest = Substring(expression)
        while let character = rest.first {
            if character == "\"" || character == "'" || character == "`" {
                let text = quoted(&rest, character)
                result += isGrouping ? name(text) : text
                (word, lastWord) = ("", "")
                continue
            }
            rest.removeFirst()
            result.append(character)
            if character.isLetter || character == "_" || character.isNumber {
                word.append(character)
                continue
            }
            if !word.isEmpty { (lastWord, word) = (word, "") }
            switch character {
            case "(": isGrouping = words.contains(lastWord.lowercased())
            case ")": isGrouping = false
            case " ", "\t", "\n": continue
            default: break
            }
            lastWord = ""
        }
        return result
    }

    /// Takes a text in quotes off, with them.
    private static func quoted(_ rest: inout Substring, _ quote: Character) -> String {
        var text = String(rest.removeFirst())
        while let character = rest.popFirst() {
            text.append(character)
            if character == quote { break }
            if character == "\\", quote != "`", let next = rest.popFirst() { text.append(next) }
        }
        return text
    }

    /// The name within some quotes, with a backslash before what is no plain word's.
    private static func name(_ text: String) -> String {
        text.dropFirst().dropLast().map { character in
            let isPlain = character.isASCII && (character.isLetter || character.isNumber) || character == "_"
            return isPlain ? String(character) : "\\\(character)"
        }
        .joined()
    }
}
