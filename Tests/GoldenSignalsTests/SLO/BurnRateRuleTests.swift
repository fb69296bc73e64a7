import GoldenSignals
import PromModel
import Testing

@Suite("Objectives that rules of a Prometheus alert on")
struct BurnRateRuleTests {
    private static let ours = """
        max without (window) (slo:sli_error:ratio_rate1h{slo="shop-availability"}) > 14.4 * 0.001
        and
        max without (window) (slo:sli_error:ratio_rate5m{slo="shop-availability"}) > 14.4 * 0.001
        and
        max without (window) (slo:sli_events:increase1h{slo="shop-availability"}) >= 20
        """
    private static let sloth = """
        (
            max(slo:sli_error:ratio_rate5m{sloth_id="shop-requests", sloth_service="shop", sloth_slo="requests"} > (14.4 * 0.0009999999999999432)) without (sloth_window)
            and
            max(slo:sli_error:ratio_rate1h{sloth_id="shop-requests", sloth_service="shop", sloth_slo="requests"} > (14.4 * 0.0009999999999999432)) without (sloth_window)
        )
        or
        (
            max(slo:sli_error:ratio_rate30m{sloth_id="shop-requests", sloth_service="shop", sloth_slo="requests"} > (6 * 0.0009999999999999432)) without (sloth_window)
            and
            max(slo:sli_error:ratio_rate6h{sloth_id="shop-requests", sloth_service="shop", sloth_slo="requests"} > (6 * 0.0009999999999999432)) without (sloth_window)
        )
        """
    private static let pyrra = """
        http_requests:burnrate5m{job="shop",slo="shop-errors"} > (14 * (1-0.99)) \
        and http_requests:burnrate1h{job="shop",slo="shop-errors"} > (14 * (1-0.99))
        """
    private static let kubernetes = """
        sum by (cluster) (apiserver_request:burnrate6h) > (6.00 * 0.01000) \
        and on (cluster) sum by (cluster) (apiserver_request:burnrate30m) > (6.00 * 0.01000)
        """
    private static let grafana = """
        1 - grafana_slo_sli_6h{grafana_slo_uuid="k98"} > 1 * 0.005 and 1 - grafana_slo_sli_3d{grafana_slo_uuid="k98"} > 1 * 0.005
        """

    private static func followed(_ rules: [(String, Labels)], service: String = "shop") -> [FollowedObjective] {
        RecordedObjectives(rules.compactMap { BurnRateRule($0.0, labels: $0.1) }).followed(periods: [:], of: service)
    }

    @Test(
        "The pairs, factors and budgets of each maker's rules",
        arguments: [
            (ours, ["severity": "critical"], "shop-availability", 0.999, ["1h/5m 14.4 critical"], 20),
            (
                sloth, ["sloth_severity": "page"], "requests", 0.999,
                ["1h/5m 14.4 critical", "6h/30m 6.0 critical"], 0
            ),
            (pyrra, ["severity": "critical", "slo": "shop-errors"], "shop-errors", 0.99, ["1h/5m 14.0 critical"], 0),
            (grafana, ["grafana_slo_severity": "warning"], "k98", 0.995, ["72h/6h 1.0 warning"], 0),
        ] as [(String, Labels, String, Double, [String], Int)]
    )
    func makers(
        _ rule: String,
        _ labels: Labels,
        _ name: String,
        _ share: Double,
        _ pairs: [String],
        _ least: Int
    ) throws {
        let objective = try #require(Self.followed([(rule, labels)]).first).objective
        #expect(objective.name == name && objective.minimumEvents == least)
        #expect(abs(objective.objective - share) < 1e-9)
        let told = objective.windows.map { window in
            let (long, short) = (window.long.components.seconds, window.short.components.seconds)
            let shortText = short >= 3600 ? "\(short / 3600)h" : "\(short / 60)m"
            return "\(long / 3600)h/\(shortText) \(window.factor) \(window.severity.rawValue)"
        }
        #expect(told == pairs)
    }

    @Test("A rule without a name for its objective is none that could be told from others")
    func nameless() {
        #expect(BurnRateRule(Self.kubernetes, labels: [:]) != nil)
        #expect(Self.followed([(Self.kubernetes, [:])]).isEmpty)
    }

    @Test(
        "Other rules are about no burn rate",
        arguments: [
            "up == 0", "rate(errors_total[5m]) > 0.1", "a:burnrate5m > 0.1 and a:burnrate1h > 0.1",
            "a:burnrate5m > 14 * 0.01",
            "a:burnrate5m > bool 14 * 0.01 and a:burnrate1h > bool 14 * 0.01", "not PromQL (", "",
            "a > 2 * 3 and b > 2 * 3",
        ]
    )
    func others(_ rule: String) {
        #expect(BurnRateRule(rule, labels: [:]) == nil)
    }

    @Test("One objective of several rules, that of the service on the screen first, and a dozen at most")
    func many() {
        var rules = (0..<20).map {
            (Self.pyrra.replacing("shop", with: "other\($0)"), ["slo": "other\($0)-errors"] as Labels)
        }
        rules.append((Self.ours, ["severity": "critical"]))
        rules.append(
            (Self.ours.replacing("1h", with: "1d").replacing("5m", with: "2h").replacing("14.4", with: "3"), [:])
        )
        let followed = Self.followed(rules)
        #expect(followed.count == 12)
        #expect(followed.first?.objective.name == "shop-availability")
        #expect(followed.first?.objective.windows.map(\.severity) == [.critical, .warning])
    }

    @Test("Periods are told by the names that each maker gives them")
    func periods() {
        let values = [
            InstantValue(labels: ["slo": "a"], value: 21_600),
            InstantValue(labels: ["sloth_id": "b"], value: 2_592_000),
            InstantValue(labels: ["slo": "c"], value: .nan), InstantValue(labels: [:], value: 86_400),
        ]
        #expect(RecordedObjectives.periods(values) == ["a": .seconds(21_600), "b": .seconds(2_592_000)])
    }
}
