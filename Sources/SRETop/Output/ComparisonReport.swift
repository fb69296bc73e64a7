import Diagnosis
import Gates
import GoldenSignals
import PromModel

/// What a comparison found, in words and for programs.
struct ComparisonReport: Sendable {
    let service: String
    let names: (a: String, b: String)
    let a: ComparisonCounts
    let b: ComparisonCounts
    let level: Double
    let failures: ShareComparison?
    let latencies: LatencyComparison?
    private let isLatencyJudged: Bool

    /// Judges the counts of two sides; without a tolerance for slow ones latencies are told, not judged.
    init(
        service: String,
        names: (a: String, b: String),
        a: ComparisonCounts,
        b: ComparisonCounts,
        level: Double,
        tolerances: (errors: Double, slow: Double?)
    ) {
        (self.service, self.names, self.a, self.b, self.level) = (service, names, a, b, level)
        isLatencyJudged = tolerances.slow != nil
        if let inA = a.failures, let inB = b.failures {
            failures = ShareComparison(a: inA, b: inB, level: level, tolerance: tolerances.errors)
        } else {
            failures = nil
        }
        if let inA = a.latencies, let inB = b.latencies, let slow = tolerances.slow {
            latencies = LatencyComparison(a: inA, b: inB, level: level, tolerance: slow)
        } else {
            latencies = nil
        }
    }

    /// The worst of failures and latencies; unknown where a side has no request.
    var status: CheckStatus {
        guard let failures else { return latencies?.status ?? .unknown }
        // A service without a latency histogram is judged by its failures.
        let hasHistogram = a.latencies != nil || b.latencies != nil
        let ofLatencies = isLatencyJudged && hasHistogram ? [latencies?.status ?? .unknown] : []
        return CheckStatus.worst(of: [failures.status] + ofLatencies)
    }

    /// The verdict, then what it is made of.
    var lines: [String] {
        var lines = ["\(word): \(names.b) beside \(names.a) (\(service))"]
        lines.append(Self.line("A \(names.a)", a))
        lines.append(Self.line("B \(names.b)", b))
        if let failures {
            lines.append("failures: \(words(failures))")
        } else {
            lines.append("failures: no request to judge")
        }
        if let latencies {
            let bound = GateText.seconds(latencies.bound)
            lines.append("slower than \(bound): \(words(latencies.share))")
        } else if isLatencyJudged {
            lines.append("latencies: no histogram to compare")
        }
        return lines
    }

    private var word: String {
        switch status {
        case .ok: "NOT WORSE"
        case .warning: "WORSE, AS TOLERATED"
        case .critical: "WORSE"
        case .unknown: "CANNOT TELL"
        }
    }

    private static func line(_ name: String, _ counts: ComparisonCounts) -> String {
        var parts = ["\(Int(counts.requests.rounded())) requests"]
        if let rate = counts.rate { parts.append(GateText.value(rate, .perSecond)) }
        if let failures = counts.failures {
            let share = failures.share.map { " (\(GateText.percent($0)))" } ?? ""
            parts.append("\(Int(failures.bad.rounded())) failed\(share)")
        }
        for rank in ComparisonCounts.ranks {
            if let value = counts.quantiles[rank] {
                parts.append("p\(Int((rank * 100).rounded())) \(GateText.seconds(value))")
            }
        }
        return "\(name): \(parts.joined(separator: ", "))"
    }

    private func words(_ comparison: ShareComparison) -> String {
        let (shareA, shareB) = (comparison.a.share ?? 0, comparison.b.share ?? 0)
        let shares = "\(GateText.percent(shareA)) -> \(GateText.percent(shareB))"
        let most = GateText.percent(max(0, comparison.mostIncrease))
        let sure = GateText.percent(1 - level)
        switch comparison.outcome {
        case .worse:
            let least = GateText.percent(max(0, comparison.leastIncrease))
            return
                "\(shares), worse (p=\(Self.probability(comparison.probability))), by \(least) to \(most) of the requests"
        case .better: return "\(shares), better (p=\(Self.probability(comparison.probability)))"
        case .alike: return "\(shares), no difference; at most \(most) more (\(sure) sure)"
        case .cannotTell:
            return
                "\(shares), cannot tell: up to \(most) more are possible, \(GateText.percent(comparison.tolerance)) tolerated"
        }
    }

    private static func probability(_ value: Double) -> String {
        value < 0.0001 ? "<0.0001" : GateText.decimal(value, places: 4)
    }
}
