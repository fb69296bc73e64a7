import Foundation
import Testing

extension EndToEnd {
    @Suite(
        "Every key does what the help says",
        .serialized,
        .enabled(if: Programs.tmux != nil, "tmux is not installed")
    )
    struct KeyTests {
        /// Presses each key of a table; what it does was not to be seen before, and is gone when it is undone.
        private func walk(_ table: [KeyCase], on tmux: Tmux) throws {
            for key in table {
                for press in key.before { try tmux.press(press) }
                tmux.wait(for: "screen without \(key.effect), before \(key.press)") { !key.isSeen($0) }
                try tmux.press(key.press)
                tmux.wait(for: "\(key.effect) after \(key.press)", key.isSeen)
                guard !key.back.isEmpty else { continue }
                for press in key.back { try tmux.press(press) }
                tmux.wait(for: "end of \(key.effect) after \(key.back)") { !key.isSeen($0) }
            }
        }

        @Test("Over two services that are scraped")
        func pages() throws {
            let services = try [ServedService(), ServedService()]
            let load = try services.map { try $0.load() }
            let pages = services.map { "--scrape 127.0.0.1:\($0.port)" }.joined(separator: " ")
            // Short, so that what is said of it has room in the row.
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
                "e-\(UUID().uuidString.prefix(8))"
            )
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let tmux = try Tmux(columns: 100, rows: 30, "\(Programs.sretop) \(pages) --evidence \(folder.path)")
            tmux.wait(for: "a breach") { $0.contains("CRIT 5xx") && $0.contains("by route (g:") }
            try walk(KeyTable.pages, on: tmux)
            // The terminal is told, not only the user.
            try tmux.press("M")
            tmux.wait(for: "mouse on")
            #expect(try tmux.property("mouse_sgr_flag") == "1")
            try tmux.press("M")
            tmux.wait(for: "mouse off")
            #expect(try tmux.property("mouse_any_flag") == "0")
            try tmux.press("C")
            tmux.wait(for: "colours: light")
            let light = tmux.styledScreen
            try tmux.press("C", "C")
            tmux.wait(for: "colours: mono")
            #expect(light.contains("\u{1b}[38;5;") && !tmux.styledScreen.contains("\u{1b}[38;5;"))
            try repaints(tmux)
            try tmux.press("q")
            tmux.wait(for: "exit=0")
            #expect(load.count == 2 && load.allSatisfy(\.isRunning))
            withExtendedLifetime(services) {}
        }

        /// Another program has written over the screen where nothing changes.
        private func repaints(_ tmux: Tmux) throws {
            let rows = tmux.screen.split(separator: "\n", omittingEmptySubsequences: false)
            let row = try #require(rows.firstIndex { $0.hasPrefix("─ 5xx %") }) + 1
            try tmux.scribble("STRANGER", column: 20, row: row)
            tmux.wait(for: "STRANGER")
            try tmux.press("C-l")
            tmux.wait(for: "the screen without what another program wrote") { !$0.contains("STRANGER") }
        }

        @Test("R asks at once, however far off the next poll is")
        func pollNow() throws {
            let service = try ServedService()
            let interval = 6.0
            let tmux = try Tmux(
                columns: 80,
                rows: 24,
                "\(Programs.sretop) --every 6s --window 24s --scrape 127.0.0.1:\(service.port)"
            )
            // Polls are on the wall clock's multiples of six seconds: half of that after one, and long before the next.
            tmux.wait(for: "numbers of three seconds ago") { screen in
                let phase = Date().timeIntervalSince1970.truncatingRemainder(dividingBy: interval)
                return screen.contains("LIVE 3s") && phase > 3.1 && phase < 4
            }
            try tmux.press("R")
            tmux.wait(1.8, for: "numbers of this moment") { $0.contains("LIVE 0s") }
            try tmux.press("q")
            tmux.wait(for: "exit=0")
        }

        @Test("In the demo: load, rate, faults, and the fix", arguments: ["q", "C-c"])
        func demo(leaving: String) throws {
            let port = Ports.free()
            let tmux = try Tmux(columns: 80, rows: 24, "\(Programs.sretop) demo --port \(port)")
            tmux.wait(for: "press l to start the load")
            // Once with all the keys is enough.
            if leaving == "q" {
                try tmux.press("l")
                tmux.wait(for: "ON 200/s")
                try walk(KeyTable.demo, on: tmux)
            }
            try tmux.press(leaving)
            tmux.wait(for: "exit=0")
            #expect(!Loopback.isListening(port))
        }

        @Test(
            "The help lists no key without a test, and only keys that work",
            arguments: [("demo --port", true), ("--scrape", false)] as [(String, Bool)]
        )
        func help(command: String, hasChaos: Bool) throws {
            let port = Ports.free()
            let place = hasChaos ? "\(port)" : "127.0.0.1:\(port)"
            let tmux = try Tmux(columns: 80, rows: 24, "\(Programs.sretop) \(command) \(place)")
            tmux.wait(for: hasChaos ? "press l to start the load" : "connection refused")
            try tmux.press("?")
            tmux.wait(for: "sretop keys")
            var listed: Set<String> = []
            for _ in 0..<60 where !tmux.screen.contains("lies above the last bucket") {
                listed.formUnion(labels(tmux.screen))
                try tmux.press("Down")
            }
            tmux.wait(for: "lies above the last bucket")
            listed.formUnion(labels(tmux.screen))
            let tested = KeyTable.pages + KeyTable.services + (hasChaos ? KeyTable.demo : [])
            #expect(listed.count > 20)
            #expect(listed == Set(tested.map(\.label) + KeyTable.alone))
            try tmux.press("?", "q")
            tmux.wait(for: "exit=0")
        }

        /// The keys in the open help, as it writes them: ten columns, a blank, and words.
        private func labels(_ screen: String) -> Set<String> {
            let rows = screen.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
            let title = Array("─ sretop keys ")
            let edges = rows.enumerated().compactMap { row, cells in
                cells.indices.first { cells[$0...].starts(with: title) }.map { (row, column: $0) }
            }
            guard let (top, left) = edges.first else { return [] }
            let panel = rows[(top + 1)...].prefix { !$0.dropFirst(left).starts(with: "──") }
            let labels = panel.map { cells -> String in
                let cells = Array(cells.dropFirst(left + 2))
                guard cells.count > 11, cells[0] != " ", cells[10] == " ", cells[11] != " " else { return "" }
                return String(cells[..<10]).trimmingCharacters(in: .whitespaces)
            }
            return Set(labels).subtracting(["", "Esc closes"])
        }
    }
}
