import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Instances against what they had of the requests")
struct InstanceWatchTests {
    private static let start = Timestamp(seconds: 1_795_192_800)

    /// Polls every five seconds of instances with so many requests a second at each.
    private static func departures(
        polls: Int = 60,
        downFrom: [String: Int] = [:],
        _ rates: (Int) -> [String: Double]
    ) -> [InstanceDeparture?] {
        var watch = InstanceWatch()
        var totals: [String: Double] = [:]
        return (0..<polls).map { poll in
            for (name, rate) in rates(poll) { totals[name, default: 0] += (rate * 5).rounded() }
            let names = rates(poll).keys
            totals = totals.filter { names.contains($0.key) }
            var snapshot = SignalSnapshot(at: start + .seconds(poll * 5), window: .seconds(60))
            snapshot.requestTotals = totals
            for name in names { snapshot.targetsAlive[["instance": name]] = poll < downFrom[name] ?? .max }
            watch.observe(snapshot, scrape: .seconds(5))
            return watch.departure
        }
    }

    @Test("One of three that is asked nothing any more is told within three scrapes, since its last request")
    func leftOut() throws {
        let told = Self.departures { poll in
            poll < 40 ? ["a": 10, "b": 10, "c": 10] : ["a": 15, "b": 0, "c": 15]
        }
        #expect(told.prefix(40).allSatisfy { $0 == nil })
        let first = try #require(told.compactMap { $0 }.first)
        #expect(told.firstIndex { $0 != nil } == 42)
        #expect(first.name == "b" && first.since == Self.start + .seconds(39 * 5) && first.shareNow == 0)
        #expect(abs(first.shareBefore - 1.0 / 3) < 0.01)
        #expect(told.last??.name == "b")
    }

    @Test("Several are told together, with the zone that they have in common and no other has")
    func zone() throws {
        func departure(_ zones: [String: String]) throws -> InstanceDeparture {
            var watch = InstanceWatch()
            var totals: [String: Double] = [:]
            for poll in 0..<60 {
                for (name, _) in zones { totals[name, default: 0] += poll >= 40 && "ab".contains(name) ? 0 : 50 }
                var snapshot = SignalSnapshot(at: Self.start + .seconds(poll * 5), window: .seconds(60))
                snapshot.requestTotals = totals
                for (name, zone) in zones {
                    snapshot.targetsAlive[["instance": name, "job": "shop", "zone": zone]] = true
                }
                watch.observe(snapshot, scrape: .seconds(5))
            }
            return try #require(watch.departure)
        }
        let failover = try departure(["a": "z1", "b": "z1", "c": "z2", "d": "z2"])
        #expect(failover.name == "a" && failover.others == ["b"] && failover.shareNow == 0)
        #expect(abs(failover.shareBefore - 0.5) < 0.01)
        #expect(failover.place?.name == "zone" && failover.place?.value == "z1")
        let mixed = try departure(["a": "z1", "b": "z2", "c": "z1", "d": "z2"])
        #expect(mixed.others == ["b"] && mixed.place == nil)
    }

    @Test("So is one that gets a tenth of what it had, and not any more once it has its part again")
    func hardlyAsked() {
        let told = Self.departures(polls: 120) { poll in
            (40..<60).contains(poll) ? ["a": 19, "b": 1] : ["a": 10, "b": 10]
        }
        #expect(told[59]?.name == "b" && told[39] == nil && told[119] == nil)
    }

    @Test("What a source knows of the time before tells at the first poll who is left out, and goes on from there")
    func past() throws {
        let windows = (1...40).map { minute in
            RequestPast.Window(
                at: Self.start + .seconds(60 * minute),
                instances: ["a": 600, "b": 600, "c": minute > 37 ? 0 : 600],
                routes: [:]
            )
        }
        var watch = InstanceWatch()
        watch.take(RequestPast(length: .seconds(60), windows: windows))
        func poll(_ second: Int) {
            var snapshot = SignalSnapshot(at: Self.start + .seconds(2400 + second), window: .seconds(60))
            let total = 90_000 + 10 * Double(second)
            snapshot.requestTotals = ["a": total, "b": total, "c": 80_000]
            watch.observe(snapshot, scrape: .seconds(5))
        }
        poll(0)
        let first = try #require(watch.departure)
        #expect(first.name == "c" && first.since == Self.start + .seconds(37 * 60) && first.shareNow == 0)
        for second in stride(from: 5, through: 60, by: 5) { poll(second) }
        #expect(watch.departure?.name == "c" && watch.departure?.since == first.since)
    }

    @Test("Less for all, more instances, a target that does not answer, a restart and pauses as ever are none")
    func none() {
        let quiet: [[InstanceDeparture?]] = [
            Self.departures { $0 < 40 ? ["a": 10, "b": 10] : ["a": 1, "b": 1] },
            Self.departures { $0 < 40 ? ["a": 10, "b": 10] : ["a": 0, "b": 0] },
            Self.departures {
                $0 < 40 ? ["a": 10, "b": 10] : ["a": 2, "b": 2, "c": 2, "d": 2, "e": 2, "f": 2, "g": 2, "h": 2]
            },
            Self.departures(downFrom: ["b": 40]) { $0 < 40 ? ["a": 10, "b": 10] : ["a": 20, "b": 0] },
            Self.departures { $0 < 40 ? ["a": 10, "b": 10] : ["a": 20] },
            // A batch each minute.
            Self.departures(polls: 200) { ["a": 10, "b": $0 % 12 == 0 ? 100 : 0] },
            Self.departures { $0 < 40 ? ["a": 10, "b": 10] : ["a": 13, "b": 7] },
            // Hardly ever asked.
            Self.departures { $0 < 40 ? ["a": 10, "b": 0.1] : ["a": 10, "b": 0] },
        ]
        for told in quiet { #expect(told.allSatisfy { $0 == nil }, "\(told.compactMap { $0 }.first as Any)") }
    }
}
