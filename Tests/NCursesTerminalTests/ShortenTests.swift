import CTerminal
import Testing

@Suite("What ncurses says twice")
struct ShortenTests {
    @Test(
        "A colour is not taken back where everything is right behind it",
        arguments: [
            ("a\u{1B}[39m\u{1B}[mb", "a\u{1B}[mb"),
            ("\u{1B}[39;49m\u{1B}(B\u{1B}[m", "\u{1B}(B\u{1B}[m"),
            ("\u{1B}[39m\u{1B}(B\u{1B}[m\u{1B}[39mx", "\u{1B}(B\u{1B}[m\u{1B}[39mx"),
            // Only the colour is taken back: bold stays.
            ("\u{1B}[39mb\u{1B}[m", "\u{1B}[39mb\u{1B}[m"),
            ("\u{1B}[39m\u{1B}[0;7m", "\u{1B}[39m\u{1B}[0;7m"),
            // What is not whole is left as it is.
            ("\u{1B}[39m\u{1B}", "\u{1B}[39m\u{1B}"),
            ("\u{1B}[39m\u{1B}(B", "\u{1B}[39m\u{1B}(B"),
            ("\u{1B}(", "\u{1B}("),
            ("", ""),
        ] as [(String, String)]
    )
    func shorter(_ text: String, _ expected: String) {
        var bytes = text.utf8.map { CChar(bitPattern: $0) }
        let count = cterm_shorten(&bytes, bytes.count)
        #expect(String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self) == expected)
    }
}
