import Dashboard
import PromModel
import ServiceKit

/// A run's verdict and thresholds in words, with the figures that they rest on.
enum LoadVerdictText {
    static func text(_ verdict: LoadVerdict, _ summary: LoadSummary) -> String {
        let evidence = verdict.evidence
        let busy = busy(evidence)
        let lag = evidence.lag.map { "99 of 100 requests left at most \(NumberText.latency($0.inSeconds)) late" }
        switch verdict.limit {
        case .generator:
            let skipped = summary.count.skipped
            let stop =
                skipped > 0 ? "\(NumberText.whole(skipped)) were left out while the whole process stood still" : nil
            return "the generator: " + joined([busy, lag, stop]) + "; latencies are its own as much as the target's"
        case .connections:
            return "the connections: "
                + joined([waited(evidence), "\(summary.connections) were all in use", service(evidence)])
                + ", so the target would have taken more"
        case .server where summary.isClosedLoop:
            let used = "\(summary.connections) connections had a request under way all the time"
            return "the server: " + joined([used, busy])
        case .server:
            let lost = evidence.unanswered.flatMap { $0 > 0 ? "\(share($0)) got no answer" : nil }
            if summary.count.done == 0, summary.count.refused > 0 { return "the server: connection refused" }
            let waiting = evidence.waited.flatMap { $0 > 0 ? waited(evidence) : nil }
            return "the server: " + joined([answers(evidence, summary), waiting, lost, service(evidence), busy])
        case .none:
            // Where an answer took long that is the target's, and said as such.
            return "none: the plan was kept; " + joined([answers(evidence, summary), lag, busy])
        }
    }

    static func text(_ outcome: LoadThreshold.Outcome) -> String {
        guard let measured = outcome.measured else { return "\(outcome.text): nothing was measured" }
        let value =
            switch outcome.unit {
            case .seconds: NumberText.latency(measured)
            case .share: share(measured)
            case .perSecond: NumberText.rate(measured)
            }
        return "\(outcome.text): \(outcome.isAtLeast ? "≥ " : "")\(value)"
    }

    private static func busy(_ evidence: LoadVerdict.Evidence) -> String? {
        guard let busiest = evidence.busiest else { return nil }
        let computed = "its busiest thread computed \(share(busiest)) of the time"
        guard let denied = evidence.denied, denied >= 0.05 else { return computed }
        return computed + " and had no processor for \(share(denied)) of it"
    }

    private static func waited(_ evidence: LoadVerdict.Evidence) -> String? {
        evidence.waited.map { "\(share($0)) of the requests waited for a connection" }
    }

    /// `answers took up to 1.48s, and 300 of 512 connections waited for them at once`.
    private static func answers(_ evidence: LoadVerdict.Evidence, _ summary: LoadSummary) -> String? {
        guard let longest = evidence.longest else { return nil }
        let time = NumberText.latency(longest.duration.inSeconds)
        let took = "answers took \(longest.isAtLeast ? "at least" : "up to") \(time)"
        guard let inUse = summary.mostInUse, inUse > 0 else { return took }
        let used = "\(NumberText.whole(inUse)) of \(NumberText.whole(summary.connections)) connections"
        return "\(took), and \(used) waited for them at once"
    }

    private static func service(_ evidence: LoadVerdict.Evidence) -> String? {
        guard let middle = evidence.service, let fastest = evidence.fastest else { return nil }
        let (half, first) = (NumberText.latency(middle.inSeconds), NumberText.latency(fastest.inSeconds))
        return "half were answered within \(half) of being sent, the fastest hundredth within \(first)"
    }

    private static func share(_ value: Double) -> String { NumberText.share(value, isWorseWhenLower: false) }

    private static func joined(_ parts: [String?]) -> String { parts.compactMap { $0 }.joined(separator: ", ") }
}
