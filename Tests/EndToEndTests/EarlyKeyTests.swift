import Foundation
import Testing

extension EndToEnd {
    @Suite(
        "Keys pressed early, and text that is none",
        .serialized,
        .enabled(if: Programs.tmux != nil, "tmux is not installed")
    )
    struct EarlyKeyTests {
        @Test("A key pressed while the screen opens is not lost")
        func opening() throws {
            let tmux = try Tmux(columns: 80, rows: 24, "\(Programs.sretop) demo --port \(Ports.free())")
            try tmux.press("?")
            tmux.wait(for: "sretop keys")
            try tmux.press("?", "q")
            tmux.wait(for: "exit=0")
        }

        @Test("l at once starts the load as soon as the service is there; twice does not", arguments: [1, 2])
        func load(presses: Int) throws {
            let tmux = try Tmux(columns: 80, rows: 24, "\(Programs.sretop) demo --port \(Ports.free())")
            for _ in 0..<presses { try tmux.press("l") }
            if presses == 1 {
                tmux.wait(for: "ON 200/s")
            } else {
                tmux.wait(for: "press l to start the load")
                #expect(!tmux.screen.contains("ON 200/s"))
            }
            try tmux.press("q")
            tmux.wait(for: "exit=0")
        }

        @Test("What is pasted acts as no key, and nothing is left of it behind the screen")
        func paste() throws {
            let tmux = try Tmux(columns: 80, rows: 24, "\(Programs.sretop) demo --port \(Ports.free())")
            tmux.wait(for: "press l to start the load")
            for text in [
                "curl -sf localhost:8000/health", "q", "lfxp\nlS/\n", String(repeating: "q?l\n", count: 20_000),
            ] {
                try tmux.paste(text)
            }
            try tmux.press("u")
            tmux.wait(for: "the key behind the paste") { $0.contains("UTC") || $0.contains(" +00") }
            let screen = tmux.screen
            #expect(
                screen.contains("load   off") && screen.contains("LIVE") && !screen.contains("sretop keys"),
                "\(screen)"
            )
            try tmux.press("q")
            tmux.wait(for: "exit=0")
            try tmux.paste("after it")
            tmux.wait(for: "after it")
            #expect(!tmux.screen.contains("200~"), "\(tmux.screen)")
        }

        @Test("Nor does a clipboard that somebody reported")
        func clipboard() throws {
            guard let corpora = ProcessInfo.processInfo.environment["SRETOP_CORPORA"] else {
                try Test.cancel("SRETOP_CORPORA does not name the conformance data")
            }
            let text = try String(contentsOfFile: "\(corpora)/cases/paste/clipboard.txt", encoding: .utf8)
            let tmux = try Tmux(columns: 80, rows: 24, "\(Programs.sretop) --scrape 127.0.0.1:\(Ports.free())")
            tmux.wait(for: "connection refused")
            try tmux.paste(text)
            try tmux.press("?")
            tmux.wait(for: "sretop keys")
            try tmux.press("?", "q")
            tmux.wait(for: "exit=0")
        }
    }
}
