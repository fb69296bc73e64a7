import Testing

@Suite("Wrong sections of a configuration file")
struct WrongSectionTests {
    private static let limitForm =
        "is to be 5xx<1%, 4xx<5%, sat<85%, avg<200ms, p95<500ms, p99<1s, rps>10 or traffic>-80%"

    @Test(
        "Headers",
        arguments: [
            ("{'X Y': a}", "c.yaml:1:42: a header's name is to be letters, digits and '-'"),
            ("{X-A: }", "c.yaml:1:47: the header X-A is to be a text"),
            ("{X-A: '@'}", "c.yaml:1:47: the header X-A names no file after '@'"),
            ("{X-A: a, x-a: b}", "c.yaml:1:50: the header x-a is there twice"),
            (
                "{Authorization: Bearer hunter2}",
                "c.yaml:1:57: credentials do not stand in this file: use http_config, "
                    + "or '@FILE' for a file with the value"
            ),
            ("hunter2", "c.yaml:1:41: headers is to be a mapping of keys to values"),
        ] as [(String, String)]
    )
    func headers(headers: String, message: String) {
        #expect(WrongFileTests.message("sources: {a: {prometheus: h:1, headers: \(headers)}}\n") == message)
    }

    @Test(
        "Limits and services",
        arguments: [
            ("limits: 5xx<1%\n", "c.yaml:1:9: limits is to be a list"),
            ("limits: ['5xx<lots']\n", "c.yaml:1:10: a limit '5xx<lots' \(limitForm)"),
            ("limits: ['p95<500']\n", "c.yaml:1:10: a limit 'p95<500' \(limitForm)"),
            ("limits: [{severity: warning}]\n", "c.yaml:1:10: a limit needs limit: '5xx<1%'"),
            (
                "limits: [{limits: a}]\n",
                "c.yaml:1:11: a limit has no key 'limits': it may have limit, severity; "
                    + "did you mean 'limit'?"
            ),
            (
                "limits: [{limit: '5xx<1%', severity: warn}]\n",
                "c.yaml:1:38: severity 'warn' is not one of warning, critical"
            ),
            ("limits: ['5xx<1%', '5xx<2%']\n", "c.yaml:1:20: a second critical limit for 5xx"),
            ("services: {a: {limits: ['p95<1']}}\n", "c.yaml:1:25: a limit 'p95<1' \(limitForm)"),
            (
                "services: {a: {windows: 1m}}\n",
                "c.yaml:1:16: service 'a' has no key 'windows': it may have limits, window, profile, "
                    + "depends_on; did you mean 'window'?"
            ),
            ("services: {a: {depends_on: b}}\n", "c.yaml:1:28: depends_on is to be a list"),
            ("services: {a: {depends_on: [b, b]}}\n", "c.yaml:1:32: depends_on names a service twice"),
            ("limits: ['4xx<5%', '4xx<6%']\n", "c.yaml:1:20: a second warning limit for 4xx"),
            ("services: {a: 1m}\n", "c.yaml:1:15: service 'a' is to be a mapping of keys to values"),
            (
                "services: {a: {profile: caddi}}\n",
                "c.yaml:1:25: profile 'caddi' is not one of unstable-api, fastapi-instrumentator, otel, "
                    + "otel-milliseconds, caddy, prometheus, alertmanager, go, postgres, mysql, mongodb, memcached, "
                    + "rabbitmq, elasticsearch, uwsgi, phpfpm, vault, cassandra, cassandra-jmx, juicefs, "
                    + "centrifugo, nsq, freeradius, sqlserver, oracle, powerdns-recursor, cassandra-exporter; "
                    + "did you mean 'caddy'?"
            ),
        ] as [(String, String)]
    )
    func limits(text: String, message: String) {
        #expect(WrongFileTests.message(text) == message)
    }

    @Test(
        "Profiles keep their own messages and their lines",
        arguments: [
            ("window: 1m\nprofiles: {name: a}\n", "c.yaml:2:11: profiles is to be a list"),
            ("utc: true\n\nprofiles:\n  - name: a\n", "c.yaml:4:5: a profile needs requests"),
            ("theme: mono\nsaturation: [{name: b}]\n", "c.yaml:2:14: expression is missing"),
            (
                "profiles:\n  - {name: a, requests: {metric: a}}\n  - {name: a, requests: {metric: b}}\n",
                "c.yaml:3:12: the profile 'a' is there twice"
            ),
            (
                "profiles:\n  - requests: {metric: a}\n    name: a b\n",
                "c.yaml:3:11: 'a b' is no name: letters, digits, '-', '_' and '.'"
            ),
            (
                "profiles:\n  - name: a\n    requests: {metric: a}\n    hidden_routes: /x\n",
                "c.yaml:4:20: the profile 'a' hides routes and names no route label"
            ),
            (
                "saturation:\n  - name: b/c\n    expression: x\n",
                "c.yaml:2:11: 'b/c' is no name: letters, digits, '-', '_' and '.'"
            ),
        ] as [(String, String)]
    )
    func profiles(text: String, message: String) {
        #expect(WrongFileTests.message(text) == message)
    }

    @Test(
        "A wrong query is told with the line that makes it",
        arguments: [
            (
                "saturation:\n  - name: b\n    expression: 'rate(b'\n",
                "c.yaml:3:17: the resource 'b' is a wrong query: "
            ),
            (
                "utc: true\nprofiles:\n  - name: a\n    requests: {metric: a, where: 'code'}\n",
                "c.yaml:3:11: the profile 'a' makes a wrong query: "
            ),
            (
                "profiles:\n  - name: a\n    requests: {metric: a}\n    saturation:\n"
                    + "      - {name: b, expression: '('}\n",
                "c.yaml:5:31: the profile 'a' makes a wrong query: "
            ),
        ] as [(String, String)]
    )
    func wrongQueries(text: String, message: String) {
        #expect(WrongFileTests.message(text)?.hasPrefix(message) == true, "\(WrongFileTests.message(text) ?? "read")")
    }

    @Test(
        "What is no YAML",
        arguments: [
            ("window: 1m\nprofiles: [\n", "c.yaml:3:1: not YAML: did not find expected node content"),
            ("a: b: c\n", "c.yaml:1:5: not YAML: mapping values are not allowed in this context"),
            ("utc: true\n---\nutc: false\n", "c.yaml:2:1: a second document begins here: the file is to be one"),
            ("utc: *nowhere\n", "c.yaml:1:6: not YAML: found undefined alias"),
            ("utc: \u{1}\n", "c.yaml:1:6: not YAML: control characters are not allowed"),
        ] as [(String, String)]
    )
    func noYAML(text: String, message: String) {
        #expect(WrongFileTests.message(text) == message)
    }
}
