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
                "availability: 20% bad from 5m on, for 5m; an alert after 3m36s",
                "availability: 0.99% bad all the time", "availability: 1.01% bad all the time",
                "availability: 2.97% bad all the time", "availability: 3.03% bad all the time",
                "availability: 5.94% bad all the time", "availability: 6.06% bad all the time",
                "availability: 14.256% bad all the time", "availability: 14.544% bad all the time",
                "availability: nothing fails", "availability: no traffic",
                "availability: all of 16 requests fail", "availability: all of 24 requests fail",
                "latency: everything fails",
                "latency: 100% bad from 5m on, for 5m; an alert after 3m36s",
                "latency: 4.95% bad all the time", "latency: 5.05% bad all the time",
                "latency: 14.85% bad all the time", "latency: 15.15% bad all the time",
                "latency: 29.7% bad all the time", "latency: 30.3% bad all the time",
                "latency: 71.28% bad all the time", "latency: 72.72% bad all the time",
                "latency: nothing fails", "latency: no traffic",
                "latency: all of 16 requests fail", "latency: all of 24 requests fail",
                "nobody scrapes it", "targets answer without metrics", "one of two targets does not answer",
                "no target answers", "all is well",
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
        #expect(
            values == [
                "0+1000000x20 20800000+800000x19 37000000+1000000x5", "0+0x20 200000+200000x19 4000000+0x5",
            ]
        )
    }
}
