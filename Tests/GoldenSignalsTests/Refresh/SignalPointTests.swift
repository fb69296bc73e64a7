import GoldenSignals
import PromModel
import Testing

@Suite("Point of a chart")
struct SignalPointTests {
    private static func point(_ values: [Signal: Double], at second: Double = 60) -> SignalPoint {
        var point = SignalPoint(at: Timestamp(seconds: second))
        for (signal, value) in values { point[signal] = value }
        return point
    }

    @Test("What is no number is none")
    func notANumber() {
        var point = Self.point([.p99Latency: 1])
        point[.p99Latency] = .nan
        // That there was something that is no number is worth knowing.
        #expect(point[.p99Latency] == nil && !point.isEmpty)
        point[.p99Latency] = .infinity
        #expect(point[.p99Latency] == nil && !point.isEmpty)
        point[.p99Latency] = nil
        #expect(point.snapshot(window: .seconds(60))[.p99Latency].value == nil)
    }

    @Test("The fullest resource counts, whatever its place, and only finite shares")
    func resources() {
        var point = SignalPoint(at: Timestamp(seconds: 60))
        for (name, share) in [("a", 0.2), ("nan", .nan), ("b", 0.7), ("inf", .infinity), ("c", 0.5)] {
            point.takeResource(name, share: share)
        }
        #expect(point[.saturation] == 0.7 && point.resource == "b")
    }

    @Test("Without traffic every number but the saturation is idle")
    func idle() {
        let snapshot = Self.point([.requestRate: 0, .saturation: 0.3]).snapshot(window: .seconds(60))
        for signal in Signal.allCases where signal != .saturation { #expect(snapshot[signal].state == .idle) }
        #expect(snapshot[.saturation].value == 0.3)
    }

    @Test(
        "Without a rate, and with one that runs backwards, absent numbers are no data",
        arguments: [nil, -0.5] as [Double?]
    )
    func noData(rate: Double?) {
        var point = Self.point([:])
        point[.requestRate] = rate
        let snapshot = point.snapshot(window: .seconds(60))
        for signal in Signal.allCases { #expect(snapshot[signal].state == .noData, "\(signal)") }
    }

    @Test("With traffic each number is itself, and what is absent is no data")
    func numbers() {
        var point = Self.point([.requestRate: 5, .errorShare: 0.1])
        point.requestCount = 300
        point.errorsPerSecond = 0.5
        point.takeResource("cpu", share: 0.4)
        let snapshot = point.snapshot(window: .seconds(60))
        #expect(snapshot.at == Timestamp(seconds: 60) && snapshot.window == .seconds(60))
        #expect(snapshot[.requestRate].state == .value(5) && snapshot[.errorShare].state == .value(0.1))
        #expect(snapshot[.p99Latency].state == .noData)
        #expect(snapshot.requestCount == 300 && snapshot.errorsPerSecond == 0.5)
        #expect(snapshot[.saturation].detail == "cpu")
        #expect(SignalPoint(snapshot) == point)
    }

    @Test("An idle snapshot is a point with a rate of zero, and no other number")
    func fromIdle() {
        let idle = Self.point([.requestRate: 0])
        #expect(SignalPoint(idle.snapshot(window: .seconds(60))) == idle)
        #expect(idle.isIdle && !Self.point([:]).isIdle)
    }

    @Test(
        "Two points agree as far as floating point can tell",
        arguments: [
            ([.requestRate: 1], [.requestRate: 1], true), ([.requestRate: 1], [.requestRate: 1 + 1e-12], true),
            ([.requestRate: 1], [.requestRate: 1.001], false), ([.requestRate: 1], [:], false), ([:], [:], true),
            ([.requestRate: .infinity], [.requestRate: .infinity], true),
            ([.requestRate: .infinity], [.requestRate: 1], false), ([.requestRate: 1], [.errorShare: 1], false),
            ([.requestRate: 0], [.requestRate: 0], true), ([.requestRate: -1], [.requestRate: 1], false),
        ] as [([Signal: Double], [Signal: Double], Bool)]
    )
    func agrees(left: [Signal: Double], right: [Signal: Double], isAlike: Bool) {
        #expect(Self.point(left).agrees(with: Self.point(right)) == isAlike)
        #expect(Self.point(right).agrees(with: Self.point(left)) == isAlike)
    }

    @Test("Every signal has a place of its own")
    func places() {
        #expect(Set(Signal.allCases.map(\.index)) == Set(Signal.allCases.indices))
    }
}
