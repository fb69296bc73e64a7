import Foundation
import Testing

extension EndToEnd {
    @Suite("The command line", .serialized)
    struct CommandLineTests {
        @Test(
            "Bad input is a clear message with its exit status",
            arguments: [
                (["--no-such-flag"], 64, "no-such-flag"), (["--scrape", "::bad"], 64, "::bad"),
                (["--window", "5 minutes"], 64, "5 minutes"), (["--window", "1s"], 64, "--window"),
                (["--window", "5x"], 64, "500ms, 15s, 5m or 1h30m"), (["--size", "80"], 64, "COLUMNSxROWS"),
                (["load", "http://127.0.0.1/", "--rate", "abc"], 64, "'--rate <rate>': write a number"),
                (["--limit", "5xx<lots"], 64, "5xx<lots"), (["serve", "--port", "99999"], 64, "--port"),
                (["load", "http://example.invalid/"], 2, "example.invalid"),
                (["load", "http://10.0.0.1/"], 2, "10.0.0.1"),
                (["load", "nonsense"], 2, "nonsense"), (["load", "http://127.0.0.1/", "--rate", "0"], 64, "--rate"),
                (["demo"], 2, "start 'sretop serve'"), (["demo", "--once"], 64, "--once"),
                (["--once", "--scrape", "127.0.0.1:1"], 3, "refused"), (["--once", "--log", "/tmp/x"], 64, "--log"),
                (["--scrape", "a:1", "--scrape", "a:1"], 64, "a page twice"),
                (["--size", "80xfoox24"], 64, "80xfoox24"),
                (["--limit", "p95<1s", "--limit", "p95<2s"], 64, "a second warning limit for p95"),
                (["query", "--timeout", "61m", "up"], 64, "--timeout is at most 1h"),
                (["query", "--timeout", "999999999d", "up"], 64, "--timeout is at most 1h"),
                (["--prometheus", "h:1", "--window", "15s"], 64, "--window 15s is less than four times every, 5s"),
                (["--scrape", "h:1", "--span", "24h"], 64, "at most 20000s"),
                (["--prometheus", "h:1", "--header", "Host: x"], 64, "--header: Host is set"),
                (["check", "--service", "a", "--service=b"], 64, "--service is given 2 times, as 'a' and 'b'"),
                (["--prometheus", "h:1", "--prometheus", "h:2"], 64, "--prometheus is given 2 times"),
                (["--at", "-2h", "--span", "6h", "--at", "-3h"], 64, "--at is given 2 times, as '-2h' and '-3h'"),
                (["faults", "set", "errors", "--route", "/a", "--route", "/b"], 64, "--route is given 2 times"),
                (["--line", "--window", "1m", "--window", "2m"], 64, "--window is given 2 times"),
                (["load", "h:1", "--rate", "1", "--profile", "1s@2", "--rate", "3"], 64, "--rate is given 2 times"),
            ] as [([String], Int32, String)]
        )
        func badInput(arguments: [String], status: Int32, word: String) throws {
            let result = try Programs.run(Programs.sretop, arguments)
            #expect(result.status == status, "\(result.output)")
            #expect(result.output.contains(word), "\(result.output)")
        }

        @Test("--version, --help and each command's help answer")
        func help() throws {
            for arguments in [
                ["--version"], ["--help"], ["demo", "--help"], ["serve", "--help"], ["load", "--help"],
            ] {
                let result = try Programs.run(Programs.sretop, arguments)
                #expect(result.status == 0 && result.output.count > 4)
            }
        }

        @Test("A second service on a port in use says so")
        func portInUse() throws {
            let port = Ports.free()
            let first = try BackgroundProgram(Programs.sretop, ["serve", "--port", "\(port)", "--end-with-stdin"])
            waitUntil(10, "first service") { probe(port) == 0 }
            let second = try Programs.run(Programs.sretop, ["serve", "--port", "\(port)"])
            #expect(second.status == 3 && second.output.contains("\(port)") && second.output.contains("in use"))
            #expect(first.isRunning)
        }

        @Test("--once prints one frame of a live service as text")
        func once() throws {
            let port = Ports.free()
            let service = try BackgroundProgram(Programs.sretop, ["serve", "--port", "\(port)", "--end-with-stdin"])
            waitUntil(10, "service") { probe(port) == 0 }
            let result = try Programs.run(
                Programs.sretop,
                ["--once", "--ascii", "--size", "80x24", "--scrape", "127.0.0.1:\(port)"]
            )
            #expect(result.status == 0)
            #expect(result.output.contains("idle") && result.output.contains("LIVE"))
            #expect(result.output.utf8.allSatisfy { $0 < 0x80 && ($0 >= 0x20 || $0 == 0x0A) })
            #expect(service.isRunning)
        }

        /// A server whose every answer holds a label that would act on a terminal.
        private static let hostile = """
            import http.server, sys
            class Hostile(http.server.BaseHTTPRequestHandler):
                def do_GET(self): self.answer('a{b="x\\u009b31m\\u202e\\U000e0041\\u00e9"} 1\\n', "text/plain; version=0.0.4")
                def do_POST(self):
                    self.rfile.read(int(self.headers.get("Content-Length") or 0))
                    self.answer('{"status":"success","data":{"resultType":"vector","result":[{"metric":'
                        '{"b":"x\\u009b31m\\u202e\\U000e0041\\u00e9"},"value":[1,"1"]}]}}', "application/json")
                def answer(self, text, kind):
                    self.send_response(200)
                    self.send_header("Content-Type", kind)
                    self.send_header("Content-Length", str(len(text.encode())))
                    self.end_headers()
                    self.wfile.write(text.encode())
            http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Hostile).serve_forever()
            """
        private static let escaped = #""b":"x\u009b31m\u202e\udb40\udc41é""#

        @Test("query --json: a page's labels are escaped, a server's bytes stay as they are for programs")
        func json() throws {
            let port = Ports.free()
            let server = try BackgroundProgram("/usr/bin/env", ["python3", "-c", Self.hostile, "\(port)"])
            waitUntil(10, "server") { Loopback.isListening(port) }
            let page = try Programs.run(Programs.sretop, ["query", "a", "--json", "--scrape", "127.0.0.1:\(port)"])
            #expect(page.status == 0 && page.output.contains(Self.escaped), "\(page)")
            let url = "http://127.0.0.1:\(port)"
            let answer = try Programs.run(Programs.sretop, ["query", "a", "--json", "--prometheus", url])
            #expect(answer.status == 0 && answer.output.contains("x\u{9b}31m\u{202E}\u{E0041}é"), "\(answer)")
            #expect(server.isRunning)
        }

        @Test(
            "query --json: a terminal gets nothing that acts on it",
            .enabled(if: Programs.tmux != nil, "tmux is not installed")
        )
        func jsonOnATerminal() throws {
            let port = Ports.free()
            let server = try BackgroundProgram("/usr/bin/env", ["python3", "-c", Self.hostile, "\(port)"])
            waitUntil(10, "server") { Loopback.isListening(port) }
            let recording = Recording()
            let command = "\(Programs.sretop) query a --json --prometheus http://127.0.0.1:\(port)"
            let tmux = try Tmux(columns: 200, rows: 24, recording: recording, command)
            tmux.wait(for: "exit=0")
            waitUntil(5, "the recording") { recording.text.contains("exit=0") }
            #expect(recording.text.contains(Self.escaped), "\(recording.text)")
            #expect(server.isRunning)
        }

        @Test(
            "--once keeps to the characters of the locale, and with --ascii to those of ASCII",
            arguments: [
                (["LANG=C"], [], true), (["LC_ALL=POSIX"], ["--glyphs", "braille"], true), ([], [], false),
                (["LANG=C.UTF-8"], [], false), (["LANG=C.UTF-8"], ["--ascii"], true),
            ] as [([String], [String], Bool)]
        )
        func locale(environment: [String], options: [String], isASCII: Bool) throws {
            let clean = ["-i", "PATH=/usr/bin:/bin", "HOME=/nonexistent"] + environment
            let arguments = ["--once", "--scrape", "127.0.0.1:1", "--service", "café\u{1}"] + options
            let result = try Programs.run("/usr/bin/env", clean + [Programs.sretop] + arguments)
            #expect(result.status == 3 && result.output.contains("caf"), "\(result)")
            #expect(result.output.utf8.allSatisfy { $0 < 0x80 } == isASCII, "\(result.output)")
            #expect(result.output.contains("café") != isASCII)
        }

        @Test("The load driver counts what it sends, and fails exactly a fifth of it")
        func load() throws {
            let port = Ports.free()
            let service = try BackgroundProgram(Programs.sretop, ["serve", "--port", "\(port)", "--end-with-stdin"])
            waitUntil(10, "service") { probe(port) == 0 }
            let result = try Programs.run(
                Programs.sretop,
                ["load", "http://127.0.0.1:\(port)/risky", "--rate", "100", "--duration", "2s"]
            )
            #expect(result.status == 0)
            #expect(result.output.contains("sent 200  answered 200"), "\(result.output)")
            #expect(result.output.contains("5xx 40 (20.00%)"), "\(result.output)")
            #expect(service.isRunning)
        }

        @Test("A target that refuses is no success")
        func loadRefused() throws {
            let result = try Programs.run(
                Programs.sretop,
                ["load", "http://127.0.0.1:\(Ports.free())/", "--rate", "20", "--duration", "1s"]
            )
            #expect(result.status == 3 && result.output.contains("connection 20"), "\(result.output)")
            #expect(result.output.contains("connection refused"), "\(result.output)")
        }

        private func probe(_ port: Int) -> Int32? {
            try? Programs.run(Programs.sretop, ["serve", "--probe", "--port", "\(port)"]).status
        }
    }
}
