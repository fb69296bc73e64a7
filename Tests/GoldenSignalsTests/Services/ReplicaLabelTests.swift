import GoldenSignals
import PromModel
import Testing

@Suite("Replicas of one observer")
struct ReplicaLabelTests {
    private static func targets(_ name: String, _ values: [String], instances: [String] = ["a:1", "a:2"]) -> [Labels] {
        values.flatMap { value in instances.map { ["job": "shop", "instance": $0, name: value] } }
    }

    private static func starts(_ targets: [Labels], differ: Bool = false) -> [InstantValue] {
        targets.enumerated().map { InstantValue(labels: $1, value: differ ? Double($0) : 100) }
    }

    private static func found(_ targets: [Labels], _ starts: [InstantValue] = []) -> ReplicaLabel? {
        ReplicaLabel.found(in: targets, starts: starts, besides: ["cluster", "namespace", "service", "job"])
    }

    @Test(
        "A label that is called after replicas is believed",
        arguments: ["replica", "prometheus_replica", "__replica__", "prometheus"]
    )
    func telling(name: String) {
        let label = Self.found(Self.targets(name, ["c", "b"]))
        #expect(label?.name == name && label?.values == ["b", "c"] && label?.chosen == "b")
        #expect(label?.matcher == "\(name)=\"b\"")
    }

    @Test("Of any other label the processes have to be the same")
    func processes() {
        let targets = Self.targets("monitor", ["one", "two"])
        #expect(Self.found(targets, Self.starts(targets))?.name == "monitor")
        #expect(Self.found(targets, Self.starts(targets, differ: true)) == nil)
        // Two pages of one process, of which one tells when it began.
        let pages = Self.targets("metrics_path", ["/metrics", "/metrics/cadvisor"], instances: ["node:1"])
        #expect(Self.found(pages, Self.starts([pages[0]])) == nil)
    }

    @Test("Processes that began at other times are other processes, whatever the label is called")
    func otherProcesses() {
        let sets = Self.targets("replicaset", ["checkout-7d9f", "checkout-5c1a"], instances: ["node-1"])
        #expect(Self.found(sets, Self.starts(sets, differ: true)) == nil)
        #expect(Self.found(sets, Self.starts(sets))?.name == "replicaset")
        // Scraped by the server itself, a label of another name tells nothing.
        let ports = Self.targets("port", ["8080", "8081"], instances: ["node-1"])
        let starts = Self.starts(ports)
        #expect(ReplicaLabel.found(in: ports, starts: starts, besides: ["job"], isOwn: true) == nil)
        #expect(ReplicaLabel.found(in: sets, starts: Self.starts(sets), besides: ["job"], isOwn: true) != nil)
    }

    @Test("An observer may be told by several labels that go together, or one of two by none")
    func companions() {
        let pairs = ["a", "b"].flatMap { value in
            ["a:1", "a:2"].map { ["job": "shop", "instance": $0, "replica": value, "host": "prom-\(value)"] as Labels }
        }
        #expect(Self.found(pairs)?.matcher == "replica=\"a\"")
        #expect(Self.found(pairs, Self.starts(pairs))?.values == ["a", "b"])
        let lacking =
            Self.targets("replica", ["a"]) + ["a:1", "a:2"].map { ["job": "shop", "instance": $0] as Labels }
        #expect(Self.found(lacking)?.chosen == "a")
        #expect(Self.found(lacking)?.description.contains("none, a") == true)
    }

    @Test("Replicas of a service are no replicas of its observer")
    func service() {
        let targets =
            Self.targets("replica", ["0"], instances: ["a:1"]) + Self.targets("replica", ["1"], instances: ["a:2"])
        #expect(Self.found(targets) == nil)
    }

    @Test("The one with the most targets is taken, and kept while it is as good")
    func choice() {
        let targets = Self.targets("replica", ["b"], instances: ["a:1"]) + Self.targets("replica", ["c", "d"])
        #expect(Self.found(targets)?.chosen == "c")
        let kept = ReplicaLabel.found(in: targets, starts: [], besides: ["job"], preferred: "d")
        #expect(kept?.chosen == "d")
    }

    @Test("One that has died is not taken for the samples that it left, however long it was the one")
    func dead() {
        let targets = Self.targets("replica", ["a", "b"])
        func times(_ ages: [String: Double]) -> [InstantValue] {
            targets.map { InstantValue(labels: $0, value: 1000 - (ages[$0["replica"]] ?? 0)) }
        }
        func chosen(_ ages: [String: Double]) -> String? {
            let late = ReplicaLabel.late(times(ages), now: Timestamp(seconds: 1000))
            return ReplicaLabel.found(in: targets, starts: [], besides: ["job"], preferred: "a", late: late)?.chosen
        }
        #expect(chosen([:]) == "a")
        #expect(chosen(["a": 60, "b": 5]) == "b")
        // By turns, and scraped once a minute: both are there.
        #expect(chosen(["a": 29, "b": 0]) == "a")
        #expect(chosen(["a": 110, "b": 55]) == "a")
        // Both have died: nothing is better.
        #expect(chosen(["a": 200, "b": 200]) == "a")
    }
}
