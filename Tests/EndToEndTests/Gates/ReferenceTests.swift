import Foundation
import Testing

extension EndToEnd {
    @Suite("Manual pages, completions, the pages of docs")
    struct ReferenceTests {
        private func made() throws -> URL {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
            let output = ["--output", folder.path, "--docs", folder.appendingPathComponent("docs").path]
            let result = try ProjectFiles.run(["python3", "Scripts/reference", Programs.sretop] + output)
            #expect(result.status == 0, "\(result)")
            return folder
        }

        @Test(
            "The pages of docs are those that the parser and the schemas make",
            arguments: ["commands.md", "json.md"]
        )
        func pages(name: String) throws {
            let folder = try made()
            defer { try? FileManager.default.removeItem(at: folder) }
            let text = try String(contentsOf: folder.appendingPathComponent("docs/\(name)"), encoding: .utf8)
            #expect(try text == ProjectFiles.text("docs/\(name)"), "docs/\(name): run Scripts/generate")
        }

        @Test("Each command has a manual page that groff takes without a warning")
        func manual() throws {
            let folder = try made()
            defer { try? FileManager.default.removeItem(at: folder) }
            let pages = try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("man1").path)
            #expect(pages.contains("sretop.1") && pages.contains("sretop-check.1"), "\(pages)")
            #expect(!pages.contains("sretop-line-refresh.1"))
            let main = try String(contentsOf: folder.appendingPathComponent("man1/sretop.1"), encoding: .utf8)
            for part in [
                ".SH KEYS", "Ctrl\\-C", "freeze the screen", ".SH EXIT STATUS", ".SH ENVIRONMENT", "PROMETHEUS_URL",
                ".SH FILES", "config.yaml", ".SH EXAMPLES", "sretop demo",
            ] { #expect(main.contains(part), "\(part)") }
            let check = try String(contentsOf: folder.appendingPathComponent("man1/sretop-check.1"), encoding: .utf8)
            #expect(check.contains(".SH EXIT STATUS") && !check.contains(".SH KEYS"))
            #expect(check.contains(".SH EXAMPLES") && check.contains("\\-\\-all\\-services"))
            for page in pages {
                let path = folder.appendingPathComponent("man1/\(page)").path
                let result = try ProjectFiles.run(["groff", "-ww", "-man", "-Tutf8", "-z", path])
                #expect(result.status == 0 && result.output.isEmpty, "\(page): \(result)")
            }
        }

        @Test(
            "bash completes commands, the default command's options, values",
            arguments: [
                (["sretop", "ch"], "check"), (["sretop", "--promet"], "--prometheus"),
                (["sretop", "faults", "se"], "set"), (["sretop", "--theme", "colorb"], "colorblind"),
                (["sretop", "--service", "watch", "--notif"], "--notify"), (["sretop", "wait", "--unt"], "--until"),
                (["sretop", "faults", "set", "mem"], "memory_leak"), (["sretop", "faults", "off", "que"], "queue"),
                (["sretop", "faults", "set", "latency", "--mode", "par"], "pareto"),
                (["sretop", "faults", "set", "queue", "--with", "work"], "workers="),
                (["sretop", "faults", "play", "bad-r"], "bad-release"),
                (["sretop", "check", "--profile", "fast"], "fastapi-instrumentator"),
            ]
        )
        func completion(words: [String], expected: String) throws {
            let folder = try made()
            defer { try? FileManager.default.removeItem(at: folder) }
            let script = """
                . \(folder.path)/completions/bash/sretop
                COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sretop
                printf '%s\\n' "${COMPREPLY[@]}"
                """
            let result = try ProjectFiles.run(["bash", "-c", script, "bash"] + words)
            #expect(result.output.split(separator: "\n").map(String.init) == [expected], "\(result)")
        }

        @Test("--help alone shows how to begin, the default command's options, and the commands")
        func help() throws {
            for arguments in [["--help"], ["-h"], ["help"]] {
                let result = try Programs.run(Programs.sretop, arguments)
                #expect(result.status == 0)
                for word in ["TO BEGIN:", "sretop demo", "--prometheus <url>", "SUBCOMMANDS:", "  check "] {
                    #expect(result.output.contains(word), "\(word): \(result.output)")
                }
            }
            let unknown = try Programs.run(Programs.sretop, ["help", "nosuch"])
            #expect(unknown.status == 64 && unknown.output.contains("'nosuch' is no command"), "\(unknown)")
            #expect(try Programs.run(Programs.sretop, ["help", "faults", "set"]).status == 0)
            let version = try Programs.run(Programs.sretop, ["--version"])
            #expect(version.output.contains(/^[0-9]+\.[0-9]+\.[0-9]+( \([0-9a-f]+, [0-9]{4}-[0-9]{2}-[0-9]{2}\))?\n$/))
        }
    }
}
