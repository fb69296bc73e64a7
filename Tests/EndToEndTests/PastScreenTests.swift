import Foundation
import Testing

extension EndToEnd {
    @Suite(
        "A screen opened in the past",
        .serialized,
        .enabled(if: Programs.tmux != nil, "tmux is not installed"),
        .enabled(if: Programs.prometheus != nil && Programs.promtool != nil, "prometheus is not installed")
    )
    struct PastScreenTests {
        /// The incident of a shop that is gone since: a day ago GET /pay failed for six minutes.
        private struct Day {
            static let scrape = 15
            let began = Int(Date().timeIntervalSince1970) / scrape * scrape - 86_400
            private let routes = [("/pay", 10.0), ("/cart", 20.0), ("/home", 30.0)]

            /// What was scraped from half an hour before to half an hour after, for promtool.
            var page: String {
                var counts: [String: Double] = [:]
                var samples: [String: [String]] = [:]
                for moment in stride(from: began - 1800, through: began + 1800, by: Day.scrape) {
                    for instance in ["10.0.0.1:80", "10.0.0.2:80"] {
                        let target = #"job="shop",instance="\#(instance)""#
                        samples["up{\(target)}", default: []].append("1 \(moment)")
                        samples["process_start_time_seconds{\(target)}", default: []].append(
                            "\(began - 86_400) \(moment)"
                        )
                        for (route, rate) in routes {
                            let isFailing = route == "/pay" && (began..<began + 360).contains(moment)
                            let failed = isFailing ? 0.4 : 0.001
                            for (status, share) in [("200", 1 - failed), ("500", failed)] {
                                let labels = #"\#(target),method="GET",route="\#(route)",status="\#(status)""#
                                counts[labels, default: 100] += rate / 2 * Double(Day.scrape) * share
                                samples["http_requests_total{\(labels)}", default: []]
                                    .append("\(counts[labels, default: 0]) \(moment)")
                            }
                        }
                    }
                }
                func family(_ name: String, _ type: String, _ prefix: String) -> String {
                    let lines = samples.filter { $0.key.hasPrefix(prefix + "{") }.sorted { $0.key < $1.key }
                        .flatMap { series, values in values.map { "\(series) \($0)" } }
                    return "# TYPE \(name) \(type)\n" + lines.joined(separator: "\n") + "\n"
                }
                return family("http_requests", "counter", "http_requests_total")
                    + family("process_start_time_seconds", "gauge", "process_start_time_seconds")
                    + family("up", "gauge", "up") + "# EOF\n"
            }

            /// A moment so many seconds after the beginning, as it is written on the command line.
            func moment(_ seconds: Int) -> String {
                String(Date(timeIntervalSince1970: Double(began + seconds)).formatted(.iso8601).prefix(19))
            }

            /// The clock of a moment, as the screen writes it.
            func clock(_ seconds: Int) -> String { String(moment(seconds).dropFirst(11).prefix(8)) }
        }

        @Test("A day later, its service gone: the breach, its onset and who are those of then; what is now is no data")
        func day() throws {
            let promtool = try #require(Programs.promtool)
            let prometheus = try #require(Programs.prometheus)
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let path = { (name: String) in folder.appendingPathComponent(name).path }
            let day = Day()
            try Data(day.page.utf8).write(to: URL(fileURLWithPath: path("page")))
            let made = try Programs.run(
                promtool,
                ["tsdb", "create-blocks-from", "openmetrics", path("page"), path("data")]
            )
            #expect(made.status == 0, "\(made.output)")
            // It scrapes nothing.
            try Data("global: {}\n".utf8).write(to: URL(fileURLWithPath: path("prometheus.yml")))
            let port = Ports.free()
            let server = try BackgroundProgram(
                prometheus,
                [
                    "--config.file=\(path("prometheus.yml"))", "--storage.tsdb.path=\(path("data"))",
                    "--web.listen-address=127.0.0.1:\(port)", "--log.level=error",
                ]
            )
            waitUntil(20, "a Prometheus on port \(port)") { Loopback.isListening(port) }
            for (columns, rows) in [(80, 24), (40, 12)] {
                let options = "--prometheus http://127.0.0.1:\(port) --at \(day.moment(180)) --span 30m"
                let tmux = try Tmux(columns: columns, rows: rows, "\(Programs.sretop) \(options)")
                tmux.wait(20, for: "CRIT 5xx")
                tmux.wait(10, for: "GET /pay")
                // The first sample that holds failures is of the scrape that ends at the beginning.
                tmux.wait(for: "since \(day.clock(-Day.scrape))")
                #expect(tmux.screen.contains("shop"))
                try tmux.press("0")
                tmux.wait(10, for: "NO DATA")
                try tmux.press("q")
                tmux.wait(for: "exit=0")
            }
            withExtendedLifetime(server) {}
        }
    }
}
