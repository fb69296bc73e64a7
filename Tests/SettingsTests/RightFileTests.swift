import GoldenSignals
import PromQL
import Settings
import TerminalUI
import Testing

@Suite("A right configuration file")
struct RightFileTests {
    static let everything = """
        source: prod
        sources:
          prod:
            prometheus: https://prom.example:9090/prefix
            http_config: prom.yml
            headers: {X-Scope-OrgID: '@tenant', X-Other: '@/etc/other'}
            service: checkout
            service_labels: [namespace, app]
            label: PROD
          local:
            scrape: [http://127.0.0.1:8000/metrics, 'host:80/m?x=1']
            sample_limit: 5000
            body_size_limit: 10MB
        window: 1m
        span: 30m
        every: 5s
        limits: ['5xx<0.7%', {limit: 'p95 < 333ms', severity: critical}, {limit: '5xx<0.3%', severity: warning}]
        services:
          checkout: {limits: ['p99<300ms', '4xx<5%'], window: 90s, profile: shop, depends_on: [cart, pay]}
          'ns/other: one': {profile: go}
          nothing:
        theme: colorblind
        glyphs: block
        utc: no
        bell: on
        mouse: TRUE
        count_from_zero: false
        memory_budget: 1536KiB
        profiles:
          - name: shop
            title: "the\\tshop's \\u2028 'own' \\U0001F600"
            requests: {metric: shop_requests_total, where: 'kind="http"'}
            failed: [{metric: shop_failed_total, where: 'code=~"5.."'}]
            latency: {metric: shop_latency, unit: milliseconds}
            route: path
            note: |
              two
              lines
            saturation:
              - {name: pool, expression: 'pool_used{$target} / pool_size{$target}'}
        saturation:
          - {name: cpu, expression: 'cpu{$target}'}
        """

    private static func read(_ text: String) throws -> Configuration {
        try ConfigurationFile.read(text, name: "c.yaml")
    }

    @Test("Everything is read")
    func everything() throws {
        let configuration = try ConfigurationFile.read(
            Self.everything,
            name: "/etc/sretop/c.yaml",
            directory: "/etc/sretop"
        )
        let prod = try #require(configuration.chosenSource)
        #expect(prod.name == "prod" && prod.place.value == .prometheus("https://prom.example:9090/prefix"))
        #expect(prod.httpConfig?.value == "/etc/sretop/prom.yml")
        #expect(
            prod.headers.map(\.value.argument) == ["X-Scope-OrgID: @/etc/sretop/tenant", "X-Other: @/etc/other"]
        )
        #expect(prod.service?.value == "checkout" && prod.label?.value == "PROD")
        #expect(prod.serviceLabels?.value == ["namespace", "app"])
        let local = try #require(configuration.sources.last)
        #expect(local.place.value == .pages(["http://127.0.0.1:8000/metrics", "host:80/m?x=1"]))
        #expect(local.scrapeLimits.mapValues(\.value) == [.samples: 5000, .bodySize: 10 << 20])
        #expect(!configuration.countFromZero.value && configuration.memoryBudget?.value == 1536 << 10)
        #expect(configuration.window?.value == .seconds(60) && configuration.span?.value == .seconds(1800))
        #expect(configuration.every?.value == .seconds(5))
        #expect(configuration.theme.value == .colorBlind && configuration.glyphs?.value == .block)
        #expect(!configuration.utc.value && configuration.bell.value && configuration.mouse.value)
        #expect(configuration.services.map(\.name) == ["checkout", "ns/other: one", "nothing"])
        #expect(configuration.services.map { $0.dependencies.map(\.value) } == [["cart", "pay"], [], []])
        #expect(
            configuration.own.profiles.map(\.name) == ["shop"]
                && configuration.profiles.count == MetricProfile.builtin.profiles.count + 1
        )
        #expect(configuration.own.resources.map(\.name) == ["cpu"])
    }

    @Test("The file's saturation is measured with every profile, in the place of what has its name")
    func saturation() throws {
        let text = "saturation: [{name: cpu, expression: 'mine{$target}'}, {name: pool, expression: 'pool{$target}'}]"
        let configuration = try Self.read(text)
        #expect(configuration.profiles.map(\.name) == MetricProfile.builtin.profiles.map(\.name))
        for (profile, builtin) in zip(configuration.profiles, MetricProfile.builtin.profiles) {
            let kept = builtin.resources.filter { $0.name != "cpu" }
            #expect(profile.resources == configuration.own.resources + kept, "\(profile.name)")
            #expect(profile.requests == builtin.requests && profile.failures == builtin.failures)
        }
        #expect(try Self.read("").profiles == MetricProfile.builtin.profiles)
    }

    @Test("An empty file, and keys with nothing after them, say nothing")
    func nothing() throws {
        let empty = Configuration()
        let keys = "source:\nsources: ~\nwindow:\nlimits:\nservices: null\ntheme:\nutc:\nprofiles:\nsaturation:\n"
        for text in ["", "\n", "# nothing yet\n", "---\n", "~\n", keys] { #expect(try Self.read(text) == empty) }
        #expect(empty.chosenSource == nil && empty.limits(for: nil) == Limit.defaults)
    }

    @Test("The only source needs no choice; of two none is taken without one")
    func onlySource() throws {
        #expect(try Self.read("sources: {a: {scrape: h:1}}").chosenSource?.name == "a")
        #expect(try Self.read("sources: {a: {scrape: h:1}, b: {scrape: h:2}}").chosenSource == nil)
    }

    @Test("A service's limits stand before those for all, and these before the defaults, signal by signal")
    func limits() throws {
        let configuration = try Self.read(Self.everything)
        func texts(_ service: String?) -> [String] {
            configuration.limits(for: service).map { "\(LimitText.format($0)) \($0.severity) \($0.isDefault)" }.sorted()
        }
        let all = [
            "5xx<0.3% warning false", "5xx<0.7% critical false", "p95<333ms critical false", "sat<85% warning true",
        ]
        #expect(texts(nil) == (all + ["p99<1s warning true"]).sorted())
        #expect(texts("unknown") == texts(nil))
        #expect(texts("checkout") == (all + ["p99<300ms warning false", "4xx<5% warning false"]).sorted())
    }

    @Test("A service has its own window and profile")
    func service() throws {
        let configuration = try Self.read(Self.everything)
        #expect(configuration.window(for: "checkout")?.value == .seconds(90))
        #expect(configuration.window(for: "other")?.value == .seconds(60))
        #expect(configuration.profile(for: "checkout")?.value == "shop" && configuration.profile(for: nil) == nil)
    }

    @Test("A header's value shows in no description and no dump")
    func secrets() throws {
        let text = "sources: {a: {prometheus: h:1, headers: {X-Key: hunter2}}}"
        let configuration = try Self.read(text)
        var dumped = ""
        dump(configuration, to: &dumped)
        dumped += "\(configuration)" + String(reflecting: configuration) + configuration.text
        #expect(!dumped.contains("hunter2") && dumped.contains("X-Key"))
        #expect(configuration.sources.first?.headers.first?.value.argument == "X-Key: hunter2")
    }

    @Test("The usual path follows XDG_CONFIG_HOME, then HOME; a named file has to be there")
    func paths() throws {
        #expect(
            ConfigurationFile.usualPath(environment: ["XDG_CONFIG_HOME": "/x", "HOME": "/h"]) == "/x/sretop/config.yaml"
        )
        #expect(
            ConfigurationFile.usualPath(environment: ["XDG_CONFIG_HOME": "x", "HOME": "/h"])
                == "/h/.config/sretop/config.yaml"
        )
        #expect(ConfigurationFile.usualPath(environment: [:]) == nil)
        #expect(try ConfigurationFile.load(nil, environment: ["HOME": "/nonexistent"]) == Configuration())
        do throws(ConfigurationFile.Failure) {
            _ = try ConfigurationFile.load("/nonexistent/c.yaml", environment: [:])
            Issue.record("read")
        } catch {
            #expect(
                error.description
                    == "cannot read the configuration file '/nonexistent/c.yaml': No such file or directory"
            )
        }
        #expect(throws: ConfigurationFile.Failure.self) { try ConfigurationFile.load("/dev/zero", environment: [:]) }
    }
}
