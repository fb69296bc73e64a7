import Foundation
import Testing

extension EndToEnd.PrometheusMode {
    @Suite("A source that fails", .serialized)
    struct FaultTableTests {
        /// How the proxy fails, what the screen must say of it, and how long the request may take to fail.
        struct Fault: CustomTestStringConvertible, Sendable {
            let name: String
            let words: String
            var timeout: TimeInterval = 0

            var testDescription: String { name }
        }

        private static let faults = [
            Fault(name: "refuse", words: "connection refused"),
            Fault(name: "hang-before-headers", words: "no answer within 5 s", timeout: 5),
            // Here an answer began: "no answer" would send its reader to look in the wrong place.
            Fault(name: "hang-in-body", words: "not complete within 5 s", timeout: 5),
            Fault(name: "slow-drip", words: "not complete within 5 s", timeout: 5),
            Fault(name: "503", words: "503 Service Unavailable"),
            Fault(name: "429", words: "429 Too Many Requests"),
            Fault(name: "truncated-json", words: "the answer is cut short"),
            Fault(name: "big-body", words: "the answer is larger than"),
            Fault(name: "html", words: "an HTML page"),
            Fault(name: "wrong-content-type", words: "with text/plain"),
            Fault(name: "redirect", words: "302 redirects to"),
        ]
        private static let refreshes: TimeInterval = 2
        private static let recovery: TimeInterval = 20

        @Test("Each fault is named within two refreshes, shows no number as new, and is over when it is over")
        func table() throws {
            let parts = try Parts.having("unstable", "prometheus", "faultproxy", "nginx")
            let proxy = try FaultProxy(parts)
            defer { try? proxy.fail("none") }
            let driver = try LoadRun(try parts.url("unstable") + "/version", rate: 50, seconds: 170)
            try parts.waitForSamples(of: ["unstable"])
            let access = try parts.file("http_config_basic")
            let run = try WatchRun(parts, "--prometheus \(proxy.url) --service unstable --http-config \(access)")
            run.tmux.wait(20, for: "a number over the load") { screen in
                screen.contains("LIVE") && ScreenText.number(of: "RPS", screen).map { $0 > 10 } == true
            }
            for fault in Self.faults { try exercise(fault, proxy, run) }
            let visits = try proxy.visits()
            let carried = visits.filter { $0.headers.keys.contains { $0.lowercased() == "authorization" } }
            #expect(carried.isEmpty, "credentials followed the redirect: \(carried)")
            #expect(try proxy.exchanges().contains { $0.fault == "redirect" })
            #expect(run.logText.contains("answers again"), "\(run.logText)")
            withExtendedLifetime(driver) {}
        }

        private func exercise(_ fault: Fault, _ proxy: FaultProxy, _ run: WatchRun) throws {
            try proxy.fail(fault.name)
            var seen: [String] = []
            let limit = fault.timeout + Self.refreshes + 0.5
            run.tmux.wait(limit, for: "'\(fault.words)' while \(fault.name)") { screen in
                seen.append(screen)
                return Self.isDown(screen) && ScreenText.words(screen).contains(fault.words)
            }
            let down = run.tmux.screen
            for screen in seen + [down] where Self.isDown(screen) {
                #expect(!Self.isCalledWell(screen), "\(fault.name): the screen says it is well\n\(screen)")
            }
            if Self.isDown(down) {
                #expect(ScreenText.number(of: "RPS", down) != nil, "\(fault.name): the last number is gone\n\(down)")
                #expect(ScreenText.words(down).contains(/data [0-9]+s old/), "\(fault.name)\n\(down)")
            }
            try proxy.fail("none")
            run.tmux.wait(Self.recovery, for: "recovery from \(fault.name)") { $0.contains("LIVE") }
            run.tmux.wait(for: "a verdict after \(fault.name)") { $0.contains("ok, for") }
        }

        /// What answers, and not with what it was asked for, is not called down.
        private static func isDown(_ screen: String) -> Bool {
            (screen.contains("DOWN") || screen.contains("FAILING")) && screen.contains("UNKNOWN")
        }

        private static func isCalledWell(_ screen: String) -> Bool {
            screen.contains("LIVE") || screen.contains("ok, for") || screen.contains("prom ok")
        }
    }
}
