import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Routes against their own past")
struct RouteWatchTests {
    private static let start = Timestamp(seconds: 1_795_192_800)

    /// Numbers of a small route beside one with two hundred times its traffic.
    private static func departure(
        evaluations: Int = 30,
        rate: Double = 1,
        errors: (Int) -> Double = { _ in 0 },
        p99: (Int) -> Double = { _ in 0.2 }
    ) -> RouteDeparture? {
        var watch = RouteWatch()
        for index in 0..<evaluations {
            var small = Breakdown.Row(name: "POST /export")
            (small.requestRate, small.errorRate, small.p99) = (rate, rate * errors(index), p99(index))
            var large = Breakdown.Row(name: "GET /items")
            (large.requestRate, large.p99) = (199, 0.1)
            var breakdown = Breakdown(dimension: .route)
            breakdown.rows = [large, small]
            watch.observe(breakdown, slow: 1, window: .seconds(60), at: start + .seconds(index * 5))
        }
        return watch.departure
    }

    @Test("A slow route with half a percent of the traffic is told, with what it was")
    func slow() throws {
        let departure = try #require(Self.departure(p99: { $0 >= 25 ? 4 : 0.2 }))
        #expect(departure.name == "POST /export" && departure.signal == .p99Latency)
        #expect(departure.value == 4 && departure.before == 0.2 && departure.shareOfTraffic == 0.005)
    }

    @Test("So is one that fails, which comes before one that is slow")
    func failing() throws {
        let departure = try #require(Self.departure(errors: { $0 >= 25 ? 0.5 : 0.01 }, p99: { $0 >= 25 ? 4 : 0.2 }))
        #expect(departure.signal == .errorShare && departure.value == 0.5 && departure.before == 0.01)
    }

    @Test("What is as ever, seen once, of few requests, under the limit or without a past is not")
    func none() {
        #expect(Self.departure() == nil)
        #expect(Self.departure(errors: { _ in 0.5 }, p99: { _ in 4 }) == nil)
        #expect(Self.departure(p99: { $0 == 29 ? 4 : 0.2 }) == nil)
        #expect(Self.departure(rate: 0.2, p99: { $0 >= 25 ? 4 : 0.2 }) == nil)
        #expect(Self.departure(p99: { $0 >= 25 ? 0.9 : 0.1 }) == nil)
        #expect(Self.departure(p99: { $0 >= 5 ? 4 : 0.2 }) == nil)
        #expect(Self.departure(errors: { $0 >= 25 ? 0.04 : 0 }) == nil)
        // Four of sixty may be chance.
        #expect(Self.departure(errors: { $0 >= 25 ? 0.067 : 0 }) == nil)
    }

    @Test("A route of a request in six seconds is judged by as many windows as it takes, each of which departs")
    func rare() throws {
        let slow = try #require(Self.departure(evaluations: 100, rate: 0.2, p99: { $0 >= 60 ? 4 : 0.2 }))
        #expect(slow.signal == .p99Latency && slow.before == 0.2)
        let failing = try #require(Self.departure(evaluations: 100, rate: 0.2, errors: { $0 >= 60 ? 0.8 : 0 }))
        #expect(failing.signal == .errorShare && abs(failing.value - 0.8) < 1e-9)
        #expect(Self.departure(evaluations: 100, rate: 0.2, p99: { $0 >= 92 ? 4 : 0.2 }) == nil)
        #expect(Self.departure(evaluations: 100, rate: 0.2, p99: { $0 % 24 < 12 ? 4 : 0.2 }) == nil)
    }

    @Test("It is told for as long as it lasts, and no longer")
    func over() {
        #expect(Self.departure(evaluations: 200, p99: { $0 >= 25 ? 4 : 0.2 }) != nil)
        #expect(Self.departure(evaluations: 201, p99: { (25..<200).contains($0) ? 4 : 0.2 }) == nil)
    }

    /// The route failed until a moment, at which the breach of the service was over, and may go on.
    private static func told(rate: Double, after evaluations: Int, goesOn: Bool, on signal: Signal) -> Bool {
        var watch = RouteWatch()
        let end = 60
        for index in 0...(end + evaluations) {
            let failing = (0..<12).count { (40..<end).contains(index - $0) || goesOn && index - $0 >= end }
            var row = Breakdown.Row(name: "POST /pay")
            (row.requestRate, row.errorRate) = (rate, rate * 0.9 * Double(failing) / 12)
            var breakdown = Breakdown(dimension: .route)
            breakdown.rows = [row]
            watch.observe(
                breakdown,
                slow: 1,
                window: .seconds(60),
                at: start + .seconds(index * 5),
                // Where too few come since, the last trouble is not told for long.
                after: (end + 2..<end + 14).contains(index) ? (signal: signal, until: start + .seconds(end * 5)) : nil
            )
        }
        return watch.departure != nil
    }

    @Test(
        "What windows hold of a breach that is over is no departure of now; what goes on after it is one",
        arguments: [
            (2, 3, false, .errorShare, false), (2, 11, true, .errorShare, false), (2, 12, true, .errorShare, true),
            (0.2, 3, false, .errorShare, false), (0.2, 14, false, .errorShare, false),
            (0.2, 20, true, .errorShare, false), (0.2, 30, true, .errorShare, true), (2, 3, false, .p99Latency, true),
        ] as [(Double, Int, Bool, Signal, Bool)]
    )
    func recovered(rate: Double, after evaluations: Int, goesOn: Bool, on signal: Signal, isTold: Bool) {
        let told = Self.told(rate: rate, after: evaluations, goesOn: goesOn, on: signal)
        #expect(told == isTold)
    }
}
