import Diagnosis
import Foundation
import GoldenSignals
import PromModel
import Randomness
import Testing

@Suite("Calm stretches")
struct CalmStretchTests {
    /// Five minutes of a service that is well: Poisson traffic, failures below half of the limit, some scrapes lost.
    private static func alarms(_ seed: UInt64) -> Bool {
        var random = SeededRandom(seed: seed)
        let rate = 0.1 * exp(log(5000) * random.nextUnitInterval())
        let share = 0.005 * random.nextUnitInterval()
        let swing = 0.3 * random.nextUnitInterval()
        let window = 60
        var requests: [Double] = []
        var failures: [Double] = []
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(window))
        for second in 0..<(300 + window) {
            let now = rate * (1 + swing * Double(second) / 300)
            let count = poisson(now, &random)
            requests.append(count)
            failures.append(poisson(count * share, &random))
            guard second >= window, second.isMultiple(of: 5), random.nextUnitInterval() > 0.02 else { continue }
            var snapshot = SignalSnapshot(at: Timestamp(seconds: Double(second)), window: .seconds(window))
            let (all, bad) = (requests.suffix(window).reduce(0, +), failures.suffix(window).reduce(0, +))
            snapshot.readings[.requestRate] = SignalReading(all > 0 ? .value(all / Double(window)) : .idle)
            snapshot.readings[.errorShare] = SignalReading(all > 0 ? .value(min(1, bad / all)) : .idle)
            snapshot.requestCount = all
            tracker.observe(snapshot)
            if case .breach = tracker.verdict { return true }
        }
        return false
    }

    /// By the product of Knuth for small means, by the normal distribution for large ones.
    private static func poisson(_ mean: Double, _ random: inout SeededRandom) -> Double {
        guard mean < 30 else {
            let radius = (-2 * log(random.nextUnitInterval())).squareRoot()
            return max(0, (mean + mean.squareRoot() * radius * cos(2 * .pi * random.nextUnitInterval())).rounded())
        }
        let limit = exp(-mean)
        var product = random.nextUnitInterval()
        var count = 0.0
        while product > limit {
            product *= random.nextUnitInterval()
            count += 1
        }
        return count
    }

    @Test("At most one of a thousand alarms")
    func calm() {
        let alarms = (0..<1000).count { Self.alarms(UInt64($0)) }
        #expect(alarms <= 1, "\(alarms)")
    }
}
