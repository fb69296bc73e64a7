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
}
