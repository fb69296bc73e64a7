import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Instances among their peers")
struct DepartingPeerTests {
    /// Two routes hit alike, over some instances each with its share of failures among 2,000 requests.
    private static func peer(_ shares: [Double], requests: Double = 1000) -> DepartingPeer? {
        let parts = shares.enumerated().flatMap { index, share in
            ["/a", "/b"].map { route in
                TrafficPart(
                    labels: ["route": route, "instance": "web-\(index)"],
                    requests: requests,
                    bad: requests * share
                )
            }
        }
        return Explanation(
            TrafficParts(signal: .errorShare, labels: ["route", "instance"], parts: parts, since: nil)
        ).peer
    }

    @Test("One that departs is named with its share and that of the others")
    func departs() {
        let peer = Self.peer([0.05, 0.06, 0.15, 0.04])
        #expect(peer?.instance == "web-2" && peer?.share == 0.15 && peer?.median == 0.05 && peer?.count == 3)
        #expect(Self.peer([0, 0, 0.02])?.instance == "web-2")
    }

    @Test("What all have, what two have, few instances, few requests and twice as much are no departure")
    func none() {
        #expect(Self.peer([0.05, 0.06, 0.055, 0.05]) == nil)
        #expect(Self.peer([0.05, 0.2, 0.35, 0.6]) == nil)
        #expect(Self.peer([0, 0.5]) == nil && Self.peer([0.5]) == nil && Self.peer([]) == nil)
        #expect(Self.peer([0.05, 0.06, 0.4, 0.04], requests: 4) == nil)
        #expect(Self.peer([0.05, 0.05, 0.09, 0.05]) == nil)
        #expect(Self.peer([0, 0, 0, 0]) == nil)
    }
}
