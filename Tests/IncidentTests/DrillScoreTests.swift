import Incidents
import Randomness
import Testing

@Suite("A drill's answers beside the truth")
struct DrillScoreTests {
    private static let text = """
        kind: part fails
        seconds: 160
        instances: [{name: "web-1:80"}, {name: "web-2:80"}]
        traffic: [{route: /cart, rate: 40}, {route: /pay, method: POST, rate: 20}]
        faults: [{from: 60, where: {instance: "web-2:80"}, version: 2.0.0}, {from: 90, where: {route: /pay}, failures: 0.5}]
        expect: [{onset: 90, verdict: crit, suspects: [{route: /pay}, {method: POST}]}]
        """

    private func answer(
        _ trouble: Trouble,
        since: Double? = nil,
        who: String = "",
        left: Double = 130
    ) -> DrillScore.Answer {
        DrillScore.Answer(leftAt: left, answeredAt: left + 12, trouble: trouble, since: since, who: who)
    }

    @Test(
        "Each question for itself",
        arguments: [
            (Trouble.errors, 92.0, "/pay", [true, true, true]), (.errors, 101, "route=/pay", [true, false, true]),
            (.latency, 80, "post", [false, true, true]), (.errors, 79, "/cart", [true, false, false]),
            (.errors, nil, "everywhere", [true, false, false]), (.errors, 90, "/payments", [true, true, false]),
        ] as [(Trouble, Double?, String, [Bool])]
    )
    func questions(trouble: Trouble, since: Double?, who: String, right: [Bool]) throws {
        let score = DrillScore(answer(trouble, since: since, who: who), of: try Incident(yaml: Self.text, name: "x"))
        #expect([score.isTroubleRight, score.isSinceRight, score.isWhoRight] == right.map(Optional.some))
        #expect(score.detectionSeconds == 40 && score.diagnosisSeconds == 52)
        #expect(score.points == (right.count { $0 }, 3))
    }

    @Test("Who leaves before anything began saw nothing, and is right to say so")
    func early() throws {
        let incident = try Incident(yaml: Self.text, name: "x")
        let calm = DrillScore(answer(.nothing, left: 85), of: incident)
        #expect(calm.isTroubleRight && calm.points == (1, 1) && calm.detectionSeconds == nil)
        let alarmed = DrillScore(answer(.errors, since: 70, who: "/pay", left: 85), of: incident)
        #expect(!alarmed.isTroubleRight && alarmed.points == (0, 1))
    }

    @Test("Where all is hit alike nobody is to be named; a process may be named without its port")
    func places() throws {
        let everywhere = Self.text.replacing("where: {route: /pay}, failures", with: "failures")
            .replacing(", suspects: [{route: /pay}, {method: POST}]", with: "")
        let alike = try Incident(yaml: everywhere, name: "x")
        for (who, isRight) in [("everywhere", true), ("", true), ("web-1", false)] {
            #expect(DrillScore(answer(.errors, since: 90, who: who), of: alike).isWhoRight == isRight, "\(who)")
        }
        let one = try Incident(
            yaml: Self.text.replacing(
                "suspects: [{route: /pay}",
                with: "suspects: [{instance: \"web-2:80\", route: /pay}"
            ),
            name: "x"
        )
        for (who, isRight) in [("web-2 /pay", true), ("web-2:80, /pay", true), ("web-2", false), ("POST", true)] {
            #expect(DrillScore(answer(.errors, since: 90, who: who), of: one).isWhoRight == isRight, "\(who)")
        }
    }

    @Test(
        "Troubles are what faults do; a deploy and a swing are none",
        arguments: [
            ("failures: 0.2", [Trouble.errors]), ("refused: 0.2", [.refused]), ("slower: 5", [.latency]),
            ("traffic: 0.1", [.traffic]), ("traffic: 1.3", []), ("down: true", [.down]),
            ("restartsEvery: 9", [.restarts]),
            ("version: 2", []), ("resources: {fds: 9}", [.saturation]),
            ("failures: 0.2, traffic: 5", [.errors, .traffic]),
        ] as [(String, [Trouble])]
    )
    func troubles(fault: String, expected: [Trouble]) throws {
        let text = """
            instances: [{name: "a:1", resources: {fds: {used: 1, limit: 10}}}]
            traffic: [{rate: 5}]
            faults: [{from: 90, \(fault)}]
            """
        let incident = try Incident(yaml: text, name: "x")
        #expect(incident.troubles == Set(expected))
        #expect((incident.troubleBegins == 90) == !expected.isEmpty)
    }

    @Test("Whoever watches sees calm before the trouble, and all that led to it")
    func calm() throws {
        let incident = try Incident(yaml: Self.text, name: "x")
        for seed in 1...50 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: seed)
            let calm = incident.calmSeconds(&random)
            // The deploy came 30 s before.
            #expect((40...90).contains(calm))
        }
    }

    @Test("Answers are read by any of their words")
    func words() {
        for (text, trouble) in [
            ("5XX", Trouble.errors), ("slow", .latency), ("nothing", .nothing), ("ok", .nothing), ("429", .refused),
        ] {
            #expect(Trouble(answer: text) == trouble)
        }
        #expect(Trouble(answer: "") == nil && Trouble(answer: "well") == nil)
        // No word stands for two.
        for trouble in Trouble.allCases { #expect(Trouble(answer: trouble.rawValue) == trouble) }
    }
}
