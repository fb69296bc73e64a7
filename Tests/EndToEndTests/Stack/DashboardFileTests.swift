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
