import NCursesTerminal
import TerminalUI

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The characters that lines and frames of text are made of, where no screen is open to know it.
struct TextCharacters: Sendable {
    /// The symbols to draw with.
    let glyphs: GlyphSet
    private let isASCII: Bool

    /// What was asked for, `standard` where nothing was; ASCII where the locale has nothing else.
    init(_ wanted: GlyphSet?, standard: GlyphSet) {
        glyphs = Self.isUTF8 ? wanted ?? standard : .ascii
        // Plain symbols alone are no wish to lose the letters of a name.
        isASCII = !Self.isUTF8 || wanted == .ascii
    }

    /// A text as it can be shown: names of others are in it, too.
    func shown(_ text: String) -> String { isASCII ? Self.ascii(text) : text }

    /// A text with stand-ins for what the locale cannot show.
    static func forLocale(_ text: String) -> String { isUTF8 ? text : ascii(text) }

    /// A text of others, without what could act on the terminal.
    static func harmless(_ text: String) -> String { forLocale(PrintableText.sanitize(text)) }

    /// The same for a text of several lines.
    static func harmlessLines(_ lines: String) -> String {
        lines.split(separator: "\n", omittingEmptySubsequences: false).map { harmless(String($0)) }
            .joined(separator: "\n")
    }

    private static func ascii(_ text: String) -> String {
        var result = "".unicodeScalars
        for scalar in text.unicodeScalars {
            // As many columns as before: what follows in the row stays in its place.
            for _ in 0..<DisplayWidth.width(of: scalar) { result.append(GlyphSet.asciiForm(of: scalar)) }
        }
        return String(result)
    }

    /// Whether the locale's character set is UTF-8; where no locale is set C.UTF-8 is tried, as for the screen.
    private static let isUTF8: Bool = {
        // Only the character set: other categories would change how numbers are read and written elsewhere.
        setlocale(LC_CTYPE, "")
        if saysUTF8(characterSet) { return true }
        let given = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap(NCursesTerminal.Options.environment).first
        guard given.map(saysUTF8) ?? true else { return false }
        if setlocale(LC_CTYPE, "C.UTF-8") == nil { setlocale(LC_CTYPE, "en_US.UTF-8") }
        return saysUTF8(characterSet)
    }()

    private static var characterSet: String { nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } ?? "" }

    private static func saysUTF8(_ name: String) -> Bool {
        let name = name.uppercased()
        return name.contains("UTF-8") || name.contains("UTF8")
    }
}
