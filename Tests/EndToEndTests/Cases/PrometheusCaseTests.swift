import Foundation
import Testing

extension EndToEnd {
    /// Situations that people reported, behind a Prometheus.
    @Suite(
        "Reported situations, on a Prometheus",
        .serialized,
        .enabled(if: Programs.prometheus != nil, "prometheus is not installed"),
        CaseTrait { try PrometheusCase.watch() }
    )
    struct PrometheusCaseTests {
        @Test(
            "Failures that arrive at once are told, as a new series of an old process and in one that was there",
            arguments: ["first-errors-on-prometheus", "failures-so-far"]
        )
        func burst(name: String) throws {
            let lines = try CaseTrait.lines(name)
            let said = lines.joined(separator: "\n")
            #expect(lines.contains(where: PrometheusCase.tellsThreeThousand), "\(said)")
            #expect(lines.contains { (CasePages.number("5xx", in: $0) ?? 0) > 90 }, "\(said)")
        }

        @Test("Two replicas that scrape one target are not added up")
        func replicas() throws {
            let lines = try CaseTrait.lines("replicas")
            let rate = lines.compactMap { CasePages.number("RPS", in: $0) }.last ?? 0
            #expect(abs(rate / 109.8 - 1) < 0.15, "\(lines.joined(separator: "\n"))")
        }

        @Test("A failing service that is scraped less often than the window is long is found, and is the worst")
        func intervals() throws {
            let lines = try CaseTrait.lines("intervals")
            #expect(lines.contains(where: PrometheusCase.blamesPayments), "\(lines.joined(separator: "\n"))")
        }

        @Test("Native histograms and dotted names lead to the same screen", arguments: ["nhcb", "dotted"])
        func names(kind: String) throws {
            let program = RealProgram("prometheus")
            guard let release = program.release("prometheus"), release.major >= 3 else {
                try Test.cancel("\(program.testDescription) has neither")
            }
            let lines = try CaseTrait.lines(kind)
            let line = try #require(lines.last(where: PrometheusCase.isWhole), "\(lines.joined(separator: "\n"))")
            #expect(abs((CasePages.number("RPS", in: line) ?? 0) / 109.7 - 1) < 0.15, "\(line)")
            // 2,410 of 27,413 fail.
            #expect(abs((CasePages.number("5xx", in: line) ?? 0) - 8.8) < 1, "\(line)")
        }
    }
}

/// The servers of these situations, and what they are asked.
enum PrometheusCase {
    static func tellsThreeThousand(_ line: String) -> Bool { line.contains("3,000") || line.contains("3.00k") }

    static func blamesPayments(_ line: String) -> Bool { line.contains("payments") && line.contains("CRIT 5xx") }

    /// Whether a line has a number for everything that a histogram can tell.
    static func isWhole(_ line: String) -> Bool {
        ["RPS", "AVG", "p95", "p99"].allSatisfy { CasePages.number($0, in: line) != nil }
    }

    /// Watches all of them at once, after the slowest has been scraped four times.
    static func watch() throws -> [String: [String]] {
        let pages = try CasePages()
        let isThree = RealProgram("prometheus").release("prometheus").map { $0 >= (3, 0) } ?? false
        let goodgo = "grow/mixed-scrape-intervals/goodgo.prom"
        var jobs = [
            job("first", "switch/first-errors-on-prometheus", pages), job("old", "switch/failures-so-far", pages),
        ]
        if isThree {
            let native = "grow/native-histograms/page.prom"
            jobs.append(job("nhcb", native, pages, more: "convert_classic_histograms_to_nhcb: true"))
            jobs.append(job("dotted", "grow/otel-dotted-names/page.prom", pages))
        }
        let several = try CasePrometheus(everySecond + jobs.joined(), flags: nativeFlags)
        let mixed = try CasePrometheus(
            everySecond + job("cart", "grow/mixed-scrape-intervals/goodok.prom", pages)
                + job("payments", goodgo, pages, more: "scrape_interval: 15s")
        )
        let replicas = try ["b", "c"].map { name in
            let labels = "external_labels: {replica: \(name), cluster: eu}"
            return try CasePrometheus(
                "global: {scrape_interval: 1s, \(labels)}\nscrape_configs:\n" + job("checkout", goodgo, pages)
            )
        }
        let targets = replicas.map { "\"\($0.url.dropFirst("http://".count))\"" }.joined(separator: ", ")
        let federation = """
              - job_name: federate
                honor_labels: true
                metrics_path: /federate
                params: {"match[]": ['{job="checkout"}']}
                static_configs: [{targets: [\(targets)]}]

            """
        let global = try CasePrometheus(everySecond + federation)
        mixed.wait(90, for: "count_over_time(up{job=\"payments\"}[2m]) > 4")
        global.wait(20, for: "count_over_time(http_requests_total{replica=\"c\",code=\"500\"}[1m]) > 15")
        try pages.flip()
        func question(
            _ name: String,
            _ prometheus: CasePrometheus,
            service: String? = nil,
            seconds: Int = 30,
            isWanted: @escaping @Sendable (String) -> Bool
        ) -> CaseQuestion {
            let choice = service.map { ["--service", $0] } ?? []
            let arguments = ["--prometheus", prometheus.url, "--window", "15s", "--every", "1s"] + choice
            return CaseQuestion(name: name, arguments: arguments, seconds: seconds, isWanted: isWanted)
        }
        var questions = [
            question("first-errors-on-prometheus", several, service: "first", isWanted: tellsThreeThousand),
            question("failures-so-far", several, service: "old", isWanted: tellsThreeThousand),
            question("replicas", global) { (CasePages.number("RPS", in: $0) ?? 0) > 50 },
            question("intervals", mixed, seconds: 40, isWanted: blamesPayments),
        ]
        if isThree {
            questions += ["nhcb", "dotted"].map { question($0, several, service: $0, isWanted: isWhole) }
        }
        // They end when nobody holds them.
        return withExtendedLifetime((pages, several, mixed, replicas, global)) { CaseQuestion.ask(questions) }
    }

    private static let everySecond = "global: {scrape_interval: 1s}\nscrape_configs:\n"

    private static func job(_ name: String, _ path: String, _ pages: CasePages, more: String? = nil) -> String {
        let line = more.map { "    \($0)\n" } ?? ""
        return """
              - job_name: \(name)
                metrics_path: /\(path)
                static_configs: [{targets: ["127.0.0.1:\(pages.port)"]}]
            \(line)
            """
    }

    /// Native histograms have to be asked for up to 3.7.
    private static var nativeFlags: [String] {
        guard let release = RealProgram("prometheus").release("prometheus"), release >= (3, 0), release < (3, 8) else {
            return []
        }
        return ["--enable-feature=native-histograms"]
    }
}
