import Foundation
import GoldenSignals
import PromModel
import PromQL
import Testing

extension EndToEnd {
    /// One service, its histograms stored in each way and its names translated in each: a real Prometheus 3.
    @Suite("Histograms as a Prometheus stores them", .serialized)
    struct StoredHistogramTests {
        private static let program = RealProgram("prometheus")
        private static let window = Duration.seconds(10)

        /// Why these tests cannot be run; nil where they can.
        private static let obstacle: String? = {
            guard let (major, minor) = program.release("prometheus") else { return "prometheus is not installed" }
            return major >= 3
                ? nil : "Prometheus \(major).\(minor) stores no native histograms with bounds of their own"
        }()

        @Test("Numbers, who, rules and dashboards are alike however it is stored", .timeLimit(.minutes(3)))
        func alike() throws {
            if let obstacle = Self.obstacle { try Test.cancel("\(obstacle)") }
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let port = Ports.free()
            let script = ProjectFiles.root.appendingPathComponent("Tests/EndToEndTests/Parts/histograms.py").path
            let pages = try BackgroundProgram("/usr/bin/env", ["python3", "-B", script, "\(port)"])
            waitUntil(10, "pages") { Loopback.isListening(port) }
            let server = try startServer(port, folder)
            try server.waitForSamples(13, of: "native")
            let now = Timestamp(seconds: Date().timeIntervalSince1970 - 1)
            try compareExpressions(server, at: now)
            try compareScreens(server)
            try compareRules(server)
            try tryDashboards(server, at: now)
            try tryQuery(server)
            #expect(pages.isRunning && server.isRunning)
        }

        // MARK: Parts

        /// Both: one scrape, stored both ways.
        private static let jobs: [(name: String, translation: OTLPTranslation, isNative: Bool, isBoth: Bool)] = [
            ("classic", .underscoresAndSuffixes, false, false), ("both", .underscoresAndSuffixes, true, true),
            ("native", .underscoresAndSuffixes, true, false), ("suffixes", .suffixes, false, false),
            ("underscores", .underscores, false, false), ("dots", .untranslated, false, false),
            ("dots-native", .untranslated, true, false),
        ]

        private func startServer(_ port: Int, _ folder: URL) throws -> RecordingServer {
            let jobs = Self.jobs.map { job in
                let native = job.isNative ? "\n    convert_classic_histograms_to_nhcb: true" : ""
                let both = job.isBoth ? "\n    always_scrape_classic_histograms: true" : ""
                return """
                      - job_name: \(job.name)
                        metrics_path: /\(job.translation.rawValue)/metrics
                        static_configs: [{targets: ["127.0.0.1:\(port)"]}]\(native)\(both)
                    """
            }
            let minor = Self.program.release("prometheus").map { $0.major == 3 ? $0.minor : .max } ?? 0
            let options = minor < 8 ? ["--enable-feature=native-histograms"] : []
            return try RecordingServer(
                Self.program,
                jobs: jobs.joined(separator: "\n"),
                options: options,
                in: folder
            )
        }

        private func profile(_ translation: OTLPTranslation, _ storage: HistogramStorage) throws -> MetricProfile {
            let profile = try #require(MetricProfile.builtin.profiles.first { $0.name == "otel" })
            return try #require(profile.named(by: translation)).stored(storage)
        }

        private func catalog(
            _ job: String,
            _ translation: OTLPTranslation,
            _ storage: HistogramStorage
        ) throws -> SignalCatalog {
            SignalCatalog(
                profile: try profile(translation, storage),
                selector: "job=\"\(job)\"",
                window: Self.window
            )
        }

        // MARK: Expressions

        /// From one scrape: rates, shares and averages to 1e-9; quantiles within the bucket of both.
        private func compareExpressions(_ server: RecordingServer, at moment: Timestamp) throws {
            let classic = try catalog("both", .underscoresAndSuffixes, .classic)
            let native = try catalog("both", .underscoresAndSuffixes, .native)
            func both(_ text: (SignalCatalog) -> String?) throws -> [(Double, Double, Labels)] {
                let left = try server.values(of: try #require(text(classic)), at: moment)
                let right = try server.values(of: try #require(text(native)), at: moment)
                #expect(!left.isEmpty && Set(left.keys) == Set(right.keys), "\(text(native) ?? "")")
                return left.map { ($0.value, right[$0.key] ?? .nan, $0.key) }
            }
            let exact: [(SignalCatalog) -> String?] = [
                { $0.requestRate }, { $0.errorRate }, { $0.requestCount }, { $0.requestTotal }, { $0.errorTotals },
                { $0.newestSample }, { $0.sampleCount(within: .seconds(60)) },
                { $0.errorRate(by: ["http_route"]) }, { $0.requestRate(by: ["http_request_method", "http_route"]) },
                { $0.expression(for: .errorShare) }, { $0.expression(for: .successShare) },
                { $0.expression(for: .averageLatency) }, { BreakdownQueries(.route, catalog: $0)?.expression },
            ]
            for text in exact {
                for (left, right, labels) in try both(text) {
                    #expect(abs(left - right) <= 1e-9 * max(abs(left), abs(right)), "\(labels): \(left), \(right)")
                }
            }
            for text in [{ $0.expression(for: .p95Latency) }, { $0.quantile(0.99, by: ["http_route"]) }]
                as [(SignalCatalog) -> String?]
            {
                for (left, right, labels) in try both(text) {
                    let bounds = [0.1, 0.25, 0.5, 1, 2.5]
                    #expect(
                        bounds.first { $0 >= left - 1e-6 } == bounds.first { $0 >= right - 1e-6 },
                        "\(labels): \(left), \(right)"
                    )
                }
            }
        }

        // MARK: The program

        /// The screen's numbers and who has the failures, as they stand in a line a poll.
        private func compareScreens(_ server: RecordingServer) throws {
            for job in Self.jobs {
                let once = try Programs.run(
                    Programs.sretop,
                    [
                        "--once", "--prometheus", server.url, "--service", job.name, "--window", "10s", "--every",
                        "2s", "--size", "100x40",
                    ]
                )
                let screen = once.output
                #expect(once.status == 0 && screen.contains("CRIT"), "\(job.name): \(screen)")
                #expect(screen.contains("GET /a") && !screen.contains("NO DATA"), "\(job.name): \(screen)")
                #expect(!screen.contains("no buckets") && !screen.contains("native histogram"), "\(screen)")
                let share = try #require(screen.firstMatch(of: /5xx (\d+\.\d+)%/)?.output.1, "\(screen)")
                #expect(abs((Double(share) ?? 0) - 8) <= 0.5, "\(job.name): \(share)")
                let average = try #require(
                    screen.firstMatch(of: /(?:AVG|average) +(\d+)(?:\.\d)? ?ms/)?.output.1,
                    "\(screen)"
                )
                #expect(Int(average) == 30, "\(job.name): \(average)")
            }
        }

        private func compareRules(_ server: RecordingServer) throws {
            for job in Self.jobs {
                let rules = try RuleFolder(
                    """
                    service: \(job.name)
                    profile: otel
                    by: [job]
                    objectives:
                      - {name: availability, objective: 99%, indicator: availability}
                      - {name: latency, objective: 99%, indicator: {latency: 250ms}}
                    """
                )
                let made = try rules.rules("--prometheus", server.url, "--output", "rules.yml")
                #expect(made.status == 0 && !made.output.contains("the source has no"), "\(job.name): \(made.output)")
                let text = try String(contentsOf: rules.folder.appendingPathComponent("rules.yml"), encoding: .utf8)
                let isWhole = job.isNative && !job.isBoth
                #expect(text.contains("histogram_fraction") == isWhole && text.contains("_bucket") != isWhole)
                #expect(text.contains("http.server.request.duration") == (job.translation.rawValue.hasPrefix("No")))
                let promtool = try #require(Self.program.path("promtool"))
                let path = rules.folder.appendingPathComponent("rules.yml").path
                let check = try Programs.run(promtool, ["check", "rules", path])
                #expect(check.status == 0, "\(job.name): \(check.output)")
                try compareIndicators(server, job)
            }
        }

        private func compareIndicators(
            _ server: RecordingServer,
            _ job: (name: String, translation: OTLPTranslation, isNative: Bool, isBoth: Bool)
        ) throws {
            var service = ServiceObjectives(service: job.name, selector: "job=\"\(job.name)\"")
            service.profile = try profile(job.translation, job.isNative ? .native : .classic)
            service.grouping = ["job"]
            let objective = ServiceLevelObjective(
                name: "latency",
                objective: 0.99,
                indicator: .latency(seconds: 0.25),
                period: .seconds(86_400),
                windows: []
            )
            let indicator = try #require(service.indicator(objective, window: Self.window))
            let now = Timestamp(seconds: Date().timeIntervalSince1970 - 1)
            let slow = try #require(try server.values(of: indicator.errorRatio, at: now).values.first)
            #expect(abs(slow - 0.04) < 1e-9, "\(job.name): \(slow)")
            let errors = try #require(try server.values(of: indicator.errors, at: now).values.first)
            let total = try #require(try server.values(of: indicator.total, at: now).values.first)
            #expect(abs(errors / total - slow) < 1e-9)
        }

        private func tryDashboards(_ server: RecordingServer, at moment: Timestamp) throws {
            let folder = try RuleFolder()
            let options = [
                "--profile", "otel", "--histograms", "native", "--translation", "NoTranslation", "--output", ".",
            ]
            let made = try folder.run([Programs.sretop, "dashboards"] + options)
            #expect(made.status == 0, "\(made.output)")
            let path = folder.folder.appendingPathComponent("golden-signals.json")
            let text = try String(contentsOf: path, encoding: .utf8)
            let expressions = text.matches(of: /"expr": ?("(?:[^"\\]|\\.)*")/).compactMap { match in
                try? JSONDecoder().decode(String.self, from: Data(match.output.1.utf8))
            }
            .filter { $0.contains("http.server") }
            #expect(expressions.count >= 8)
            for expression in expressions {
                let filled = expression.replacing("$__rate_interval", with: "10s").replacing(
                    "$job",
                    with: "dots-native"
                )
                .replacing(/\$(namespace|instance|route)/, with: ".*")
                // The heatmap's answer is a histogram.
                guard filled.contains("histogram_") || filled.contains("ALERTS") else { continue }
                _ = try server.values(of: filled, at: moment)
            }
        }

        private func tryQuery(_ server: RecordingServer) throws {
            let metric = "http_server_request_duration_seconds{job=\"native\",http_route=\"/b\"}"
            func ask(_ form: String...) throws -> String {
                try Programs.run(Programs.sretop, ["query", metric, "--prometheus", server.url] + form).output
            }
            let table = try ask()
            #expect(
                table.contains("count ") && table.contains(", mean 0.03") && table.contains("(0.005, 0.01]"),
                "\(table)"
            )
            let csv = try ask("--csv")
            #expect(
                csv.hasPrefix("timestamp,value,count,sum,buckets,__name__,") && csv.contains("(0.005, 0.01]:"),
                "\(csv)"
            )
            #expect(try ask("--json").contains("\"histogram\":["))
        }
    }
}
