import Foundation
import Testing

extension EndToEnd {
    @Suite("The project's own files", .serialized)
    struct ProjectFileTests {
        @Test("yamllint finds nothing in any YAML file")
        func yaml() throws {
            let lint = ["python3", "-B", "-m", "yamllint"]
            let verdict = try ProjectFiles.run(lint + ["-s", "."])
            #expect(verdict.status == 0, "\(verdict.output)")
            let files = try ProjectFiles.run(lint + ["--list-files", "."])
            for file in [
                "docker-compose.yml", "deploy/compose/prometheus/prometheus.yml", "slo/demo.yaml",
                "manifests/base/resources/40-deployment.yaml", "Sources/GoldenSignals/Profiles/profiles.yaml",
            ] {
                #expect(files.output.contains("\(file)\n"), "\(file) is not among them")
            }
            #expect(!files.output.contains(".build/"))
        }

        @Test("shellcheck finds nothing in any shell script")
        func shell() throws {
            let scripts = try Self.shellScripts(in: "Scripts") + Self.shellScripts(in: ".ci")
            for script in ["Scripts/setup", "Scripts/picture.sh", ".ci/run"] { #expect(scripts.contains(script)) }
            let verdict = try ProjectFiles.run(["shellcheck", "-x"] + scripts)
            #expect(verdict.status == 0, "\(verdict.output)")
        }

        private static func shellScripts(in folder: String) throws -> [String] {
            try ProjectFiles.names(in: folder).map { "\(folder)/\($0)" }.filter { path in
                // A folder has no text, and a file of another language says so in its first line.
                guard let text = try? ProjectFiles.text(path) else { return false }
                let first = text.prefix { $0 != "\n" }
                return path.hasSuffix(".sh") || first.hasPrefix("#!") && first.hasSuffix("sh")
            }
        }

        @Test("The chart's values give Alertmanager a configuration that amtool accepts and routes as meant")
        func alertmanager() throws {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString).yml")
            defer { try? FileManager.default.removeItem(at: file) }
            let values = "manifests/helm/values-monitoring.yaml"
            let extract = """
                import sys, yaml
                with open(sys.argv[1]) as values, open(sys.argv[2], "w") as configuration:
                    yaml.safe_dump(yaml.safe_load(values)["alertmanager"]["config"], configuration)
                """
            let extracted = try ProjectFiles.run(["python3", "-B", "-c", extract, values, file.path])
            try #require(extracted.status == 0, "\(extracted.output)")
            let check = try ProjectFiles.run(["amtool", "check-config", file.path])
            #expect(check.status == 0, "\(check.output)")
            for (alert, receiver) in [("UnstableApiAvailabilityErrorBudgetBurn", "on-call"), ("Watchdog", "null")] {
                let command = ["amtool", "config", "routes", "test", "--config.file=\(file.path)"]
                let route = try ProjectFiles.run(
                    command + ["--verify.receivers=\(receiver)", "alertname=\(alert)", "severity=critical"]
                )
                #expect(route.status == 0, "\(route.output)")
            }
        }

        @Test("The chart's selectors are booleans: the text \"false\" would count as true")
        func selectors() throws {
            let values = try ProjectFiles.text("manifests/helm/values-monitoring.yaml")
            let selectors = values.matches(of: /(?m)^ +\w+SelectorNilUsesHelmValues: *(.*)$/).map { $0.output.1 }
            #expect(selectors.count == 5)
            #expect(selectors.allSatisfy { $0 == "true" || $0 == "false" }, "\(selectors)")
        }

        @Test("Every alert's runbook exists, and every runbook has an alert")
        func runbooks() throws {
            let rules = try ProjectFiles.text("manifests/monitoring/resources/prometheusrule.yaml")
            let linked = rules.matches(of: /runbook_url: \S*\/blob\/main\/docs\/runbooks\/([\w-]+\.md)/)
            #expect(try Set(linked.map { String($0.output.1) }) == Set(ProjectFiles.names(in: "docs/runbooks")))
            let alerts = Set(rules.matches(of: /alert: (\w+)/).map { $0.output.1 })
            for file in try ProjectFiles.names(in: "docs/runbooks") {
                let title = try ProjectFiles.text("docs/runbooks/\(file)").prefix { $0 != "\n" }.dropFirst(2)
                #expect(alerts.contains(title), "\(file) is about \(title)")
            }
        }
    }
}
