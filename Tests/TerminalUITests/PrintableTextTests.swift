import Randomness
import TerminalUI
import Testing

@Suite("Printable text")
struct PrintableTextTests {
    @Test(
        "Hostile text becomes visible and harmless",
        arguments: [
            ("plain ASCII ~", "plain ASCII ~"),
            ("\u{1B}[2J\u{1B}]0;owned\u{7}", "\u{FFFD}[2J\u{FFFD}]0;owned\u{FFFD}"),
            ("a\r\nb\tc", "a··b·c"),
            ("\u{9B}31m", "\u{FFFD}31m"),
            ("\u{7F}\u{0}\u{8}", "\u{FFFD}\u{FFFD}\u{FFFD}"),
            ("user\u{202E}gpj.exe", "user\u{FFFD}gpj.exe"),
            ("\u{2066}a\u{2069}", "\u{FFFD}a\u{FFFD}"),
            ("zero\u{200B}width\u{FEFF}", "zero\u{FFFD}width\u{FFFD}"),
            ("soft\u{AD}hyphen", "soft\u{FFFD}hyphen"),
            ("line\u{2028}para\u{2029}", "line\u{FFFD}para\u{FFFD}"),
            ("\u{E000}\u{F8FF}\u{10FFFF}\u{378}", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
            ("tag\u{E0041}", "tag\u{FFFD}"),
            ("heart\u{2764}\u{FE0F}", "heart\u{2764}"),
            ("👩\u{200D}💻", "👩💻"),
            ("a\u{A0}b", "a b"),
            ("Grüße, 日本, שלום, ─⣿▇●", "Grüße, 日本, שלום, ─⣿▇●"),
        ]
    )
    func hostile(_ text: String, _ expected: String) {
        #expect(Array(PrintableText.sanitize(text).unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test("Text is cut before it is looked at")
    func bounded() {
        let text = String(repeating: "a", count: 10_000_000)
        #expect(PrintableText.sanitize(text).utf8.count == PrintableText.limit)
    }

    @Test("What is printable stays so", arguments: [UInt64(1), 2, 3])
    func idempotent(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var text = "".unicodeScalars
        for _ in 0..<3000 {
            if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random)) { text.append(scalar) }
        }
        let once = PrintableText.sanitize(String(text))
        #expect(PrintableText.sanitize(once) == once)
    }
}
