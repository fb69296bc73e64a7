import IncidentJudge
import Incidents
import PromModel
import Testing

@Suite("Incidents as data")
struct IncidentPlayTests {
    private static let text = """
        kind: part fails
        seconds: 60
        instances: [{name: "a:1", version: 1.0.0}, {name: "b:1", version: 1.0.0}]
        traffic: [{route: /cart, rate: 40}, {route: /pay, method: POST, rate: 20}]
        faults:
          - {from: 10, until: 40, where: {route: /pay, instance: "b:1"}, failures: 0.5}
          - {from: 50, where: {instance: "a:1"}, version: 1.1.0}
          - {from: 55, where: {instance: "b:1"}, down: true}
        expect: [{at: 30, onset: 10, verdict: [crit, warn], suspects: [{route: /pay}]}]
        """

    @Test("A file says what is played and what is expected")
    func file() throws {
        let incident = try Incident(yaml: Self.text, name: "x")
        #expect(incident.name == "x" && incident.onset == 10)
        #expect(incident.expect.first?.verdict == ["crit", "warn"] && incident.expect.first?.moment == 30)
        #expect(incident.faults.first?.place == ["route": ["/pay"], "instance": ["b:1"]])
    }

    @Test(
        "What a file says wrong is refused",
        arguments: [
            ("seconds: 60", "secs: 60"), ("failures: 0.5", "failure: 0.5"), ("at: 30", "at: 90"),
            ("instances: [{name: \"a:1\", version: 1.0.0}, {name: \"b:1\", version: 1.0.0}]", "instances: []"),
            ("rate: 40}", "rate: 40, service: other}"),
        ]
    )
    func refused(right: String, wrong: String) {
        let text = Self.text.replacing(right, with: wrong)
        #expect(text != Self.text)
        #expect(throws: Incident.FileFailure.self) { try Incident(yaml: text, name: "x") }
    }

    private static func failures(_ play: IncidentPlay, from: Double, to: Double) -> Int {
        play.failures.filter { $0.at >= from && $0.at < to }.reduce(0) { $0 + $1.count }
    }

    @Test("The same seed plays the same requests, however often is looked; faults hit what they say and no longer")
    func played() throws {
        var incident = try Incident(yaml: Self.text, name: "x")
        var (often, once) = (IncidentPlay(incident), IncidentPlay(incident))
        for second in 1...49 { often.advance(to: Double(second)) }
        once.advance(to: 49)
        let epoch = Timestamp(seconds: 1_000_000)
        #expect(often.page(of: "b:1", epoch: epoch) == once.page(of: "b:1", epoch: epoch))
        #expect(Self.failures(once, from: 0, to: 10) == 0 && Self.failures(once, from: 40, to: 49) == 0)
        // 10 a second at b:1 for 30 s, of which one half fails.
        #expect((100...200).contains(Self.failures(once, from: 10, to: 40)))
        incident.seed = 2
        var other = IncidentPlay(incident)
        other.advance(to: 49)
        #expect(other.page(of: "b:1", epoch: epoch) != once.page(of: "b:1", epoch: epoch))
    }

    @Test("A process that begins anew counts from nothing and tells its version; one that is down has no page")
    func processes() throws {
        var play = IncidentPlay(try Incident(yaml: Self.text, name: "x"))
        play.advance(to: 52)
        let page = try #require(play.page(of: "a:1", epoch: Timestamp(seconds: 1_000_000)))
        #expect(page.contains("app_build_info{version=\"1.1.0\"} 1"))
        #expect(page.contains("process_start_time_seconds 1000050"))
        #expect(play.page(of: "b:1", epoch: Timestamp(seconds: 0)) != nil)
        play.advance(to: 56)
        #expect(play.page(of: "b:1", epoch: Timestamp(seconds: 0)) == nil)
        #expect(play.page(of: "c:1", epoch: Timestamp(seconds: 0)) == nil)
    }

    @Test("The same seed makes the same incidents, of every kind, each of which holds together")
    func generated() {
        var (first, second) = (IncidentGenerator(seed: 5), IncidentGenerator(seed: 5))
        let incidents = (0..<48).map { _ in first.next() }
        #expect(incidents == (0..<48).map { _ in second.next() })
        #expect(Set(incidents.map(\.kind)).count == 24)
        for incident in incidents {
            #expect(incident.expect.allSatisfy { $0.moment < incident.seconds }, "\(incident.name)")
            #expect(incident.traffic.allSatisfy { $0.rate >= 0 && !incident.instances.isEmpty })
        }
    }
}
