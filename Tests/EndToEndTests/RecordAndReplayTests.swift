import Foundation
import Testing

extension EndToEnd {
    @Suite("Recording and replaying", .serialized, .enabled(if: Programs.tmux != nil, "tmux is not installed"))
    struct RecordAndReplayTests {
        private let folder: URL

        init() throws {
            folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }

        private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

        private func lines(_ name: String) -> [String] {
            let text = (try? String(contentsOfFile: path(name), encoding: .utf8)) ?? ""
            return text.split(separator: "\n").map(String.init)
        }

        @Test("A demo's incident is the same when it is played, poll by poll; cut, it is played up to the cut")
        func demo() throws {
            defer { try? FileManager.default.removeItem(at: folder) }
            try record()
            let live = lines("live")
            #expect(live.count >= 50 && live.contains { $0.contains(#""verdict":"crit""#) })
            try replay("demo", readings: "played") { tmux in
                tmux.wait(20, for: "REPLAY END")
                tmux.wait(for: "the recording ends here")
                // What was collected can be looked at, and nothing else be asked.
                try tmux.press("Left")
                tmux.wait(for: " AT ")
                try tmux.press("End")
                try tmux.press("E")
                waitUntil(15, "the report beside the evidence") { reports.count == 2 }
            }
            // Numbers, verdicts and the load's account: the lines hold them unrounded.
            #expect(lines("played") == live)
            try cut()
            try report()
            if let promtool = Programs.promtool { try export(promtool) }
        }

        /// What `E` wrote of the whole recording, whichever folder it is in.
        private var reports: [String] {
            let all = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
            return all.filter { $0.hasSuffix("report.md") || $0.hasSuffix("report.html") }
        }

        private func record() throws {
            let files = "--record \(path("demo")) --readings \(path("live"))"
            let tmux = try Tmux(columns: 80, rows: 24, "\(Programs.sretop) demo --port \(Ports.free()) \(files)")
            tmux.wait(for: "press l to start the load")
            try tmux.press("l")
            tmux.wait(for: "CRIT 5xx")
            waitUntil(60, "forty polls") { lines("live").count >= 40 }
            try tmux.press("f")
            waitUntil(40, "sixty polls") { lines("live").count >= 60 }
            try tmux.press("q")
            tmux.wait(for: "exit=0")
            #expect(tmux.screen.contains("sretop replay"))
        }

        private func replay(_ file: String, readings: String, _ check: (Tmux) throws -> Void) throws {
            let options = "--speed 3600x --readings \(path(readings)) --evidence \(folder.path)"
            let tmux = try Tmux(columns: 80, rows: 24, "\(Programs.sretop) replay \(path(file)) \(options)")
            try check(tmux)
            try tmux.press("q")
            tmux.wait(for: "exit=0")
            try tmux.expectWhole()
        }

        private func cut() throws {
            let whole = try Data(contentsOf: URL(fileURLWithPath: path("demo")))
            try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path("cut")))
            try replay("cut", readings: "part") { tmux in tmux.wait(20, for: "cut or damaged at byte") }
            let part = lines("part")
            #expect(part.count >= 10 && part == Array(lines("live").prefix(part.count)))
        }

        private func report() throws {
            let markdown = try Programs.run(Programs.sretop, ["report", path("demo")])
            #expect(markdown.status == 0)
            #expect(
                markdown.output.contains("## Breaches") && markdown.output.contains("fault errors on /risky is off")
            )
            let html = try Programs.run(Programs.sretop, ["report", path("demo"), "--html"])
            #expect(html.output.contains("<svg ") && !html.output.contains("<script"))
            let part = try Programs.run(Programs.sretop, ["report", path("cut")])
            #expect(part.status == 0 && part.output.contains("cut or damaged at byte"))
        }

        /// promtool makes blocks of the export, and finds in them what the screen showed.
        private func export(_ promtool: String) throws {
            let page = path("page")
            let made = try Programs.run(Programs.sretop, ["report", path("demo"), "--openmetrics", "--output", page])
            #expect(made.status == 0)
            let blocks = path("blocks")
            let took = try Programs.run(promtool, ["tsdb", "create-blocks-from", "openmetrics", page, blocks])
            #expect(took.status == 0, "\(took.output)")
            // It reads no blocks that no server has written ahead of.
            try FileManager.default.createDirectory(atPath: blocks + "/wal", withIntermediateDirectories: true)
            let dump = try Programs.run(
                promtool,
                ["tsdb", "dump", "--match={__name__=\"sretop_requests_per_second\"}", blocks]
            )
            // `{__name__="…", service="…"} VALUE MILLISECONDS`
            let samples = dump.output.split(separator: "\n").map {
                $0.split(separator: " ").suffix(2).compactMap { Double($0) }
            }
            let stored = Dictionary(
                samples.filter { $0.count == 2 }.map { (Int($0[1]), $0[0]) },
                uniquingKeysWith: { $1 }
            )
            var compared = 0
            for line in lines("live") {
                let poll = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                guard let at = poll?["at"] as? Double, let values = poll?["values"] as? [String: Double],
                    let rate = values["RPS"]
                else { continue }
                let kept = try #require(stored[Int((at * 1000).rounded())], "no sample at \(at)")
                #expect(abs(kept - rate) <= 1e-9 * max(1, abs(rate)))
                compared += 1
            }
            #expect(compared >= 40)
        }

        @Test(
            "What is no recording is refused in words",
            arguments: [
                ("{}", "it is no recording"), ("sretop recording 7\n", "it is a recording of format 7"),
                ("sretop recording 1\n", "nothing of it is whole"),
            ]
        )
        func refused(text: String, words: String) throws {
            defer { try? FileManager.default.removeItem(at: folder) }
            try Data(text.utf8).write(to: URL(fileURLWithPath: path("file")))
            let tmux = try Tmux(columns: 80, rows: 24, "\(Programs.sretop) replay \(path("file"))")
            tmux.wait(for: "exit=3")
            // Rows end within words and between them.
            #expect(tmux.screen.filter { !$0.isWhitespace }.contains(words.filter { !$0.isWhitespace }))
        }
    }
}
