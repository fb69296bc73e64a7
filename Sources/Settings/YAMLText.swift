import TerminalUI
import Yams

/// Writes YAML so that it is read as what it was.
enum YAMLText {
    /// A text as a scalar: plain where nothing in it could be taken for something else.
    static func scalar(_ text: String) -> String {
        if isPlain(text) { return text }
        guard !text.unicodeScalars.allSatisfy(isPrintable) else {
            return "'\(text.replacing("'", with: "''"))'"
        }
        let escaped = text.unicodeScalars.map { scalar in
            if scalar == "\"" || scalar == "\\" { return "\\\(scalar)" }
            if isPrintable(scalar) { return String(scalar) }
            let digits = String(scalar.value, radix: 16, uppercase: true)
            let length = scalar.value > 0xFFFF ? 8 : 4
            return "\\\(length == 8 ? "U" : "u")" + String(repeating: "0", count: length - digits.count) + digits
        }
        return "\"\(escaped.joined())\""
    }

    /// A node in block style, a line an element; aliases are written out.
    static func lines(_ node: Node, indent: String) -> [String] {
        switch node {
        case .scalar(let scalar): return [indent + self.scalar(scalar.string)]
        case .mapping(let mapping):
            guard !mapping.isEmpty else { return [indent + "{}"] }
            return mapping.flatMap { key, value in
                let name = indent + scalar(key.scalar?.string ?? "") + ":"
                guard !isShort(value) else {
                    return [name + " " + lines(value, indent: "").joined()]
                }
                return [name] + lines(value, indent: indent + "  ")
            }
        case .sequence(let sequence):
            guard !sequence.isEmpty else { return [indent + "[]"] }
            return sequence.flatMap { element in
                let inner = lines(element, indent: indent + "  ")
                let first = indent + "- " + (inner.first ?? "").dropFirst(indent.count + 2)
                return [first] + inner.dropFirst()
            }
        case .alias: return [indent + "~"]
        }
    }

    private static func isShort(_ node: Node) -> Bool {
        switch node {
        case .scalar, .alias: true
        case .mapping(let mapping): mapping.isEmpty
        case .sequence(let sequence): sequence.isEmpty
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first.properties.isAlphabetic || first == "/" || isDigit(first)
        else { return false }
        let words: Set<String> = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
        return !words.contains(text.lowercased())
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || isDigit($0) || "_./-".unicodeScalars.contains($0))
            }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    /// Whether it may stand as it is: YAML lets it, and a terminal that the text is printed to takes no harm.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool { PrintableText.printable(scalar) == scalar }
}
