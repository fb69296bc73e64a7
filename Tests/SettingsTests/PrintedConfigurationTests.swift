import GoldenSignals
import Settings
import TerminalUI
import Testing

@Suite("The printed configuration")
struct PrintedConfigurationTests {
    private static func reread(_ configuration: Configuration) throws -> Configuration {
        try ConfigurationFile.read(configuration.text, name: "printed.yaml")
    }

    @Test(
        "Read again it is the same, whatever was in the file",
        arguments: ["", "sources: {a: {scrape: h:1}}", RightFileTests.everything]
    )
    func roundTrip(text: String) throws {
        let configuration = try ConfigurationFile.read(text, name: "c.yaml", directory: "/etc")
        let again = try Self.reread(configuration)
        #expect(again == configuration)
        #expect(again.own.profiles == configuration.own.profiles)
        #expect(try Self.reread(again).text == again.text)
    }

    @Test("Read again it is the same, whatever the command line said")
    func overridden() throws {
        var overrides = Overrides()
        overrides.prometheus = "https://[::1]:9090/a"
        overrides.httpConfig = "/it's here/a#b: c.yml"
        overrides.headers = [SourceHeader(name: "X-A", value: "@/a b")]
        overrides.service = "true"
        overrides.serviceLabels = ["team", "app"]
        overrides.window = .milliseconds(60_500)
        overrides.span = .seconds(5400)
        overrides.limits = [LimitText.parse("p95<0.7ms"), LimitText.parse("sat<33.3%")].compactMap { $0 }
        overrides.ascii = true
        overrides.environment = ["NO_COLOR": "1"]
        for text in ["", RightFileTests.everything] {
            let configuration = try ConfigurationFile.read(text, name: "c.yaml").overridden(by: overrides)
            #expect(try Self.reread(configuration) == configuration)
        }
    }

    @Test("Each value says where it is from")
    func origins() throws {
        var overrides = Overrides()
        overrides.span = .seconds(3600)
        overrides.environment = ["NO_COLOR": "1", "PROMETHEUS_URL": "http://env:9090"]
        let text = "window: 1m\nlimits:\n  - 'p95<200ms'\nbell: true\n"
        let lines = try ConfigurationFile.read(text, name: "/home/me/config.yaml").overridden(by: overrides).text
            .split(separator: "\n")
        for line in [
            "source: environment  # from PROMETHEUS_URL", "    prometheus: 'http://env:9090'  # from PROMETHEUS_URL",
            "window: 1m  # from config.yaml:1", "span: 1h  # from --span",
            "# every:  # default: 1s, on a Prometheus 5s",
            "#   - '5xx<1%'  # default", "  - 'p95<200ms'  # from config.yaml:3", "theme: mono  # from NO_COLOR",
            "utc: true  # default", "bell: true  # from config.yaml:4",
        ] { #expect(lines.contains(Substring(line)), "\(line)") }
    }

    @Test("Every key is explained, and no line is too long to read")
    func explained() {
        let lines = Configuration().text.split(separator: "\n", omittingEmptySubsequences: false)
        for key in [
            "source", "sources", "window", "span", "every", "limits", "services", "theme", "glyphs", "utc", "bell",
            "mouse", "count_from_zero", "memory_budget", "profiles", "saturation",
        ] {
            #expect(lines.contains { $0.hasPrefix("\(key):") || $0.hasPrefix("# \(key):") }, "\(key)")
        }
        #expect(lines.allSatisfy { $0.count <= 120 })
    }

    @Test("What the command line says without a key for it stands there as comments")
    func wanted() throws {
        var overrides = Overrides()
        overrides.service = "shop\nutc: false"
        overrides.profile = "go"
        let text = try Configuration().overridden(by: overrides).text
        #expect(text.contains("\n# --service \"shop\\u000Autc: false\"\n# --profile go\n"), "\(text)")
        #expect(try ConfigurationFile.read(text, name: "printed.yaml") == Configuration())
        // With a source the service has a key.
        overrides.prometheus = "h:1"
        let chosen = try Configuration().overridden(by: overrides).text
        #expect(!chosen.contains("# --service") && chosen.contains("# --profile go\n"))
    }

    @Test("What could act on a terminal is printed as an escape, and read back")
    func harmless() throws {
        let name = "a\u{200D}\u{E000}\u{2066}\u{AD}\u{9B}é"
        let text =
            "services: {\"a\\u200D\\uE000\": {window: 1m}}\nprofiles:\n"
            + "  - {name: a, title: \"\(name.unicodeScalars.map(Self.escaped).joined())\", requests: {metric: a}}\n"
        let configuration = try ConfigurationFile.read(text, name: "c.yaml")
        #expect(configuration.own.profiles.first?.title == name)
        for scalar in configuration.text.unicodeScalars where scalar != "\n" {
            #expect(PrintableText.printable(scalar) == scalar, "U+\(String(scalar.value, radix: 16))")
        }
        #expect(configuration.text.contains("é"))
        let again = try Self.reread(configuration)
        #expect(again.services.map(\.name) == ["a\u{200D}\u{E000}"] && again.own.profiles.first?.title == name)
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    @Test("The bell rings at what is critical, and says so")
    func bell() {
        #expect(Configuration().text.contains("new critical breach"))
    }

    @Test("A literal header leaves a line that says so, and nothing else")
    func hiddenHeaders() throws {
        let text = "sources: {a: {prometheus: h:1, headers: {X-Key: hunter2, X-File: '@/f'}}}"
        let configuration = try ConfigurationFile.read(text, name: "c.yaml")
        #expect(configuration.text.contains("    #   X-Key: its value is not printed  # from c.yaml:1\n"))
        #expect(!configuration.text.contains("hunter2"))
        #expect(try Self.reread(configuration).sources.first?.headers.map(\.value.argument) == ["X-File: @/f"])
        let only = try ConfigurationFile.read("sources: {a: {prometheus: h:1, headers: {X-Key: b}}}", name: "c.yaml")
        #expect(try Self.reread(only).sources.first?.headers.isEmpty == true)
    }

    @Test("A file's name with control characters breaks out of no comment")
    func fileName() throws {
        let configuration = try ConfigurationFile.read("bell: true", name: "a\nutc: false #")
        #expect(try Self.reread(configuration) == configuration)
    }
}
