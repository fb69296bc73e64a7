import Diagnosis
import Gates

/// A comparison for programs: shares 0 to 1, times in seconds; what is not known is left out.
///
/// Its schema is docs/schemas/compare.json.
struct ComparisonDocument: Encodable {
    struct Side: Encodable {
        let name: String
        let pickedBy: String
        let requests: Double
        let perSecond: Double?
        let failed: Double?
        let p50Seconds: Double?
        let p95Seconds: Double?
        let p99Seconds: Double?

        init(_ name: String, _ counts: ComparisonCounts) {
            self.name = name
            pickedBy = counts.how
            requests = counts.requests
            perSecond = counts.rate
            failed = counts.failures?.bad
            p50Seconds = counts.quantiles[0.5]
            p95Seconds = counts.quantiles[0.95]
            p99Seconds = counts.quantiles[0.99]
        }
    }

    struct Judgement: Encodable {
        /// `better`, `alike`, `worse` or `cannotTell`.
        let outcome: String
        let shareA: Double?
        let shareB: Double?
        let probability: Double
        let leastIncrease: Double
        let mostIncrease: Double
        let tolerance: Double
        /// The bound that requests are slower than; left out for failures.
        let boundSeconds: Double?

        init(_ comparison: ShareComparison, outcome: ShareComparison.Outcome, bound: Double?) {
            self.outcome = outcome.rawValue
            shareA = comparison.a.share
            shareB = comparison.b.share
            probability = comparison.probability
            leastIncrease = comparison.leastIncrease
            mostIncrease = comparison.mostIncrease
            tolerance = comparison.tolerance
            boundSeconds = bound
        }
    }

    let formatVersion = RecordText.formatVersion
    let service: String
    /// `ok`, `warning`, `critical` or `unknown`: as the exit status.
    let status: String
    let level: Double
    let a: Side
    let b: Side
    let failures: Judgement?
    let latencies: Judgement?

    init(_ report: ComparisonReport) {
        service = report.service
        status = report.status.word.lowercased()
        level = report.level
        a = Side(report.names.a, report.a)
        b = Side(report.names.b, report.b)
        failures = report.failures.map { Judgement($0, outcome: $0.outcome, bound: nil) }
        latencies = report.latencies.map { Judgement($0.share, outcome: $0.outcome, bound: $0.bound) }
    }

    /// The document as JSON.
    var text: String { RecordText.json(self, isPretty: true) }
}
