import Foundation
import GoldenSignals
import PromModel
import Testing

extension EndToEnd {
    /// A Prometheus 3 that scrapes itself: its own histograms have exponential buckets beside the classic ones.
    @Suite("Exponential histograms of a real program", .serialized)
    struct ExponentialHistogramTests {
        private static let program = RealProgram("prometheus")
        private static let window = Duration.seconds(10)
        private static let rate = 200.0

        /// Why this cannot be run; nil where it can.
        private static let obstacle: String? = {
            guard let (major, minor) = program.release("prometheus") else { return "prometheus is not installed" }
            return major >= 3 ? nil : "Prometheus \(major).\(minor) stores no native histogram beside a classic one"
        }()

        @Test("Numbers are alike stored as exponential, classic, or both of one scrape", .timeLimit(.minutes(3)))
        func alike() throws {
            if let obstacle = Self.obstacle { try Test.cancel("\(obstacle)") }
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let port = Ports.free()
            let server = try startServer(port, folder)
            try server.waitForSamples(3, of: "native")
            let load = try LoadRun("\(server.url)/api/v1/query?query=1", rate: Self.rate, seconds: 40)
            let other = try LoadRun("\(server.url)/api/v1/labels", rate: 20, seconds: 40)
            try server.waitForSamples(24, of: "native")
            try compareExpressions(server, at: Timestamp(seconds: Date().timeIntervalSince1970 - 1))
            try compareScreens(server)
            #expect(server.isRunning)
            _ = (load, other)
        }

        @Test("A page of protocol buffers tells what its text tells, and the exponential buckets beside it")
        func protobuf() throws {
            if let obstacle = Self.obstacle { try Test.cancel("\(obstacle)") }
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let port = Ports.free()
            let server = try startServer(port, folder)
            try server.waitForSamples(3, of: "native")
            _ = try Loopback.get("\(server.url)/api/v1/query?query=1")
            let types = [
                "text/plain;version=0.0.4",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
                "text/plain;version=0.0.4",
            ]
            // One after the other: series only come, so that the page in the middle has all of the first, none but those of
            // the last.
            let files = types.indices.map { folder.appendingPathComponent("page\($0)").path }
            for (type, file) in zip(types, files) {
                let script = """
                    import sys, urllib.request
                    page = urllib.request.Request(sys.argv[1], headers={"Accept": sys.argv[2]})
                    open(sys.argv[3], "wb").write(urllib.request.urlopen(page, timeout=10).read())
                    """
                let arguments = ["python3", "-c", script, "\(server.url)/metrics", type, file]
                #expect(try Programs.run("/usr/bin/env", arguments).status == 0)
            }
            let pages = try zip(types, files).map { type, file in
                ExpositionParser.parse(try [UInt8](Data(contentsOf: URL(fileURLWithPath: file))), contentType: type)
            }
            // A histogram that the program keeps whole alone has no buckets in a message, as Prometheus reads it.
            let counted = Set(pages[1].samples.map(\.labels.metricName))
            let whole = Set(pages[1].histograms.map(\.labels.metricName).filter { !counted.contains("\($0)_count") })
            let parts = Set(whole.flatMap { name in ["_bucket", "_sum", "_count"].map { name + $0 } })
            let labels = pages.map { page in
                Set(page.samples.map(\.labels).filter { !parts.contains($0.metricName) })
            }
            #expect(pages.allSatisfy { $0.problems.isEmpty })
            #expect(labels[0].count > 500 && labels[0].isSubset(of: labels[1]) && labels[1].isSubset(of: labels[2]))
            let metadata = pages.map { $0.metadata.mapValues(\.help) }
            #expect(metadata[0].allSatisfy { metadata[1][$0.key] == $0.value })
            let classic = pages[1].histograms.filter { !whole.contains($0.labels.metricName) }
            #expect(!classic.isEmpty)
            for histogram in classic {
                let name = histogram.labels.metricName
                let all = histogram.labels.setting(Labels.metricNameLabel, to: "\(name)_count")
                #expect(pages[1].samples.first { $0.labels == all }?.value == histogram.histogram.count)
            }
            #expect(!pages[1].histograms.isEmpty)
            let query = "histogram_count(prometheus_http_request_duration_seconds{handler='/api/v1/query'})"
            let answer = try Programs.run(Programs.sretop, ["query", query, "--file", files[1]])
            #expect(answer.status == 0 && answer.output.contains("handler=\"/api/v1/query\""), "\(answer)")
        }

        /// The same program three times: text has no exponential buckets, protobuf has both.
        private func startServer(_ port: Int, _ folder: URL) throws -> RecordingServer {
            let kinds = [
                ("classic", "scrape_protocols: [PrometheusText0.0.4]"),
                ("both", "always_scrape_classic_histograms: true"),
                ("native", "always_scrape_classic_histograms: false"),
            ]
            let minor = Self.program.release("prometheus").map { $0.major == 3 ? $0.minor : .max } ?? 0
            // A flag until 3.8, from then on a setting.
            let setting = minor < 8 ? "" : "\n    scrape_native_histograms: true"
            let jobs = kinds.map { name, line in
                """
                  - job_name: \(name)
                    static_configs: [{targets: ["127.0.0.1:\(port)"]}]
                    \(line)\(setting)
                """
            }
            return try RecordingServer(
                Self.program,
                jobs: jobs.joined(separator: "\n"),
                options: minor < 8 ? ["--enable-feature=native-histograms"] : [],
                port: port,
                in: folder
            )
        }

        private func catalog(_ job: String, _ storage: HistogramStorage) throws -> SignalCatalog {
            let profile = try #require(MetricProfile.builtin.profiles.first { $0.name == "prometheus" })
            let metric = try #require(profile.latency)
            // Requests are counted by the histogram, so that both ways of storing it are asked everything.
            var counted = profile
            counted.requests = .init(name: "\(metric.name)_count", matchers: metric.matchers)
            counted.failures = []
            return SignalCatalog(profile: counted.stored(storage), selector: "job=\"\(job)\"", window: Self.window)
        }

        private func compareExpressions(_ server: RecordingServer, at moment: Timestamp) throws {
            let catalogs = [
                try catalog("both", .classic), try catalog("both", .native), try catalog("classic", .classic),
                try catalog("native", .native),
            ]
            func values(_ text: (SignalCatalog) -> String?) throws -> [[Labels: Double]] {
                try catalogs.map { try server.values(of: try #require(text($0)), at: moment) }
            }
            let exact: [(SignalCatalog) -> String?] = [
                { $0.requestRate }, { $0.requestCount }, { $0.expression(for: .averageLatency) },
                { $0.requestRate(by: ["handler"]) },
            ]
            for text in exact {
                let all = try values(text)
                #expect(!all[0].isEmpty && Set(all[0].keys) == Set(all[1].keys))
                for (labels, value) in all[0] {
                    let native = try #require(all[1][labels])
                    #expect(abs(value - native) <= 1e-9 * max(value, native), "\(labels): \(value), \(native)")
                }
            }
            // Scraped by themselves, each at its own moment.
            let rates = try values { $0.requestRate }.map { $0.values.first ?? .nan }
            for rate in rates.dropFirst() {
                #expect(abs(rate / rates[0] - 1) <= 0.01, "\(rates)")
            }
            for quantile in [0.5, 0.95, 0.99] {
                let found = try values { $0.quantile(quantile, by: ["handler"]) }
                let query = found.map { $0.first { $0.key["handler"] == "/api/v1/query" }?.value ?? .nan }
                // Buckets of the classic one are wide: its value is within them; the exponential ones' lie 9 % apart.
                let bounds = [0.1, 0.2, 0.4, 1, 3]
                #expect(
                    Set(query.map { value in bounds.first { $0 >= value - 1e-6 } }).count == 1,
                    "\(quantile): \(query)"
                )
                #expect(abs(query[1] / query[3] - 1) <= 0.2, "\(quantile), exponential: \(query)")
            }
        }

        private func compareScreens(_ server: RecordingServer) throws {
            for job in ["classic", "both", "native"] {
                let once = try Programs.run(
                    Programs.sretop,
                    [
                        "--once", "--prometheus", server.url, "--service", job, "--window", "10s", "--every", "2s",
                        "--size", "100x40",
                    ]
                )
                let screen = once.output
                #expect(once.status == 0 && !screen.contains("no buckets"), "\(job): \(screen)")
                let rate = try #require(screen.firstMatch(of: /RPS +(\d+)/)?.output.1, "\(job): \(screen)")
                #expect((220...235).contains(Int(rate) ?? 0), "\(job): \(screen)")
                #expect(screen.contains("/api/v1/query"), "\(job): \(screen)")
                #expect(screen.contains(/p99 +<?[\d.]+ ?(?:µs|ms|s)/), "\(job): \(screen)")
            }
        }
    }
}
