import Foundation
import Testing

extension EndToEnd {
    @Suite("A line a poll", .serialized)
    struct StreamTests {
        /// What a shell command wrote to standard output, and to standard error.
        private func run(_ command: String) throws -> (status: Int32, lines: [Substring], errors: String) {
            let errors = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: errors) }
            let result = try Programs.run("/usr/bin/env", ["bash", "-c", "(\(command)) 2>\(errors.path)"])
            let text = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
            return (result.status, result.output.split(separator: "\n"), text)
        }

        private func stream(_ arguments: String, lines: Int) -> String {
            // The status is that of the program, not of head.
            "timeout 20 \(Programs.sretop) \(arguments) | head -n \(lines); exit ${PIPESTATUS[0]}"
        }

        @Test("Time, service, verdict, the seven numbers, freshness, cause; it ends when nobody reads")
        func lines() throws {
            let service = try ServedService()
            let load = try service.load()
            // Before its first request a service counts nothing, and all there is to say is that.
            let page = "http://127.0.0.1:\(service.port)/metrics"
            waitUntil(10, "requests that are counted") {
                let data = try? Loopback.get(page)
                return data.map { String(decoding: $0, as: UTF8.self).contains("http_requests_total{") } ?? false
            }
            let result = try run(stream("--stream --scrape 127.0.0.1:\(service.port)", lines: 9))
            #expect(result.status == 0 && result.errors.isEmpty, "\(result)")
            #expect(result.lines.count == 9)
            let form =
                /[0-9]{2}:[0-9]{2}:[0-9]{2}Z service .+ \| RPS \S+ OK% \S+ 5xx \S+ AVG \S+ p95 \S+ p99 \S+ SAT \S+ \| LIVE [0-9]s, 1\/1 up( \| .+)?/
            for line in result.lines {
                #expect(try form.wholeMatch(in: line) != nil, "\(line)")
                #expect(line.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(line)")
            }
            // One a second, each with a time of its own.
            #expect(Set(result.lines.map { $0.prefix(9) }).count == 9, "\(result.lines)")
            let last = try #require(result.lines.last)
            // A fifth of some hundred requests, more or less.
            #expect(last.contains(/CRIT 5xx (1[5-9]|2[0-5])\.\d+%/), "\(last)")
            #expect(last.contains("since ") && last.contains("GET /risky"), "\(last)")
            #expect(load.isRunning)
        }

        @Test("As comma-separated values: a header, and as many fields a line")
        func commaSeparated() throws {
            let service = try ServedService()
            let load = try service.load()
            let result = try run(stream("--stream --csv --scrape 127.0.0.1:\(service.port)", lines: 4))
            #expect(result.status == 0 && result.errors.isEmpty && result.lines.count == 4, "\(result)")
            let names = result.lines.first?.split(separator: ",") ?? []
            #expect(names.starts(with: ["time", "service", "verdict", "signal", "since", "RPS", "OK%"]), "\(names)")
            let rows = result.lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
            #expect(rows.allSatisfy { $0.count == names.count && Double($0[0]) ?? 0 > 1e9 }, "\(result)")
            #expect(load.isRunning)
            let once = try run("\(Programs.sretop) --once --csv --scrape 127.0.0.1:\(service.port)")
            #expect(once.status == 0 && once.lines.count == 2 && once.lines.first == result.lines.first, "\(once)")
            let rate = once.lines.last?.split(separator: ",", omittingEmptySubsequences: false)[5]
            #expect(rate.flatMap { Double($0) } ?? 0 > 1, "\(once)")
        }

        @Test("A page that does not answer is a line too, and it ends in the same way")
        func down() throws {
            let page = "127.0.0.1:\(Ports.free())"
            let result = try run(stream("--stream --scrape \(page)", lines: 2))
            #expect(result.status == 0)
            for line in result.lines {
                #expect(line.contains("UNKNOWN") && line.contains("connection refused"), "\(line)")
                #expect(line.contains("RPS down") && line.contains("0/1 up"), "\(line)")
            }
        }

        @Test("Without a terminal it streams by itself, and says why")
        func noTerminal() throws {
            let page = "127.0.0.1:\(Ports.free())"
            let result = try run(stream("--scrape \(page)", lines: 1))
            #expect(result.status == 0)
            #expect(result.lines.first?.contains("UNKNOWN") == true, "\(result)")
            #expect(result.errors.contains("input and output must be a terminal"), "\(result.errors)")
            #expect(result.errors.contains("--stream"), "\(result.errors)")
        }

        @Test("Nobody who reads from the start: it ends with the first line", arguments: ["true", "exec <&-"])
        func closed(reader: String) throws {
            let page = "127.0.0.1:\(Ports.free())"
            let command = "timeout 20 \(Programs.sretop) --stream --scrape \(page) | \(reader); exit ${PIPESTATUS[0]}"
            #expect(try run(command).status == 0)
        }

        @Test(
            "What does not go with it is refused",
            arguments: [["--once"], ["--log", "x"], ["--readings", "x"], ["--points", "x"]]
        )
        func refused(options: [String]) throws {
            let result = try Programs.run(Programs.sretop, ["--stream", "--scrape", "127.0.0.1:1"] + options)
            #expect(result.status == 64 && result.output.contains("--stream"), "\(result)")
        }

        @Test("Without a terminal they are refused as well", arguments: ["--log", "--readings", "--points"])
        func refusedFallback(option: String) throws {
            let result = try Programs.run(Programs.sretop, ["--scrape", "127.0.0.1:1", option, "/nonexistent/x"])
            #expect(result.status == 64 && result.output.contains("writes no --log"), "\(result)")
            #expect(result.output.contains("must be a terminal"), "\(result)")
        }

        @Test("A window that fits one kind of source is fine as long as none is found")
        func search() throws {
            let result = try run(stream("--stream --window 15s", lines: 1))
            #expect(result.status == 0 && result.lines.count == 1, "\(result)")
        }

        @Test("Of the lines that a stalled reader did not take only the newest is kept")
        func stalled() throws {
            // 4 KiB are full after some twenty lines, two seconds; the reader begins after five.
            let reader = """
                import fcntl, os, subprocess, sys, time
                read, write = os.pipe()
                fcntl.fcntl(write, 1031, 4096)
                child = subprocess.Popen(sys.argv[1:], stdout=write, stderr=subprocess.DEVNULL)
                os.close(write)
                time.sleep(5)
                text = b""
                end = time.time() + 1
                while time.time() < end: text += os.read(read, 65536)
                child.kill()
                print(len(text.split(b"\\n")))
                """
            let page = "127.0.0.1:\(Ports.free())"
            let options = ["--stream", "--every", "100ms", "--window", "400ms", "--scrape", page]
            let result = try Programs.run("/usr/bin/env", ["python3", "-c", reader, Programs.sretop] + options)
            let count = try #require(Int(result.output.split(separator: "\n").last ?? ""), "\(result)")
            #expect((5..<45).contains(count), "\(count)")
        }

        @Test("A signal ends it", arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
        func signals(signal: Int32, status: Int32) throws {
            let page = "127.0.0.1:\(Ports.free())"
            let out = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)").path
            defer { try? FileManager.default.removeItem(atPath: out) }
            // A shell without jobs starts its background deaf to SIGINT. The first line says that it runs; descriptor 3
            // stays open, so that nothing it writes afterwards fails.
            let command =
                "set -m; mkfifo \(out); \(Programs.sretop) --stream --scrape \(page) >\(out) & pid=$!; exec 3<\(out); "
                + "timeout 20 grep -m1 -q UNKNOWN <&3 || exit 9; kill -\(signal) $pid; wait $pid"
            #expect(try run(command).status == status)
        }
    }
}
