import Foundation
import Testing

extension EndToEnd {
    @Suite("Faults of a running service", .serialized)
    struct FaultCommandTests {
        private static let token = "right-token"
        private static let unknown = "switched with 'Authorization: Bearer TOKEN' only"
        private static let wrong = "this is not the token that the service was started with"
        private static let advice = "sretop faults: give the token by --token-file or UNSTABLE_API_CONTROL_TOKEN"

        private static func faults(
            _ arguments: [String],
            _ port: Int,
            at host: String = "127.0.0.1",
            token: String? = nil
        ) throws -> (status: Int32, output: String) {
            let variable = token.map { ["UNSTABLE_API_CONTROL_TOKEN=\($0)"] } ?? []
            let clean = ["-u", "UNSTABLE_API_CONTROL_TOKEN"] + variable + [Programs.sretop, "faults"]
            return try Programs.run("/usr/bin/env", clean + arguments + ["--url", "http://\(host):\(port)"])
        }

        @Test("Faults are listed, injected, switched and reset, and what then holds is printed")
        func life() throws {
            let service = try ServedService()
            func expect(_ arguments: String, _ lines: String...) throws {
                let result = try Self.faults(arguments.split(separator: " ").map(String.init), service.port)
                #expect(result.status == 0)
                // What is left of two minutes when it is printed.
                let output = result.output.replacing(/1m5\ds/, with: "2m00s")
                #expect(output == lines.map { $0 + "\n" }.joined(), "\(arguments)")
            }
            let builtin = "errors  /risky  20.00%  built in: it does not end by itself"
            try expect("list", "on  \(builtin)")
            try expect("set errors --route /risky --share 50% --for 2m", "on  errors  /risky  50.00%  ends in 2m00s")
            let delay = "latency  /       100%    +500ms"
            try expect(
                "set latency --route / --delay 500ms --for 2m",
                "on  \(delay)  ends in 2m00s",
                "on  errors   /risky  50.00%          ends in 2m00s"
            )
            let wide = "errors   /risky  20.00%          built in: it does not end by itself"
            try expect("off errors --route /risky", "on   \(delay)  ends in 2m00s", "off  \(wide)")
            try expect("on errors --route /risky", "on  \(delay)  ends in 2m00s", "on  \(wide)")
            try expect("off latency --route /", "off  \(delay)", "on   \(wide)")
            try expect("on latency --route /", "on  \(delay)  ends in 2m00s", "on  \(wide)")
            try expect("reset", "off  \(delay)", "off  \(wide)")
            // Without a verb they are listed.
            let listed = try Programs.run(Programs.sretop, ["faults", "--url", "http://127.0.0.1:\(service.port)/"])
            #expect(listed == (0, "off  \(delay)\noff  \(wide)\n"))
        }

        @Test("An injected fault ends by itself")
        func ending() throws {
            let service = try ServedService()
            let set = ["set", "errors", "--route", "/version", "--for", "1s"]
            #expect(try Self.faults(set, service.port).output.hasSuffix("on  errors  /version  100%    ends in 1s\n"))
            #expect(try PlainHTTP.ask("GET", "http://127.0.0.1:\(service.port)/version").status == "500")
            waitUntil(5, "the end of the fault") {
                (try? Self.faults(["list"], service.port).output.contains("off  errors  /version  100%\n")) == true
            }
            #expect(try PlainHTTP.ask("GET", "http://127.0.0.1:\(service.port)/version").status == "200")
        }

        @Test(
            "What no fault can be is refused with what is allowed",
            arguments: [
                ("set errors --route /nope", "no route '/nope' takes faults: /, /risky, /version"),
                ("set errors --route /healthz", "no route '/healthz' takes faults: /, /risky, /version"),
                ("set errors --route /metrics", "no route '/metrics' takes faults: /, /risky, /version"),
                ("set errors --route / --for 16m", "seconds is 960: it may be 1 to 900"),
                ("set errors --route / --for 500ms", "seconds is 0.5: it may be 1 to 900"),
                ("set latency --route / --delay 6s", "delay_seconds is 6: it may be 0.001 to 5"),
                (
                    "on errors --route /version",
                    "no fault errors on /version is known yet: say its share and how many seconds it acts"
                ),
            ]
        )
        func refused(arguments: String, reason: String) throws {
            let service = try ServedService()
            let result = try Self.faults(arguments.split(separator: " ").map(String.init), service.port)
            #expect(result.status == 2)
            let place = "sretop faults: http://127.0.0.1:\(service.port): /faults answers HTTP status 400"
            #expect(result.output == "\(place): \(reason)\n")
        }

        @Test(
            "Wrong arguments are refused before anybody is asked",
            arguments: [
                ("set latency --route /", "a latency fault needs --delay"),
                ("set errors --route / --delay 1s", "an errors fault has no --delay"),
                ("set errors --route / --share 120%", "The value '120%' is invalid for '--share <share>'"),
                ("set quake --route /", "The value 'quake' is invalid for '<fault>'"),
                ("list --token-file /nonexistent", "cannot read '/nonexistent'"),
            ]
        )
        func wrong(arguments: String, reason: String) throws {
            let result = try Self.faults(arguments.split(separator: " ").map(String.init), Ports.free())
            #expect(result.status == 64 && result.output.hasPrefix("Error: \(reason)"), "\(result.output)")
        }

        @Test("A service that is not there is told apart from one that refuses")
        func unreachable() throws {
            let port = Ports.free()
            for verb in ["list", "reset"] {
                let result = try Self.faults([verb], port)
                #expect(result.status == 3)
                #expect(result.output.hasPrefix("sretop faults: http://127.0.0.1:\(port): /faults"))
                #expect(result.output.hasSuffix(": connection refused\n"), "\(result.output)")
            }
        }

        @Test(
            "Where there is a token, only the right one switches faults, from a file or the environment",
            arguments: [true, false]
        )
        func token(fromLoopback: Bool) throws {
            let host = fromLoopback ? "127.0.0.1" : try OuterAddress.first()
            let service = try OpenService(token: Self.token)
            for attempt in [nil, "wrong", "right-toke", "right-tokens"] {
                let result = try Self.faults(["reset"], service.port, at: host, token: attempt)
                #expect(result.status == 2 && result.output.contains("HTTP status 401"), "\(result.output)")
                let words = attempt == nil ? "\(Self.unknown)\n\(Self.advice)\n" : "\(Self.wrong)\n"
                #expect(result.output.hasSuffix(words), "\(result.output)")
            }
            let wrong = try Self.faults(["list", "--token-file", service.file("wrong")], service.port, at: host)
            #expect(wrong.status == 2 && wrong.output.contains("HTTP status 401"), "\(wrong.output)")
            let untouched = try Self.faults(["list"], service.port, at: host, token: Self.token)
            #expect(untouched.output.hasPrefix("on  errors  /risky"), "a refused reset acted: \(untouched.output)")
            let set = ["set", "latency", "--route", "/", "--delay", "1ms", "--for", "2m"]
            let first = try Self.faults(set, service.port, at: host, token: Self.token)
            #expect(first.status == 0 && first.output.contains("on  latency  /"), "\(first.output)")
            let file = ["reset", "--token-file", try service.file(Self.token)]
            // The file is the closer word: what the environment says does not count beside it.
            let second = try Self.faults(file, service.port, at: host, token: "wrong")
            #expect(second.status == 0 && !second.output.contains("on "), "\(second.output)")
            let split = ["list", "--token-file", try service.file("two words")]
            let refused = try Self.faults(split, service.port, at: host)
            #expect(refused.status == 64 && refused.output.contains("a token is visible ASCII"), "\(refused.output)")
        }

        @Test("Without a token nobody switches faults from another address, and everybody sees the service")
        func noToken() throws {
            let host = try OuterAddress.first()
            let service = try OpenService()
            for attempt in [nil, Self.token] {
                let result = try Self.faults(["list"], service.port, at: host, token: attempt)
                #expect(result.status == 2 && result.output.contains("HTTP status 403"), "\(result.output)")
                #expect(result.output.hasSuffix("own machine only: it was started without a token\n"))
            }
            #expect(try PlainHTTP.ask("GET", "http://\(host):\(service.port)/version").status == "200")
            #expect(try Self.faults(["list"], service.port).status == 0)
        }

        @Test("A web page switches no faults, from wherever it is opened")
        func origin() throws {
            let service = try ServedService()
            let url = "http://127.0.0.1:\(service.port)"
            let page = ["Origin: http://evil.example"]
            for (method, path) in [("GET", "/faults"), ("POST", "/faults"), ("POST", "/faults/reset")] {
                let answer = try PlainHTTP.ask(method, url + path, page)
                #expect(answer.status == "403" && answer.body.contains("not switched from web pages"), "\(answer)")
            }
            #expect(try Self.faults(["list"], service.port).output.hasPrefix("on  errors  /risky"))
            #expect(try PlainHTTP.ask("POST", url + "/faults/reset").status == "200")
        }

        @Test("The metrics port answers what a platform asks, and nothing that a user does")
        func metricsPort() throws {
            let service = try OpenService(token: Self.token)
            let url = "http://127.0.0.1:\(service.metricsPort)"
            for path in ["/healthz", "/readyz"] { #expect(try PlainHTTP.ask("GET", url + path).status == "200") }
            let metrics = try PlainHTTP.ask("GET", url + "/metrics")
            #expect(metrics.status == "200" && metrics.body.contains("http_requests_total{"))
            for path in ["/", "/risky", "/version", "/faults"] {
                #expect(try PlainHTTP.ask("GET", url + path).status == "404", "\(path)")
            }
            #expect(try PlainHTTP.ask("POST", url + "/faults/reset").status == "404")
            // What was asked there is no traffic.
            #expect(!metrics.body.contains(/(?m)^http_requests_total\{.*\} [1-9]/))
            let probe = ["serve", "--probe", "--port", "\(service.metricsPort)"]
            #expect(try Programs.run(Programs.sretop, probe).status == 0)
        }
    }
}
