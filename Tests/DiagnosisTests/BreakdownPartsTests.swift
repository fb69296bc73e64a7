import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Who, by what is bad about the requests")
struct BreakdownPartsTests {
    /// Two routes on two instances: few requests of one route failed, those of one instance are slow.
    private static func told(_ signal: Signal, refusal: String? = nil) -> TrafficParts {
        let parts = ["a:1", "b:1"].flatMap { instance in
            ["/cart", "/pay"].map { route in
                TrafficPart(
                    labels: ["instance": instance, "method": "GET", "route": route],
                    requests: 100,
                    bad: instance == "a:1" ? (route == "/pay" ? 60 : 20) : 0,
                    requestsBefore: 100
                )
            }
        }
        var told = TrafficParts(
            signal: signal,
            labels: ["instance", "route", "method"],
            parts: parts,
            since: Timestamp(seconds: 7)
        )
        (told.refusal, told.routeLabel, told.methodLabel) = (refusal, "route", "method")
        return told
    }

    /// As the failures have it: all on one route and the other instance.
    private static func failures(by dimension: Dimension) -> Breakdown {
        var breakdown = Breakdown(dimension: dimension)
        let names = dimension == .instance ? ["b:1", "a:1"] : ["/cart", "/pay"]
        breakdown.rows = names.map { name in
            var row = Breakdown.Row(name: name)
            row.labels = dimension == .instance ? ["instance": name] : ["method": "GET", "route": name]
            row.share = name == names[0] ? 1 : 0
            row.requestRate = 10
            row.parts = [Breakdown.Part(name: "b:1", share: 1)]
            return row
        }
        return breakdown
    }

    @Test(
        "Shares are of the slow or refused requests, and where they are",
        arguments: [(Signal.p99Latency, nil, "slow requests"), (.errorShare, "4xx", "4xx")]
            as [(Signal, String?, String)]
    )
    func counting(signal: Signal, refusal: String?, what: String) {
        let told = Self.told(signal, refusal: refusal)
        let routes = Self.failures(by: .route).counting(told)
        #expect(routes.rows.map(\.name) == ["/pay", "/cart"])
        #expect(routes.rows.map(\.share) == [0.75, 0.25])
        #expect(routes.rows.map(\.parts) == Array(repeating: [Breakdown.Part(name: "a:1", share: 1)], count: 2))
        #expect((routes.what, routes.since) == (what, Timestamp(seconds: 7)))
        let instances = Self.failures(by: .instance).counting(told)
        #expect(instances.rows.map(\.name) == ["a:1", "b:1"])
        #expect(instances.rows.map(\.share) == [1, 0])
        #expect(
            instances.rows[0].parts == [
                Breakdown.Part(name: "GET /pay", share: 0.75), Breakdown.Part(name: "GET /cart", share: 0.25),
            ]
        )
    }

    @Test("Failures stay as they were asked for, and so do rows that the parts do not tell apart")
    func unchanged() {
        let routes = Self.failures(by: .route)
        #expect(routes.counting(Self.told(.errorShare)) == routes)
        #expect(routes.counting(Self.told(.requestRate)) == routes)
        #expect(routes.counting(Self.told(.saturation)) == routes)
        var codes = routes
        codes.rows[0].labels = ["status": "503"]
        #expect(codes.counting(Self.told(.p99Latency)) == codes)
    }
}
