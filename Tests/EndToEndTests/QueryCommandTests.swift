import Foundation
import Testing

extension EndToEnd {
    @Suite("query and promql", .serialized)
    struct QueryCommandTests {
        private static let page = """
            # TYPE hits counter
            hits_total{code="200"} 10 1000
            hits_total{code="200"} 70 1060.5
            hits_total{code="500"} 1 1000
            hits_total{code="500"} 4 1060.5
            # EOF

            """

        private func ask(_ arguments: String..., page: String = page) throws -> (status: Int32, output: String) {
            try Programs.run(Programs.sretop, ["query", "--file", "-"] + arguments, input: Data(page.utf8))
        }

        @Test("A file is asked at its newest sample, as table, as CSV and as JSON")
        func forms() throws {
            let table = try ask("sum by (code) (increase(hits_total[1m1s]))")
            #expect(table.status == 0 && table.output.split(separator: "\n").count == 2, "\(table)")
            let csv = try ask("hits_total", "--csv")
            #expect(
                csv.output == """
                    timestamp,value,__name__,code\r
                    1060.500,70,hits_total,200\r
                    1060.500,4,hits_total,500

                    """,
                "\(csv)"
            )
            let earlier = try ask("hits_total{code='500'}", "--csv", "--at", "1059")
            #expect(earlier.output.contains("\n1059,1,hits_total,500\n"), "\(earlier)")
            #expect(try ask("scalar(sum(hits_total))", "--json").output.contains("[1060.500,\"74\"]"))
        }

        @Test("A chart is a drawing a series, with its numbers")
        func chart() throws {
            let result = try ask("hits_total", "--range", "1m", "--step", "5s", "--chart")
            let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(result.status == 0 && lines.count == 19, "\(result)")
            #expect(lines[0].contains("hits_total{code=\"200\"}") && lines[9].contains("hits_total{code=\"500\"}"))
            #expect(lines[17].contains("min 1, max 4, last 4"), "\(result.output)")
        }

        @Test("Samples without timestamps are from now; what a query says beside its answer is on standard error")
        func annotations() throws {
            let result = try ask("rate(a[5m])", page: "a 1 1000\na 2 2000\n")
            #expect(result.status == 0 && result.output.contains("PromQL info: metric might not be a counter"))
            #expect(try ask("a", "--csv", page: "a 1\n").output.contains(",1,a\n"))
        }

        @Test("A wrong file is named with line and column, a wrong query with its place")
        func wrong() throws {
            let file = try ask("a", page: "a 1\nb-c 2\n")
            #expect(file.status == 3 && file.output.contains("standard input:2:2: invalid value \"-c\""), "\(file)")
            for (page, name) in [("<!DOCTYPE html>\n<p>login", "HTML"), ("{\"status\": \"up\"}", "JSON")] {
                let asked = try ask("a", page: page)
                #expect(asked.status == 3 && asked.output.contains("input is \(name), not metrics"), "\(asked)")
                let arguments = ["profile", "suggest", "--file", "-"]
                let suggested = try Programs.run(Programs.sretop, arguments, input: Data(page.utf8))
                #expect(suggested.status == 3 && suggested.output.contains("is \(name), not"), "\(suggested)")
            }
            let absent = try Programs.run(Programs.sretop, ["query", "a", "--file", "/nonexistent/x"])
            #expect(
                absent.status == 3 && absent.output.contains("cannot read /nonexistent/x: No such file"),
                "\(absent)"
            )
            let query = try ask("sum(")
            #expect(query.status == 1 && query.output.contains("the query is wrong: 1:5"), "\(query)")
            #expect(!query.output.contains("stands in quotes"), "\(query)")
            for (bare, quoted) in [
                ("http.server.requests", #"{"http.server.requests"}"#),
                (#"sum(rate(a.b_count{code="x.y"}[1m]))"#, #"sum(rate({"a.b_count", code="x.y"}[1m]))"#),
            ] {
                let dotted = try ask(bare)
                #expect(dotted.status == 1 && dotted.output.contains("braces: \(quoted)"), "\(dotted)")
            }
            for (arguments, word) in [
                (["--chart"], "--chart needs --range"), (["--csv", "--json"], "--json"),
                (["--file", "x", "--scrape", "h:1"], "--file is a source itself"),
                (["--file", "x", "--collect", "5s"], "--collect is for pages"),
            ] {
                let result = try Programs.run(Programs.sretop, ["query", "a"] + arguments)
                #expect(result.status == 64 && result.output.contains(word), "\(result)")
            }
        }

        @Test("promql format prints the usual form, and names what is wrong")
        func format() throws {
            let result = try Programs.run(Programs.sretop, ["promql", "format", "sum  by(a)(rate( x[300s]))"])
            #expect(result.status == 0 && result.output == "sum by (a) (rate(x[5m]))\n", "\(result)")
            let wrong = try Programs.run(Programs.sretop, ["promql", "format", "rate(x)"])
            #expect(wrong.status == 1 && wrong.output.contains("expected type range vector"), "\(wrong)")
        }

        @Test("A page with one malformed line is a failed scrape, with the place and what was expected")
        func malformedPage() throws {
            let port = Ports.free()
            let code = """
                import http.server,sys
                class H(http.server.BaseHTTPRequestHandler):
                    def do_GET(self):
                        body=b'http_requests_total{code="200"} 1\\nbad-name 3\\n'
                        self.send_response(200);self.send_header("Content-Type","text/plain; version=0.0.4")
                        self.send_header("Content-Length",str(len(body)));self.end_headers();self.wfile.write(body)
                    def log_message(self,*a): pass
                http.server.HTTPServer(("127.0.0.1",int(sys.argv[1])),H).serve_forever()
                """
            let server = try BackgroundProgram("/usr/bin/env", ["python3", "-c", code, "\(port)"])
            waitUntil(10, "server") { Loopback.isListening(port) }
            let screen = try Programs.run(
                Programs.sretop,
                ["--once", "--scrape", "127.0.0.1:\(port)", "--size", "120x40"]
            )
            #expect(screen.status == 3, "\(screen)")
            #expect(screen.output.contains("malformed, line 2, column 4: invalid value \"-name\""), "\(screen.output)")
            let store = try Programs.run(
                Programs.sretop,
                ["query", "up", "--csv", "--scrape", "127.0.0.1:\(port)"]
            )
            #expect(store.status == 3 && store.output.contains("line 2, column 4"), "\(store)")
            #expect(server.isRunning)
        }
    }
}
