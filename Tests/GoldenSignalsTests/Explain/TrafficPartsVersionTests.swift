import GoldenSignals
import PromModel
import Testing

@Suite("Parts of the traffic by version")
struct TrafficPartsVersionTests {
    private static func parts(_ labels: [String] = ["route", "instance"]) -> TrafficParts {
        TrafficParts(
            signal: .errorShare,
            labels: labels,
            parts: ["a", "b", "c"].map { instance in
                TrafficPart(labels: ["route": "/pay", "instance": instance], requests: 10, bad: 1)
            },
            since: nil
        )
    }

    @Test("Each instance's version is told where several run; one of several instances before their names")
    func versions() {
        let told = Self.parts().toldApart(byVersions: ["a": "1.4", "b": "1.5", "c": "1.5"])
        #expect(told.labels == ["route", "version", "instance"])
        #expect(told.parts.map { $0.labels["version"] } == ["1.4", "1.5", "1.5"])
        #expect(told.parts.map(\.requests) == [10, 10, 10])
        // What is one process is called by its name first.
        let single = Self.parts().toldApart(byVersions: ["a": "1.4", "b": "1.5", "c": "1.6"])
        #expect(single.labels == ["route", "instance", "version"])
    }

    @Test("One version, none, requests that carry it, and no instances leave the parts as they are")
    func unchanged() {
        let parts = Self.parts()
        for versions in [[:], ["a": "1.4", "b": "1.4", "c": "1.4"], ["a": "1.4"]] {
            #expect(parts.toldApart(byVersions: versions) == parts)
        }
        let own = Self.parts(["version", "instance"])
        #expect(own.toldApart(byVersions: ["a": "1.4", "b": "1.5"]) == own)
        let routes = Self.parts(["route"])
        #expect(routes.toldApart(byVersions: ["a": "1.4", "b": "1.5"]) == routes)
    }
}
