import GoldenSignals
import Settings
import Testing

@Suite("Files of objectives")
struct SLOFileTests {
    private static let head = "service: shop\nprofile: otel\n"
    private static let profiles = """
        unstable-api, fastapi-instrumentator, otel, otel-milliseconds, caddy, prometheus, alertmanager, go, \
        postgres, mysql, mongodb, memcached, rabbitmq, elasticsearch, uwsgi, phpfpm, vault, \
        cassandra, cassandra-jmx, juicefs, centrifugo, nsq, freeradius, sqlserver, oracle, \
        powerdns-recursor, cassandra-exporter
        """

    private func problem(_ text: String) -> String? {
        do throws(ConfigurationFile.Failure) {
            _ = try SLOFile.read(text, name: "slo.yaml")
            return nil
        } catch {
            return error.description
        }
    }

    @Test("What is not said has its default")
    func defaults() throws {
        let service = try SLOFile.read(
            Self.head + "objectives: [{name: ok, objective: 99.9%, indicator: availability}]",
            name: "slo.yaml"
        )
        #expect(service.selector == "job=\"shop\"" && service.grouping == ["namespace", "job"])
        #expect(service.retention == nil && service.absentFor == .seconds(300))
        let objective = try #require(service.objectives.first)
        #expect(objective.objective == 0.999 && objective.budget == 0.001)
        #expect(objective.period == .seconds(30 * 86_400) && objective.minimumEvents == 20)
        #expect(objective.windows.map(\.factor) == [14.4, 6, 3, 1])
        #expect(objective.windows.map(\.severity) == [.critical, .critical, .warning, .warning])
    }

    @Test("Windows of one's own are taken as they are")
    func windows() throws {
        let service = try SLOFile.read(
            Self.head + """
                objectives:
                  - name: ok
                    objective: 95%
                    indicator: {latency: 250ms}
                    period: 7d
                    windows: [{long: 2h, short: 10m, factor: 8.4, severity: critical}]
                """,
            name: "slo.yaml"
        )
        let objective = try #require(service.objectives.first)
        #expect(objective.indicator == .latency(seconds: 0.25))
        #expect(
            objective.windows == [
                BurnRateWindow(long: .seconds(7200), short: .seconds(600), factor: 8.4, severity: .critical)
            ]
        )
    }

    @Test(
        "A wrong file is refused with its place and what is allowed",
        arguments: [
            ("", "slo.yaml: the file is empty: it needs service, profile and objectives"),
            ("a: [\n", "slo.yaml:2:1: not YAML: did not find expected node content"),
            ("profile: otel\n", "slo.yaml:1:1: service is missing"),
            ("service: a\n", "slo.yaml:1:1: objectives is to be a list of at least one"),
            ("service: a\nservice: b\n", "slo.yaml:1:1: given twice, here for the first time: 'service'"),
            ("service: 'a b'\n", "slo.yaml:1:10: service is to be one word of letters, digits, '-' and '_'"),
            ("service: shop\nobjektives: []\n", "slo.yaml:2:1: the file has no key 'objektives'"),
            (
                "service: shop\nprofile: cady\n",
                "slo.yaml:2:10: profile 'cady' is not one of \(profiles); did you mean 'caddy'?"
            ),
            ("service: shop\nprofile: cadillac\n", "slo.yaml:2:10: profile 'cadillac' is not one of \(profiles)"),
            ("service: a\nselector: 'job='\n", "slo.yaml:2:11: selector is to be label matchers such as job=\"a\""),
            (
                "service: shop\nselector: 'job=\"x\"} or up{job=\"y\"'\n",
                "slo.yaml:2:11: selector is to be label matchers"
            ),
            (
                "service: shop\ntarget_selector: 'job=\"x\" # y'\n",
                "slo.yaml:2:18: target_selector is to be label matchers"
            ),
            ("service: shop\nlabels: {namespace: x}\n", "slo.yaml:2:10: 'namespace' is no label's name, or one"),
            ("service: shop\nby: [a-b]\n", "slo.yaml:2:6: 'a-b' is no label's name"),
            ("service: shop\nlabels: {slo: x}\n", "slo.yaml:2:10: 'slo' is no label's name, or one that the rules set"),
            (head + "objectives: []\n", "slo.yaml:3:13: objectives is to be a list of at least one"),
            (head + "objectives: [{objective: 99%}]\n", "slo.yaml:3:14: name is missing"),
            (
                head + "objectives: [{name: a, objective: 0.99, indicator: availability}]\n",
                """
                slo.yaml:3:35: objective is to be a percentage above 0% and below 100%, such as 99.9% (at most 99.9999%)
                """
            ),
            (
                head + "objectives: [{name: a, objective: 100%, indicator: availability}]\n",
                "slo.yaml:3:35: objective is to be a percentage"
            ),
            (
                head + "objectives: [{name: a, objective: 99%, indicator: available}]\n",
                """
                slo.yaml:3:51: indicator is to be availability, {latency: 500ms}, or {errors: EXPRESSION, \
                total: EXPRESSION}
                """
            ),
            (
                head + "objectives: [{name: a, objective: 99%, indicator: {latency: 1s, total: x}}]\n",
                "latency stands alone"
            ),
            (
                head + "objectives: [{name: a, objective: 99%, indicator: {errors: 'x[$window]', total: 'y'}}]\n",
                "errors is no instant vector"
            ),
            (
                head + "objectives: [{name: a, objective: 99%, indicator: {errors: 'rate(x[$window])', total: y}}]\n",
                "slo.yaml:3:87: total has no $window: each alert looks at several windows"
            ),
            (
                head + "objectives: [{name: a, objective: 99%, indicator: {errors: 'rate(x[$window', total: y}}]\n",
                "errors is no PromQL"
            ),
            (
                head + "objectives: [{name: a, objective: 99%, indicator: availability, period: 6h}]\n",
                """
                slo.yaml:3:73: the standard windows are for a period of 28d to 92d: for another one list windows, or \
                take demo
                """
            ),
            (
                head + "objectives: [{name: a, objective: 99%, indicator: availability, windows: short}]\n",
                "windows is to be standard, demo, or a list of windows"
            ),
            (
                head
                    + "objectives: [{name: a, objective: 99%, indicator: availability, windows: [{long: 5m, short: 1h}]}]\n",
                "short is to be shorter than long"
            ),
            (
                head + "objectives: [{name: a, objective: 99%, indicator: availability, minimum_requests: 0}]\n",
                "minimum_requests is to be a whole number from 1 on"
            ),
            (
                "service: shop\nprofile: alertmanager\nobjectives: [{name: a, objective: 99%, indicator: availability}]\n",
                "the indicator has no expression: the profile alertmanager does not tell it"
            ),
            (
                "service: shop\nobjectives: [{name: a, objective: 99%, indicator: availability}]\n",
                "slo.yaml:2:51: the indicator has no expression: it needs a profile"
            ),
            (
                head
                    + """
                    objectives:
                      - {name: a, objective: 99%, indicator: availability}
                      - {name: a, objective: 95%, indicator: availability}
                    """,
                "slo.yaml:5:12: there are two objectives of the name a"
            ),
            (
                head
                    + """
                    objectives:
                      - {name: a-b, objective: 99%, indicator: availability}
                      - {name: a_B, objective: 95%, indicator: availability}
                    """,
                "there are two objectives of the name a_B"
            ),
            (
                head + "objectives: [{name: a, objective: 99.99999999%, indicator: availability}]\n",
                "at most 99.9999%"
            ),
            (
                head
                    + "objectives: [{name: a, objective: 99%, indicator: {errors: 'rate(x[$window]) # y', total: 'rate(z[$window])'}}]\n",
                "errors ends with a comment"
            ),
            (
                head
                    + """
                    objectives:
                      - name: a
                        objective: 99%
                        indicator: {errors: 'sum by (job) (rate(x[$window]))', total: 'sum by (a) (rate(z[$window]))'}
                    """,
                "errors and total are to keep the same labels, or they never match"
            ),
        ]
    )
    func wrong(text: String, message: String) {
        let problem = problem(text)
        #expect(problem?.contains(message) == true, "\(problem ?? "it was read")")
    }
}
