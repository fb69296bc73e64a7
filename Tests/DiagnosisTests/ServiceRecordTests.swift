import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Record of one of many services")
struct ServiceRecordTests {
    private static let start = Timestamp(seconds: 1_795_192_800)
    private static let window = Duration.seconds(60)

    /// A service of 50 requests a second of which a share fails from a second on, by windows of a minute.
    private static func service(at second: Int, share: Double, from onset: Int) -> ServiceOverview {
        var service = ServiceOverview(service: ServiceKey(of: ["job": "payments"]), profile: "go")
        service.requestRate = 50
        service.errorShare = share * Double(min(60, max(0, second - onset))) / 60
        return service
    }

    private static func record(share: Double, from onset: Int, step: Int, through last: Int) -> ServiceRecord? {
        var record: ServiceRecord?
        for second in stride(from: 0, through: last, by: step) {
            let service = service(at: second, share: share, from: onset)
            let health = service.health(limits: Limit.defaults, window: window, before: record)
            let moment = start + .seconds(second)
            var next = record ?? ServiceRecord(health, at: moment, isFirst: true)
            next.observe(service, health, limits: Limit.defaults, at: moment, window: window)
            record = next
        }
        return record
    }

    @Test(
        "What began is dated back to the evaluation before, however long the window took to tell",
        arguments: [(0.3, 97, 5), (0.05, 97, 5), (0.03, 101, 5), (1, 90, 15)]
    )
    func onset(share: Double, onset: Int, step: Int) throws {
        let record = try #require(Self.record(share: share, from: onset, step: step, through: 180))
        #expect(record.health == .critical && record.isConfirmed && !record.isFirst)
        let began = Int((record.began - Self.start).inSeconds)
        #expect(abs(began - onset) <= 2 * step, "\(began)")
        let told = try #require(
            BrokenService(
                Self.service(at: 180, share: share, from: onset),
                record,
                limits: Limit.defaults,
                window: Self.window
            )
        )
        #expect(told.urgency == .critical && told.since == record.began && told.breach?.signal == .errorShare)
    }

    @Test("What counts prove is so at once, what a quantile tells at the second look; at the first it may be older")
    func first() throws {
        let failing = try #require(Self.record(share: 1, from: -600, step: 5, through: 0))
        #expect(failing.health == .critical && failing.isFirst && failing.isConfirmed)
        let service = Self.service(at: 0, share: 1, from: -600)
        let told = BrokenService(service, failing, limits: Limit.defaults, window: Self.window)
        #expect(told?.isOlderThanData == true)
        var slow = Self.service(at: 0, share: 0, from: 0)
        slow.p99 = 3
        var record = ServiceRecord(.warning, at: Self.start, isFirst: true)
        for (second, isTold) in [(0, false), (5, true)] {
            let moment = Self.start + .seconds(second)
            record.observe(slow, .warning, limits: Limit.defaults, at: moment, window: Self.window)
            let told = BrokenService(slow, record, limits: Limit.defaults, window: Self.window)
            #expect((told?.breach?.signal == .p99Latency) == isTold)
        }
    }

    @Test("A service that is well is not broken, and what was broken stays so until it is clearly under its limit")
    func held() {
        func health(_ share: Double, before: ServiceHealth) -> ServiceHealth {
            Self.service(at: 60, share: share, from: 0).health(
                limits: Limit.defaults,
                window: Self.window,
                before: ServiceRecord(before, at: Self.start, isFirst: false)
            )
        }
        #expect(health(0.011, before: .ok) == .ok && health(0.011, before: .critical) == .critical)
        #expect(health(0.0095, before: .critical) == .critical && health(0.008, before: .critical) == .ok)
        #expect(health(0.0095, before: .warning) == .ok)
    }

    @Test(
        "What is usually near to its limit is kept again where it is as before",
        arguments: [(0.46, 0.455, ServiceHealth.ok), (0.46, 0.495, .warning), (0.3, 0.46, .warning)]
            as [(Double, Double, ServiceHealth)]
    )
    func near(usual: Double, after: Double, health expected: ServiceHealth) {
        let limits = [Limit(signal: .p95Latency, threshold: 0.5, severity: .warning, isDefault: false)]
        var record = ServiceRecord(.ok, at: Self.start, isFirst: true)
        for second in stride(from: 0, through: 600, by: 5) {
            var service = Self.service(at: 0, share: 0, from: 0)
            service.p95 = second < 400 ? usual : second < 500 ? 0.9 : after
            let health = service.health(limits: limits, window: Self.window, before: record)
            if (400..<500).contains(second) { #expect(health == .warning, "\(second)") }
            record.observe(service, health, limits: limits, at: Self.start + .seconds(second), window: Self.window)
        }
        #expect(record.health == expected)
    }
}
