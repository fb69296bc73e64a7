import AlertRules
import GoldenSignals
import PromQL
import Settings
import Testing

@Suite("Rules of objectives")
struct ServiceRulesTests {
    private func rules(_ service: ServiceObjectives) -> [Rule] { ServiceRules(service).groups.flatMap(\.rules) }

    private func expression(_ rules: [Rule], _ name: String) -> String? {
        rules.first { $0.kind == .record(name) }?.expression
    }

    @Test("The share of failures is the catalogue's expression over each window")
    func catalogue() throws {
        let service = try SLOFile.read(Objectives.demo, name: "slo.yaml")
        let rules = rules(service)
        for (window, length) in [("1m", 60), ("5m", 300), ("10m", 600), ("30m", 1800), ("1h", 3600), ("6h", 21_600)] {
            let catalog = SignalCatalog(
                profile: .unstableAPI,
                selector: "job=\"unstable-api\"",
                window: .seconds(length),
                grouping: ["namespace", "job"]
            )
            let spelled = catalog.whole(.errorShare)?.replacing("[\(catalog.window)]", with: "[\(window)]")
            #expect(expression(rules, "slo:sli_error:ratio_rate\(window)") == spelled)
        }
    }

    @Test("Slow requests are those above the bound, of those that did not fail")
    func latency() throws {
        let rules = rules(try Objectives.one("objective: 95%, indicator: {latency: 1s}"))
        #expect(
            expression(rules, "slo:sli_error:ratio_rate5m") == #"""
                1 - sum by (namespace, job) (rate(http_request_duration_seconds_bucket{job="shop",route!="",status!="",\#
                status!~"5..",le=~"1|1\\.0"}[5m])) / (sum by (namespace, job) \#
                (rate(http_request_duration_seconds_count{job="shop",route!="",status!="",status!~"5.."}[5m])) > 0)
                """#
        )
    }

    @Test("A histogram in milliseconds has its bound in milliseconds")
    func milliseconds() throws {
        let rules = rules(
            try Objectives.one("objective: 95%, indicator: {latency: 250ms}", profile: "otel-milliseconds")
        )
        #expect(expression(rules, "slo:sli_error:ratio_rate5m")?.contains(#"le=~"250|250\\.0""#) == true)
    }

    @Test("Indicators by expression get each window in the place of $window")
    func expressions() throws {
        let rules = rules(
            try Objectives.one(
                "objective: 99%, indicator: {errors: 'sum(rate(bad[$window]))', total: 'sum(rate(all[$window]))'}"
            )
        )
        #expect(
            expression(rules, "slo:sli_error:ratio_rate6h")
                == "((sum(rate(bad[6h]))) or 0 * (sum(rate(all[6h])))) / ((sum(rate(all[6h]))) > 0)"
        )
        #expect(expression(rules, "slo:sli_events:increase1h") == "(sum(rate(all[1h]))) * 3600")
    }

    @Test("A 30-day budget is the sum of errors over the sum of events, not a mean of shares")
    func period() throws {
        let rules = rules(try Objectives.one("objective: 99.9%, indicator: availability"))
        #expect(
            expression(rules, "slo:sli_error:ratio_rate30d")
                == "sum_over_time(slo:sli_errors:rate5m{slo=\"shop-main\"}[30d]) / "
                + "(sum_over_time(slo:sli_events:rate5m{slo=\"shop-main\"}[30d]) > 0)"
        )
        #expect(
            expression(rules, "slo:period_error_budget_remaining:ratio")
                == "1 - max without (window) (slo:sli_error:ratio_rate30d{slo=\"shop-main\"}) / 0.001"
        )
    }

    @Test("An alert needs both windows and enough requests, and carries what Alertmanager groups and inhibits by")
    func alert() throws {
        let service = try Objectives.one(
            "objective: 99.9%, indicator: availability, minimum_requests: 50, runbook: burn",
            head: "runbooks: https://example.com/r/\nlabels: {team: shop}\n"
        )
        let alert = try #require(ServiceRules(service).groups.flatMap(\.alerts).first)
        #expect(alert.kind == .alert("ShopMainErrorBudgetBurn", for: .zero))
        #expect(
            alert.expression == """
                max without (window) (slo:sli_error:ratio_rate1h{slo="shop-main"}) > 14.4 * 0.001
                and
                max without (window) (slo:sli_error:ratio_rate5m{slo="shop-main"}) > 14.4 * 0.001
                and
                max without (window) (slo:sli_events:increase1h{slo="shop-main"}) >= 50
                """
        )
        #expect(
            alert.labels.map { "\($0.name)=\($0.value)" } == [
                "severity=critical", "long_window=1h", "short_window=5m", "team=shop",
            ]
        )
        #expect(alert.annotations.last?.value == "https://example.com/r/burn.md")
    }

    @Test("Every expression of every profile is PromQL", arguments: MetricProfile.builtin.profiles)
    func parses(profile: MetricProfile) throws {
        var service = ServiceObjectives(service: "shop", selector: "job=\"shop\"")
        service.profile = profile
        let indicators: [ServiceLevelObjective.Indicator] = [.availability, .latency(seconds: 0.5)]
        service.objectives = indicators.enumerated().map { index, indicator in
            ServiceLevelObjective(
                name: "o\(index)",
                objective: 0.99,
                indicator: indicator,
                period: .seconds(30 * 86_400),
                windows: BurnRateWindow.standard(for: .seconds(30 * 86_400))
            )
        }
        .filter { service.indicator($0, window: .seconds(300)) != nil }
        let rules = rules(service)
        #expect(!rules.isEmpty)
        for rule in rules { _ = try PromQLParser.parse(rule.expression) }
    }

    @Test("Group names are different, and rules of one name have different labels")
    func duplicates() throws {
        let groups = ServiceRules(try SLOFile.read(Objectives.demo, name: "slo.yaml")).groups
        #expect(Set(groups.map(\.name)).count == groups.count)
        let identities = groups.flatMap(\.rules).map { rule in "\(rule.kind) \(rule.labels)" }
        #expect(Set(identities).count == identities.count)
    }

    @Test("Guards tell what is missing, group by group, and only whole groups down are critical")
    func guards() throws {
        let service = try Objectives.one(
            "objective: 99%, indicator: availability",
            head: "selector: job=\"shop\",env=\"prod\"\ntarget_selector: job=\"shop\"\nby: [namespace, job, route]\n"
        )
        let guards = try #require(ServiceRules(service).groups.last?.rules)
        let down = "1 - sum by (namespace, job) (up{job=\"shop\"}) / count by (namespace, job) (up{job=\"shop\"})"
        let requests = "http_requests_total{job=\"shop\",env=\"prod\",route!=\"\",status!=\"\"}"
        #expect(
            guards.map(\.expression) == [
                "absent(up{job=\"shop\"}) unless on () (\(requests) or target_info{job=\"shop\"})",
                "group by (namespace, job) (up{job=\"shop\"} == 1) unless on (namespace, job) "
                    + "group by (namespace, job) (\(requests))",
                "\(down) == 1", "\(down) > 0 < 1",
            ]
        )
        #expect(guards.map { $0.labels.first?.value } == ["critical", "warning", "critical", "warning"])
    }

    @Test("What OpenTelemetry pushes has no target to be absent", arguments: ["otel", "otel-milliseconds"])
    func pushed(profile: String) throws {
        let service = try Objectives.one(
            "objective: 99%, indicator: availability",
            profile: profile,
            head: "selector: job=\"shop/checkout\"\n"
        )
        let guards = try #require(ServiceRules(service).groups.last?.rules)
        let absent = try #require(guards.first?.expression)
        #expect(absent.hasPrefix("absent(target_info{job=\"shop/checkout\"}) unless on () ("), "\(absent)")
        #expect(absent.hasSuffix(" or up{job=\"shop/checkout\"})"), "\(absent)")
    }
}
