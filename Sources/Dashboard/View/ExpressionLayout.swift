import TerminalUI

/// A PromQL expression over as many lines as it takes to be read: broken at its weakest operators first, then at brackets.
package enum ExpressionLayout {
    /// The operators, those that bind least first.
    private static let operators =
        [[" or "], [" and ", " unless "], [" == ", " != ", " > ", " < ", " >= ", " <= "]]
        + [[" + ", " - "], [" * ", " / ", " % "]]

    /// The lines of an expression; where nothing can be broken one may be wider than `width`.
    package static func lines(_ expression: String, width: Int) -> [String] {
        lines(Substring(expression), indent: 0, width: max(width, 20))
    }

    private static func lines(_ text: Substring, indent: Int, width: Int) -> [String] {
        let text = trimmed(text)
        let margin = String(repeating: " ", count: indent)
        guard indent + text.count > width else { return ["\(margin)\(text)"] }
        for group in operators {
            let parts = split(text, at: group)
            guard parts.count > 1 else { continue }
            return parts.flatMap { part -> [String] in
                var lines = self.lines(part.text, indent: indent, width: width)
                if !part.sign.isEmpty, let first = lines.first {
                    lines[0] = "\(margin)\(part.sign) \(first.dropFirst(indent))"
                }
                return lines
            }
        }
        guard let (head, inner, tail) = bracketed(text) else { return ["\(margin)\(text)"] }
        let arguments = split(inner, at: [", "], keepsSign: false)
        var lines = ["\(margin)\(head)("]
        for (index, argument) in arguments.enumerated() {
            var part = self.lines(argument.text, indent: indent + 2, width: width)
            if index < arguments.count - 1, let last = part.popLast() { part.append("\(last),") }
            lines += part
        }
        return lines + ["\(margin))\(tail)"]
    }

    /// The parts between operators that stand outside of brackets and texts.
    private static func split(
        _ text: Substring,
        at signs: [String],
        keepsSign: Bool = true
    ) -> [(sign: String, text: Substring)] {
        var parts: [(sign: String, text: Substring)] = []
        var (start, sign) = (text.startIndex, "")
        for place in outside(text) {
            guard place >= start, let found = signs.first(where: { text[place...].hasPrefix($0) }) else { continue }
            parts.append((sign, text[start..<place]))
            (start, sign) = (
                text.index(place, offsetBy: found.count), keepsSign ? String(trimmed(Substring(found))) : ""
            )
        }
        return parts + [(sign, text[start...])]
    }

    /// What stands before the first bracket, in it and after it; nil where the text does not end soon after one.
    private static func bracketed(_ text: Substring) -> (head: Substring, inner: Substring, tail: Substring)? {
        guard let open = text.firstIndex(of: "("), let close = closing(text, from: open) else { return nil }
        let inner = text[text.index(after: open)..<close]
        // `sum by (le) (…)`: the last bracket is the one with the contents.
        let rest = text[text.index(after: close)...]
        if trimmed(rest).hasPrefix("("), let second = rest.firstIndex(of: "("), let end = closing(text, from: second) {
            return (text[..<second], text[text.index(after: second)..<end], text[text.index(after: end)...])
        }
        return (text[..<open], inner, rest)
    }

    private static func closing(_ text: Substring, from open: Substring.Index) -> Substring.Index? {
        let inside = text[text.index(after: open)...]
        return outside(inside).first { inside[$0] == ")" }
    }

    /// The places outside of brackets, braces and texts; a bracket that closes what is outside comes last.
    private static func outside(_ text: Substring) -> [Substring.Index] {
        var places: [Substring.Index] = []
        var (depth, quote, isEscaped) = (0, Character?.none, false)
        for place in text.indices {
            let character = text[place]
            if let open = quote {
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == open {
                    quote = nil
                }
                continue
            }
            switch character {
            case "\"", "'", "`": quote = character
            case "(", "{", "[": depth += 1
            case ")", "}", "]":
                if depth == 0 { return places + [place] }
                depth -= 1
            default: if depth == 0 { places.append(place) }
            }
        }
        return places
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}
