import Foundation
import Testing

extension EndToEnd.PrometheusMode {
    @Suite("Prometheus dies", .serialized)
    struct StandInTests {
        @Test("Its targets are scraped directly, which the screen says, and it is returned to by itself")
        func standIn() throws {
            let parts = try Parts.having("unstable", "prometheus")
            let source = try parts.url("prometheus")
            let driver = try LoadRun(try parts.url("unstable") + "/version", rate: 100, seconds: 60)
            try parts.waitForSamples(of: ["unstable"])
            let run = try WatchRun(parts, "--prometheus \(source) --service unstable")
            run.tmux.wait(30, for: "the whole load") { screen in
                screen.contains("LIVE") && Self.isNear(100, screen)
            }
            try parts.tell("kill", "prometheus")
            // Other tests come after this one, whatever becomes of it.
            var isDead = true
            defer { if isDead { try? parts.tell("start", "prometheus") } }
            run.tmux.wait(10, for: "DIRECT")
            #expect(ScreenText.words(run.tmux.screen).contains("scraping 1/1 targets directly"), "\(run.tmux.screen)")
            #expect(ScreenText.words(run.tmux.screen).contains("refused"), "\(run.tmux.screen)")
            #expect(!run.tmux.screen.contains("LIVE"))
            // A window of its own samples later the number is the load's again.
            run.tmux.wait(25, for: "the load by direct scrapes") { screen in
                screen.contains("DIRECT") && Self.isNear(100, screen)
            }
            #expect(run.readings.last?.health == "live")
            let footer = ScreenText.footer(run.tmux.screen)
            #expect(!footer.contains("prom ok"), "Prometheus is dead: \(footer)")
            #expect(!run.logText.contains("answers again"), "Prometheus is dead:\n\(run.logText)")
            try parts.tell("start", "prometheus")
            isDead = false
            run.tmux.wait(20, for: "LIVE")
            #expect(!run.tmux.screen.contains("DIRECT"), "\(run.tmux.screen)")
            waitUntil(5, "event of the return in\n\(run.logText)") { run.logText.contains("answers again") }
            #expect(run.logText.contains("directly"), "\(run.logText)")
            withExtendedLifetime(driver) {}
        }

        private static func isNear(_ rate: Double, _ screen: String) -> Bool {
            ScreenText.number(of: "RPS", screen).map { abs($0 / rate - 1) <= 0.03 } == true
        }
    }
}
