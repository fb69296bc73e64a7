import Foundation
import Testing

extension EndToEnd {
    /// Situations that people reported, behind a Prometheus.
    @Suite(
        "Reported situations, on a Prometheus",
        .serialized,
        .enabled(if: Programs.prometheus != nil, "prometheus is not installed")
    )
    struct PrometheusCaseTests {
        /// A configuration that scrapes a page of the cases every second.
        private func scraping(_ jobs: [(name: String, page: String, more: String)], of pages: CasePages) -> String {
            let jobs = jobs.map { job in
                """
                  - job_name: \(job.name)
                    metrics_path: /\(job.page)
                    static_configs: [{targets: ["127.0.0.1:\(pages.port)"]}]
                \(job.more.isEmpty ? "" : "    \(job.more)\n")
                """
            }
            return "global: {scrape_interval: 1s}\nscrape_configs:\n\(jobs.joined())"
        }

        private func share(_ signal: String, in line: String) -> Double? { CasePages.number(signal, in: line) }

        @Test(
            "Failures that arrive at once are told, as a new series of an old process and in one that was there",
            arguments: ["first-errors-on-prometheus", "failures-so-far"]
        )
        func burst(name: String) throws {
            let pages = try CasePages()
            let prometheus = try CasePrometheus(scraping([("burst", "switch/\(name)", "")], of: pages))
            prometheus.wait(40, for: "count_over_time(up{job=\"burst\"}[1m]) > 15")
            try pages.flip()
            let arguments = ["--prometheus", prometheus.url, "--service", "burst", "--window", "15s", "--every", "1s"]
            let lines = try CasePages.lines(arguments, within: 25) { $0.contains("3,000") || $0.contains("3.0k") }
            let said = lines.joined(separator: "\n")
            #expect(lines.contains { $0.contains("3,000") || $0.contains("3.0k") }, "\(said)")
            #expect(lines.contains { (share("5xx", in: $0) ?? 0) > 90 }, "\(said)")
        }

        @Test("Two replicas that scrape one target are not added up")
        func replicas() throws {
            let pages = try CasePages()
            let page = "grow/mixed-scrape-intervals/goodgo.prom"
            let replicas = try ["b", "c"].map { name in
                try CasePrometheus(
                    "global: {scrape_interval: 1s, external_labels: {replica: \(name), cluster: eu}}\n"
                        + scraping([("checkout", page, "")], of: pages).replacing(
                            "global: {scrape_interval: 1s}\n",
                            with: ""
                        )
                )
            }
            let targets = replicas.map { "\"\($0.url.dropFirst("http://".count))\"" }.joined(separator: ", ")
            let global = try CasePrometheus(
                """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: federate
                    honor_labels: true
                    metrics_path: /federate
                    params: {"match[]": ['{job="checkout"}']}
                    static_configs: [{targets: [\(targets)]}]
                """
            )
            global.wait(40, for: "count_over_time(http_requests_total{replica=\"c\",code=\"500\"}[1m]) > 15")
            let arguments = ["--prometheus", global.url, "--window", "15s", "--every", "1s"]
            let lines = try CasePages.lines(arguments, within: 15) { (CasePages.number("RPS", in: $0) ?? 0) > 50 }
            let rate = lines.compactMap { CasePages.number("RPS", in: $0) }.last ?? 0
            #expect(abs(rate / 109.8 - 1) < 0.15, "\(lines.joined(separator: "\n"))")
        }

        @Test("A failing service that is scraped less often than the window is long is found, and is the worst")
        func intervals() throws {
            let pages = try CasePages()
            let jobs = [
                ("cart", "grow/mixed-scrape-intervals/goodok.prom", ""),
                ("payments", "grow/mixed-scrape-intervals/goodgo.prom", "scrape_interval: 15s"),
            ]
            let prometheus = try CasePrometheus(scraping(jobs, of: pages))
            prometheus.wait(90, for: "count_over_time(up{job=\"payments\"}[2m]) > 4")
            let arguments = ["--prometheus", prometheus.url, "--window", "15s", "--every", "1s"]
            let lines = try CasePages.lines(arguments, within: 40) {
                $0.contains("payments") && $0.contains("CRIT 5xx")
            }
            #expect(
                lines.contains { $0.contains("payments") && $0.contains("CRIT 5xx") },
                "\(lines.joined(separator: "\n"))"
            )
        }

        @Test("Native histograms and dotted names lead to the same screen", arguments: ["nhcb", "dotted"])
        func names(kind: String) throws {
            let program = RealProgram("prometheus")
            let (major, minor) = try #require(program.release("prometheus"))
            guard major >= 3 else { try Test.cancel("\(program.testDescription) has neither") }
            let pages = try CasePages()
            let page = kind == "nhcb" ? "grow/native-histograms/page.prom" : "grow/otel-dotted-names/page.prom"
            let more = kind == "nhcb" ? "convert_classic_histograms_to_nhcb: true" : ""
            // Of its own from 3.8 on.
            let flags = (major, minor) < (3, 8) ? ["--enable-feature=native-histograms"] : []
            let prometheus = try CasePrometheus(scraping([("shop", page, more)], of: pages), flags: flags)
            prometheus.wait(40, for: "count_over_time(up{job=\"shop\"}[1m]) > 20")
            let arguments = ["--prometheus", prometheus.url, "--service", "shop", "--window", "15s", "--every", "1s"]
            let signals = ["RPS", "AVG", "p95", "p99"]
            func isWhole(_ line: String) -> Bool { signals.allSatisfy { CasePages.number($0, in: line) != nil } }
            let lines = try CasePages.lines(arguments, within: 20, until: isWhole)
            let line = try #require(lines.last(where: isWhole), "\(lines.joined(separator: "\n"))")
            #expect(abs((CasePages.number("RPS", in: line) ?? 0) / 110 - 1) < 0.15, "\(line)")
            // 2,400 of 27,400 fail.
            #expect(abs((share("5xx", in: line) ?? 0) - 8.8) < 1, "\(line)")
        }
    }
}
