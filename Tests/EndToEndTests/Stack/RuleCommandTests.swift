import Foundation
import Testing

extension EndToEnd {
    @Suite("Rules of objectives", .serialized)
    struct RuleCommandTests {
        private static let start = "service: shop\nprofile: unstable-api\nobjectives:\n  - name: availability\n"
        private static let demo = "    period: 6h\n    windows: demo\n"

        @Test(
            "A wrong file is refused with its place and what is allowed",
            arguments: [
                (
                    "sevice: a\n",
                    """
                    slo.yaml:1:1: the file has no key 'sevice': it may have service, profile, selector, \
                    target_selector, by, interval, retention, absent_for, runbooks, labels, objectives, profiles, \
                    saturation; did you mean 'service'?
                    """
                ),
                (
                    "\(start)    objective: 99%\n    indicator: {latency: 450ms}\n\(demo)",
                    """
                    slo.yaml: availability: 0.45 s is no bound of the latency histogram, so that nothing would \
                    be counted; take 0.4 or 0.5 s
                    """
                ),
                (
                    """
                    \(start)    objective: 50%
                        indicator: availability
                        period: 6h
                        windows: [{long: 5m, short: 1m, factor: 14.4, severity: critical}]

                    """,
                    """
                    slo.yaml: availability: no alert can ever fire: 14.4 times a budget of 50% is 720% of all \
                    requests; it needs an objective above 93.06%
                    """
                ),
            ] as [(String, String)]
        )
        func refused(text: String, message: String) throws {
            let result = try RuleFolder(text).rules()
            #expect(result.status == 2)
            #expect(result.output == "sretop rules: \(message)\n")
        }

        @Test(
            "Names and labels that Kubernetes would refuse are refused",
            arguments: [
                ("--name=A", "--name 'A' is no name: small letters"),
                ("--namespace=a.b", "--namespace 'a.b' is no name"),
                ("--label=a", "--label 'a' is to be NAME=VALUE"), ("--label=a b=c", "--label 'a b=c' is to be"),
                ("--label=a/b/c=d", "--label 'a/b/c=d' is to be"), ("--label=a=-b", "--label 'a=-b' is to be"),
            ]
        )
        func names(option: String, message: String) throws {
            let result = try RuleFolder().rules("--format", "prometheusrule", option)
            #expect(result.status == 64 && result.output.contains("Error: \(message)"), "\(result.output)")
        }

        @Test("What will never alert, and what is not kept long enough, is warned of, and the rules are made")
        func warnings() throws {
            let folder = try RuleFolder(Self.start + "    objective: 90%\n    indicator: availability\n")
            let result = try folder.rules("--output", "rules.yml")
            #expect(result.status == 0)
            #expect(
                result.output == """
                    sretop rules: slo.yaml: warning: availability: the alert over 1h/5m can never fire: 14.4 times a \
                    budget of 10% is 144% of all requests; it needs an objective above 93.06%
                    sretop rules: slo.yaml: warning: availability: Prometheus keeps 15d where `retention` says \
                    nothing else, less than 30d: the budget covers only what it keeps

                    """
            )
            let made = try folder.run(["cat", "rules.yml"])
            #expect(made.output.contains("long_window: 6h") && made.output.contains("alert: ShopAvailability"))
        }

        @Test("A running service is asked for the bounds of its histogram, and one that does not answer is told")
        func scraped() throws {
            let folder = try RuleFolder(Self.ownProfile)
            // Nobody is asked, so that nothing is known of a profile of the file's own.
            #expect(try folder.rules("--output", "rules.yml") == (0, ""))
            let service = try ServedService()
            let asked = try folder.rules("--scrape", "127.0.0.1:\(service.port)")
            #expect(asked.status == 2)
            #expect(asked.output.hasSuffix("so that nothing would be counted; take 0.4 or 0.5 s\n"), "\(asked.output)")
            let silent = try folder.rules("--scrape", "127.0.0.1:\(Ports.free())")
            #expect(silent.status == 3 && silent.output.contains("refused"), "\(silent.output)")
        }

        @Test(
            "A real Prometheus is asked for the bounds and how long it keeps samples",
            .enabled(if: Programs.prometheus != nil, "prometheus is not installed")
        )
        func askedPrometheus() throws {
            let folder = try RuleFolder(Self.ownProfile)
            let service = try ServedService()
            let port = Ports.free()
            try folder.write(
                """
                scrape_configs:
                  - job_name: shop
                    scrape_interval: 1s
                    static_configs: [{targets: ["127.0.0.1:\(service.port)"]}]
                """,
                to: "prometheus.yml"
            )
            let path = folder.folder.path
            let prometheus = try BackgroundProgram(
                try #require(Programs.prometheus),
                [
                    "--config.file=\(path)/prometheus.yml", "--storage.tsdb.path=\(path)/data",
                    "--storage.tsdb.retention.time=4h", "--web.listen-address=127.0.0.1:\(port)",
                ]
            )
            let url = "http://127.0.0.1:\(port)"
            let name = "http_request_duration_seconds_bucket"
            waitUntil(30, "the service's samples") {
                String(decoding: (try? Loopback.get("\(url)/api/v1/query?query=\(name)")) ?? Data(), as: UTF8.self)
                    .contains(name)
            }
            let refused = try folder.rules("--prometheus", url)
            #expect(refused.status == 2)
            #expect(
                refused.output.contains(": warning: quick: Prometheus keeps 4h, less than 6h: "),
                "\(refused.output)"
            )
            #expect(refused.output.hasSuffix("counted; take 0.4 or 0.5 s\n"), "\(refused.output)")
            try folder.write(Self.ownProfile.replacing("450ms", with: "400ms"), to: "slo.yaml")
            #expect(try folder.rules("--prometheus", url, "--output", "rules.yml").status == 0)
            #expect(prometheus.isRunning)
        }

        /// Objectives with a profile of the file's own, of whose bounds nothing is known without asking.
        private static let ownProfile = """
            service: shop
            profile: shop
            retention: 1d
            profiles:
              - name: shop
                requests: {metric: http_requests_total}
                failed: 'status=~"5.."'
                latency: {metric: http_request_duration_seconds}
            objectives:
              - name: quick
                objective: 99%
                indicator: {latency: 450ms}
            \(demo)
            """
    }
}
