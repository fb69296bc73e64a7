import Diagnosis
import Gates
import GoldenSignals
import PromModel
import Testing

@Suite("A check as monitoring plugins do it")
struct CheckTests {
    private let moment = Timestamp(milliseconds: 0)

    /// The verdict on a service of which half the requests fail.
    private func breach(_ severity: Severity) -> Verdict {
        let limit = Limit(signal: .errorShare, threshold: 0.01, severity: severity, isDefault: true)
        var tracker = VerdictTracker(limits: [limit], window: .seconds(60))
        for second in 0..<3 {
            var snapshot = SignalSnapshot(at: moment + .seconds(second * 60), window: .seconds(60))
            snapshot.readings[.requestRate] = SignalReading(.value(10))
            snapshot.readings[.errorShare] = SignalReading(.value(0.5))
            snapshot.requestCount = 600
            tracker.observe(snapshot)
        }
        return tracker.verdict
    }

    @Test("Each verdict has its status")
    func verdicts() {
        #expect(CheckStatus(breach(.critical), idle: .ok) == .critical)
        #expect(CheckStatus(breach(.warning), idle: .ok) == .warning)
        #expect(CheckStatus(.ok(since: moment), idle: .unknown) == .ok)
        #expect(CheckStatus(.tooFew(requests: 3), idle: .unknown) == .ok)
        #expect(CheckStatus(.idle(since: moment), idle: .ok) == .ok)
        #expect(CheckStatus(.idle(since: moment), idle: .warning) == .warning)
        for verdict in [
            Verdict.waiting, .noData, .unknown(reason: "refused", since: moment),
            .unjudged(reason: "no status", since: moment),
        ] {
            #expect(CheckStatus(verdict, idle: .ok) == .unknown)
        }
    }

    @Test("The worst of several: bad before unknown before well; nothing at all is unknown")
    func worst() {
        #expect(CheckStatus.worst(of: [.ok, .unknown, .warning]) == .warning)
        #expect(CheckStatus.worst(of: [.unknown, .critical]) == .critical)
        #expect(CheckStatus.worst(of: [.ok, .unknown]) == .unknown)
        #expect(CheckStatus.worst(of: []) == .unknown)
        #expect(CheckStatus.allCases.map(\.rawValue) == [0, 1, 2, 3])
    }

    @Test("One service is one line; what others wrote neither ends it nor begins the performance data")
    func line() {
        let report = CheckReport([CheckResult(subject: "shop", status: .critical, words: "5xx 20% > 1% | by\n/risky")])
        #expect(report.text(withPerformance: true) == "SRETOP CRITICAL - shop: 5xx 20% > 1% / by /risky")
    }

    @Test("Performance data carry unit and limits, shares in percent")
    func performance() {
        var snapshot = SignalSnapshot(at: moment, window: .seconds(60))
        snapshot.readings[.requestRate] = SignalReading(.value(50))
        snapshot.readings[.errorShare] = SignalReading(.value(0.072))
        snapshot.readings[.p95Latency] = SignalReading(.value(0.1281))
        snapshot.readings[.saturation] = SignalReading(.value(.infinity))
        snapshot.requestCount = 3000.4
        let data = PerformanceDatum.all(of: snapshot, limits: Limit.defaults)
        let result = CheckResult(subject: "shop", status: .critical, words: "bad", performance: data)
        #expect(
            CheckReport([result]).text(withPerformance: true)
                == "SRETOP CRITICAL - shop: bad | rps=50;;;0 errors=7.2%;;1;0;100 p95=0.1281s;0.5;;0 requests=3000;;;0"
        )
        #expect(CheckReport([result]).text(withPerformance: false) == "SRETOP CRITICAL - shop: bad")
    }

    @Test("A service that nobody asks has no requests a second, and no other number")
    func idle() {
        var snapshot = SignalSnapshot(at: moment, window: .seconds(60))
        for signal in Signal.allCases { snapshot.readings[signal] = SignalReading(.idle) }
        #expect(snapshot.number(of: .requestRate) == 0 && snapshot.number(of: .errorShare) == nil)
        #expect(PerformanceDatum.all(of: snapshot, limits: []).map(\.label) == ["rps"])
        #expect(SignalPoint(snapshot).isIdle)
        #expect(SignalSnapshot(at: moment, window: .seconds(60)).number(of: .requestRate) == nil)
    }

    @Test("Several are counted, then told, the worst first; their labels carry the service")
    func several() {
        let datum = PerformanceDatum(label: "rps", value: 1)
        let report = CheckReport([
            CheckResult(subject: "a", status: .ok, words: "fine", performance: [datum]),
            CheckResult(subject: "b's", status: .critical, words: "5xx 20%", performance: [datum]),
            CheckResult(subject: "c", status: .unknown, words: "no data"),
        ])
        #expect(
            report.text(withPerformance: true) == """
                SRETOP CRITICAL - 1 critical, 1 unknown, 1 ok; b's: 5xx 20% | 'a rps'=1;;;0 'b''s rps'=1;;;0
                CRITICAL b's: 5xx 20%
                UNKNOWN c: no data
                OK a: fine
                """
        )
        #expect(CheckReport([]).text(withPerformance: false) == "SRETOP UNKNOWN - nothing to check")
    }

    @Test("A notice goes out once a breach, and once at its end; what nobody knows changes nothing")
    func notices() {
        var watch = NoticeWatch()
        let unknown = Verdict.unknown(reason: "refused", since: moment)
        let verdicts = [
            .waiting, .ok(since: moment), breach(.warning), breach(.critical), breach(.critical), unknown,
            breach(.critical), .ok(since: moment), .ok(since: moment), breach(.critical), .idle(since: moment),
        ]
        let told = verdicts.map { watch.observe($0)?.rawValue ?? "" }
        #expect(told == ["", "", "", "critical", "", "", "", "resolved", "", "critical", "resolved"])
    }
}
