import Foundation
import Testing

extension EndToEnd {
    @Suite(
        "A recording of a Prometheus's past",
        .serialized,
        .enabled(if: Programs.prometheus != nil, "prometheus is not installed"),
        .enabled(if: Programs.tmux != nil, "tmux is not installed"),
        .parts("unstable", "prometheus", own: ["prometheus"])
    )
    struct PastRecordingTests {
        @Test("What a Prometheus remembers of an incident is recorded, played and reported as if it was watched")
        func past() throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appendingPathComponent("past").path
            let parts = try Parts.having("unstable", "prometheus")
            let source = try parts.url("prometheus")
            let asked = "--prometheus \(source) --service unstable"
            // Its requests fail one in five; once they are over nothing but the past knows of them.
            let driver = try LoadRun(try parts.url("unstable") + "/risky", rate: 50, seconds: 25)
            let live = try WatchRun(parts, columns: 100, asked)
            live.tmux.wait(40, for: "CRIT 5xx")
            live.tmux.wait(100, for: "the end of the load") { !$0.contains("CRIT") }
            withExtendedLifetime(driver) {}
            let words = asked.split(separator: " ").map(String.init)
            let recorded = try Programs.run(
                Programs.sretop,
                ["record", file, "--from", "-120s", "--every", "1s", "--window", "15s"] + words
            )
            #expect(recorded.status == 0 && recorded.output.contains(" polls, one every "), "\(recorded.output)")
            let tmux = try Tmux(columns: 100, rows: 30, "\(Programs.sretop) replay \(file) --speed 20x")
            tmux.wait(for: "CRIT 5xx")
            tmux.wait(for: "REPLAY END")
            try tmux.press("q")
            tmux.wait(for: "exit=0")
            let report = try Programs.run(Programs.sretop, ["report", file])
            #expect(
                report.output.contains("5xx over") || report.output.contains("over their limits"),
                "\(report.output)"
            )
        }

        @Test("Where nobody answers it says so, and ends with 3")
        func nobody() throws {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)").path
            defer { try? FileManager.default.removeItem(atPath: file) }
            let port = Ports.free()
            let arguments = ["record", file, "--from", "-1m", "--prometheus", "http://127.0.0.1:\(port)"]
            #expect(try Programs.run(Programs.sretop, arguments).status == 3)
        }
    }
}
