import GoldenSignals
import PromQL
import Testing

@Suite("File of profiles")
struct ProfileFileTests {
    private static let good = """
        # A service of ours.
        profiles:
          - name: shop
            title: the shop
            requests: {metric: shop_requests_total, where: 'kind="http"'}
            failed: 'code=~"5.."'
            latency: {metric: shop_latency, where: 'kind="http"', unit: milliseconds}
            route: path
            hidden_routes: '/health|/metrics'
            faults: {active: shop_fault}
            note: only HTTP
            saturation:
              - {name: pool, expression: 'pool_used{$target} / pool_size{$target}'}
          - name: plain
            requests: {metric: plain_total}
        saturation:
          - {name: cpu, expression: 'cpu{$target}'}
          - {name: pool, expression: 'other{$target}'}
        """

    private static func message(_ text: String) -> String? {
        do throws(ProfileFile.Failure) {
            _ = try ProfileFile.read(text, name: "my.yaml")
            return nil
        } catch {
            return error.description
        }
    }

    @Test("Everything in a good file is read")
    func good() throws {
        let inherited = [
            MetricProfile.Resource(name: "cpu", expression: "a"), MetricProfile.Resource(name: "fds", expression: "b"),
        ]
        let contents = try ProfileFile.read(Self.good, name: "my.yaml", inherited: inherited)
        #expect(contents.profiles.map(\.name) == ["shop", "plain"])
        #expect(contents.resources.map(\.name) == ["cpu", "pool"])
        let shop = try #require(contents.profiles.first)
        #expect(shop.title == "the shop")
        #expect(shop.requests == MetricProfile.Metric(name: "shop_requests_total", matchers: "kind=\"http\""))
        #expect(
            shop.failures
                == [MetricProfile.Metric(name: "shop_requests_total", matchers: "kind=\"http\",code=~\"5..\"")]
        )
        #expect(shop.statusLabel == "code")
        #expect(shop.latency == MetricProfile.Metric(name: "shop_latency", matchers: "kind=\"http\""))
        #expect(shop.latencyUnit == .milliseconds)
        #expect((shop.routeLabel, shop.hiddenRoutes) == ("path", "/health|/metrics"))
        #expect(shop.faults?.active == "shop_fault" && shop.faults?.share == nil)
        #expect(shop.note == "only HTTP")
    }

    @Test("A profile without a title has its name, without failures no status, without latency none")
    func plain() throws {
        let plain = try #require(try ProfileFile.read(Self.good, name: "my.yaml").profiles.last)
        #expect(plain.title == "plain")
        #expect(plain.failures.isEmpty && plain.statusLabel == nil)
        #expect(plain.latency == nil && plain.routeLabel == nil && plain.faults == nil && plain.note == nil)
    }

    @Test("Resources are the profile's own, then the inherited and the file's, each name once")
    func resources() throws {
        let inherited = [MetricProfile.Resource(name: "fds", expression: "fds_used / fds_max")]
        let contents = try ProfileFile.read(Self.good, name: "my.yaml", inherited: inherited)
        #expect(
            contents.profiles.map { $0.resources.map(\.name) } == [["pool", "fds", "cpu"], ["fds", "cpu", "pool"]]
        )
        #expect(contents.profiles.first?.resources.first?.expression == "pool_used{$target} / pool_size{$target}")
    }

    @Test("Of a resource that is inherited and in the file, the file's holds")
    func overridden() throws {
        let inherited = [MetricProfile.Resource(name: "cpu", expression: "old{$target}")]
        let contents = try ProfileFile.read(Self.good, name: "my.yaml", inherited: inherited)
        let plain = try #require(contents.profiles.last)
        #expect(plain.resources.filter { $0.name == "cpu" }.map(\.expression) == ["cpu{$target}"])
    }

    @Test("A file without anything has no profiles", arguments: ["", "\n", "# nothing yet\n", "---\n"])
    func empty(text: String) throws {
        let contents = try ProfileFile.read(text, name: "my.yaml")
        #expect(contents.profiles.isEmpty && contents.resources.isEmpty)
    }

    @Test(
        "A mistake is told with its place",
        arguments: [
            ("- a\n- b\n", "my.yaml:1:1: the file is to be a mapping of keys to values"),
            (
                "profile: []\n",
                "my.yaml:1:1: the file has no key 'profile': it may have elsewhere, known, profiles, saturation"
            ),
            ("profiles: {name: a}\n", "my.yaml:1:11: profiles is to be a list"),
            ("profiles: [shop]\n", "my.yaml:1:12: a profile is to be a mapping of keys to values"),
            ("profiles:\n  - name: a\n", "my.yaml:2:5: a profile needs requests"),
            ("profiles:\n  - requests: {metric: a}\n", "my.yaml:2:5: name is missing"),
            ("profiles:\n  - name: [a]\n    requests: {metric: a}\n", "my.yaml:2:11: name is to be a text"),
            ("profiles:\n  - name: a\n    requests: a_total\n", "my.yaml:3:15: requests is to be a mapping"),
            ("profiles:\n  - name: a\n    requests: {where: 'a=\"b\"'}\n", "my.yaml:3:15: metric is missing"),
            (
                "profiles:\n  - name: a\n    requests: {metric: a, labels: b}\n",
                "my.yaml:3:27: requests has no key 'labels': it may have metric, where"
            ),
            (
                "profiles:\n  - name: a\n    requests: {metric: a}\n    latency: {metric: b, unit: days}\n",
                "my.yaml:4:32: 'days' is no unit: seconds, milliseconds, microseconds, nanoseconds, centiseconds, minutes or hours"
            ),
            (
                "profiles:\n  - name: a\n    requests: {metric: a}\n    saturation: [{name: b}]\n",
                "my.yaml:4:18: expression is missing"
            ),
        ] as [(String, String)]
    )
    func mistakes(text: String, message: String) {
        #expect(Self.message(text) == message)
    }

    @Test("An unknown key of a profile is named with all that are known")
    func unknownKey() {
        let text = "profiles:\n  - name: a\n    requests: {metric: a}\n    faild: 'code=~\"5..\"'\n"
        #expect(
            Self.message(text)
                == "my.yaml:4:5: a profile has no key 'faild': it may have asked, availability, failed, faults, "
                + "hidden_routes, latency, method, name, names, note, requests, route, saturation, title, unanswered"
        )
    }

    @Test("A profile that is there twice, and a name with other characters than a word has, are refused")
    func names() {
        let twice = "profiles:\n  - {name: a, requests: {metric: a}}\n  - {name: a, requests: {metric: b}}\n"
        #expect(Self.message(twice) == "my.yaml:3:12: the profile 'a' is there twice")
        let bad = "profiles:\n  - {name: 'a b', requests: {metric: a}}\n"
        #expect(Self.message(bad) == "my.yaml:2:12: 'a b' is no name: letters, digits, '-', '_' and '.'")
        let quoted =
            "profiles:\n  - name: a\n    requests: {metric: a}\n    saturation: [{name: 'x\"', expression: y}]\n"
        #expect(Self.message(quoted) == "my.yaml:4:25: 'x\"' is no name: letters, digits, '-', '_' and '.'")
    }

    @Test("What is no YAML is said to be none", arguments: ["profiles: [", "a: b: c\n", "\"", "a: 1\na: 2\n"])
    func noYAML(text: String) {
        #expect(Self.message(text)?.hasPrefix("my.yaml: no YAML: ") == true, "\(Self.message(text) ?? "read")")
    }

    @Test(
        "Every part of a profile that makes a query is tried before it is used",
        arguments: [
            "requests: {metric: a, where: 'code'}",
            "requests: {metric: a}\n    failed: 'code=5'",
            "requests: {metric: a}\n    saturation: [{name: cpu, expression: 'rate(cpu'}]",
            "requests: {metric: a}\n    route: r\n    hidden_routes: '('",
        ]
    )
    func wrongQueries(lines: String) {
        let message = Self.message("profiles:\n  - name: mine\n    \(lines)\n")
        #expect(
            message?.wholeMatch(of: /my\.yaml:\d+:\d+: the profile 'mine' makes a wrong query: .*/.dotMatchesNewlines())
                != nil,
            "\(message ?? "read")"
        )
    }

    @Test("A resource of a file without profiles is tried as well")
    func wrongSharedResource() {
        #expect(Self.message("saturation: [{name: 'a b', expression: 'x'}]\n") != nil)
    }

    @Test(
        "Whatever names failures, the query that looks for services can be read",
        arguments: [
            "failed: [{metric: a_errors_total}]", "failed: ' code=~\"5..\"'",
            "failed: [{metric: b, where: 'code=\"5\"'}]",
            "failed: 'code=~\"5..\"'", "failed: []", "note: none",
        ]
    )
    func detection(line: String) throws {
        let text = "profiles:\n  - name: mine\n    requests: {metric: a_total}\n    \(line)\n"
        let detection = ServiceDetection(profiles: try ProfileFile.read(text, name: "my.yaml").profiles)
        #expect(throws: Never.self) { _ = try PromQLParser.parse(detection.expression()) }
    }
}
