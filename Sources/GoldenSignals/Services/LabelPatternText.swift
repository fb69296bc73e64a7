/// Patterns of label matchers, as RE2 reads them.
package enum LabelPatternText {
    /// A pattern that only this text matches.
    package static func literal(_ text: String) -> String {
        text.reduce(into: "") { pattern, character in
            if #"\.+*?()|[]{}^$"#.contains(character) { pattern.append("\\") }
            pattern.append(character)
        }
    }
}
