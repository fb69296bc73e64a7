import ServiceKit
import Testing

@Suite("Scenarios of faults")
struct FaultScenarioTests {
    @Test("More than ten come with sretop, each with a name of its own, and the service takes every step of them")
    func shipped() throws {
        let all = FaultScenario.shipped
        #expect(all.count > 10 && Set(all.map(\.name)).count == all.count)
        var rules = FaultRequest.Rules(routes: ["/", "/risky", "/version"])
        rules.keepsState = true
        for scenario in all {
            #expect(!scenario.about.isEmpty && scenario.seconds <= 900, "\(scenario.name)")
            for step in scenario.steps {
                #expect(throws: Never.self, "\(scenario.name)") { try step.set.check(rules) }
                #expect(step.set.seconds != nil, "\(scenario.name)")
            }
        }
        // The seed's own defect is one of them.
        let risky = try #require(all.first { $0.name == "risky-fails" })
        #expect(risky.steps.map(\.set.route) == ["/risky"] && risky.steps.map(\.set.share) == [0.2])
    }

    @Test("Steps come in the order of their times, and it is over when the last fault is")
    func order() throws {
        let text = """
            about: twice
            steps:
              - {at: 60, set: {fault: errors, share: 0.5, seconds: 30}}
              - {set: {fault: latency, delay_seconds: 0.2}}
              - {at: 80, set: {fault: latency, active: false}}
            """
        let scenario = try FaultScenario(yaml: text, name: "mine.yaml")
        #expect(scenario.name == "mine.yaml" && scenario.about == "twice")
        #expect(scenario.steps.map(\.at) == [0, 60, 80])
        #expect(scenario.seconds == 90)
    }

    @Test(
        "What is no scenario is refused with what is wrong",
        arguments: [
            ("", ""), ("steps: []", "there are no steps"), ("stepps: []", "there is no key 'stepps'"),
            ("steps: [{at: 1, fault: errors}]", "there is no key 'fault'"),
            ("steps: [{at: -1, set: {fault: errors}}]", "it may be 0 to 3600"),
            ("steps: [{at: 1}]", "'set' is missing"),
            ("steps: [{at: 1, set: {fault: nothing}}]", "there is no fault 'nothing'"),
            ("steps: [{at: 1, set: {fault: errors, shares: 1}}]", "there is no key 'shares'"),
            ("steps: [{at: soon, set: {fault: errors}}]", "at"), ("a: [", ""),
        ]
    )
    func refused(text: String, words: String) {
        do throws(FaultProblem) {
            _ = try FaultScenario(yaml: text, name: "x")
            Issue.record("'\(text)' was read")
        } catch {
            #expect(words.isEmpty || error.description.contains(words), "\(error)")
        }
    }
}
