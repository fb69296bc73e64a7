extension StringProtocol {
    /// The text without the blanks and line ends around it.
    var trimmed: String {
        let begun = drop(while: \.isWhitespace)
        guard let last = begun.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(begun[...last])
    }
}
