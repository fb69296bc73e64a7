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
                (["--limit", "5xx<lots"], 64, "5xx<lots"), (["serve", "--port", "99999"], 64, "--port"),
                (["load", "http://example.invalid/"], 2, "example.invalid"),
                (["load", "http://10.0.0.1/"], 2, "10.0.0.1"),
                (["load", "nonsense"], 2, "nonsense"), (["load", "http://127.0.0.1/", "--rate", "0"], 64, "--rate"),
                (["demo"], 2, "--stream"), (["demo", "--once"], 64, "--once"),
                (["--once", "--scrape", "127.0.0.1:1"], 3, "refused"), (["--once", "--log", "/tmp/x"], 64, "--log"),
                (["--scrape", "a:1", "--scrape", "a:1"], 64, "twice"), (["--size", "80xfoox24"], 64, "80xfoox24"),
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
        }

        private func probe(_ port: Int) -> Int32? {
            try? Programs.run(Programs.sretop, ["serve", "--probe", "--port", "\(port)"]).status
        }
    }
}
