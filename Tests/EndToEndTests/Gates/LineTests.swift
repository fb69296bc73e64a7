import Foundation
import Testing

extension EndToEnd {
    @Suite("One line, and notices", .serialized)
    struct LineTests {
        private func line(_ runtime: URL, _ options: [String]) throws -> (status: Int32, output: String) {
            let environment = ["XDG_RUNTIME_DIR=\(runtime.path)", Programs.sretop, "--line"]
            return try Programs.run("/usr/bin/env", environment + options)
        }

        private func folder() throws -> URL {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            return folder
        }

        @Test("The first call starts what keeps it, the next ones print it; nobody reads, and nothing is left")
        func kept() throws {
            let runtime = try folder()
            defer { try? FileManager.default.removeItem(at: runtime) }
            let service = try ServedService()
            let load = try service.load()
            let scrape = ["--scrape", "127.0.0.1:\(service.port)"]
            let first = try line(runtime, scrape)
            #expect(first.status == 0 && first.output.hasPrefix("sretop "), "\(first)")
            waitUntil(40, "the line of a breach") {
                (try? line(runtime, scrape))?.output.contains("5xx ") == true
            }
            let tmux = try line(runtime, scrape + ["--tmux"])
            #expect(tmux.output.contains("#[fg=red,bold]") && tmux.output.contains("#[default]"), "\(tmux)")
            let kept = runtime.appendingPathComponent("sretop").path
            let mode = try FileManager.default.attributesOfItem(atPath: kept)[.posixPermissions] as? Int
            #expect(mode == 0o700)
            #expect(try FileManager.default.contentsOfDirectory(atPath: kept).count == 3)
            #expect(load.isRunning)
            waitUntil(90, "the end of what keeps it") {
                (try? FileManager.default.contentsOfDirectory(atPath: kept))?.isEmpty == true
            }
        }

        @Test("Wrong options are refused, and a folder that others may write to")
        func refused() throws {
            let runtime = try folder()
            defer { try? FileManager.default.removeItem(at: runtime) }
            let wrong = try line(runtime, ["--scrape", "::bad"])
            #expect(wrong.status == 64 && wrong.output.contains("::bad"), "\(wrong)")
            #expect(try Programs.run(Programs.sretop, ["--tmux"]).status == 64)
            #expect(try line(runtime, ["--once"]).status == 64)
            let open = runtime.appendingPathComponent("sretop")
            try FileManager.default.createDirectory(at: open, withIntermediateDirectories: true)
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: open.path)
            let unsafe = try line(runtime, ["--scrape", "127.0.0.1:1"])
            #expect(unsafe.status == 64 && unsafe.output.contains("nobody else may write"), "\(unsafe)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: open.path).isEmpty)
        }

        @Test("A command is told of a critical breach, with the verdict on its input, and may take its time")
        func notice() throws {
            let folder = try folder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let told = folder.appendingPathComponent("told").path
            let service = try ServedService()
            let load = try service.load()
            // It goes on until it reads from a pipe, which this test alone can write to; were it never let go, it would end
            // by itself: whoever waits for the program waits for what it has started.
            let held = folder.appendingPathComponent("held").path
            try #require(mkfifo(held, 0o600) == 0)
            let command = "cat >\(told).new && mv \(told).new \(told).$SRETOP_NOTICE && timeout 60 cat \(held)"
            func letGo() {
                let end = open(held, O_RDWR | O_NONBLOCK)
                if end >= 0 { close(end) }
            }
            let lines = folder.appendingPathComponent("lines").path
            let stream = try BackgroundProgram(
                "/bin/sh",
                [
                    "-c", "exec \"$0\" \"$@\" >\(lines)", Programs.sretop, "--stream",
                    "--scrape", "127.0.0.1:\(service.port)", "--notify", command,
                ]
            )
            waitUntil(40, "the notice") { FileManager.default.fileExists(atPath: "\(told).critical") }
            let text = try String(contentsOfFile: "\(told).critical", encoding: .utf8)
            #expect(text.contains("\"state\":\"crit\""), "\(text)")
            try JSONSchema.expect(text, matches: "verdict")
            let count = { (try? String(contentsOfFile: lines, encoding: .utf8))?.split(separator: "\n").count ?? 0 }
            let before = count()
            waitUntil(15, "polls beside a command that has not ended") { count() >= before + 4 }
            #expect(load.isRunning && stream.isRunning)
            letGo()
            withExtendedLifetime((load, stream)) {}
        }
    }
}
