import Foundation
import Testing

extension EndToEnd {
    @Suite("Rules, as promtool and amtool judge them", .serialized)
    struct RuleProofTests {
        private static let compose = "deploy/compose/prometheus"
        private static let demo = "    period: 6h\n    windows: demo\n"
        /// Profiles that tell both indicators.
        private static let profiles = [
            "unstable-api", "fastapi-instrumentator", "otel", "otel-milliseconds", "caddy", "prometheus", "go",
            "centrifugo", "powerdns-recursor",
        ]
        /// Profiles that tell none, and why: no failure can be told from a success without a status.
        private static let withoutFailures = [
            "alertmanager", "postgres", "mysql", "mongodb", "memcached", "rabbitmq", "elasticsearch", "uwsgi", "phpfpm",
            "vault", "cassandra", "cassandra-jmx", "juicefs", "nsq", "freeradius", "sqlserver", "oracle",
            "cassandra-exporter",
        ]

        /// Names of tests that every objective with known counters has.
        private static let cases = ["everything fails", "nothing fails", "no traffic", "all of 16 requests fail"]
        private static let guardCases = [
            "nobody scrapes it", "targets answer without metrics", "one of two targets does not answer",
            "no target answers", "all is well",
        ]

        private static func objectives(_ profile: String, _ share: String) -> String {
            """
            service: shop
            profile: \(profile)
            objectives:
              - name: availability
                objective: \(share)
                indicator: availability
            \(demo)  - name: latency
                objective: \(share)
                indicator: {latency: 500ms}
            \(demo)
            """
        }

        @Test("Every generated file of the project is what its generator makes now")
        func generated() throws {
            let folder = try RuleFolder()
            let made = try ProjectFiles.run(["Scripts/generate", folder.folder.path])
            try #require(made.status == 0, "\(made.output)")
            let files = try #require(FileManager.default.subpaths(atPath: folder.folder.path))
                .filter { $0.hasSuffix(".json") || $0.hasSuffix(".yml") || $0.hasSuffix(".yaml") }
            #expect(files.count == 8, "\(files)")
            for file in files {
                let text = try String(contentsOf: folder.folder.appendingPathComponent(file), encoding: .utf8)
                #expect(try text == ProjectFiles.text(file), "\(file): run Scripts/generate")
            }
            for place in ["grafana/dashboards", "prometheus/rules", "prometheus/tests"] {
                let known = try ProjectFiles.names(in: "deploy/compose/\(place)")
                #expect(known.allSatisfy { files.contains("deploy/compose/\(place)/\($0)") }, "\(known)")
            }
        }

        @Test(
            "promtool finds nothing in the rules of any profile, and their tests pass",
            arguments: profiles
        )
        func profile(_ name: String) throws {
            let tests = try RuleFolder(Self.objectives(name, "99%")).proven()
            for objective in ["availability", "latency"] {
                let expected = Self.cases.map { "\(objective): \($0)" }
                #expect(Set(tests).isSuperset(of: expected), "\(tests)")
                // From healthy to bad, to the moment when it has to page.
                #expect(tests.contains { $0.hasPrefix("\(objective): ") && $0.contains("% bad from ") }, "\(tests)")
            }
            #expect(Set(tests).isSuperset(of: Self.guardCases), "\(tests)")
        }

        @Test("No profile is left out, and one whose metrics carry no status is refused with the reason")
        func everyProfile() throws {
            let file = try ProjectFiles.text("Sources/GoldenSignals/Profiles/profiles.yaml")
            let section = file.prefix(upTo: file.range(of: "\nsaturation:")?.lowerBound ?? file.endIndex)
            let names = section.matches(of: /(?m)^  - name: (\S+)$/).map { String($0.output.1) }
            #expect(Set(names) == Set(Self.profiles + Self.withoutFailures))
            for name in Self.withoutFailures {
                let result = try RuleFolder(Self.objectives(name, "99%")).rules()
                #expect(result.status == 2)
                let reason = "the indicator has no expression: the profile \(name) does not tell it"
                #expect(result.output == "sretop rules: slo.yaml:6:16: \(reason)\n")
            }
        }

        @Test(
            "promtool passes the rules of the project's objectives, of lax ones, and of expressions",
            arguments: ["demo", "production", "lax", "expressions"]
        )
        func proven(name: String) throws {
            let expressions = """
                service: shop
                by: [job]
                objectives:
                  - name: orders
                    objective: 99.5%
                    indicator:
                      errors: sum by (job) (rate(orders_failed_total[$window]))
                      total: sum by (job) (rate(orders_total[$window]))
                """
            let folder = try RuleFolder(name == "lax" ? Self.objectives("go", "90%") : expressions)
            let file = ["demo", "production"].contains(name) ? "slo/\(name).yaml" : nil
            let tests = try folder.proven(file.map { ProjectFiles.root.appendingPathComponent($0).path })
            let objectives = name == "expressions" ? ["orders"] : ["availability", "latency"]
            for objective in objectives {
                let expected = Self.cases(of: name).map { "\(objective): \($0)" }
                #expect(Set(tests).isSuperset(of: expected), "\(tests)")
                #expect(tests.contains { $0.hasPrefix("\(objective): ") && $0.contains("% bad from ") }, "\(tests)")
            }
        }

        private static func cases(of objectives: String) -> [String] {
            switch objectives {
            // Its fastest alert can never fire, for few requests or for many.
            case "lax": cases.filter { !$0.hasPrefix("all of") }
            // Of expressions it is not known which counters they count.
            case "expressions": ["everything fails"]
            default: cases
            }
        }

        @Test("The rules that the stack runs pass their tests, and so do those for Kubernetes the checks")
        func committed() throws {
            let rules = try ProjectFiles.run(
                ["promtool", "check", "rules", "--lint=all", "--lint-fatal", "\(Self.compose)/rules/unstable-api.yml"]
            )
            #expect(rules.status == 0, "\(rules.output)")
            let tests = try ProjectFiles.run(["promtool", "test", "rules", "\(Self.compose)/tests/unstable-api.yml"])
            #expect(tests.status == 0, "\(tests.output)")
            let extract = """
                import sys, yaml
                with open(sys.argv[1]) as resource, open(sys.argv[2], "w") as rules:
                    yaml.safe_dump(yaml.safe_load(resource)["spec"], rules)
                """
            let folder = try RuleFolder()
            let file = folder.folder.appendingPathComponent("rules.yml").path
            for resource in ["monitoring/resources/prometheusrule.yaml", "overlays/production/prometheusrule.yaml"] {
                let command = ["python3", "-B", "-c", extract, "manifests/\(resource)", file]
                let extracted = try ProjectFiles.run(command)
                try #require(extracted.status == 0, "\(extracted.output)")
                let check = try ProjectFiles.run(["promtool", "check", "rules", "--lint=all", "--lint-fatal", file])
                #expect(check.status == 0 && check.output.contains(/SUCCESS: [1-9]\d* rules/), "\(check.output)")
            }
        }

        @Test(
            "Any change that makes the rules wrong is found by their tests",
            arguments: [
                ("> 14.4 * 0.01", "> 1.44 * 0.01"), ("> 14.4 * 0.01", "> 30 * 0.01"),
                (">= 20\n", ">= 0\n"), ("status=~\"5..\"", "status=~\"4..\""), ("for: 1m", "for: 1h"),
                ("le=\"0.5\"", "le=\"0.4\""), ("severity: critical", "severity: warning"), ("> 0)", ">= 0)"),
                ("unless on", "and on"), ("> 0 < 1", ">= 0 < 1"),
            ]
        )
        func broken(right: String, wrong: String) throws {
            let folder = try RuleFolder()
            let rules = try ProjectFiles.text("\(Self.compose)/rules/unstable-api.yml")
            try #require(rules.contains(right))
            try folder.write(rules.replacing(right, with: wrong), to: "rules.yml")
            let tests = try ProjectFiles.text("\(Self.compose)/tests/unstable-api.yml")
            try folder.write(tests.replacing("../rules/unstable-api.yml", with: "rules.yml"), to: "tests.yml")
            let result = try folder.run(["promtool", "test", "rules", "tests.yml"])
            #expect(result.status == 1 && result.output.contains("FAILED"), "\(result.output)")
        }

        @Test("The stack's Prometheus and Alertmanager accept their files, and every alert has its way")
        func configuration() throws {
            let prometheus = try ProjectFiles.run(["promtool", "check", "config", "\(Self.compose)/prometheus.yml"])
            #expect(prometheus.status == 0, "\(prometheus.output)")
            #expect(prometheus.output.contains("1 rule files found"), "\(prometheus.output)")
            let routes = "deploy/compose/alertmanager/alertmanager.yml"
            let check = try ProjectFiles.run(["amtool", "check-config", routes])
            #expect(check.status == 0, "\(check.output)")
            let rules = try ProjectFiles.text("\(Self.compose)/rules/unstable-api.yml")
            let alerts = Set(rules.matches(of: /alert: (\w+)/).map { String($0.output.1) })
            #expect(alerts.count == 4)
            let test = ["amtool", "config", "routes", "test", "--config.file=\(routes)"]
            for alert in alerts {
                for severity in ["critical", "warning"] {
                    let labels = ["alertname=\(alert)", "severity=\(severity)", "job=unstable-api"]
                    let route = try ProjectFiles.run(test + ["--verify.receivers=alert-receiver"] + labels)
                    #expect(route.status == 0, "\(route.output)")
                }
            }
        }
    }
}
