import Foundation
import Testing

extension EndToEnd {
    @Suite("The configuration file", .serialized)
    struct ConfigurationTests {
        /// A home of its own with a configuration file in it.
        private final class Home {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")

            init(_ text: String? = nil, below: String = ".config/sretop", name: String = "config.yaml") throws {
                let place = folder.appendingPathComponent(below)
                try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
                try text.map { try Data($0.utf8).write(to: place.appendingPathComponent(name)) }
            }

            deinit {
                try? FileManager.default.removeItem(at: folder)
            }

            /// Runs sretop with this home and nothing else in its environment.
            func run(_ arguments: [String], _ environment: [String] = []) throws -> (status: Int32, output: String) {
                let clean = ["-i", "PATH=/usr/bin:/bin", "HOME=\(folder.path)"] + environment
                return try Programs.run("/usr/bin/env", clean + [Programs.sretop] + arguments)
            }
        }

        private static let file = """
            sources:
              near: {scrape: ['127.0.0.1:PORT'], label: PROD, service: shop}
              far: {scrape: ['127.0.0.1:1']}
            source: near
            window: 4s
            limits: ['5xx<50%', 'p95<2s']
            services:
              shop: {limits: [{limit: 'p99<1ms', severity: critical}]}
            theme: mono
            glyphs: ascii

            """

        @Test("--print-config of nothing is a file that explains itself, and reads as nothing")
        func printed() throws {
            let home = try Home()
            let printed = try home.run(["--print-config"])
            #expect(printed.status == 0)
            for key in ["source", "sources", "window", "span", "every", "limits", "services", "theme", "profiles"] {
                #expect(printed.output.contains("\n\(key):") || printed.output.contains("\n# \(key):"), "\(key)")
            }
            let again = try Home(printed.output).run(["--print-config"])
            // Only who gave a value has changed.
            let origin = /\s+# (default|from config.yaml:[0-9]+)$/.anchorsMatchLineEndings()
            #expect(again.status == 0)
            #expect(again.output.replacing(origin, with: "") == printed.output.replacing(origin, with: ""))
        }

        @Test("What it says is printed with the line that says it, and reads back as the same")
        func roundTrip() throws {
            let home = try Home(Self.file.replacing("PORT", with: "8000"))
            let printed = try home.run(["--print-config"])
            #expect(printed.status == 0)
            for line in [
                "theme: mono  # from config.yaml:9", "window: 4s  # from config.yaml:5",
                "source: near  # from config.yaml:4",
            ] {
                #expect(printed.output.contains("\n\(line)\n"), "\(line): \(printed.output)")
            }
            let origin = /\s+# (default|from .+)$/.anchorsMatchLineEndings()
            let again = try Home(printed.output).run(["--print-config"])
            #expect(again.output.replacing(origin, with: "") == printed.output.replacing(origin, with: ""))
        }

        @Test("--once watches its source under its label, with its limits and those of the service")
        func once() throws {
            let service = try ServedService()
            let load = try service.load(rate: 100)
            let home = try Home(Self.file.replacing("PORT", with: "\(service.port)"))
            // The first look is too early for a verdict of two evaluations.
            var result = try home.run(["--once"])
            for _ in 0..<3 where !result.output.contains("CRIT") { result = try home.run(["--once"]) }
            let rows = result.output.split(separator: "\n").map(String.init)
            #expect(result.status == 0 && result.output.utf8.allSatisfy { $0 < 0x80 }, "\(result.output)")
            #expect(rows.first?.hasPrefix("sretop PROD shop 127.0.0.1:\(service.port)") == true, "\(result.output)")
            func row(_ signal: String) throws -> String { try #require(rows.first { $0.hasPrefix(signal) }) }
            // A fifth fails: under the limit of the file, over that which nobody set.
            #expect(try row("5xx").contains("<=50%") && !row("5xx").contains("!"))
            #expect(try row("p95").contains("<=2s"))
            #expect(try row("p99").contains("<=1ms") && row("p99").contains("!"), "\(result.output)")
            #expect(result.output.contains("CRIT p99"), "\(result.output)")
            #expect(load.isRunning)
        }

        @Test(
            "A wrong file is refused at line and column, with what is allowed, before there is any screen",
            arguments: [
                ("theme: pink\n", "1:8", ["'pink'", "standard, light, colorblind, mono"]),
                ("\nwindw: 15s\n", "2:1", ["'windw'", "did you mean 'window'?", "limits"]),
                ("window: 15\n", "1:9", ["window"]),
                ("limits:\n  - '5xx<lots'\n", "2:5", ["5xx<lots", "5xx<1%"]),
                ("sources:\n  a: {scrape: ['::bad']}\n", "2:16", ["scrape names no host", "http://HOST:PORT"]),
                ("source: b\nsources: {a: {scrape: ['127.0.0.1:1']}}\n", "1:9", ["'b'", "a"]),
                ("services:\n  a: {profile: nothing}\n", "2:16", ["'nothing'", "unstable-api"]),
                ("a: [1\n", "2:1", ["not YAML"]),
                ("theme: mono\ntheme: light\n", "1:1", ["twice", "theme"]),
                ("profiles:\n  - name: \"\\e[31m\"\n    requests: {metric: a}\n", "2:11", ["is no name"]),
                ("\"\\e[31m\": 1\n", "1:1", ["has no key"]),
            ] as [(String, String, [String])]
        )
        func refused(text: String, place: String, words: [String]) throws {
            let home = try Home(text)
            for arguments in [[], ["demo"], ["--once"], ["--stream"], ["--print-config"]] {
                let result = try home.run(arguments)
                #expect(result.status == 64, "\(arguments): \(result.output)")
                #expect(result.output.contains("/.config/sretop/config.yaml:\(place): "), "\(result.output)")
                for word in words { #expect(result.output.contains(word), "\(word): \(result.output)") }
                #expect(!result.output.contains("\u{1b}"))
            }
        }

        @Test(
            "What does not fit the source is refused with file and line, the value and what is allowed",
            arguments: [
                (
                    "utc: true\nwindow: 15s\nsources: {p: {prometheus: 'h:1'}}\n",
                    "/.config/sretop/config.yaml:2: window 15s is less than four times every, 5s by default on a "
                        + "Prometheus: a rate needs samples, at least 20s"
                ),
                (
                    "span: 24h\nsources: {p: {scrape: 'h:1'}}\n",
                    "config.yaml:1: span 1d is more than 20000 times every, 1s"
                ),
                (
                    "sources:\n  p:\n    prometheus: h:1\n    headers: {Host: other}\n",
                    "/.config/sretop/config.yaml:4: Host is set by sretop itself"
                ),
            ] as [(String, String)]
        )
        func misfits(text: String, words: String) throws {
            let home = try Home(text)
            for arguments in [[], ["--once"], ["--stream"]] {
                let result = try home.run(arguments)
                #expect(result.status == 64 && result.output.contains(words), "\(result)")
                #expect(!result.output.contains("--window") && !result.output.contains("--header"), "\(result)")
            }
        }

        @Test("Nothing of a file acts on the terminal that it is printed to")
        func harmless() throws {
            let title = "a\\u202Eb\\u2066\\uE000\\u009B\\xAD"
            let home = try Home("profiles: [{name: a, title: \"\(title)\", requests: {metric: a}}]\n")
            let printed = try home.run(["--print-config"])
            #expect(printed.status == 0 && printed.output.contains(#"title: "a\u202Eb\u2066\uE000\u009B\u00AD""#))
            let named = try home.run(["--config", "/nonexistent/\u{1b}[31m\u{202E}"])
            #expect(named.status == 64 && named.output.contains("/nonexistent/"), "\(named)")
            #expect(!named.output.unicodeScalars.contains { $0 == "\u{1b}" || $0 == "\u{202E}" })
        }

        @Test(
            "NO_COLOR is for those who ask for no theme",
            .enabled(if: Programs.tmux != nil, "tmux is not installed"),
            arguments: [("--theme standard", true), ("", false)]
        )
        func noColor(option: String, hasColor: Bool) throws {
            let recording = Recording()
            let tmux = try Tmux(
                columns: 80,
                rows: 24,
                environment: ["TERM=xterm-256color", "LC_ALL=C.UTF-8", "NO_COLOR=1"],
                recording: recording,
                "\(Programs.sretop) --scrape 127.0.0.1:1 \(option)"
            )
            tmux.wait(for: "UNKNOWN")
            try tmux.press("q")
            tmux.wait(for: "exit=0")
            waitUntil(5, "the recording") { recording.text.contains("exit=0") }
            #expect(recording.hasColor == hasColor)
        }

        @Test("XDG_CONFIG_HOME is where it is looked for first; a relative one counts as none; --config is before both")
        func places() throws {
            let home = try Home("theme: mono\n")
            let other = try Home("theme: light\n", below: "sretop")
            let named = try Home("theme: colorblind\n", below: "", name: "named.yaml")
            let elsewhere = "XDG_CONFIG_HOME=\(other.folder.path)"
            let file = named.folder.appendingPathComponent("named.yaml").path
            for (arguments, environment, theme) in [
                ([], [], "mono"), ([], [elsewhere], "light"), ([], ["XDG_CONFIG_HOME=sretop"], "mono"),
                (["--config", file], [elsewhere], "colorblind"),
            ] as [([String], [String], String)] {
                let result = try home.run(["--print-config"] + arguments, environment)
                #expect(result.output.contains("\ntheme: \(theme)  # from "), "\(theme): \(result.output)")
            }
            let missing = try home.run(["--print-config", "--config", file + "x"])
            #expect(missing.status == 64 && missing.output.contains("named.yamlx"), "\(missing.output)")
        }

        @Test("The command line is before the environment, and that before the file")
        func precedence() throws {
            let home = try Home("theme: light\nwindow: 1m\nsources: {a: {prometheus: 'http://127.0.0.1:1'}}\n")
            let (noColor, url) = ("NO_COLOR=1", "PROMETHEUS_URL=http://127.0.0.1:2")
            for (arguments, environment, line) in [
                ([], [], "theme: light  # from config.yaml:1"),
                ([], [noColor], "theme: mono  # from NO_COLOR"),
                (["--theme", "colorblind"], [noColor], "theme: colorblind  # from --theme"),
                ([], [], "window: 1m  # from config.yaml:2"),
                (["--window", "2m"], [], "window: 2m  # from --window"),
                ([], [url], "source: environment  # from PROMETHEUS_URL"),
                (["--scrape", "127.0.0.1:3"], [url], "source: command-line  # from --scrape"),
                (["--source", "a"], [url], "source: a  # from --source"),
            ] as [([String], [String], String)] {
                let result = try home.run(["--print-config"] + arguments, environment)
                #expect(result.status == 0 && result.output.contains("\n\(line)\n"), "\(line): \(result.output)")
            }
        }
    }
}
