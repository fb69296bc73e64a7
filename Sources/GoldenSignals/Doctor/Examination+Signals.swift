import PromModel

/// The steps at which numbers are made of samples.
extension Examination {
    static func samples(_ update: SourceUpdate) -> Step {
        let snapshot = update.snapshot
        let window = windowText(snapshot.window)
        if let distrust = snapshot.distrust {
            return Step(
                name: "samples",
                verdict: .bad,
                finding: "\(distrust)",
                evidence: [],
                next: "scrape each process at an address of its own, or let one page add them up"
            )
        }
        if let blank = snapshot[.requestRate].blank {
            return Step(
                name: "samples",
                verdict: .bad,
                finding: "the requests cannot be counted: \(blank)",
                evidence: [],
                next: "mend what the service tells of its requests: a counter only grows, by finite steps"
            )
        }
        guard snapshot[.requestRate].value != nil || snapshot[.requestRate].state == .idle else {
            return Step(
                name: "samples",
                verdict: snapshot.isWarmingUp ? .odd : .bad,
                finding: snapshot.isWarmingUp ? "a second sample is still to come" : "no samples within \(window)",
                evidence: [],
                next: snapshot.isWarmingUp ? "look again after two scrapes" : "see whether the service is still scraped"
            )
        }
        let count = snapshot.requestCount ?? 0
        // A page may tell a counter that no integer holds.
        let requests = Int(exactly: count.rounded()).map { "\($0)" } ?? "\(count)"
        return Step(
            name: "samples",
            verdict: count < 1 ? .odd : .good,
            finding: count < 1
                ? "nothing was asked within \(window)" : "\(requests) requests within \(window)",
            evidence: [],
            next: count < 1 ? "send a request and look whether the counter moves" : nil
        )
    }

    /// To a tenth of a second where it is short: 2.9 s of 30/s are no 2 s.
    private static func windowText(_ window: Duration) -> String {
        let tenths = (window.milliseconds + 50) / 100
        return tenths % 10 == 0 || tenths >= 100 ? "\((tenths + 5) / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }

    static func failures(_ update: SourceUpdate) -> Step {
        if let gap = update.report?.gaps[.errorShare] {
            return Step(
                name: "failures",
                verdict: .odd,
                finding: "nothing tells which requests failed",
                evidence: [gap],
                next: "give the counter a status label, or name the failures in a profile"
            )
        }
        if let untold = untold("failures", [.errorShare], update.snapshot) { return untold }
        return Step(name: "failures", verdict: .good, finding: "failures are told", evidence: [], next: nil)
    }

    static func latency(_ update: SourceUpdate, _ limits: [Limit]) -> Step {
        let signals = [Signal.averageLatency, .p95Latency, .p99Latency]
        let gaps = signals.compactMap { signal in
            update.report?.gaps[signal].map { "\(signal.label): \($0)" }
        }
        if !gaps.isEmpty {
            return Step(
                name: "latency",
                verdict: .odd,
                finding: gaps.count == 3 ? "nothing tells how long requests take" : "not all of latency is told",
                evidence: gaps,
                next: "measure requests in a histogram"
            )
        }
        let largest = limits.filter { $0.signal.unit == .seconds }.map(\.threshold).max()
        if let untold = untold("latency", signals, update.snapshot) { return untold }
        // Of ranges those above the highest that holds anything are there as well.
        let isRanged = update.report?.expressions[.p95Latency]?.contains("(vmrange)") ?? false
        if let top = update.snapshot.topBucket, let largest, top < largest, !isRanged {
            return Step(
                name: "latency",
                verdict: .odd,
                finding: "the histogram ends at \(top) s, below the limit of \(largest) s",
                evidence: [],
                next: "add a bound at the limit and one above it"
            )
        }
        return Step(name: "latency", verdict: .good, finding: "average and quantiles are told", evidence: [], next: nil)
    }

    /// The step of signals that the profile tells and whose samples cannot be trusted; nil where they can.
    private static func untold(_ name: String, _ signals: [Signal], _ snapshot: SignalSnapshot) -> Step? {
        if snapshot.distrust != nil {
            return Step(name: name, verdict: .unknown, finding: "no number can be trusted", evidence: [], next: nil)
        }
        let blanks = signals.compactMap { signal in snapshot[signal].blank.map { "\(signal.label): \($0)" } }
        guard !blanks.isEmpty else { return nil }
        return Step(
            name: name,
            verdict: .odd,
            finding: "its samples hold what is no number",
            evidence: blanks,
            next: "mend what the service tells: NaN and infinity come from a division by nothing, most often"
        )
    }

    static func saturation(_ update: SourceUpdate) -> Step {
        let isTold = update.snapshot[.saturation].value != nil
        return Step(
            name: "saturation",
            verdict: isTold ? .good : .unknown,
            finding: isTold ? "a resource is told with its limit" : "no resource is told together with its limit",
            evidence: [],
            next: nil
        )
    }
}
