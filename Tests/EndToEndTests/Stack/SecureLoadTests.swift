import Foundation
import Testing

extension EndToEnd {
    /// The driver over TLS, against a small server with a certificate of its own.
    @Suite("Load over TLS", .serialized)
    struct SecureLoadTests {
        private static let server = """
            import http.server, ssl, sys
            class Answer(http.server.BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"
                def do_GET(self):
                    self.send_response(200)
                    self.send_header("Content-Length", "2")
                    self.end_headers()
                    self.wfile.write(b"ok")
                def log_message(self, *arguments):
                    pass
            port, chain, key = sys.argv[1:]
            server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Answer)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(chain, key)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            server.serve_forever()
            """

        @Test("A certificate is believed where its authority is given, or nobody is to be checked, and not otherwise")
        func certificates() throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let (chain, key) = ("\(folder)/chain.pem", "\(folder)/key.pem")
            let made = try Programs.run(
                "/usr/bin/env",
                [
                    "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                    "/CN=sretop test",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", chain,
                ]
            )
            if made.status == 127 { try Test.cancel("openssl is not installed") }
            try #require(made.status == 0, "\(made.output)")
            let port = Ports.free()
            let program = try BackgroundProgram(
                "/usr/bin/env",
                ["python3", "-B", "-c", Self.server, "\(port)", chain, key]
            )
            waitUntil(10, "the server on port \(port)") { Loopback.isListening(port) }
            let load = ["load", "https://127.0.0.1:\(port)/", "--rate", "20", "--duration", "1s"]
            for options in [["--ca", chain], ["--insecure"], ["--insecure", "--requests-per-connection", "5"]] {
                let result = try Programs.run(Programs.sretop, load + options)
                #expect(result.status == 0 && result.output.hasPrefix("sent 20  answered 20\n"), "\(result.output)")
            }
            let unknown = try Programs.run(Programs.sretop, load)
            #expect(unknown.status == 3 && unknown.output.contains("answered 0"), "\(unknown.output)")
            let missing = try Programs.run(Programs.sretop, load + ["--ca", "\(folder)/none"])
            #expect(missing.status == 2 && missing.output.contains("cannot read certificates"), "\(missing.output)")
            #expect(program.isRunning)
        }
    }

    /// Reports of several drivers made one, and what the driver refuses.
    @Suite("Merged loads", .serialized)
    struct MergedLoadTests {
        @Test("The parts' reports make that of the whole")
        func merge() throws {
            let service = try ServedService()
            let folder = FileManager.default.temporaryDirectory.appending(path: "merge-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let url = "http://127.0.0.1:\(service.port)/version"
            let files = ["0/2", "1/2"].map { "\(folder)/\($0.first ?? "x").json" }
            for (part, file) in zip(["0/2", "1/2"], files) {
                let arguments = ["load", url, "--rate", "50", "--duration", "1s", "--shard", part, "--json", file]
                try #require(try Programs.run(Programs.sretop, arguments).status == 0)
            }
            let whole = try Programs.run(Programs.sretop, ["load", "merge"] + files + ["--slo", "errors<1%"])
            #expect(whole.status == 0 && whole.output.hasPrefix("sent 50  answered 50\n"), "\(whole.output)")
            #expect(whole.output.contains("met       errors<1%"))
            let strict = try Programs.run(Programs.sretop, ["load", "merge"] + files + ["--slo", "rate>100000"])
            #expect([4, 5].contains(strict.status), "\(strict.output)")
            let nothing = try Programs.run(Programs.sretop, ["load", "merge", "\(folder)/none.json"])
            #expect(nothing.status == 2 && nothing.output.contains("it cannot be read"))
            #expect(try Programs.run(Programs.sretop, ["load", "merge"]).status == 64)
        }
    }
}
