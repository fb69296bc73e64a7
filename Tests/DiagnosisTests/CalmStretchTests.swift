import Diagnosis
import Foundation
import GoldenSignals
import PromModel
import Randomness
import Testing

@Suite("Calm stretches")
struct CalmStretchTests {
    /// A service that is well: Poisson traffic that swings, failures below half of the limit, latency and a resource that
    /// vary, a deploy in the middle, some scrapes lost.
    private struct Service {
        let rate: Double
        let share: Double
        let swing: Double
        let median: Double
        let used: Double
        let deploy: Int
        var random: SeededRandom

        init(_ seed: UInt64) {
            random = SeededRandom(seed: seed)
            rate = 0.1 * exp(log(5000) * random.nextUnitInterval())
            share = 0.005 * random.nextUnitInterval()
            swing = 0.3 * random.nextUnitInterval()
            median = 0.01 * exp(log(10) * random.nextUnitInterval())
            used = 0.7 * random.nextUnitInterval()
            deploy = 300 + Int(240 * random.nextUnitInterval())
        }

        /// A quantile of the latencies of some requests: lognormal, with the error that so many of them have.
        mutating func latency(_ quantile: Double, of requests: Double) -> Double {
            let error = (quantile * (1 - quantile) / requests).squareRoot() * normal()
            let place = min(max(quantile + error, 0.01), 1 - 0.5 / max(1, requests))
            // The inverse of the normal distribution to a hundredth (Shore, 1982).
            let deviation =
                place >= 0.5
                ? 5.5556 * (1 - pow((1 - place) / place, 0.1186)) : -5.5556 * (1 - pow(place / (1 - place), 0.1186))
            return median * exp(0.5 * deviation)
        }

        mutating func normal() -> Double {
            let radius = (-2 * log(random.nextUnitInterval())).squareRoot()
            return radius * cos(2 * .pi * random.nextUnitInterval())
        }

        /// By the product of Knuth for small means, by the normal distribution for large ones.
        mutating func poisson(_ mean: Double) -> Double {
            guard mean < 30 else { return max(0, (mean + mean.squareRoot() * normal()).rounded()) }
            let limit = exp(-mean)
            var product = random.nextUnitInterval()
            var count = 0.0
            while product > limit {
                product *= random.nextUnitInterval()
                count += 1
            }
            return count
        }
    }

    /// The first alarm in five minutes that follow on five others; nil where there is none.
    private static func alarm(_ seed: UInt64) -> String? {
        var service = Service(seed)
        let window = 60
        var requests: [Double] = []
        var failures: [Double] = []
        var rates: [Double] = []
        var total = 0.0
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(window))
        var traffic = TrafficWatch()
        for second in 0..<600 {
            let now = service.rate * (1 + service.swing * sin(Double(second) / 600))
            let count = service.poisson(now)
            // A new process counts from nothing.
            total = second == service.deploy ? count : total + count
            requests.append(count)
            failures.append(service.poisson(count * service.share))
            guard second >= window, second.isMultiple(of: 5), service.random.nextUnitInterval() > 0.02 else { continue }
            let all = requests.suffix(window).reduce(0, +)
            var snapshot = SignalSnapshot(at: Timestamp(seconds: Double(second)), window: .seconds(window))
            snapshot.requestCount = all
            snapshot.requestTotals = ["a:1": total]
            snapshot.readings[.saturation] = SignalReading(.value(min(1, service.used * (1 + 0.05 * service.normal()))))
            guard all > 0 else {
                for signal in Signal.allCases where signal != .saturation {
                    snapshot.readings[signal] = SignalReading(.idle)
                }
                tracker.observe(snapshot)
                traffic.observe(snapshot, usual: usual(rates), scrape: .seconds(5))
                continue
            }
            snapshot.readings[.requestRate] = SignalReading(.value(all / Double(window)))
            let bad = failures.suffix(window).reduce(0, +)
            snapshot.readings[.errorShare] = SignalReading(.value(min(1, bad / all)))
            snapshot.readings[.p95Latency] = SignalReading(.value(service.latency(0.95, of: all)))
            snapshot.readings[.p99Latency] = SignalReading(.value(service.latency(0.99, of: all)))
            tracker.observe(snapshot)
            traffic.observe(snapshot, usual: usual(rates), scrape: .seconds(5))
            rates.append(all / Double(window))
            guard second >= 300 else { continue }
            if case .breach(let breach) = tracker.verdict { return "\(breach.limit.signal)" }
            if let change = traffic.change { return "traffic \(change.kind)" }
        }
        return nil
    }

    /// What the screen takes for usual: the median, after four windows.
    private static func usual(_ rates: [Double]) -> Double? {
        rates.count >= 40 ? rates.sorted()[rates.count / 2] : nil
    }

    @Test("Of a thousand at most one alarms, all verdicts together")
    func calm() {
        let alarms = (0..<1000).compactMap { Self.alarm(UInt64($0)) }
        #expect(alarms.count <= 1, "\(alarms)")
    }
}
