import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Traffic that departed before anybody watched")
struct DepartureTests {
    /// A point each 15 seconds, with a window of a minute.
    private static func history(_ rates: [Double]) -> SignalHistory {
        var history = SignalHistory()
        for (index, rate) in rates.enumerated() {
            var snapshot = SignalSnapshot(at: Timestamp(seconds: Double(index * 15)), window: .seconds(60))
            snapshot.readings[.requestRate] = SignalReading(rate > 0 ? .value(rate) : .idle)
            history.append(SignalPoint(snapshot), span: .seconds(3600))
        }
        return history
    }

    @Test(
        "A stop is dated by its last request, a fall by the first low window",
        arguments: [
            // The windows that hold the end of the traffic hold less and less of it.
            (.stopped, [40, 40, 40, 40, 30, 20, 10, 0, 0, 0], 0, 45, false),
            (.fell, [40, 40, 40, 40, 22, 13, 4, 4, 4, 4], 4, 90, false),
            (.fell, [40, 40, 40, 4], 4, nil, false),
            // What is low in all that is shown was so before.
            (.fell, [4, 4, 4, 4], 4, 0, true),
            (.rose, [40, 400, 400, 400], 400, 15, false),
            (.rose, [400, 400, 400, 400], 400, 0, true),
        ] as [(TrafficChange.Kind, [Double], Double, Double?, Bool)]
    )
    func dated(_ kind: TrafficChange.Kind, _ rates: [Double], _ now: Double, _ expected: Double?, isOlder: Bool) {
        let departure = Self.history(rates).departure(of: kind, usual: 40, now: now, window: .seconds(60))
        #expect(departure?.at == expected.map { Timestamp(seconds: $0) })
        #expect(departure.map { $0.isOlderThanData == isOlder } ?? true)
    }

    /// A Prometheus whose service had 20 requests a second for so long, and then none.
    private static func stopped(traffic: Range<Int>, through last: Int) -> Scene {
        var scene = Scene.prometheus()
        scene.state.settings.span = .seconds(1800)
        let rate = { (second: Int) in traffic.contains(second) ? 20.0 : 0 }
        var update = Scene.update(from: 0, through: last, isFull: true)
        update.snapshot = Scene.snapshot(last, rate: rate(last))
        (update.snapshot.window, update.snapshot.faults) = (.seconds(60), [])
        update.snapshot.requestCount = rate(last) * 60
        let points = stride(from: 0, through: last, by: Scene.step).map { second in
            var snapshot = Scene.snapshot(second, rate: rate(second))
            snapshot.window = .seconds(60)
            snapshot.requestCount = rate(second) * 60
            return SignalPoint(snapshot)
        }
        update.patch = HistoryPatch(
            from: Scene.moment(0),
            isFull: true,
            points: points,
            settledThrough: Scene.moment(last - 60),
            step: .seconds(Scene.step)
        )
        scene.take(update)
        return scene
    }

    @Test("A stop is told however long ago it was; that of a burst is none, and told in words", arguments: [300, 900])
    func late(last: Int) {
        let scene = Self.stopped(traffic: 0..<180, through: last)
        guard case .traffic(let change) = scene.state.live.verdict else {
            Issue.record("\(scene.state.live.verdict)")
            return
        }
        #expect(change.kind == .stopped && change.usual == 20)
        #expect(change.since <= Scene.moment(180) && change.since >= Scene.moment(120))
        // Most of the time before it there was nothing.
        let burst = Self.stopped(traffic: 600..<690, through: last + 600)
        guard case .idle = burst.state.live.verdict else {
            Issue.record("\(burst.state.live.verdict)")
            return
        }
        let words = StreamLine.evidence(burst.state).first ?? ""
        #expect(words.hasPrefix("idle  no request for") && words.hasSuffix(", after 20.0/s"), "\(words)")
    }
}
