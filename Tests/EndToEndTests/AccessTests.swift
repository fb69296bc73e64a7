import Foundation
import Testing

extension EndToEnd.PrometheusMode {
    @Suite("The way to a guarded Prometheus", .serialized)
    struct AccessTests {
        /// A door, what is brought to it, and what the screen must say; nothing to say where it opens.
        struct Door: CustomTestStringConvertible, Sendable {
            let testDescription: String
            let url: String
            var file: String?
            var environment: [String] = []
            var words: [String] = []
        }

        private static let doors = [
            Door(testDescription: "a password", url: "nginx_basic", file: "http_config_basic"),
            Door(testDescription: "a password from a file", url: "nginx_basic", file: "http_config_basic_file"),
            Door(
                testDescription: "a wrong password",
                url: "nginx_basic",
                file: "http_config_wrong_password",
                words: ["401", "credentials"]
            ),
            Door(testDescription: "no password", url: "nginx_basic", words: ["401", "credentials", "Basic"]),
            Door(testDescription: "a token in a file", url: "nginx_bearer", file: "http_config_bearer"),
            Door(
                testDescription: "a token in the environment",
                url: "nginx_bearer",
                environment: ["PROMETHEUS_BEARER_TOKEN=t0ken"]
            ),
            Door(
                testDescription: "a wrong token in the environment",
                url: "nginx_bearer",
                environment: ["PROMETHEUS_BEARER_TOKEN=other"],
                words: ["401", "credentials"]
            ),
            Door(testDescription: "a private authority", url: "nginx_tls", file: "http_config_tls"),
            Door(testDescription: "an unknown authority", url: "nginx_tls", words: ["TLS", "certificate"]),
            Door(
                testDescription: "another authority",
                url: "nginx_tls",
                file: "http_config_tls_wrong_ca",
                words: ["TLS", "certificate"]
            ),
            Door(testDescription: "no authority wanted", url: "nginx_tls", file: "http_config_tls_insecure"),
            Door(testDescription: "a server name", url: "nginx_tls", file: "http_config_tls_server_name"),
            Door(
                testDescription: "another server name",
                url: "nginx_tls",
                file: "http_config_tls_wrong_name",
                words: ["TLS", "other.internal"]
            ),
            Door(testDescription: "a client certificate", url: "nginx_mtls", file: "http_config_mtls"),
            Door(
                testDescription: "no client certificate",
                url: "nginx_mtls",
                file: "http_config_tls",
                words: ["400", "certificate"]
            ),
            Door(testDescription: "a path prefix", url: "nginx_prefix"),
        ]

        @Test("Each door opens to what fits it, and says what is missing to what does not", arguments: doors)
        func door(_ door: Door) throws {
            let parts = try Parts.having("unstable", "prometheus", "nginx")
            var arguments = ["--prometheus", try parts.url(door.url)]
            if let file = door.file { arguments += ["--http-config", try parts.file(file)] }
            try expect(arguments, door.environment, toSay: door.words)
        }

        @Test("A missing path prefix is told from a failure")
        func noPrefix() throws {
            let parts = try Parts.having("unstable", "prometheus", "nginx")
            let url = try parts.url("nginx_prefix").replacing("/prom", with: "")
            try expect(["--prometheus", url], [], toSay: ["prefix"])
        }

        @Test("A header's value comes from a file")
        func header() throws {
            let parts = try Parts.having("unstable", "prometheus", "nginx")
            let file = parts.path("authorization")
            try Data("Bearer t0ken\n".utf8).write(to: URL(fileURLWithPath: file))
            let url = try parts.url("nginx_bearer")
            try expect(["--prometheus", url, "--header", "Authorization: @\(file)"], [], toSay: [])
        }

        @Test("A password is never shown, right or wrong", arguments: ["s3cret", "hunter2-wrong"])
        func secret(password: String) throws {
            let parts = try Parts.having("unstable", "prometheus", "nginx")
            let file = parts.path("\(password).yml")
            let text = "basic_auth: {username: alice, password: \(password)}\n"
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            let link = parts.path("guarded.yml")
            try? FileManager.default.removeItem(atPath: link)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
            let isRight = password == "s3cret"
            let source = try parts.url("nginx_basic")
            let run = try WatchRun(
                parts,
                columns: 160,
                rows: 40,
                "--prometheus \(source) --service unstable --http-config \(link)"
            )
            run.tmux.wait(for: isRight ? "LIVE" : "401 Unauthorized")
            let pid = try run.tmux.programPid()
            let commandLine = try Data(contentsOf: URL(fileURLWithPath: "/proc/\(pid)/cmdline"))
            waitUntil(10, "poll in the readings") { !run.readings.isEmpty }
            let basic = Data("alice:\(password)".utf8).base64EncodedString()
            let places = [
                ("screen", run.tmux.screen), ("panel", try run.panel("i", showing: "about these numbers")),
                ("targets", try run.panel("t", showing: "targets")), ("log", run.logText),
                ("readings", run.readingsText), ("command line", String(decoding: commandLine, as: UTF8.self)),
            ]
            for (place, text) in places {
                #expect(!text.contains(password) && !text.contains(basic), "in the \(place): \(text)")
            }
            if !isRight { #expect(run.logText.contains("401"), "\(run.logText)") }
        }

        /// One frame: of numbers where there is nothing to say, else of what went wrong.
        private func expect(
            _ arguments: [String],
            _ environment: [String],
            toSay words: [String],
            sourceLocation: SourceLocation = #_sourceLocation
        ) throws {
            let usual = ["--once", "--size", "200x30", "--service", "unstable"]
            func look() throws -> (status: Int32, output: String) {
                try Programs.run("/usr/bin/env", environment + [Programs.sretop] + usual + arguments)
            }
            // Without a request there is nothing to judge, which is no success behind any door.
            _ = try Loopback.get(try Parts.having("unstable", "prometheus").url("unstable") + "/version")
            var result = try look()
            if words.isEmpty {
                _ = try comesTrue(within: 30, askedEvery: 0.5) {
                    if result.status != 0 { result = try look() }
                    return result.status == 0
                }
            }
            let output = result.output
            #expect(result.status == (words.isEmpty ? 0 : 3), "\(output)", sourceLocation: sourceLocation)
            #expect(output.contains("LIVE") == words.isEmpty, "\(output)", sourceLocation: sourceLocation)
            for word in words { #expect(output.contains(word), "\(word): \(output)", sourceLocation: sourceLocation) }
            for secret in ["s3cret", "t0ken"] { #expect(!output.contains(secret), sourceLocation: sourceLocation) }
        }
    }
}
