import Foundation
import Testing

extension EndToEnd {
    @Suite("Gates over a page: check, wait, --once, diagnose", .serialized)
    struct GateTests {
        /// What it ends with and prints; the messages of standard error are left out.
        private func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
            try Programs.run("/bin/sh", ["-c", "exec \"$0\" \"$@\" 2>/dev/null", Programs.sretop] + arguments)
        }

        private func check(_ port: Int, _ options: String...) throws -> (status: Int32, output: String) {
            try run(["check", "--scrape", "127.0.0.1:\(port)"] + options)
        }

        @Test("Nobody asks: fine, or what was asked for")
        func idle() throws {
            let service = try ServedService()
            let fine = try check(service.port)
            #expect(fine.status == 0 && fine.output.hasPrefix("SRETOP OK - "), "\(fine)")
            #expect(fine.output.lowercased().contains("idle"), "\(fine)")
            let warning = try check(service.port, "--idle", "warning")
            #expect(warning.status == 1 && warning.output.hasPrefix("SRETOP WARNING - "), "\(warning)")
            #expect(try run(["--once", "--scrape", "127.0.0.1:\(service.port)"]).status == 0)
            // A share of nothing is neither kept nor broken.
            let wait = try run([
                "wait", "--until", "errors<1%", "--timeout", "4s", "--scrape", "127.0.0.1:\(service.port)",
            ])
            #expect(wait.status == 3 && wait.output.contains("5xx has no number"), "\(wait)")
        }

        @Test("Requests that fail: critical, with the limit in the performance data; over a warning limit: a warning")
        func breached() throws {
            let service = try ServedService()
            let load = try service.load()
            let until = comesTrue(within: 40, askedEvery: 1) {
                ((try? check(service.port, "--perfdata"))?.status ?? 0) == 2
            }
            #expect(until)
            let bad = try check(service.port, "--perfdata")
            #expect(bad.status == 2 && bad.output.contains("SRETOP CRITICAL - "), "\(bad)")
            let data = #/\| rps=[0-9.]+;;;0 success=[0-9.]+%;;;0;100 errors=[0-9.]+%;;1;0;100 /#
            #expect(bad.output.contains(data), "\(bad)")
            // The failures are allowed, the latency is not.
            let warning = try check(service.port, "--limit", "5xx<90%", "--limit", "p95<1ms")
            #expect(warning.status == 1 && warning.output.contains("p95"), "\(warning)")
            let fine = try check(service.port, "--limit", "5xx<90%", "--limit", "p95<100s", "--limit", "p99<100s")
            #expect(fine.status == 0 && fine.output.hasPrefix("SRETOP OK - "), "\(fine)")
            let scrape = ["--scrape", "127.0.0.1:\(service.port)"]
            let no = try run(["wait", "--until", "errors<1%", "--timeout", "6s"] + scrape)
            #expect(no.status == 1 && no.output.hasPrefix("not within 6s: 5xx "), "\(no)")
            let yes = try run(["wait", "--until", "errors<90% and rps>1 for 3s", "--timeout", "30s"] + scrape)
            #expect(yes.status == 0 && yes.output.hasPrefix("held: 5xx "), "\(yes)")
            let diagnosis = try run(["diagnose"] + scrape)
            #expect(diagnosis.status == 0 && diagnosis.output.contains("CRIT 5xx"), "\(diagnosis)")
            #expect(load.isRunning)
        }

        @Test("A page without requests, and one that does not answer: unknown")
        func unknown() throws {
            let page = try FixedPage("# TYPE temperature_celsius gauge\ntemperature_celsius 21\n")
            for (port, word) in [(page.port, "no request metrics"), (Ports.free(), "refused")] {
                let checked = try check(port)
                #expect(checked.status == 3 && checked.output.hasPrefix("SRETOP UNKNOWN - "), "\(checked)")
                if word == "refused" { #expect(checked.output.contains(word), "\(checked)") }
                let scrape = ["--scrape", "127.0.0.1:\(port)"]
                #expect(try run(["--once"] + scrape).status == 3)
                #expect(try run(["diagnose", "--json"] + scrape).status == 3)
                let wait = try run(["wait", "--until", "errors<1%", "--timeout", "4s"] + scrape)
                #expect(wait.status == 3, "\(wait)")
            }
        }

        @Test(
            "What cannot be is refused",
            arguments: [
                (["check", "--all-services", "--service", "x"], "either"), (["check", "--idle", "fine"], "--idle"),
                (["check", "--slo", "availability"], "availability 99.9%/30d"),
                (["wait", "--until", "errors<1"], "1%"), (["wait", "--until", "errors<1% for 1h"], "never come true"),
                (["compare", "--a", "now", "--b", "later"], "--b"), (["slo", "latency 95%", "--slo", "x"], "latency"),
            ]
        )
        func refused(arguments: [String], word: String) throws {
            let result = try Programs.run(Programs.sretop, arguments + ["--scrape", "127.0.0.1:1"])
            #expect(result.status == 64 && result.output.contains(word), "\(result)")
        }
    }

    @Suite("Documents for programs", .serialized)
    struct JSONDocumentTests {
        @Test("The verdict of a service, and of one that is not there, keeps its schema")
        func verdict() throws {
            let service = try ServedService()
            let load = try service.load()
            let scrape = ["--scrape", "127.0.0.1:\(service.port)"]
            for command in [["--once", "--json"], ["diagnose", "--json"]] {
                let document = try Programs.run(Programs.sretop, command + scrape)
                #expect(document.status == 0)
                try JSONSchema.expect(document.output, matches: "verdict")
            }
            let dead = try Programs.run(Programs.sretop, ["--once", "--json", "--scrape", "127.0.0.1:\(Ports.free())"])
            #expect(dead.status == 3)
            try JSONSchema.expect(dead.output, matches: "verdict")
            let stream = try Programs.run(
                "/usr/bin/env",
                [
                    "bash", "-c",
                    "timeout 30 \(Programs.sretop) --stream --json \(scrape.joined(separator: " ")) | head -n 4",
                ]
            )
            #expect(stream.output.split(separator: "\n").count == 4, "\(stream)")
            try JSONSchema.expect(stream.output, matches: "verdict", isLines: true)
            let last = try #require(stream.output.split(separator: "\n").last)
            let object = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
            let signals = try #require(object?["signals"] as? [String: [String: Any]])
            #expect((signals["RPS"]?["value"] as? Double).map { $0 > 10 } == true, "\(last)")
            #expect((signals["RPS"]?["expression"] as? String)?.contains("rate(") == true, "\(last)")
            #expect(load.isRunning)
        }

        @Test("A schema that takes anything would check nothing", arguments: ["verdict", "slo", "compare"])
        func strict(name: String) throws {
            #expect(try JSONSchema.refuses("{}", by: name))
            #expect(try JSONSchema.refuses("{\"formatVersion\": 2}", by: name))
        }
    }
}
