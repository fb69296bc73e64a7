import Settings
import Testing

@Suite("Bounds of the configuration file")
struct FileBoundsTests {
    private static func message(_ bytes: [UInt8]) -> String? {
        do throws(ConfigurationFile.Failure) {
            _ = try ConfigurationFile.read(bytes, name: "c.yaml")
            return nil
        } catch {
            return error.description
        }
    }

    @Test("A file larger than a mebibyte is refused, one that large is read")
    func size() {
        let limit = ConfigurationFile.sizeLimit
        let padding = [UInt8](repeating: UInt8(ascii: "#"), count: limit)
        #expect(Self.message(padding) == nil)
        #expect(Self.message(padding + [0x0A]) == "c.yaml: larger than 1 MiB: this is no configuration file")
        #expect(
            WrongFileTests.message(String(repeating: "#", count: limit + 1))
                == "c.yaml: larger than 1 MiB: this is no configuration file"
        )
    }

    @Test("Bytes that are not UTF-8 are told with their place")
    func encoding() {
        #expect(Self.message(Array("utc: true\nbell: ".utf8) + [0xFF]) == "c.yaml:2:7: not UTF-8 text")
        #expect(Self.message([0xC3]) == "c.yaml:1:1: not UTF-8 text")
    }

    @Test("A byte order mark and carriage returns are nothing to speak of")
    func otherEditors() throws {
        let configuration = try ConfigurationFile.read("\u{FEFF}utc: false\r\nbell: true\r\n", name: "c.yaml")
        #expect(configuration.utc.value == false && configuration.bell.value)
        #expect(configuration.bell.origin == .file("c.yaml", line: 2))
    }

    @Test("Aliases are followed", .timeLimit(.minutes(1)))
    func aliases() throws {
        let text = "services:\n  a: &strict {limits: ['5xx<0.1%']}\n  b: *strict\n"
        let configuration = try ConfigurationFile.read(text, name: "c.yaml")
        #expect(configuration.services.map(\.limits.count) == [1, 1])
    }

    @Test("Aliases of aliases are refused before they fill the memory", .timeLimit(.minutes(1)))
    func bombs() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            let copies = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(copies)]\n"
        }
        let message = "c.yaml: too many aliases: written out, what they stand for would fill the memory"
        #expect(WrongFileTests.message(text + "? *a30\n: 1\n") == message)
        // One name for all of them, each meaning the one before.
        let shadowing = "a: &a [x, x]\n" + (1...60).map { "b\($0): &a [*a, *a]\n" }.joined() + "? *a\n: 1\n"
        #expect(WrongFileTests.message(shadowing) == message)
    }

    @Test("Many elements, deep nesting and long scalars end soon", .timeLimit(.minutes(1)))
    func largeFiles() {
        let limit = ConfigurationFile.sizeLimit - 100
        let pages = Array(repeating: "h", count: limit / 4).joined(separator: ", ")
        let keys = (0..<50_000).map { "k\($0): 1\n" }.joined()
        let profiles = Array(repeating: "{name: a, requests: {metric: b}}", count: 20_000).joined(separator: ", ")
        let texts = [
            String(repeating: "[", count: limit), String(repeating: "{a: ", count: limit / 4),
            String(repeating: "- ", count: limit / 2), "window: " + String(repeating: "9", count: limit),
            "sources: {a: {scrape: [\(pages)]}}", keys, "profiles: [\(profiles)]",
            String(repeating: "? ", count: limit / 2), "\"" + String(repeating: "\\", count: limit),
        ]
        for text in texts { #expect(WrongFileTests.message(text) != nil) }
    }
}
