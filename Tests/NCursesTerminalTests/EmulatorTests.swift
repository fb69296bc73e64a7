import Foundation
import NCursesTerminal
import Randomness
import TerminalUI
import Testing

extension AdapterTests {
    /// Bytes that the adapter wrote, given to a terminal emulator that knows nothing of us.
    @Suite(
        "In an emulator",
        .timeLimit(.minutes(1)),
        .enabled(if: Emulator.python != nil, "pyte, a terminal emulator for Python, is not installed")
    )
    struct EmulatorTests {
        @Test(
            "However frames follow one another, the emulator's cells are the last frame's",
            arguments: [(40, 12), (80, 24), (120, 40)] as [(UInt16, UInt16)]
        )
        func cells(columns: UInt16, rows: UInt16) throws {
            let pty = try #require(Pty(columns: columns, rows: rows))
            pty.startReading()
            // Not xterm: its repeat-character sequence is unknown to the emulator.
            let terminal = try NCursesTerminal.open(
                NCursesTerminal.Options(
                    termName: "linux",
                    noColor: false,
                    glyphs: .braille,
                    input: pty.terminal,
                    output: pty.terminal
                )
            )
            var random = SeededRandom(seed: UInt64(columns))
            for number in 0..<6 {
                for _ in 0..<5 { terminal.draw(Self.frame(number, terminal.size, &random)) }
                let last = Self.frame(number, terminal.size, &random)
                terminal.draw(last)
                let expected = last.buffer.text
                #expect(
                    eventually { Emulator.cells(of: pty.text, columns: columns, rows: rows) == expected },
                    "frame \(number) at \(columns)x\(rows)"
                )
            }
            terminal.close()
        }

        /// Words, marks and wide characters at random places, in random styles.
        private static func frame(
            _ number: Int,
            _ size: TerminalSize,
            _ random: inout SeededRandom
        ) -> Frame {
            let words = ["CRIT 5xx", "▁▂▃▄▅▆▇█", "⣿⣀⡠ 20.1%", "───┤", "日本 語", "e\u{301}té", "● LIVE", "x", "↑7.2pp"]
            var buffer = Buffer(size: size)
            for _ in 0..<60 {
                buffer.put(
                    words.randomElement(using: &random) ?? "",
                    x: Int.random(in: -2..<size.columns + 2, using: &random),
                    y: Int.random(in: 0..<size.rows, using: &random),
                    style: Style(
                        role: Role.allCases.randomElement(using: &random) ?? .normal,
                        bold: Bool.random(using: &random)
                    )
                )
            }
            buffer.put("frame \(number) ", x: 0, y: 0, style: .normal)
            return Frame(buffer: buffer)
        }
    }
}

/// pyte in a child process.
enum Emulator {
    /// A Python that has pyte.
    static let python: String? = ["/usr/bin/python3", "/usr/local/bin/python3"].first { path in
        Program(path).run(["-c", "import pyte"])?.status == 0
    }

    /// The emulator's screen after `bytes`, rows without the blanks at their ends.
    static func cells(of bytes: String, columns: UInt16, rows: UInt16) -> String? {
        let script = """
            import pyte, sys
            screen = pyte.Screen(\(columns), \(rows))
            pyte.ByteStream(screen).feed(sys.stdin.buffer.read())
            sys.stdout.buffer.write("\\n".join(row.rstrip() for row in screen.display).encode())
            """
        return python.flatMap { Program($0).run(["-c", script], input: Array(bytes.utf8))?.output }
    }
}
