import Foundation
import Testing

extension EndToEnd {
    /// Keys and the mouse among many services.
    @Suite(
        "Keys over a Prometheus with many services",
        .serialized,
        .enabled(if: Programs.prometheus != nil, "prometheus is not installed"),
        .enabled(if: Programs.tmux != nil, "tmux is not installed"),
        .parts("synthetic", "prometheus")
    )
    struct KeyServicesTests {
        private func open() throws -> Tmux {
            let parts = try Parts.having("synthetic", "prometheus")
            // New services are looked for now and then only: all of them are to be there.
            let names = (0..<20).map { "service-\(String(format: "%03d", $0))" }
            try parts.waitForSamples(of: names + ["prometheus"])
            let source = try parts.url("prometheus")
            let tmux = try Tmux(
                columns: 120,
                rows: 40,
                "\(Programs.sretop) --prometheus \(source) --every 1s --window 15s"
            )
            tmux.wait(for: "services (21")
            return tmux
        }

        @Test("The list is sorted, turned round, filtered, and its services open")
        func keys() throws {
            let tmux = try open()
            for key in KeyTable.services {
                for press in key.before { try tmux.press(press) }
                tmux.wait(for: "screen without \(key.effect), before \(key.press)") { !key.isSeen($0) }
                try tmux.press(key.press)
                tmux.wait(for: "\(key.effect) after \(key.press)", key.isSeen)
                for press in key.back { try tmux.press(press) }
            }
            try tmux.press("q")
            tmux.wait(for: "exit=0")
        }

        @Test("The wheel moves, a click chooses, a second one opens; without M neither does")
        func mouse() throws {
            let tmux = try open()
            // Sorted by name, so that no row moves.
            try tmux.press("s")
            tmux.wait(for: "the first row chosen") { _ in selected(tmux) == "prometheus" }
            try tmux.press("M")
            tmux.wait(for: "mouse on")
            try tmux.send("\u{1b}[<65;20;20M\u{1b}[<65;20;20M\u{1b}[<65;20;20M")
            tmux.wait(for: "the fourth row chosen by the wheel") { _ in selected(tmux) == "service-002" }
            try tmux.send("\u{1b}[<64;20;20M")
            tmux.wait(for: "the third row chosen by the wheel") { _ in selected(tmux) == "service-001" }
            try click("service-011", tmux)
            tmux.wait(for: "the row chosen by a click") { _ in selected(tmux) == "service-011" }
            try click("service-011", tmux)
            tmux.wait(for: "the service opened by a click") { KeyTable.header($0).contains("service-011") }
            try tmux.press("M")
            tmux.wait(for: "mouse off")
            try tmux.press("S")
            tmux.wait(for: "the row of the service shown") { _ in selected(tmux) == "service-011" }
            // What nobody asked the terminal for is no key either.
            try click("service-005", tmux)
            try tmux.press("Down")
            tmux.wait(for: "the row after it, by the key") { _ in selected(tmux) == "service-012" }
            try tmux.press("q")
            tmux.wait(for: "exit=0")
        }

        /// Presses and lets go of the first button on the row of a service in the panel.
        private func click(_ service: String, _ tmux: Tmux) throws {
            let rows = tmux.screen.split(separator: "\n", omittingEmptySubsequences: false)
            let hint = try #require(rows.firstIndex { $0.contains("Enter opens  s sort") })
            let row = try #require(rows[..<hint].lastIndex { $0.contains(" \(service) ") })
            try tmux.send("\u{1b}[<0;30;\(row + 1)M\u{1b}[<0;30;\(row + 1)m")
        }

        /// The service whose row is reversed.
        private func selected(_ tmux: Tmux) -> String? {
            let row = tmux.styledScreen.split(separator: "\n").first { $0.contains("\u{1b}[7m") }
            return row?.firstMatch(of: /service-[0-9]{3}|prometheus/).map { String($0.output) }
        }
    }
}
