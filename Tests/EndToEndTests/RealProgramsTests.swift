import Foundation
import Testing

extension EndToEnd.PrometheusMode {
    @Suite("Real programs under a known load", .serialized, .knownLoad)
    struct RealProgramsTests {
        @Test(
            "RPS is within 2 % of what the drivers send, the error share within 0.3 points of what they counted",
            arguments: ["unstable", "fastapi", "caddy"]
        )
        func load(name: String) throws {
            let shown = try KnownLoad.shown(name)
            let sent = try #require(KnownLoad.current?.sent[name])
            #expect(sent.answered > 8_000 && sent.failed > 400)
            #expect(abs(shown.requestRate / sent.requestRate - 1) <= 0.02, "\(shown.requestRate) of \(sent)")
            #expect(abs(shown.errorShare - sent.errorShare) <= 0.003, "\(shown.errorShare) of \(sent)")
        }

        @Test("Alertmanager's RPS is right, and its share of failures is not made up")
        func alertmanager() throws {
            let shown = try KnownLoad.shown("alertmanager")
            let sent = try #require(KnownLoad.current?.sent["alertmanager"])
            #expect(abs(shown.requestRate / sent.requestRate - 1) <= 0.02, "\(shown.requestRate) of \(sent)")
            #expect(shown.errorShare.isNaN)
            let errors = try #require(shown.screen.split(separator: "\n").first { $0.hasPrefix("5xx ") })
            #expect(errors.contains("no data") && errors.contains("status"), "\(shown.screen)")
        }

        @Test("VictoriaMetrics over the same targets: its dialect is named, its rate is within 5 %")
        func victoriaMetrics() throws {
            let shown = try KnownLoad.shown(KnownLoad.viaVictoriaMetrics)
            let sent = try #require(KnownLoad.current?.sent["unstable"])
            #expect(abs(shown.requestRate / sent.requestRate - 1) <= 0.05, "\(shown.requestRate) of \(sent)")
            #expect(abs(shown.errorShare - sent.errorShare) <= 0.01, "\(shown.errorShare) of \(sent)")
            #expect(shown.choice.contains("VictoriaMetrics"), "\(shown.choice)")
            let footer = ScreenText.footer(shown.screen)
            #expect(footer.hasPrefix("vm ok"), "\(footer)")
        }

        @Test(
            "What was chosen, and why, is told on demand",
            arguments: [
                ("unstable", "unstable-api", "http_requests_total"),
                (KnownLoad.viaVictoriaMetrics, "unstable-api", "http_requests_total"),
                ("fastapi", "fastapi-instrumentator", "http_requests_total"),
                ("caddy", "caddy", "caddy_http_requests_total"),
                ("alertmanager", "alertmanager", "alertmanager_http_request_duration_seconds"),
            ]
        )
        func choice(name: String, profile: String, counter: String) throws {
            let shown = try KnownLoad.shown(name)
            let choice = shown.choice
            #expect(choice.contains("profile \(profile):"), "\(choice)")
            #expect(choice.contains("requests \(counter)"), "\(choice)")
            #expect(choice.contains("asked for"), "\(choice)")
            #expect(choice.contains("every 1s"), "\(choice)")
        }

        @Test("Every signal that a program exposes has a number", arguments: ["unstable", "fastapi", "caddy"])
        func signals(name: String) throws {
            let shown = try KnownLoad.shown(name)
            let rows = shown.screen.split(separator: "\n")
            for signal in ["RPS", "OK%", "5xx", "AVG", "p95", "p99", "SAT"] {
                let row = try #require(rows.first { $0.hasPrefix("\(signal) ") }, "\(shown.screen)")
                let now = row.dropFirst(signal.count).split(separator: " ").first ?? ""
                #expect(now.first?.isNumber == true || now.first == ">", "\(row)")
            }
        }
    }
}
