import Foundation
import NCursesTerminal
import TerminalUI
import Testing

extension AdapterTests {
    @Suite("Terminal types", .timeLimit(.minutes(1)))
    struct TerminalTypeTests {
        private static let checker = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Scripts/terminfo-check").path

        /// What the checker says of bytes; empty if nothing is wrong with them.
        private static func verdict(on bytes: [UInt8], term: String) -> String {
            guard let answer = Program("/usr/bin/python3").run([checker, term], input: bytes) else {
                return "no answer"
            }
            return answer.status == 0 ? "" : "status \(answer.status): \(answer.output)"
        }

        private static let canCheck = verdict(on: Array("text".utf8), term: "vt100").isEmpty

        @Test(
            "Nothing is written but text and what terminfo has for the terminal, from opening to leaving",
            .enabled(if: canCheck, "Python 3 or infocmp is not installed"),
            arguments: ["vt100", "linux", "screen", "tmux-256color", "xterm-256color", "", "no-such-terminal"],
            Theme.allCases
        )
        func bytes(_ term: String, _ theme: Theme) throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            pty.startReading()
            let terminal = try openTerminal(pty, term: term)
            let isKnown = term.contains { $0.isNumber } || ["linux", "screen"].contains(term)
            #expect(terminal.notices.isEmpty == isKnown)
            for (number, text) in ["first", "SECOND"].enumerated() {
                let title = "sretop \(text)\u{7} \u{1B}]52;c;AAAA\u{7}\u{9B}31m"
                terminal.draw(
                    Frame(
                        buffer: Self.picture(text, terminal.size),
                        title: title,
                        theme: theme,
                        isMouseOn: true,
                        bells: number
                    )
                )
                #expect(eventually { pty.text.contains(text) })
            }
            terminal.repaint()
            #expect(eventually { pty.text.occurrences(of: "SECOND") == (Self.hasTitle(term) ? 4 : 2) })
            terminal.close()
            #expect(eventually { pty.text.contains("⣿⡇─┤") })
            // Who hangs up has read everything.
            pty.hangUp()
            #expect(Self.verdict(on: pty.bytes, term: isKnown ? term : "xterm-256color") == "")
            #expect(pty.text.contains("]0;sretop") == (term == "tmux-256color"))
            #expect(pty.text.contains("]2;sretop") == (!isKnown || term == "xterm-256color"))
        }

        /// Whether terminfo has a title for it; xterm's stands for one that is unknown.
        private static func hasTitle(_ term: String) -> Bool {
            !["vt100", "linux", "screen"].contains(term)
        }

        /// One of everything: colours, attributes, braille, boxes, marks, wide symbols, and what must not get through.
        private static func picture(_ text: String, _ size: TerminalSize) -> Buffer {
            var buffer = Buffer(size: size)
            buffer.put(text, x: 0, y: 0, style: .critical)
            for (row, role) in Role.allCases.enumerated() {
                buffer.put("⣿⡇─┤ é 日本 ▇ \(role)", x: row, y: row + 1, style: Style(role: role, bold: row % 2 == 0))
            }
            buffer.put("alarm \u{1B}[31m\u{9B}31m \u{1B}]0;x\u{7}\u{202E}", x: 20, y: 0, style: .alarm)
            buffer.put(
                String(repeating: "=", count: size.columns),
                x: 0,
                y: 8,
                style: Style(dim: true, underline: true)
            )
            buffer.put("end", x: size.columns - 3, y: size.rows - 1, style: .selected)
            return buffer
        }

        @Test(
            "The checker finds what terminfo does not have",
            .enabled(if: canCheck, "Python 3 or infocmp is not installed"),
            arguments: [
                "\u{1B}[8;5;5t", "\u{1B}c", "\u{1B}]52;c;AAAA\u{7}", "\u{9B}31m", "\u{1B}", "\u{1B}]2;a\u{1B}c\u{7}",
                "\u{202E}", "\u{0}",
            ]
        )
        func offences(_ text: String) {
            #expect(Self.verdict(on: Array("before\(text)after".utf8), term: "xterm-256color").contains("offset"))
            #expect(Self.verdict(on: [0x61, 0xFF, 0x62], term: "linux").contains("offset 1"))
        }

        @Test("Without a type a common one is taken, and the user is told", arguments: ["", nil] as [String?])
        func unset(_ term: String?) throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            let terminal = try openTerminal(pty, term: term)
            #expect(terminal.notices == ["TERM is not set: using xterm-256color"])
            terminal.close()
        }
    }
}
