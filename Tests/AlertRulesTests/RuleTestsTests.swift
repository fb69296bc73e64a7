import AlertRules
import GoldenSignals
import Settings
import Testing
import Yams

@Suite("Unit tests of rules")
struct RuleTestsTests {
    private func file(_ service: ServiceObjectives) throws -> Node.Mapping {
        let text = try RuleTests(ServiceRules(service), ruleFile: "rules.yml", source: "slo.yaml").file()
        return try #require(try Yams.compose(yaml: text)?.mapping)
    }

    private func names(_ file: Node.Mapping) -> [String] {
        (file["tests"]?.sequence ?? []).compactMap { $0.mapping?["name"]?.string }
    }

    @Test("There is a case for each thing that may go wrong with an objective, and for the guards")
    func cases() throws {
        let names = names(try file(try SLOFile.read(Objectives.demo, name: "slo.yaml")))
        #expect(
            names == [
                "availability: everything fails",
                "availability: 20% bad from 5m on, for 4m30s; an alert after 3m36s",
                "availability: nothing fails", "availability: no traffic", "availability: all of four requests fail",
                "latency: everything fails",
                "latency: 90% bad from 5m on, for 4m45s; an alert after 4m",
                "latency: nothing fails", "latency: no traffic", "latency: all of four requests fail",
                "no metrics at all", "one of two targets does not answer",
            ]
        )
    }

    @Test("A factor that is out of reach is expected not to fire, whatever fails")
    func outOfReach() throws {
        let file = try file(Objectives.one("objective: 90%, indicator: availability, period: 6h, windows: demo"))
        let first = file["tests"]?.sequence?.first?.mapping
        let alerts = first?["alert_rule_test"]?.sequence?.first?.mapping?["exp_alerts"]?.sequence
        let windows = (alerts ?? []).compactMap { $0.mapping?["exp_labels"]?.mapping?["long_window"]?.string }
        #expect(windows == ["30m", "1h", "6h"])
    }

    @Test("Each profile with failures has series to test with", arguments: MetricProfile.builtin.profiles)
    func profiles(profile: MetricProfile) throws {
        guard !profile.failures.isEmpty else { return }
        let service = try Objectives.one("objective: 99%, indicator: availability", profile: profile.name)
        #expect(names(try file(service)).contains("main: everything fails"))
    }

    @Test("Counters go on from where a piece ended")
    func counters() throws {
        let file = try file(Objectives.one("objective: 99%, indicator: availability, period: 6h, windows: demo"))
        let onset = file["tests"]?.sequence?.dropFirst().first?.mapping
        let values = (onset?["input_series"]?.sequence ?? []).compactMap { $0.mapping?["values"]?.string }
        #expect(values == ["0+1000x20 20800+800x17 35400+1000x7", "0+0x20 200+200x17 3600+0x7"])
    }
}
