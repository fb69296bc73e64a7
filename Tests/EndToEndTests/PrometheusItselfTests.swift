import Foundation
import Testing

extension EndToEnd.PrometheusMode {
    @Suite("Prometheus as the service that is watched", .serialized)
    struct PrometheusItselfTests {
        @Test("Its RPS is within 2 % of a known load and what sretop asks itself")
        func load() throws {
            let parts = try Parts.having("prometheus", "faultproxy")
            try parts.waitForSamples(of: ["prometheus"])
            let proxy = try FaultProxy(parts)
            let start = Date()
            let seconds = 22
            let driver = try LoadRun(
                try parts.url("prometheus") + "/api/v1/query?query=1",
                rate: 300,
                seconds: seconds
            )
            let run = try WatchRun(parts, "--prometheus \(proxy.url) --service prometheus")
            let (from, through) = (start.addingTimeInterval(18), start.addingTimeInterval(Double(seconds) - 1))
            run.tmux.wait(40, for: "a poll at the end of the load") { _ in
                (run.readings.last?.at ?? 0) >= through.timeIntervalSince1970
            }
            // What is asked through the proxy is asked by sretop.
            let counted = start.addingTimeInterval(5).timeIntervalSince1970...through.timeIntervalSince1970
            let own = try proxy.exchanges().count { counted.contains($0.time) }
            let ownRate = Double(own) / (counted.upperBound - counted.lowerBound)
            let rate = run.middle("RPS", from: from, through: through)
            #expect(abs(rate / (driver.rate + ownRate) - 1) <= 0.02, "\(rate) for \(driver.rate) and \(ownRate)")
            #expect(try run.panel("i", showing: "about these numbers").contains("profile prometheus:"))
            #expect(driver.count().answered == 300 * seconds)
        }
    }
}
