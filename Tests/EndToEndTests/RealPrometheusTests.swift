import Foundation
import GoldenSignals
import PromClient
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
        func lint() async throws {
            let promtool = try #require(Programs.promtool)
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
                let page = try await get("http://127.0.0.1:\(port)/metrics")
                let verdict = try Programs.run(promtool, ["check", "metrics"], input: Data(page))
                #expect(verdict.status == 0)
                #expect(verdict.output.isEmpty, "\(verdict.output)")
            }
        }

        /// A Prometheus scrapes our service under load; its own raw samples go into our store; both evaluate the
        /// catalogue's expressions at the same instants.
        @Test(
            "Every expression of the catalogue has the value that Prometheus gives it, to 1e-9",
            .enabled(if: Programs.prometheus != nil, "prometheus is not installed"),
            .timeLimit(.minutes(5))
        )
        func sameValues() async throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let port = Ports.free()
            let service = try startService(port)
            let api = Ports.free()
            let prometheus = try startPrometheus(folder, scraping: port, api: api)
            let load = try BackgroundProgram(
                Programs.sretop,
                ["load", "http://127.0.0.1:\(port)/risky", "--rate", "60", "--duration", "95s"]
            )
            try await waitForSamples(api, count: 88)
            let end = Timestamp(seconds: (Date().timeIntervalSince1970 - 2).rounded(.down))
            let store = try await rawStore(api, through: end)
            let engine = PromQLEngine(options: PromQLEngine.Options(windowSemantics: .closed))
            var compared = 0
            for index in 0..<20 {
                let moment = end - .milliseconds(index * 2_350)
                for text in expressions {
                    let ours = try vector(engine.instant(PromQLParser.parse(text), at: moment, in: store))
                    let theirs = try await query(api, text, at: moment)
                    #expect(!theirs.isEmpty, "\(text) at \(moment.seconds)")
                    #expect(Set(ours.keys) == Set(theirs.keys), "\(text) at \(moment.seconds)")
                    for (labels, value) in theirs {
                        let mine = ours[labels] ?? .nan
                        #expect(!value.isNaN && !mine.isNaN, "\(text) at \(moment.seconds)")
                        let scale = max(abs(value), abs(mine), .leastNormalMagnitude)
                        #expect(abs(value - mine) / scale <= 1e-9, "\(text) at \(moment.seconds): \(mine) for \(value)")
                        compared += 1
                    }
                }
            }
            #expect(compared > 20 * expressions.count)
            #expect(service.isRunning && prometheus.isRunning && load.isRunning)
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

        // MARK: Real parts

        private func startService(_ port: Int) throws -> BackgroundProgram {
            let service = try BackgroundProgram(Programs.sretop, ["serve", "--port", "\(port)", "--end-with-stdin"])
            waitUntil(10, "service") {
                (try? Programs.run(Programs.sretop, ["serve", "--probe", "--port", "\(port)"]).status) == 0
            }
            return service
        }

        private func startPrometheus(_ folder: URL, scraping port: Int, api: Int) throws -> BackgroundProgram {
            let file = folder.appendingPathComponent("prometheus.yml")
            let text = """
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                scrape_configs:
                  - job_name: x
                    static_configs: [{targets: ["127.0.0.1:\(port)"]}]
                """
            try Data(text.utf8).write(to: file)
            return try BackgroundProgram(
                try #require(Programs.prometheus),
                [
                    "--config.file=\(file.path)", "--storage.tsdb.path=\(folder.path)/data",
                    "--web.listen-address=127.0.0.1:\(api)",
                ]
            )
        }

        /// Waits until the Prometheus has scraped our service that often, at most two minutes.
        private func waitForSamples(_ api: Int, count: Double) async throws {
            var scraped = 0.0
            let isEnough = try await comesTrue(within: 120, askedEvery: 1) {
                let now = Timestamp(seconds: Date().timeIntervalSince1970)
                // It may not listen yet: that is no scrape so far.
                let answer = try? await query(api, "count_over_time(up{job=\"x\"}[2m])", at: now)
                scraped = answer?.values.first ?? 0
                return scraped >= count
            }
            try #require(isEnough, "only \(scraped) scrapes within two minutes")
        }

        private struct BadAnswer: Error {
            let status: Int
            let text: String
        }

        private func get(_ url: String) async throws -> [UInt8] {
            let transport = AsyncHTTPTransport()
            let answer = try await transport.ask(
                HTTPQuestion(url: url, timeout: .seconds(20), bodyLimit: 64 * 1_048_576)
            )
            await transport.close()
            // Thrown, not recorded: a Prometheus that is starting answers 503, and waiting for it is no failure.
            guard answer.status == 200 else {
                throw BadAnswer(status: answer.status, text: String(decoding: answer.body.prefix(300), as: UTF8.self))
            }
            return answer.body
        }

        // MARK: The query API, read independently of the product's own client

        private func result(_ api: Int, _ text: String, at moment: Timestamp) async throws -> [[String: Any]] {
            let allowed = CharacterSet.alphanumerics
            let encoded = try #require(text.addingPercentEncoding(withAllowedCharacters: allowed))
            let url = "http://127.0.0.1:\(api)/api/v1/query?time=\(moment.seconds)&query=\(encoded)"
            let json = try JSONSerialization.jsonObject(with: Data(try await get(url))) as? [String: Any]
            let data = try #require(json?["data"] as? [String: Any])
            return try #require(data["result"] as? [[String: Any]])
        }

        private func query(_ api: Int, _ text: String, at moment: Timestamp) async throws -> [Labels: Double] {
            var values: [Labels: Double] = [:]
            for entry in try await result(api, text, at: moment) {
                let metric = try #require(entry["metric"] as? [String: String])
                let pair = try #require(entry["value"] as? [Any])
                let value = try #require(pair.last as? String)
                values[Labels(metric.map { ($0.key, $0.value) })] = Double(value)
            }
            return values
        }

        private func rawStore(_ api: Int, through end: Timestamp) async throws -> SampleStore {
            var store = SampleStore()
            for entry in try await result(api, "{job=\"x\"}[2m]", at: end) {
                let metric = try #require(entry["metric"] as? [String: String])
                let labels = Labels(metric.map { ($0.key, $0.value) })
                for pair in try #require(entry["values"] as? [[Any]]) {
                    let seconds = try #require((pair.first as? NSNumber)?.doubleValue)
                    let text = try #require(pair.last as? String)
                    let value = try #require(Double(text))
                    store.append(labels, Sample(timestamp: Timestamp(seconds: seconds), value: value))
                }
            }
            return store
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
