import Foundation
import Testing

extension EndToEnd {
    @Suite("Terminals of every kind", .serialized, .enabled(if: Programs.tmux != nil, "tmux is not installed"))
    struct TerminalTypesTests {
        private struct Screen {
            let terminal: String
            let recording: Recording
            let tmux: Tmux
        }

        /// A screen over a page, and all that is written to it.
        private func open(
            _ terminal: String,
            _ options: String,
            environment: [String] = ["LC_ALL=C.UTF-8"]
        ) throws -> Screen {
            let recording = Recording()
            let tmux = try Tmux(
                columns: 80,
                rows: 24,
                environment: ["TERM=\(terminal)"] + environment,
                recording: recording,
                "\(Programs.sretop) \(options)"
            )
            return Screen(terminal: terminal, recording: recording, tmux: tmux)
        }

        /// Leaves by q: the terminal is whole, and was sent nothing but text and what terminfo knows of it.
        private func leave(_ screen: Screen, as terminal: String? = nil) throws {
            try screen.tmux.press("q")
            screen.tmux.wait(for: "exit=0")
            try screen.tmux.expectWhole()
            try screen.recording.expectClean(for: terminal ?? screen.terminal)
        }

        @Test("Each draws a service in trouble, and comes back whole")
        func types() throws {
            let service = try ServedService()
            let load = try service.load()
            let source = "--scrape 127.0.0.1:\(service.port)"
            let types = ["tmux-256color", "screen", "xterm-256color", "linux", "vt100"]
            for screen in try types.map({ try open($0, source) }) {
                screen.tmux.wait(for: "a breach on \(screen.terminal)") { text in
                    text.contains("CRIT 5xx") && text.contains("─ 5xx %") && text.contains("100% of 5xx on GET /risky")
                }
                try leave(screen)
                // That one has no colours.
                #expect(screen.recording.hasColor == (screen.terminal != "vt100"))
            }
            #expect(load.isRunning)
        }

        @Test(
            "One that the machine does not know falls back, and says so",
            arguments: [("TERM=xterm-kitty", "TERM 'xterm-kitty' is unknown here"), ("TERM=", "TERM is not set")]
        )
        func unknown(environment: String, reason: String) throws {
            let screen = try open("xterm-256color", nobody, environment: ["LC_ALL=C.UTF-8", environment])
            screen.tmux.wait(for: "\(reason): using xterm-256color")
            try leave(screen)
        }

        @Test("A dumb one gets lines, and the reason")
        func dumb() throws {
            let screen = try open("dumb", nobody)
            screen.tmux.wait(for: "terminal type 'dumb' cannot place the cursor: a line a poll instead")
            screen.tmux.wait(for: "a second line") { $0.split(separator: "UNKNOWN").count > 2 }
            // Ctrl-C would end the shell as well.
            kill(try screen.tmux.programPid(), SIGTERM)
            screen.tmux.wait(for: "exit=143")
            #expect(!screen.recording.text.contains("\u{1b}"))
        }

        @Test("NO_COLOR is without any colour, and every state still is a word")
        func noColor() throws {
            let screen = try open("xterm-256color", nobody, environment: ["LC_ALL=C.UTF-8", "NO_COLOR=1"])
            screen.tmux.wait(for: "UNKNOWN")
            // Not even by the key for colours.
            try screen.tmux.press("C")
            screen.tmux.wait(for: "colours: ")
            try leave(screen)
            #expect(!screen.recording.hasColor, "\(screen.recording.attributes)")
        }

        @Test("Each theme has colours of its own; mono has none")
        func themes() throws {
            let screens = try ["standard", "light", "colorblind", "mono"].map { theme in
                let screen = try open("xterm-256color", "\(nobody) --theme \(theme)")
                screen.tmux.wait(for: "UNKNOWN")
                try leave(screen)
                return screen.recording
            }
            #expect(Set(screens.map(\.attributes)).count == screens.count, "\(screens.map(\.attributes))")
            #expect(screens.map(\.hasColor) == [true, true, true, false])
        }

        @Test(
            "The symbols are those that were asked for",
            arguments: [
                ("--glyphs braille", 0x2800...0x28FF, 0x2580...0x2587),
                ("--glyphs block", 0x2580...0x2588, 0x2800...0x28FF),
            ] as [(String, ClosedRange<UInt32>, ClosedRange<UInt32>)]
        )
        func glyphs(option: String, expected: ClosedRange<UInt32>, unexpected: ClosedRange<UInt32>) throws {
            let service = try ServedService()
            let load = try service.load()
            let screen = try open("xterm-256color", "\(option) --scrape 127.0.0.1:\(service.port)")
            screen.tmux.wait(for: "a chart") { text in
                text.contains("CRIT 5xx")
                    && charts(text).unicodeScalars.contains { expected.contains($0.value) }
            }
            #expect(!charts(screen.tmux.screen).unicodeScalars.contains { unexpected.contains($0.value) })
            try leave(screen)
            #expect(load.isRunning)
        }

        /// The rows with charts; the sparklines above have symbols of their own.
        private func charts(_ screen: String) -> String {
            screen.split(separator: "\n").filter { $0.contains("┤") }.joined()
        }

        @Test("ASCII is ASCII, in a UTF-8 locale too", arguments: ["--ascii", "--glyphs ascii"])
        func ascii(option: String) throws {
            let screen = try open("xterm-256color", "\(nobody) \(option)")
            screen.tmux.wait(for: "- 5xx %")
            try leave(screen)
            #expect(screen.recording.data.allSatisfy { $0 < 0x80 })
        }

        @Test(
            "What there is not is refused with what there is",
            arguments: [("--theme", "pink", "colorblind"), ("--glyphs", "runes", "block")]
        )
        func refused(option: String, value: String, known: String) throws {
            let result = try Programs.run(Programs.sretop, [option, value])
            #expect(result.status == 64 && result.output.contains(value) && result.output.contains(known))
        }

        /// A page that nobody serves: a screen with something to say at once.
        private var nobody: String { "--scrape 127.0.0.1:\(Ports.free())" }
    }
}
