import GoldenSignals
import PromModel
import Testing

/// The doctor names the cause that the samples show, not the usual one.
@Suite("Examination")
struct ExaminationTests {
    private func examine(_ snapshot: SignalSnapshot, profile: String = "http") -> [String: Examination.Step] {
        var update = SourceUpdate(snapshot: snapshot, targets: [], failure: nil, cost: .milliseconds(10))
        var report = SourceReport(
            service: "shop",
            source: "the page",
            kind: "scrape",
            window: .seconds(60),
            interval: .seconds(5)
        )
        report.profile = profile
        update.report = report
        let steps = Examination(update, limits: []).steps
        return Dictionary(steps.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private var healthy: SignalSnapshot {
        var point = SignalPoint(at: Timestamp(seconds: 60))
        let values: [(Signal, Double)] = [
            (.requestRate, 5), (.successShare, 1), (.errorShare, 0), (.averageLatency, 0.1), (.p95Latency, 0.2),
            (.p99Latency, 0.3),
        ]
        for (signal, value) in values { point[signal] = value }
        point.requestCount = 300
        return point.snapshot(window: .seconds(60))
    }

    @Test("What is told is told")
    func good() {
        let steps = examine(healthy)
        #expect(["samples", "failures", "latency"].allSatisfy { steps[$0]?.verdict == .good }, "\(steps)")
    }

    @Test("A count that no integer holds is told all the same")
    func huge() {
        var snapshot = healthy
        snapshot.requestCount = 1e300
        #expect(examine(snapshot)["samples"]?.finding == "1e+300 requests within 60 s")
    }

    @Test("A counter of requests that holds no number is named as that, not as a service that nobody scrapes")
    func nonFinite() {
        var snapshot = healthy
        snapshot.readings[.requestRate] = SignalReading(.noData)
        snapshot.readings[.requestRate]?.blank = "its counter holds NaN or infinity"
        let step = examine(snapshot)["samples"]
        #expect(step?.verdict == .bad)
        #expect(step?.finding == "the requests cannot be counted: its counter holds NaN or infinity")
        #expect(step?.next?.contains("scraped") == false)
    }

    @Test("A signal whose samples hold no number is not called told", arguments: ["failures", "latency"])
    func blanks(_ name: String) {
        let signal = name == "latency" ? Signal.p99Latency : .errorShare
        var snapshot = healthy
        snapshot.readings[signal] = SignalReading(.noData)
        snapshot.readings[signal]?.blank = "a bucket holds NaN or infinity"
        let step = examine(snapshot)[name]
        #expect(step?.verdict == .odd)
        #expect(step?.evidence == ["\(signal.label): a bucket holds NaN or infinity"])
    }

    @Test("Several processes behind one address are the cause of every missing number")
    func distrust() {
        var snapshot = healthy
        snapshot.distrust(.severalProcesses(instance: "a:80"))
        let steps = examine(snapshot)
        #expect(steps["samples"]?.finding.hasPrefix("several processes answer in turn behind a:80") == true)
        #expect(steps["failures"]?.verdict == .unknown && steps["latency"]?.verdict == .unknown)
    }

    @Test("A service that was never seen up has no profile of the name none")
    func unseen() {
        let step = examine(SignalSnapshot(at: Timestamp(seconds: 60), window: .seconds(60)), profile: "none")["metrics"]
        #expect(step?.verdict == .unknown && step?.finding.contains("never") == false)
        #expect(step?.finding == "how it counts its requests is not known: none of its targets was seen up")
    }
}
