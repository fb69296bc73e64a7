import Dashboard
import PromModel
import ServiceKit

/// Both ends of a run, as lines and as JSON.
enum LoadEndsText {
    /// What the service counted, the mean at both ends and what lies between, the percentiles side by side.
    static func lines(_ ends: LoadEnds) -> [String] {
        let difference = ends.counted - ends.answered
        let (there, here) = (NumberText.whole(ends.counted), NumberText.whole(ends.answered))
        var counts = "the service counted \(there) of \(here) answered"
        if difference < 0 { counts += ": \(NumberText.whole(-difference)) fewer" }
        if difference > 0 { counts += ": \(NumberText.whole(difference)) more, \(whose(ends))" }
        var lines = ["both ends " + counts]
        if let here = ends.driverMean, let there = ends.serviceMean, let between = ends.between {
            lines.append(
                "          mean \(latency(here)) here, \(latency(there)) there: \(latency(max(.zero, between))) lie "
                    + "between (network, accept queue, wait for a thread)"
            )
        }
        let ranks = ends.ranks.map { rank in
            let (low, high) = (rank.service.lowerBound, rank.service.upperBound)
            let from = NumberText.latency(low)
            let there = high.isFinite ? "\(from) to \(NumberText.latency(high))" : "> \(from)"
            return "p\(NumberText.formatPlain(rank.percentile)) \(latency(rank.driver)) here, \(there) there"
        }
        if !ranks.isEmpty { lines.append("          " + ranks.joined(separator: "; ")) }
        return lines
    }

    /// Whose the requests may be that the service counted and the load had no answer to.
    private static func whose(_ ends: LoadEnds) -> String {
        let causes = [
            (ends.bySlowReaders, "of the slow readers, whose times are in its numbers too"),
            (ends.unanswered, "without an answer here"),
        ]
        var parts = causes.filter { $0.0 > 0 }.map { "up to \(NumberText.whole($0.0)) \($0.1)" }
        if ends.byOthers > 0 {
            let least = parts.isEmpty ? "" : "at least "
            parts.append("\(least)\(NumberText.whole(ends.byOthers)) of others")
        }
        return parts.joined(separator: "; ")
    }

    private static func latency(_ duration: Duration) -> String { NumberText.latency(duration.inSeconds) }
}
