import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Breaches beside the worst one")
struct OtherBreachesTests {
    private static func snapshot(
        _ second: Double,
        rate: Double? = 200,
        errors: Double = 0,
        p99: Double = 0.1,
        saturation: Double = 0.1
    ) -> SignalSnapshot {
        var snapshot = SignalSnapshot(at: Timestamp(seconds: second), window: .seconds(3))
        guard let rate else { return snapshot }
        snapshot.readings[.requestRate] = SignalReading(rate > 0 ? .value(rate) : .idle)
        for (signal, value) in [(Signal.errorShare, errors), (.p95Latency, p99 / 4), (.p99Latency, p99)] {
            snapshot.readings[signal] = SignalReading(rate > 0 ? .value(value) : .idle)
        }
        snapshot.readings[.p99Latency]?.clippedAt = p99 >= 10 ? 10 : nil
        snapshot.readings[.saturation] = SignalReading(.value(saturation))
        snapshot.errorsPerSecond = rate * errors
        snapshot.errorTotals = ["a:1": second * rate * errors]
        snapshot.requestCount = rate * 3
        return snapshot
    }

    private static func tracker(_ snapshots: [SignalSnapshot], limits: [Limit] = Limit.defaults) -> VerdictTracker {
        var tracker = VerdictTracker(limits: limits, window: .seconds(3))
        for snapshot in snapshots { tracker.observe(snapshot) }
        return tracker
    }

    private static func worst(_ tracker: VerdictTracker) -> Signal? {
        if case .breach(let breach) = tracker.verdict { breach.limit.signal } else { nil }
    }

    @Test("Slow requests that break one limit after the other are told by the one that was broken first")
    func slowerAndSlower() {
        let values: [(p95: Double, p99: Double)] = [(0.1, 0.2), (0.3, 1.2), (0.3, 1.2), (0.3, 1.2), (8, 9), (8, 9)]
        let snapshots = values.enumerated().map { index, value in
            var snapshot = Self.snapshot(Double(index), p99: value.p99)
            // Sixteen times its limit, where the other is nine times its own.
            snapshot.readings[.p95Latency] = SignalReading(.value(value.p95))
            return snapshot
        }
        let tracker = Self.tracker(snapshots)
        #expect(Self.worst(tracker) == .p99Latency)
        #expect(tracker.otherBreaches.map(\.limit.signal) == [.p95Latency])
    }

    @Test(
        "The critical one is the verdict, the others follow by how far they are over",
        arguments: [
            ((0.5, 9, 0.9), .errorShare, [.p99Latency, .p95Latency, .saturation]),
            // However little over its limit, it comes before any warning.
            ((0.04, 9, 0.9), .errorShare, [.p99Latency, .p95Latency, .saturation]),
            ((0, 9, 0.9), .p99Latency, [.p95Latency, .saturation]), ((0, 1.1, 2.5), .saturation, [.p99Latency]),
            ((0, 1.1, 0.1), .p99Latency, []), ((0, 0.1, 0.1), nil, []),
        ] as [((Double, Double, Double), Signal?, [Signal])]
    )
    func order(values: (errors: Double, p99: Double, saturation: Double), worst: Signal?, others: [Signal]) {
        let snapshots = [1.0, 2, 3].map {
            Self.snapshot($0, errors: values.errors, p99: values.p99, saturation: values.saturation)
        }
        let tracker = Self.tracker(snapshots)
        #expect(Self.worst(tracker) == worst)
        #expect(tracker.otherBreaches.map(\.limit.signal) == others)
    }

    @Test("Each has its own value, since and mark; failures are counted for the error share alone")
    func details() throws {
        let snapshots = (1...6).map { second in
            Self.snapshot(Double(second), errors: second >= 4 ? 0.5 : 0, p99: second >= 2 ? 12 : 0.1)
        }
        let tracker = Self.tracker(snapshots)
        let other = try #require(tracker.otherBreaches.first)
        #expect(other.limit.signal == .p99Latency && other.value == 12 && other.isClipped)
        #expect(other.breach.since == Timestamp(seconds: 2) && other.errorsSoFar == nil)
        guard case .breach(let worst) = tracker.verdict else {
            Issue.record("\(tracker.verdict)")
            return
        }
        #expect(worst.breach.since == Timestamp(seconds: 4) && !worst.isClipped && worst.errorsSoFar != nil)
    }

    @Test(
        "Where nothing can be said about the worst, nothing is said about the others",
        arguments: ["fails", "noData", "calm"]
    )
    func cleared(what: String) {
        var tracker = Self.tracker([1, 2, 3].map { Self.snapshot($0, errors: 0.5, p99: 9) })
        #expect(!tracker.otherBreaches.isEmpty)
        switch what {
        case "fails": tracker.sourceFailed(reason: "gone", since: Timestamp(seconds: 4))
        case "noData": tracker.observe(Self.snapshot(4, rate: nil))
        default: for second in 4...9 { tracker.observe(Self.snapshot(Double(second))) }
        }
        #expect(tracker.otherBreaches.isEmpty && Self.worst(tracker) == nil)
    }

    @Test("One that recovers goes; the other stays")
    func oneRecovers() {
        var snapshots = [1, 2, 3].map { Self.snapshot($0, errors: 0.5, saturation: 0.95) }
        snapshots += (4...9).map { Self.snapshot(Double($0), saturation: 0.95) }
        let tracker = Self.tracker(snapshots)
        #expect(Self.worst(tracker) == .saturation && tracker.otherBreaches.isEmpty)
    }

    @Test("Two limits on one signal are two breaches, the critical one first")
    func twoLimits() {
        let limits = [
            Limit(signal: .errorShare, threshold: 0.01, severity: .warning, isDefault: false),
            Limit(signal: .errorShare, threshold: 0.05, severity: .critical, isDefault: false),
        ]
        let tracker = Self.tracker([1, 2, 3].map { Self.snapshot($0, errors: 0.5) }, limits: limits)
        #expect(Self.worst(tracker) == .errorShare)
        #expect(tracker.otherBreaches.map(\.limit.threshold) == [0.01])
    }
}
