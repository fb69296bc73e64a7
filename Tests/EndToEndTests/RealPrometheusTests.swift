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
            for server in servers { try server.waitForSamples(91) }
            // So long ago that each of them shows all that it has.
            let end = Timestamp(seconds: (Date().timeIntervalSince1970 - 5).rounded(.down))
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
                    let meant = try PromQLParser.parse(meaning(of: text, on: server))
                    let ours = try vector(engine.instant(meant, at: moment, in: store))
                    let theirs = try server.values(of: text, at: moment)
                    let place = "\(name): \(text) at \(moment.seconds)"
                    #expect(!theirs.isEmpty, "\(place)")
                    #expect(Set(ours.keys) == Set(theirs.keys), "\(place)")
                    for (labels, value) in theirs {
                        let mine = ours[labels] ?? .nan
                        #expect(!value.isNaN && !mine.isNaN, "\(place)")
                        let scale = max(abs(value), abs(mine), .leastNormalMagnitude)
                        #expect(
                            abs(value - mine) / scale <= 1e-9,
                            "\(place): \(mine) for \(value)"
                        )
                        compared += 1
                    }
                }
            }
            #expect(compared > 20 * expressions.count, "\(name)")
        }

        /// What VictoriaMetrics means by an expression, in the words of Prometheus: an increase is the last value less the
        /// one before the window, a rate that over the time between the two, and nothing is extrapolated.
        private func meaning(of text: String, on server: RecordingServer) -> String {
            guard server.program.family != "prometheus" else { return text }
            let increases = text.replacing(/increase\(([^()\[\]]+)\[15s\]\)/) {
                "(\($0.output.1) - \($0.output.1) offset 15s)"
            }
            return increases.replacing(/rate\(([^()\[\]]+)\[15s\]\)/) { found in
                let series = found.output.1
                let time = "(timestamp(\(series)) - timestamp(\(series) offset 15s))"
                return "((\(series) - \(series) offset 15s) / \(time))"
            }
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
