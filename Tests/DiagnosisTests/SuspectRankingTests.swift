import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Who explains it")
struct SuspectRankingTests {
    private static let labels = ["method", "route", "instance", "version"]

    /// A thousand requests a part: two methods, three routes, three instances; instance c runs 1.5.0.
    ///
    /// `now` and `before` give the share of bad ones.
    private static func parts(
        requests: Double = 1000,
        before: (Labels) -> Double = { _ in 0.001 },
        now: (Labels) -> Double
    ) -> [TrafficPart] {
        var parts: [TrafficPart] = []
        for method in ["GET", "POST"] {
            for (route, weight) in [("/cart", 1.0), ("/items", 2.0), ("/pay", 0.5)] {
                for instance in ["a", "b", "c"] {
                    let labels: Labels = [
                        "method": method, "route": route, "instance": instance,
                        "version": instance == "c" ? "1.5.0" : "1.4.0",
                    ]
                    let count = requests * weight
                    parts.append(
                        TrafficPart(
                            labels: labels,
                            requests: count,
                            bad: count * now(labels),
                            requestsBefore: count,
                            badBefore: count * before(labels)
                        )
                    )
                }
            }
        }
        return parts
    }

    private static func first(_ parts: [TrafficPart]) -> String {
        switch SuspectRanking(parts, labels: labels).attribution {
        case .suspect(let suspect): suspect.names.joined(separator: ", ")
        case .everywhere: "everywhere"
        case .tooFew: "too few"
        case .nothingNew: "nothing"
        }
    }

    @Test("The label that concentrates most is chosen, and pairs where one label is not enough")
    func chosen() {
        #expect(Self.first(Self.parts { $0["method"] == "POST" ? 0.3 : 0.001 }) == "POST")
        #expect(Self.first(Self.parts { $0["route"] == "/pay" ? 0.3 : 0.001 }) == "/pay")
        #expect(Self.first(Self.parts { $0["instance"] == "b" ? 0.3 : 0.001 }) == "b")
        let pair = Self.parts { $0["route"] == "/pay" && $0["method"] == "POST" ? 0.3 : 0.001 }
        #expect(Self.first(pair) == "POST /pay")
        let triple = Self.parts {
            $0["route"] == "/pay" && $0["method"] == "POST" && $0["instance"] == "a" ? 0.3 : 0.001
        }
        #expect(Self.first(triple) == "POST /pay a")
        let two = Self.parts { $0["route"] == "/pay" || $0["route"] == "/cart" ? 0.3 : 0.001 }
        #expect(Self.first(two) == "/cart, /pay")
    }

    @Test("Of two labels that say the same the clearer one is told")
    func alike() {
        #expect(Self.first(Self.parts { $0["instance"] == "c" ? 0.3 : 0.001 }) == "c")
    }

    @Test("What has failed for long is not new, however much it is")
    func noise() {
        let noise = { (labels: Labels) in labels["route"] == "/items" ? 0.2 : 0.001 }
        let both = Self.parts(before: noise) { labels in
            labels["instance"] == "b" ? noise(labels) + 0.1 : noise(labels)
        }
        #expect(Self.first(both) == "b")
        #expect(Self.first(Self.parts(before: noise, now: noise)) == "nothing")
    }

    @Test("Where all are hit alike nobody is named, also where one has most of the traffic")
    func everywhere() {
        #expect(Self.first(Self.parts { _ in 0.3 }) == "everywhere")
        #expect(Self.first(Self.parts { $0["route"] == "/items" ? 0.33 : 0.3 }) == "everywhere")
    }

    @Test("A few failures name nobody, unless all of them fall on a small part")
    func few() {
        let never = { (_: Labels) in 0.0 }
        // Three of each fail, whatever the part.
        #expect(Self.first(Self.parts(requests: 1, before: never) { $0["route"] == "/pay" ? 1 : 0 }) == "too few")
        #expect(Self.first(Self.parts(requests: 0.2, before: never) { _ in 1 }) == "too few")
        let small = Self.parts(requests: 40, before: never) {
            $0["route"] == "/pay" && $0["method"] == "POST" ? 0.15 : 0
        }
        #expect(Self.first(small) == "POST /pay")
    }

    @Test("All on one part is neither alike nor spread, although so few on so much of the traffic may be chance")
    func allOnOne() {
        func parts(_ bad: Double) -> [TrafficPart] {
            [
                TrafficPart(labels: ["instance": "a"], requests: 430, bad: 0, requestsBefore: 430),
                TrafficPart(labels: ["instance": "b"], requests: 570, bad: bad, requestsBefore: 570),
            ]
        }
        for few in [5.0, 8] {
            let ranking = SuspectRanking(parts(few), labels: ["instance"])
            #expect(ranking.attribution == .tooFew(bad: few))
            #expect(ranking.suspects.first?.names == ["b"] && ranking.suspects.first?.standsOut == true)
        }
        #expect(Self.first(parts(20)) == "b")
    }

    @Test("A label that tells single requests is no part of the traffic")
    func manyValues() {
        let parts = (0..<100).map { index in
            TrafficPart(
                labels: ["user": "\(index)", "route": index < 50 ? "/a" : "/b"],
                requests: 100,
                bad: index < 50 ? 50 : 0
            )
        }
        let ranking = SuspectRanking(parts, labels: ["user", "route"])
        #expect(ranking.suspects.first?.names == ["/a"])
        #expect(ranking.suspects.first?.shareOfNew == 1 && ranking.suspects.first?.shareOfTraffic == 0.5)
        #expect(SuspectRanking([], labels: ["a"]).attribution == .nothingNew)
    }

    @Test(
        "The kind of an error is no part of the traffic, however it is written that there was none",
        arguments: ["", "none", "None", "-"]
    )
    func kindOfError(none: String) {
        let rows: [(uri: String, error: String, requests: Double, bad: Double)] = [
            ("/a", none, 850, 0), ("/a", "IllegalState", 150, 150), ("/b", none, 1000, 0),
        ]
        let parts = rows.map {
            TrafficPart(labels: ["uri": $0.uri, "error": $0.error], requests: $0.requests, bad: $0.bad)
        }
        #expect(SuspectRanking(parts, labels: ["error", "uri"]).suspects.first?.names == ["/a"])
    }

    @Test("One value that says as much as several of another label is told, whatever chance adds to their sum")
    func oneBeforeSeveral() {
        // The instances' own shares before differ by chance, so that their excesses come to a little more.
        let parts = [("a", "east", 0.0), ("b", "east", 1), ("c", "west", 2), ("d", "west", 0)].map { row in
            let (instance, zone, before) = row
            return TrafficPart(
                labels: ["instance": instance, "zone": zone],
                requests: 100,
                bad: zone == "west" ? 60 : 0,
                requestsBefore: instance == "d" ? 90 : 100,
                badBefore: before
            )
        }
        let ranking = SuspectRanking(parts, labels: ["instance", "zone"])
        #expect(ranking.suspects.first?.names == ["west"])
    }
}
