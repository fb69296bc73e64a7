import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Limits on traffic and on 4xx")
struct TrafficLimitTests {
    private static let start = Timestamp(seconds: 1_795_192_800)

    private static func limit(_ subject: Limit.Subject, _ threshold: Double, _ severity: Severity = .warning) -> Limit {
        Limit(signal: .requestRate, threshold: threshold, severity: severity, isDefault: false, subject: subject)
    }

    private static func snapshot(_ second: Int, rate: Double, refused: Double = 0) -> SignalSnapshot {
        var snapshot = SignalSnapshot(at: start + .seconds(second), window: .seconds(60))
        snapshot.readings[.requestRate] = SignalReading(rate > 0 ? .value(rate) : .idle)
        snapshot.requestCount = rate * 60
        snapshot.requestTotals = ["a": 1000 + Double(second) * max(rate, 1)]
        snapshot.clientErrors = ClientErrors(rates: ["429": rate * refused])
        return snapshot
    }

    private static func change(_ rates: [Double], _ limits: [Limit], usual: Double? = 20) -> TrafficChange? {
        var watch = TrafficWatch()
        for (index, rate) in rates.enumerated() {
            watch.observe(snapshot(index * 5, rate: rate), usual: usual, scrape: .seconds(5), limits: limits)
        }
        return watch.change
    }

    @Test("A window of its first seconds proves it too; one that lacks samples, and a gap, neither begin nor end it")
    func partial() {
        let limits = [Self.limit(.leastTraffic, 100)]
        var young = Self.snapshot(0, rate: 50)
        (young.window, young.fullWindow, young.requestCount) = (.seconds(2), .seconds(15), 100)
        var watch = TrafficWatch()
        watch.observe(young, usual: nil, scrape: .seconds(1), limits: limits)
        #expect(watch.change?.kind == .low)
        var thin = Self.snapshot(5, rate: 50)
        thin.isThin = true
        var other = TrafficWatch()
        other.observe(thin, usual: nil, scrape: .seconds(5), limits: limits)
        #expect(other.change == nil)
        watch.observe(thin, usual: nil, scrape: .seconds(5), limits: limits)
        #expect(watch.change?.kind == .low)
        watch.interrupt()
        #expect(watch.change?.kind == .low)
        watch.observe(Self.snapshot(15, rate: 120), usual: nil, scrape: .seconds(5), limits: limits)
        #expect(watch.change == nil)
    }

    @Test("Less than the least that was asked for is told, where counts prove it, without anything usual too")
    func least() {
        let limits = [Self.limit(.leastTraffic, 10)]
        #expect(Self.change([12, 11], limits) == nil && Self.change([9.7, 9.7], limits) == nil)
        #expect(Self.change([12, 7], limits)?.kind == .low && Self.change([12, 7], [])?.kind == nil)
        // 492 of 600 requests: one in 330,000 by chance.
        #expect(Self.change([12, 8.2], limits)?.kind == .low && Self.change([12, 8.4], limits) == nil)
        let low = Self.change([12, 7, 7, 9.8], limits, usual: nil)
        #expect(low?.kind == .low && low?.since == Self.start + .seconds(5) && low?.usual == 10)
        #expect(Self.change([12, 7, 10.5], limits) == nil)
        #expect(Self.change([12, 7], [Self.limit(.leastTraffic, 10, .critical)])?.severity == .critical)
    }

    @Test("How much of the usual traffic may be lost is up to the user")
    func fall() {
        #expect(Self.change([20, 8], []) == nil)
        #expect(Self.change([20, 8], [Self.limit(.trafficFall, 0.5)])?.kind == .fell)
        #expect(Self.change([20, 2], [Self.limit(.trafficFall, 0.95)]) == nil)
        #expect(Self.change([20, 8], [Self.limit(.trafficFall, 0.5, .critical)])?.severity == .critical)
    }

    @Test("4xx break a limit that was given, where counts prove it, and until they are clearly under it")
    func refused() {
        func breach(_ shares: [Double], _ limit: Limit?) -> ClientErrorBreach? {
            var watch = ClientErrorWatch()
            for (index, share) in shares.enumerated() {
                watch.observe(Self.snapshot(index * 5, rate: 20, refused: share), limit: limit)
            }
            return watch.breach
        }
        let limit = Self.limit(.clientErrors, 0.05)
        #expect(breach([0.4, 0.4], nil) == nil && breach([0.04, 0.055], limit) == nil)
        let found = breach([0.01, 0.4, 0.4], limit)
        #expect(found?.share == 0.4 && found?.since == Self.start + .seconds(5))
        #expect(breach([0.4, 0.048], limit) != nil && breach([0.4, 0.04], limit) == nil)
    }

    @Test("When 4xx came over their limit is known from the time before, and better from the scrapes")
    func refusedSince() throws {
        var watch = ClientErrorWatch()
        watch.observe(Self.snapshot(600, rate: 20, refused: 0.4), limit: Self.limit(.clientErrors, 0.05))
        let shares = { (first: Int) in
            stride(from: first, through: 600, by: 15).map { second in
                (at: Self.start + .seconds(second), share: second < 300 ? 0.01 : 0.4)
            }
        }
        var before = watch
        before.date(by: shares(0))
        #expect(before.breach?.since == Self.start + .seconds(300) && before.breach?.isOlderThanData == false)
        let found = try #require(before.breach?.found)
        #expect(found == Self.start + .seconds(300), "what its scrapes are asked around")
        watch.date(by: shares(330))
        #expect(watch.breach?.since == Self.start + .seconds(330) && watch.breach?.isOlderThanData == true)
        #expect(Verdict.clientErrors(try #require(watch.breach)).isOnsetObserved == false)
        let increments = (0..<40).map { scrape in
            BreachTrace.Increment(
                at: Self.start + .seconds(scrape * 15),
                requests: 300,
                bad: scrape >= 19 ? 120 : 3
            )
        }
        let trace = BreachTrace(detected: found, step: .seconds(15), increments: increments)
        before.take(try #require(OnsetEstimate(trace)), of: found)
        #expect(before.breach?.since == Self.start + .seconds(270))
        before.take(try #require(OnsetEstimate(trace)), of: found + .seconds(5))
        #expect(before.breach?.since == Self.start + .seconds(270))
    }
}
