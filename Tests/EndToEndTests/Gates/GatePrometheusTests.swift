import Foundation
import Testing

extension EndToEnd {
    @Suite(
        "Gates over a Prometheus: check, compare, slo, wait",
        .serialized,
        .enabled(if: Programs.prometheus != nil, "prometheus is not installed")
    )
    struct GatePrometheusTests {
        private func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
            try Programs.run("/bin/sh", ["-c", "exec \"$0\" \"$@\" 2>/dev/null", Programs.sretop] + arguments)
        }

        @Test("A version that fails beside one that does not, an objective that burns, and a server that goes away")
        func versions() throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let (stable, canary) = (try ServedService(), try ServedService())
            let good = try LoadRun("http://127.0.0.1:\(stable.port)/version", rate: 30, seconds: 240)
            let bad = try LoadRun("http://127.0.0.1:\(canary.port)/risky", rate: 30, seconds: 240)
            let jobs = """
                  - job_name: shop
                    static_configs:
                      - {targets: ["127.0.0.1:\(stable.port)"], labels: {version: "1.4"}}
                      - {targets: ["127.0.0.1:\(canary.port)"], labels: {version: "1.5"}}
                """
            var server: RecordingServer? = try RecordingServer(RealProgram("prometheus"), jobs: jobs, in: folder)
            let url = try #require(server?.url)
            try server?.waitForSamples(80, of: "shop")
            let source = ["--prometheus", url, "--service", "shop"]
            try checks(source, url)
            try comparisons(source)
            try objectives(source)
            let held = try run(["wait", "--until", "errors>5% for 4s", "--timeout", "60s"] + source)
            #expect(held.status == 0, "\(held)")
            server = nil
            let gone = try run(["check"] + source)
            #expect(gone.status == 3 && gone.output.contains("refused"), "\(gone)")
            for command in [["slo"], ["compare", "--a", "version=1.4", "--b", "version=1.5"], ["diagnose"]] {
                let answer = try run(command + source)
                #expect(answer.status == 3, "\(command): \(answer)")
            }
            withExtendedLifetime((good, bad)) {}
        }

        private func checks(_ source: [String], _ url: String) throws {
            let one = try run(["check", "--perfdata"] + source)
            #expect(one.status == 2 && one.output.contains("5xx"), "\(one)")
            let all = try run(["check", "--all-services", "--prometheus", url])
            #expect(all.status == 2 && all.output.contains("SRETOP CRITICAL - "), "\(all)")
            let objective = try run(
                ["check", "--limit", "5xx<90%", "--slo", "availability 99%/6h"] + source
            )
            #expect(
                objective.status == 2 && objective.output.contains("CRITICAL shop availability: PAGE"),
                "\(objective)"
            )
            let missing = try run(["check", "--prometheus", url, "--service", "nobody"])
            #expect(missing.status == 3 && missing.output.contains("nobody"), "\(missing)")
        }

        private func comparisons(_ source: [String]) throws {
            let over = ["--over", "30s", "--no-latency"] + source
            let worse = try run(["compare", "--a", "version=1.4", "--b", "version=1.5"] + over)
            #expect(worse.status == 2 && worse.output.hasPrefix("WORSE: version=1.5 beside version=1.4"), "\(worse)")
            let tolerated = try run(
                ["compare", "--a", "version=1.4", "--b", "version=1.5", "--tolerate-errors", "60%"] + over
            )
            #expect(tolerated.status == 1, "\(tolerated)")
            let better = try run(["compare", "--a", "version=1.5", "--b", "version=1.4", "--json"] + over)
            #expect(better.status == 0 && better.output.contains("\"better\""), "\(better)")
            try JSONSchema.expect(better.output, matches: "compare")
            let latencies = try run(["compare", "--a", "now", "--b", "now", "--over", "30s", "--json"] + source)
            #expect(latencies.output.contains("\"boundSeconds\""), "\(latencies)")
            try JSONSchema.expect(latencies.output, matches: "compare")
            let nobody = try run(["compare", "--a", "version=1.4", "--b", "version=1.6"] + over)
            #expect(nobody.status == 3, "\(nobody)")
        }

        private func objectives(_ source: [String]) throws {
            let page = try run(["slo", "--slo", "availability 99%/6h"] + source)
            #expect(page.status == 2 && page.output.contains("shop availability: PAGE, 99% over 6h"), "\(page)")
            #expect(page.output.contains("30m/5m:") && page.output.contains("% full"), "\(page)")
            let fine = try run(["slo", "--slo", "availability 1%/6h", "--json"] + source)
            #expect(fine.status == 0 && fine.output.contains("\"state\" : \"ok\""), "\(fine)")
            try JSONSchema.expect(fine.output, matches: "slo")
            let once = try run(["--once", "--json", "--slo", "availability 99%/6h"] + source)
            #expect(once.status == 0 && once.output.contains("\"state\" : \"page\""), "\(once)")
            #expect(once.output.contains("\"periodFullness\" : 0"), "\(once)")
            try JSONSchema.expect(once.output, matches: "verdict")
            let screen = try run(["--once", "--size", "120x30", "--slo", "availability 99%/6h"] + source)
            #expect(screen.output.contains("slo PAGE! 30m/5m  availability 99%/6h"), "\(screen)")
            let plain = try run(["--once", "--json"] + source)
            #expect(plain.output.contains(/"slos" : \[\s*\]/), "\(plain)")
        }
    }
}
