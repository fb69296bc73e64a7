import Testing

extension EndToEnd {
    /// The committed dashboards against Grafana's own model.
    @Suite("Grafana's dashboards", .serialized)
    struct DashboardFileTests {
        static let files = ["golden-signals", "slo", "internals"].map { "deploy/compose/grafana/dashboards/\($0).json" }

        private func check(_ arguments: [String]) throws -> (status: Int32, output: String) {
            let result = try ProjectFiles.run(["Scripts/dashboard-check"] + arguments)
            if result.output.contains("grafana-foundation-sdk is missing") { try Test.cancel("\(result.output)") }
            return result
        }

        @Test("Every field is one that Grafana knows", arguments: files)
        func known(file: String) throws {
            let verdict = try check([file])
            #expect(verdict.status == 0, "\(verdict.output)")
        }

        @Test(
            "A namespace is a name that Kubernetes takes",
            arguments: [
                ("monitoring", true), ("a-1", true), ("-a", false), ("a-", false), ("A", false),
                ("a.b", false), (String(repeating: "a", count: 63), true), (String(repeating: "a", count: 64), false),
            ]
        )
        func namespace(name: String, isTaken: Bool) throws {
            let arguments = ["dashboards", "--format", "configmap", "--namespace=\(name)"]
            let result = try Programs.run(Programs.sretop, arguments)
            #expect(result.status == (isTaken ? 0 : 64))
            #expect(result.output.contains("--namespace '\(name)' is no name") != isTaken, "\(result.output)")
        }

        @Test("Each kind of field, misspelt, is refused")
        func misspelt() throws {
            let verdict = try check(["--misspell"] + Self.files)
            #expect(verdict.status == 0, "\(verdict.output)")
            for file in Self.files {
                let line = verdict.output.split(separator: "\n").first { $0.contains(file) && $0.contains("refused") }
                #expect(line != nil, "nothing is said of \(file): \(verdict.output)")
            }
        }
    }
}
