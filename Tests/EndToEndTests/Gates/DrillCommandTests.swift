import Foundation
import Testing

extension EndToEnd {
    @Suite("A drill in tmux", .serialized, .enabled(if: Programs.tmux != nil, "tmux is not installed"))
    struct DrillCommandTests {
        private static let incident = """
            kind: a route fails
            instances: [{name: "web-1:8080"}, {name: "web-2:8080"}]
            traffic: [{route: /cart, rate: 30}, {route: /pay, method: POST, rate: 20}, {route: /pay, rate: 9}]
            faults: [{from: 4, where: {route: /pay}, failures: 0.6}]
            expect: [{at: 60, onset: 4, verdict: crit, suspects: [{route: /pay}]}]
            """

        @Test("The incident is seen, answered, scored and kept; the summary counts it", .timeLimit(.minutes(2)))
        func drill() throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let (file, results) = (folder.appendingPathComponent("x.yaml"), folder.appendingPathComponent("results"))
            try Self.incident.write(to: file, atomically: true, encoding: .utf8)
            let tmux = try Tmux(
                columns: 100,
                rows: 30,
                "\(Programs.sretop) drill \(file.path) --seed 5 --results \(results.path)"
            )
            tmux.wait(40, for: "CRIT 5xx") { $0.contains("CRIT 5xx") && $0.contains("/pay") }
            try tmux.press("q")
            tmux.wait(for: "What is wrong?")
            try tmux.press("strange", "Enter")
            tmux.wait(for: "'strange' is none of these")
            try tmux.press("5xx", "Enter")
            tmux.wait(for: "Since when?")
            try tmux.press("-", "Enter")
            tmux.wait(for: "Who explains it?")
            try tmux.press("/pay", "Enter")
            tmux.wait(for: "exit=0")
            let screen = tmux.screen
            for words in [
                "right what: errors", "WRONG since: no answer", "right who: /pay", "2 of 3 right", "CRIT 5xx",
            ] {
                #expect(screen.contains(words), "\(words): \(screen)")
            }
            let summary = try Programs.run(Programs.sretop, ["drill", "--summary", results.path])
            #expect(summary.status == 0 && summary.output.contains("a route fails"), "\(summary)")
            #expect(summary.output.contains("1/1") && summary.output.contains("0/1"), "\(summary)")
        }

        @Test("What is no incident and no log of drills is named, without a screen")
        func wrong() throws {
            let absent = try Programs.run(Programs.sretop, ["drill", "/nonexistent/x.yaml"])
            #expect(absent.status == 64 && absent.output.contains("/nonexistent/x.yaml"), "\(absent)")
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
            try Data().write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let empty = try Programs.run(Programs.sretop, ["drill", "--summary", file.path])
            #expect(empty.status == 3 && empty.output.contains("no results"), "\(empty)")
            let both = try Programs.run(Programs.sretop, ["drill", "--summary", file.path, "--seed", "3"])
            #expect(both.status == 64 && both.output.contains("give it alone"), "\(both)")
        }
    }
}
