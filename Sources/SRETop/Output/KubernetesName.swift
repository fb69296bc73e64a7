/// What Kubernetes takes as names and labels (RFC 1123, and its own rules for labels).
enum KubernetesName {
    /// A name of an object or a namespace.
    static func isName(_ text: String) -> Bool {
        isWord(text, marks: "-", limit: 63) && text == text.lowercased()
    }

    /// A label's name, with or without a prefix such as `app.kubernetes.io/`.
    static func isLabel(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.last, parts.count <= 2, isWord(name, marks: "-_.", limit: 63) else { return false }
        return parts.count == 1 || isWord(parts[0], marks: "-.", limit: 253)
    }

    /// A label's value; it may be empty.
    static func isValue(_ text: String) -> Bool { text.isEmpty || isWord(text, marks: "-_.", limit: 63) }

    /// Letters and digits, with marks between them.
    private static func isWord(_ text: String, marks: String, limit: Int) -> Bool {
        guard let first = text.first, let last = text.last, text.utf8.count <= limit else { return false }
        let isPlain = { (character: Character) in character.isASCII && (character.isLetter || character.isNumber) }
        return isPlain(first) && isPlain(last) && text.allSatisfy { isPlain($0) || marks.contains($0) }
    }
}
