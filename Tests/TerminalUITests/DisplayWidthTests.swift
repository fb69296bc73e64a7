import TerminalUI
import Testing

@Suite("Display width")
struct DisplayWidthTests {
    @Test(
        "Wide, combining, emoji and ambiguous samples",
        arguments: [
            // Wide.
            ("日", 2), ("한", 2), ("ア", 2), ("、", 2), ("Ａ", 2), ("￥", 2), ("\u{3000}", 2), ("\u{20000}", 2),
            // Halfwidth forms are narrow.
            ("ｱ", 1), ("￩", 1),
            // Combining, alone and on a base.
            ("\u{301}", 0), ("\u{20DD}", 0), ("e\u{301}", 1), ("a\u{302}\u{323}", 1), ("\u{915}\u{94D}", 1),
            ("は\u{3099}", 2),
            ("\u{1112}\u{1161}\u{11AB}", 2),
            // Emoji: the sum of what is shown, without joiners and variation selectors.
            ("👍", 2), ("👍🏽", 4), ("👩\u{200D}💻", 4), ("🇩🇪", 2), ("⌚", 2), ("⚡", 2), ("❤\u{FE0F}", 1), ("⚠\u{FE0F}", 1),
            ("✅", 2), ("🫠", 2),
            // Newer than terminals agree on: shown as a replacement.
            ("\u{1FAE8}", 1), ("\u{E000}", 1), ("\u{1B}", 1), ("\u{202E}", 1),
            // Ambiguous: narrow, as in all but old East Asian locales.
            ("±", 1), ("°", 1), ("×", 1), ("α", 1), ("Я", 1), ("…", 1), ("─", 1), ("│", 1), ("█", 1), ("▏", 1),
            ("▲", 1),
            ("●", 1), ("→", 1), ("≤", 1), ("①", 1), ("☎", 1), ("\u{FFFD}", 1), ("┊", 1), ("▕", 1), ("⣿", 1),
        ]
    )
    func samples(_ text: String, _ width: Int) {
        #expect(DisplayWidth.width(of: text) == width)
        var buffer = crossed(6, 1)
        #expect(buffer.put(text, x: 0, y: 0) == width)
    }
}
