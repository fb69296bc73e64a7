import GoldenSignals
import Settings
import TerminalUI
import Testing

@Suite("Command line, environment, file, default")
struct PrecedenceTests {
    private static let file = """
        source: prod
        sources:
          prod: {prometheus: 'https://prom', http_config: /c.yml, headers: {X-A: '@/a', X-B: '@/b'}, service: shop}
          local: {scrape: ['localhost:8000']}
        window: 2m
        every: 10s
        limits: ['p95<200ms', 'sat<50%']
        theme: light
        services: {shop: {limits: ['p95<100ms', 'p99<1s'], window: 3m}}
        """

    private static func effective(
        _ text: String = file,
        _ change: (inout Overrides) -> Void = { _ in }
    ) throws -> Configuration {
        var overrides = Overrides()
        change(&overrides)
        return try ConfigurationFile.read(text, name: "c.yaml").overridden(by: overrides)
    }

    private static func conflict(_ text: String = file, _ change: (inout Overrides) -> Void) -> String? {
        do {
            _ = try effective(text, change)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("Nothing given leaves the file as it is")
    func nothing() throws {
        #expect(try Self.effective() == ConfigurationFile.read(Self.file, name: "c.yaml"))
    }

    @Test("The source is that of the command line, else of the environment, else of the file")
    func source() throws {
        #expect(try Self.effective().chosenSource?.name == "prod")
        let variable = ["PROMETHEUS_URL": "http://env"]
        let fromVariable = try Self.effective { $0.environment = variable }
        #expect(fromVariable.chosenSource?.place == Given(.prometheus("http://env"), .standard))
        #expect(fromVariable.source?.origin == .environment("PROMETHEUS_URL"))
        let named = try Self.effective {
            $0.environment = variable
            $0.source = "local"
        }
        #expect(named.chosenSource?.place.value == .pages(["localhost:8000"]))
        let given = try Self.effective {
            $0.environment = variable
            $0.prometheus = "flag:1"
        }
        #expect(given.chosenSource?.place.value == .prometheus("flag:1"))
        #expect(try Self.effective { $0.scrape = ["a:1"] }.chosenSource?.place.value == .pages(["a:1"]))
        #expect(try Self.effective { $0.environment = ["PROMETHEUS_URL": ""] }.chosenSource?.name == "prod")
    }

    @Test("Credentials of a source go to no other place")
    func credentials() throws {
        for change in [{ $0.prometheus = "http://other" }, { $0.environment = ["PROMETHEUS_URL": "http://other"] }]
            as [(inout Overrides) -> Void]
        {
            let source = try #require(try Self.effective(Self.file, change).chosenSource)
            #expect(source.httpConfig == nil && source.headers.isEmpty && source.service == nil)
        }
    }

    @Test("A header of the command line takes the place of the file's of that name")
    func headers() throws {
        let source = try Self.effective {
            $0.headers = [SourceHeader(name: "x-a", value: "new")]
            $0.httpConfig = "/d.yml"
            $0.service = "cart"
        }.chosenSource
        #expect(source?.headers.map(\.value.argument) == ["X-B: @/b", "x-a: new"])
        #expect(source?.httpConfig == Given("/d.yml", .argument("--http-config")))
        #expect(source?.service?.value == "cart")
    }

    @Test("Times and limits of the command line hold for every service")
    func limits() throws {
        let configuration = try Self.effective {
            $0.window = .seconds(240)
            $0.limits = [LimitText.parse("p95<1s")].compactMap { $0 }
        }
        #expect(configuration.window(for: "shop") == Given(.seconds(240), .standard))
        #expect(configuration.window(for: "shop")?.origin == .argument("--window"))
        #expect(
            configuration.limits(for: "shop").map(LimitText.format) == ["5xx<1%", "sat<50%", "p95<1s", "p99<1s"]
        )
    }

    @Test("The theme: --theme, NO_COLOR, the file")
    func theme() throws {
        #expect(try Self.effective().theme.value == .light)
        #expect(try Self.effective { $0.environment = ["NO_COLOR": ""] }.theme.value == .light)
        let mono = try Self.effective { $0.environment = ["NO_COLOR": "1"] }
        #expect(mono.theme.value == .mono && mono.theme.origin == .environment("NO_COLOR"))
        let given = try Self.effective {
            $0.environment = ["NO_COLOR": "1"]
            $0.theme = .colorBlind
        }
        #expect(given.theme.value == .colorBlind)
        #expect(try Self.effective { $0.glyphs = .block }.glyphs?.value == .block)
        #expect(try Self.effective { $0.ascii = true }.glyphs?.value == .ascii)
    }

    @Test("A second limit for a signal is refused, as in the file; other signals are welcome")
    func repeatedLimits() {
        let texts = ["5xx<1%", "p95<1s", "5xx<2%"].compactMap { LimitText.parse($0) }
        #expect(Self.conflict("") { $0.limits = texts } == "--limit 5xx<2% is a second critical limit for 5xx")
        #expect(Self.conflict("") { $0.limits = Array(texts.prefix(2)) } == nil)
        let traffic = ["4xx<5%", "rps>10", "traffic>-80%", "rps>20"].compactMap { LimitText.parse($0) }
        #expect(Self.conflict("") { $0.limits = Array(traffic.prefix(3)) } == nil)
        #expect(Self.conflict("") { $0.limits = traffic } == "--limit rps>20 is a second warning limit for traffic")
    }

    @Test("What does not go together is told")
    func conflicts() {
        #expect(
            Self.conflict { $0.source = "prdo" } == "--source 'prdo' is not one of prod, local; did you mean 'prod'?"
        )
        #expect(Self.conflict("") { $0.source = "a" } == "--source 'a': the configuration file defines no sources")
        #expect(
            Self.conflict {
                $0.source = "prod"
                $0.scrape = ["a:1"]
            } == "give either --source or --prometheus and --scrape: there is one source"
        )
        #expect(
            Self.conflict {
                $0.source = "local"
                $0.httpConfig = "/x"
            } == "--http-config and --header are for --prometheus: pages are scraped without"
        )
        #expect(
            Self.conflict("") { $0.httpConfig = "/x" }
                == "--http-config and --header need --prometheus URL (or PROMETHEUS_URL)"
        )
        #expect(
            Self.conflict { $0.environment = ["PROMETHEUS_URL": "http://me:hunter2@h"] }
                == "the URL from PROMETHEUS_URL holds USER:PASSWORD@, which would show on the screen: "
                + "give credentials with http_config"
        )
        #expect(
            Self.conflict { $0.window = .seconds(20) }
                == "window (from --window) is less than four times every, 10s from c.yaml:6: a rate needs samples"
        )
        #expect(
            Self.conflict { $0.every = .seconds(40) }
                == "window (from c.yaml:5) is less than four times every, 40s from --every: a rate needs samples"
        )
    }
}
