import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("What the counts by part say")
struct ExplanationTests {
    private static func told(_ signal: Signal, _ labels: [String], _ parts: [TrafficPart]) -> TrafficParts {
        var told = TrafficParts(signal: signal, labels: labels, parts: parts, since: Timestamp(seconds: 1))
        (told.routeLabel, told.methodLabel) = ("route", "method")
        return told
    }

    private static func part(_ method: String, _ route: String, _ requests: Double, _ bad: Double) -> TrafficPart {
        TrafficPart(labels: ["method": method, "route": route], requests: requests, bad: bad, requestsBefore: requests)
    }

    private static func names(_ explanation: Explanation) -> [String]? {
        if case .suspect(let suspect) = explanation.attribution { suspect.names } else { nil }
    }

    @Test("A route with one method is told with it, one with several is not")
    func companions() {
        let one = [Self.part("POST", "/pay", 100, 60), Self.part("GET", "/cart", 300, 0)]
        #expect(Self.names(Explanation(Self.told(.errorShare, ["route", "method"], one))) == ["POST /pay"])
        let several = [
            Self.part("POST", "/pay", 100, 60), Self.part("GET", "/pay", 90, 54), Self.part("GET", "/cart", 300, 0),
            Self.part("POST", "/cart", 300, 0),
        ]
        #expect(Self.names(Explanation(Self.told(.errorShare, ["route", "method"], several))) == ["/pay"])
    }

    @Test(
        "Of a fall nearly all of the traffic is named where the rest is as it was, not where that fell too or is too little",
        arguments: [(45.0, 8.0, ["POST /pay"]), (45, 40, nil), (3, 1, nil)] as [(Double, Double, [String]?)]
    )
    func rest(usual: Double, lost: Double, names: [String]?) {
        let parts = [Self.part("POST", "/pay", 6400, 6390), Self.part("GET", "/items", usual, lost)]
        #expect(Self.names(Explanation(Self.told(.requestRate, ["route", "method"], parts))) == names)
    }

    @Test("Where the traffic went to what was bad before, that is named; old noise beside a new trouble of all is not")
    func moved() {
        func part(_ route: String, _ now: (Double, Double), _ before: (Double, Double)) -> TrafficPart {
            TrafficPart(
                labels: ["method": "GET", "route": route],
                requests: now.0,
                bad: now.1,
                requestsBefore: before.0,
                badBefore: before.1
            )
        }
        let moved = [part("/good", (330, 0), (990, 0)), part("/flaky", (670, 201), (10, 3))]
        #expect(Self.names(Explanation(Self.told(.errorShare, ["route", "method"], moved))) == ["GET /flaky"])
        let noisy = [part("/good", (500, 100), (500, 0)), part("/flaky", (500, 150), (500, 50))]
        #expect(Self.names(Explanation(Self.told(.errorShare, ["route", "method"], noisy))) == nil)
    }

    @Test("What kind of error it was names no part of the traffic")
    func kindOfError() {
        func part(_ route: String, _ error: String, _ requests: Double, _ bad: Double) -> TrafficPart {
            TrafficPart(labels: ["error_type": error, "route": route], requests: requests, bad: bad)
        }
        let parts = [
            part("/checkout", "", 70, 0), part("/checkout", "500", 30, 30), part("/cart", "", 400, 0),
            part("/cart", "404", 4, 0),
        ]
        #expect(Self.names(Explanation(Self.told(.errorShare, ["error_type", "route"], parts))) == ["/checkout"])
    }

    @Test("A version that one instance runs is told with it, one that several run is not")
    func versions() {
        func told(_ versions: [String: String]) -> TrafficParts {
            let parts = versions.sorted { $0.key < $1.key }.map { instance, version in
                TrafficPart(
                    labels: ["instance": instance, "version": version],
                    requests: 100,
                    bad: version == "1.5.0" ? 60 : 0,
                    requestsBefore: 100
                )
            }
            return Self.told(.errorShare, ["version", "instance"], parts)
        }
        let one = told(["a:1": "1.5.0", "b:1": "1.4.0", "c:1": "1.4.0"])
        #expect(Self.names(Explanation(one)) == ["1.5.0 a:1"])
        let two = told(["a:1": "1.5.0", "b:1": "1.5.0", "c:1": "1.4.0", "d:1": "1.4.0", "e:1": "1.4.0"])
        #expect(Self.names(Explanation(two)) == ["1.5.0"])
    }

    @Test("A resource over its limit is told with whose it is, the fullest first")
    func resources() {
        let places = [("fds", "a:1", 0.0), ("fds", "b:1", 0.97), ("memory", "a:1", 0.88), ("memory", "b:1", 0)]
        let parts = places.map { resource, instance, full in
            TrafficPart(labels: ["resource": resource, "instance": instance], requests: 1, bad: full)
        }
        let explanation = Explanation(Self.told(.saturation, ["resource", "instance"], parts))
        #expect(Self.names(explanation) == ["fds b:1"])
        #expect(explanation.suspects.map { $0.names } == [["fds b:1"], ["memory a:1"]])
        #expect(explanation.failingInstances == ["a:1", "b:1"])
    }
}
