/// Writes texts into JSON so that they harm no terminal that the JSON is printed to.
package enum JSONText {
    /// A text as a JSON string, in its quotes.
    package static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where isInvisible(scalar): result += escape(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// A JSON document with an escape for every character that could act on a terminal.
    ///
    /// Outside of strings JSON is ASCII, so that the document stays the same one. Blanks stay, but for the carriage
    /// return, which would let a line write over itself.
    package static func harmless(_ document: String) -> String {
        var result = "".unicodeScalars
        for scalar in document.unicodeScalars {
            switch scalar {
            case "\n", "\t": result.append(scalar)
            case "\r": result.append(" ")
            case _ where isInvisible(scalar): result.append(contentsOf: escape(scalar).unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// Controls, marks of direction, and what has no look that everybody agrees on.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
    }

    /// One escape, or a pair of them above the first plane.
    private static func escape(_ scalar: Unicode.Scalar) -> String {
        String(Character(scalar)).utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}
