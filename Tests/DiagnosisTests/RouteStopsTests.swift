import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Routes against what they had of the requests")
struct RouteStopsTests {
    private static let start = Timestamp(seconds: 1_795_192_800)

    /// Looks every five seconds at windows of a minute, of routes with so many requests in each second.
    private static func stops(seconds: Int, _ rates: (Int) -> [String: Double]) -> [RouteStop?] {
        var watch = RouteStops()
        let each = (0..<seconds).map(rates)
        return stride(from: 60, to: seconds, by: 5).map { end in
            var counts: [String: Double] = [:]
            for second in each[(end - 60)..<end] { counts.merge(second, uniquingKeysWith: +) }
            var snapshot = SignalSnapshot(at: start + .seconds(end), window: .seconds(60))
            snapshot.readings[.requestRate] = SignalReading(.value(counts.values.reduce(0, +) / 60))
            var breakdown = Breakdown(dimension: .route)
            breakdown.rows = counts.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { name, count in
                var row = Breakdown.Row(name: name)
                row.requestRate = count / 60
                return row
            }
            snapshot.breakdown = breakdown
            watch.observe(snapshot)
            return watch.stop
        }
    }

    /// The place of the look at a second.
    private static func place(_ second: Int) -> Int { (second - 60) / 5 }

    @Test("A route with a fifth of the traffic that nobody reaches is told within a window, since about then")
    func stopped() throws {
        let told = Self.stops(seconds: 900) { ["a": 20, "b": 10, "c": $0 < 400 ? 10 : 0] }
        #expect(told[..<Self.place(400)].allSatisfy { $0 == nil })
        let first = try #require(told.firstIndex { $0 != nil })
        #expect(first <= Self.place(460))
        let stop = try #require(told[first])
        #expect(stop.name == "c" && abs(stop.shareBefore - 0.25) < 0.01)
        #expect(abs((stop.since - Self.start).inSeconds - 400) <= 5)
        // It stays told, and since then, for as long as it lasts.
        #expect(told[first...].allSatisfy { $0?.name == "c" && $0?.since == stop.since })
        #expect(told.last??.shareNow == 0)
    }

    @Test("So is one of which a thirtieth is left, and not any more once it is asked again")
    func hardlyAsked() {
        let told = Self.stops(seconds: 1200) { ["a": 20, "b": (400..<700).contains($0) ? 0.3 : 10] }
        #expect(told[Self.place(480)]?.name == "b" && told[Self.place(680)]?.name == "b")
        #expect(told[Self.place(800)...].allSatisfy { $0 == nil })
    }

    @Test("Less or nothing for all, a burst elsewhere, few requests, a half, and no past are none")
    func none() {
        let quiet: [[RouteStop?]] = [
            Self.stops(seconds: 900) { $0 < 400 ? ["a": 20, "b": 10] : ["a": 1, "b": 0.5] },
            Self.stops(seconds: 900) { $0 < 400 ? ["a": 20, "b": 10] : [:] },
            Self.stops(seconds: 900) { ["a": 20, "b": 10, "batch": $0 >= 400 ? 500 : 0] },
            Self.stops(seconds: 900) { ["a": 20, "b": 10, "c": $0 < 400 ? 0.05 : 0] },
            Self.stops(seconds: 900) { ["a": 20, "b": $0 < 400 ? 10 : 5] },
            Self.stops(seconds: 900) { ["a": 20, "b": $0 < 120 ? 10 : 0] },
        ]
        for told in quiet { #expect(told.allSatisfy { $0 == nil }, "\(told.compactMap { $0 }.first as Any)") }
    }

    @Test("A batch that ends, and one that comes again and again, are none")
    func batches() {
        let once = Self.stops(seconds: 3600) { ["a": 20, "batch": (1200..<1800).contains($0) ? 100 : 0] }
        #expect(once.allSatisfy { $0 == nil })
        let often = Self.stops(seconds: 3600) { ["a": 20, "batch": $0 % 600 < 240 ? 30 : 0] }
        // The first pause may not be known for one yet.
        #expect(often[Self.place(900)...].allSatisfy { $0 == nil })
    }

    @Test("What a source knows of the time before tells at the first look which one has stopped")
    func past() {
        func watch(_ rate: (Int) -> Double) -> RouteStop? {
            let windows = (1...60).map { minute in
                RequestPast.Window(
                    at: Self.start + .seconds(60 * minute),
                    instances: [:],
                    routes: ["a": 1200, "b": 60 * rate(minute)]
                )
            }
            var watch = RouteStops()
            watch.take(RequestPast(length: .seconds(60), windows: windows))
            var snapshot = SignalSnapshot(at: Self.start + .seconds(3600), window: .seconds(60))
            snapshot.readings[.requestRate] = SignalReading(.value(20 + rate(60)))
            var (kept, other) = (Breakdown.Row(name: "a"), Breakdown.Row(name: "b"))
            (kept.requestRate, other.requestRate) = (20, rate(60))
            var breakdown = Breakdown(dimension: .route)
            breakdown.rows = [kept, other]
            snapshot.breakdown = breakdown
            watch.observe(snapshot)
            return watch.stop
        }
        #expect(watch { $0 > 57 ? 0.2 : 10 }?.since == Self.start + .seconds(57 * 60))
        #expect(watch { _ in 10 } == nil)
        // A batch that ran for ten minutes, and one that ran for most of the time.
        #expect(watch { (40..<50).contains($0) ? 10 : 0 } == nil)
        #expect(watch { (20..<57).contains($0) ? 10 : 0 } == nil)
    }

    @Test("Where routes are not told apart any more nothing is said of them")
    func otherDimension() {
        var watch = RouteStops()
        for look in 0..<20 {
            var snapshot = SignalSnapshot(at: Self.start + .seconds(look * 60), window: .seconds(60))
            snapshot.readings[.requestRate] = SignalReading(.value(30))
            var (kept, gone) = (Breakdown.Row(name: "a"), Breakdown.Row(name: "b"))
            (kept.requestRate, gone.requestRate) = (20, look < 10 ? 10 : 0)
            var breakdown = Breakdown(dimension: look < 19 ? .route : .instance)
            breakdown.rows = [kept, gone]
            snapshot.breakdown = breakdown
            watch.observe(snapshot)
            if look == 18 { #expect(watch.stop?.name == "b") }
        }
        #expect(watch.stop == nil)
    }
}
