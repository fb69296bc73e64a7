import Foundation
import GoldenSignals
import PromModel
import PromQL
import Testing

extension EndToEnd {
    @Suite("Against the real Prometheus", .serialized)
    struct RealPrometheusTests {
        @Test(
            "promtool finds nothing to say about the page, before the first request and after a thousand",
            .enabled(if: Programs.promtool != nil, "promtool is not installed")
        )
        func lint() throws {
            let promtools = RealProgram.versions(of: "prometheus", called: "promtool")
            let port = Ports.free()
            let service = try startService(port)
            #expect(service.isRunning)
            for round in 0..<2 {
                if round == 1 {
                    let load = try Programs.run(
                        Programs.sretop,
                        ["load", "http://127.0.0.1:\(port)/risky", "--rate", "500", "--duration", "2s"]
                    )
                    #expect(load.output.contains("answered 1,000"), "\(load.output)")
                }
                let page = try Loopback.get("http://127.0.0.1:\(port)/metrics")
                for promtool in promtools {
                    let path = try #require(promtool.path("promtool"))
                    let verdict = try Programs.run(path, ["check", "metrics"], input: page)
                    #expect(verdict.status == 0, "\(promtool.testDescription)")
                    #expect(verdict.output.isEmpty, "\(promtool.testDescription): \(verdict.output)")
                }
            }
        }

        /// Prometheus of every version that is there, and VictoriaMetrics, scrape our service under one load; the raw
        /// samples of each go into our store; both evaluate the catalogue's expressions at the same instants.
        @Test(
            "Every expression of the catalogue has the value that Prometheus gives it, to 1e-9",
            .enabled(if: Programs.prometheus != nil, "prometheus is not installed"),
            .timeLimit(.minutes(6))
        )
        func sameValues() throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let port = Ports.free()
            let service = try startService(port)
            let programs =
                RealProgram.versions(of: "prometheus", called: "prometheus")
                + RealProgram.versions(of: RecordingServer.victoriaMetrics, called: RecordingServer.victoriaMetrics)
            let servers = try programs.map { try RecordingServer($0, scraping: port, in: folder) }
            let load = try BackgroundProgram(
                Programs.sretop,
                ["load", "http://127.0.0.1:\(port)/risky", "--rate", "60", "--duration", "5m"]
            )
            for server in servers { try server.waitForSamples(88) }
            let end = Timestamp(seconds: (Date().timeIntervalSince1970 - 2).rounded(.down))
            for server in servers {
                try compare(server, through: end)
                #expect(server.isRunning)
            }
            #expect(service.isRunning && load.isRunning)
        }

        private func compare(_ server: RecordingServer, through end: Timestamp) throws {
            let store = try server.samples(through: end)
            let engine = try server.engine()
            let name = server.program.testDescription
            var compared = 0
            for index in 0..<20 {
                let moment = end - .milliseconds(index * 2_350)
                for text in expressions {
                    let ours = try vector(engine.instant(PromQLParser.parse(text), at: moment, in: store))
                    let theirs = try server.values(of: text, at: moment)
                    let place = "\(name): \(text) at \(moment.seconds)"
                    #expect(!theirs.isEmpty, "\(place)")
                    #expect(Set(ours.keys) == Set(theirs.keys), "\(place)")
                    for (labels, value) in theirs {
                        let mine = ours[labels] ?? .nan
                        #expect(!value.isNaN && !mine.isNaN, "\(place)")
                        let scale = max(abs(value), abs(mine), .leastNormalMagnitude)
                        #expect(
                            abs(value - mine) / scale <= tolerance(of: server, text, value: scale),
                            "\(place): \(mine) for \(value)"
                        )
                        compared += 1
                    }
                }
            }
            #expect(compared > 20 * expressions.count, "\(name)")
        }

        /// VictoriaMetrics takes a rate from the last sample before the window, and does not extrapolate: over a window
        /// of 15 scrapes the two differ by what came in about one of them, which is more of few requests than of many.
        private func tolerance(of server: RecordingServer, _ text: String, value: Double) -> Double {
            if server.program.family == "prometheus" || !text.contains("[") { return 1e-9 }
            return counts.contains(text) ? 0.07 + 4 / (15 * 15 * value).squareRoot() : 0.1
        }

        /// Those that are requests a second.
        private var counts: Set<String> {
            let catalog = SignalCatalog(profile: .unstableAPI, selector: "job=\"x\"", window: .seconds(15))
            let some = [
                catalog.expression(for: .requestRate), catalog.errorRate, catalog.latencyBuckets,
                BreakdownQueries(.route, catalog: catalog)?.expression,
            ]
            return Set(some.compactMap { $0 })
        }

        private var expressions: [String] {
            let catalog = SignalCatalog(profile: .unstableAPI, selector: "job=\"x\"", window: .seconds(15))
            let optional = [
                catalog.errorRate, catalog.errorTotals, BreakdownQueries(.route, catalog: catalog)?.expression,
                catalog.latencyBuckets,
                catalog.activeFaults, catalog.faultShares,
            ]
            return Signal.allCases.compactMap(catalog.expression(for:)) + optional.compactMap { $0 } + [
                catalog.requestCount, catalog.requestTotal, catalog.processStart, catalog.targetsUp,
            ]
        }

        private func startService(_ port: Int) throws -> BackgroundProgram {
            let service = try BackgroundProgram(Programs.sretop, ["serve", "--port", "\(port)", "--end-with-stdin"])
            waitUntil(10, "service") {
                (try? Programs.run(Programs.sretop, ["serve", "--probe", "--port", "\(port)"]).status) == 0
            }
            return service
        }

        private func vector(_ result: QueryResult) throws -> [Labels: Double] {
            guard case .vector(let vector) = result else {
                Issue.record("\(result) is no vector")
                return [:]
            }
            return Dictionary(vector.map { ($0.labels, $0.sample.value) }, uniquingKeysWith: { first, _ in first })
        }
    }
}
