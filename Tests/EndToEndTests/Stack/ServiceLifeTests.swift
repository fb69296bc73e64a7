import Foundation
import Testing

extension EndToEnd {
    /// How the service comes to its end, by signals and by faults, and how long its faults outlive who set them.
    @Suite("The service's life", .serialized)
    struct ServiceLifeTests {
        private static func serve(_ options: String..., log: String = "/dev/null") throws -> (Process, Int) {
            let port = Ports.free()
            let process = Process()
            process.executableURL = URL(fileURLWithPath: Programs.sretop)
            process.arguments = ["serve", "--port", "\(port)"] + options
            process.standardOutput = FileHandle.nullDevice
            if log != "/dev/null" { _ = FileManager.default.createFile(atPath: log, contents: nil) }
            process.standardError = FileHandle(forWritingAtPath: log)
            try process.runWithSignals()
            waitUntil(10, "the service on port \(port)") { Loopback.isListening(port) }
            return (process, port)
        }

        private static func status(_ port: Int, _ path: String) -> String? {
            try? PlainHTTP.ask("GET", "http://127.0.0.1:\(port)\(path)").status
        }

        @Test("While it drains it is not ready and still answers; a second signal ends it at once, with status 1")
        func drain() throws {
            let log = FileManager.default.temporaryDirectory.appending(path: "drain-\(UUID().uuidString)").path
            defer { try? FileManager.default.removeItem(atPath: log) }
            let (service, port) = try Self.serve("--drain-delay", "60s", "--log", "json", log: log)
            defer { service.terminate() }
            #expect(Self.status(port, "/readyz") == "200")
            kill(service.processIdentifier, SIGTERM)
            waitUntil(10, "an end of readiness") { Self.status(port, "/readyz") == "503" }
            #expect(Self.status(port, "/version") == "200")
            kill(service.processIdentifier, SIGTERM)
            service.waitUntilExit()
            #expect(service.terminationReason == .exit && service.terminationStatus == 1)
            let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
            let messages = try lines.map { line in
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
                return try #require(object?["msg"])
            }
            #expect(messages == ["listening", "draining"])
        }

        @Test("One signal ends it with status 0")
        func graceful() throws {
            let (service, _) = try Self.serve()
            kill(service.processIdentifier, SIGTERM)
            service.waitUntilExit()
            #expect(service.terminationReason == .exit && service.terminationStatus == 0)
        }

        @Test("A crash loop goes on in each process that is started again, until its time is over")
        func crashLoop() throws {
            let file = FileManager.default.temporaryDirectory.appending(path: "loop-\(UUID().uuidString)").path
            defer { try? FileManager.default.removeItem(atPath: file) }
            let (first, port) = try Self.serve("--state-file", file)
            let result = try Programs.run(
                Programs.sretop,
                [
                    "faults", "set", "crash_loop", "--with", "after_seconds=0.5", "--for", "60s",
                    "--url", "http://127.0.0.1:\(port)",
                ]
            )
            #expect(result.status == 0, "\(result.output)")
            first.waitUntilExit()
            #expect(first.terminationStatus == 1)
            for _ in 0..<2 {
                let (next, _) = try Self.serve("--state-file", file)
                next.waitUntilExit()
                #expect(next.terminationStatus == 1)
            }
            // A reset between two crashes ends the loop.
            let (last, lastPort) = try Self.serve("--state-file", file, "--no-defect")
            let reset = try Programs.run(
                Programs.sretop,
                ["faults", "reset", "--url", "http://127.0.0.1:\(lastPort)"]
            )
            if last.isRunning, reset.status == 0 {
                last.terminate()
                last.waitUntilExit()
                #expect(last.terminationStatus == 0)
                let (after, afterPort) = try Self.serve("--state-file", file)
                defer { after.terminate() }
                let faults = try PlainHTTP.ask("GET", "http://127.0.0.1:\(afterPort)/faults").body
                #expect(!faults.contains("crash_loop"))
            }
        }

        @Test("A fault that is kept alive from here ends when this command is killed, and at Ctrl-C at once")
        func lease() throws {
            let (service, port) = try Self.serve("--no-defect")
            defer { service.terminate() }
            for signal in [SIGKILL, SIGINT] {
                let holder = Process()
                holder.executableURL = URL(fileURLWithPath: Programs.sretop)
                holder.arguments = [
                    "faults", "set", "errors", "--route", "/version", "--lease", "2s", "--for", "5m",
                    "--url", "http://127.0.0.1:\(port)",
                ]
                holder.standardOutput = FileHandle.nullDevice
                try holder.runWithSignals()
                waitUntil(10, "the fault") { Self.status(port, "/version") == "500" }
                // Longer than the lease: it is renewed.
                let until = Date.now + 3
                waitUntil(10, "three seconds") { Date.now > until }
                #expect(Self.status(port, "/version") == "500")
                kill(holder.processIdentifier, signal)
                holder.waitUntilExit()
                waitUntil(signal == SIGINT ? 2 : 6, "the fault's end") { Self.status(port, "/version") == "200" }
            }
        }
    }
}
