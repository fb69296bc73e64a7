/// Makes text from elsewhere harmless: labels, error messages, file names.
///
/// Control characters, escape sequences, direction overrides, private and unassigned scalars get a visible
/// replacement, so that a reader sees that something was there. Only what all terminals draw in the same number of
/// columns passes: scalars newer than `newestUnicode`, and the few whose width changed between versions, do not.
package enum PrintableText {
    /// The number of scalars that are looked at; the rest is dropped unread.
    package static let limit = 8192

    /// The newest Unicode version whose widths are settled in terminals and C libraries in use.
    package static let newestUnicode = 14

    /// What stands for a scalar that may not be shown.
    package static let replacement: Unicode.Scalar = "\u{FFFD}"

    /// What stands for a line break or a tab.
    package static let blankReplacement: Unicode.Scalar = "\u{B7}"

    /// The text with every scalar replaced that could disturb a terminal; at most `limit` scalars long.
    package static func sanitize(_ text: String) -> String {
        var result = "".unicodeScalars
        for scalar in text.unicodeScalars.prefix(limit) {
            if let printable = printable(scalar) { result.append(printable) }
        }
        return String(result)
    }

    /// What to show for a scalar; `nil` for joiners and variation selectors, which only refine others.
    package static func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x20...0x7E, 0xA1...0xAC, 0xAE...0x2FF, 0x2500...0x25FF, 0x2800...0x28FF: scalar
        case 0x09, 0x0A, 0x0D: blankReplacement
        case 0xA0: " "
        case 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF: nil
        // Circled numbers on black, the hexagrams and an Ahom sign: their columns changed between versions.
        case 0x3248...0x324F, 0x4DC0...0x4DFF, 0x1171E: replacement
        default: isSettled(scalar.properties) ? scalar : replacement
        }
    }

    private static func isSettled(_ properties: Unicode.Scalar.Properties) -> Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            return false
        default:
            guard let age = properties.age, age.major <= newestUnicode else { return false }
            return !properties.isDefaultIgnorableCodePoint
        }
    }
}
