package import GoldenSignals
import PromModel

extension Breakdown {
    /// A part whose failures are hardly more than its traffic does not stand out.
    private static let leastConcentration = 1.2

    /// Who explains what is bad by the table alone, where nobody counted the parts; nil where nothing is bad.
    package var attribution: Attribution? {
        guard let top, let share = top.share else { return nil }
        let all = rows.reduce(0) { $0 + ($1.requestRate ?? 0) }
        let traffic = top.requestRate.map { all > 0 ? min(1, $0 / all) : 0 } ?? 0
        // A row that no label names is told by what the table is about.
        let labels = top.labels.isEmpty ? Labels([(dimension.rawValue, top.name)]) : top.labels
        let suspect = Suspect(
            labelNames: labels.map(\.name),
            parts: [labels],
            shareOfNew: min(1, share),
            shareOfTraffic: traffic,
            excess: max(0, top.errorRate - (top.errorRateBefore ?? 0)),
            bad: top.errorRate,
            firstShareOfNew: min(1, share)
        )
        let isAlike = rows.count { $0.errorRate > 0 } > 1 && share < traffic * Self.leastConcentration
        return isAlike ? .everywhere(suspect) : .suspect(suspect)
    }
}
