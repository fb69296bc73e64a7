import Foundation
import Testing

extension EndToEnd {
    @Suite(
        "A Prometheus that has just begun",
        .serialized,
        .enabled(if: Programs.prometheus != nil, "prometheus is not installed"),
        .enabled(if: Programs.tmux != nil, "tmux is not installed"),
        .parts("unstable", "prometheus", own: ["prometheus"])
    )
    struct YoungPrometheusTests {
        @Test("The service appears soon after its first scrape, polled as often as was asked for")
        func appearing() throws {
            let parts = try Parts.having("unstable", "prometheus")
            let driver = try LoadRun(try parts.url("unstable") + "/version", rate: 50, seconds: 40)
            let source = try parts.url("prometheus")
            let run = try WatchRun(parts, columns: 100, "--prometheus \(source) --service unstable")
            run.tmux.wait(25, for: "the load's number") { screen in
                ScreenText.number(of: "RPS", screen).map { $0 > 25 } == true
            }
            #expect(run.tmux.screen.contains("poll 1s"), "\(run.tmux.screen)")
            #expect(try run.panel("i", showing: "about these numbers").contains("scraped every 1000 ms"))
            withExtendedLifetime(driver) {}
        }
    }
}
