import AlertRules
import GoldenSignals
import Settings
import Testing

@Suite("Rules of objectives")
struct RuleTextTests {
    static let demo = """
        service: unstable-api
        profile: unstable-api
        objectives:
          - {name: availability, objective: 99%, indicator: availability, period: 6h, windows: demo}
          - {name: latency, objective: 95%, indicator: {latency: 500ms}, period: 6h, windows: demo}
        """

    @Test func show() throws {
        let rules = ServiceRules(try SLOFile.read(Self.demo, name: "slo.yaml"))
        print(try RuleFile(rules, source: "slo.yaml").prometheus())
        print("=====")
        print(try RuleTests(rules, ruleFile: "rules.yml", source: "slo.yaml").file())
    }
}
