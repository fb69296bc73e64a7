package import GoldenSignals
import PromModel

extension Breakdown {
    /// A part whose failures are hardly more than its traffic does not stand out.
    private static let leastConcentration = 1.2

    /// The share of the traffic that the row has that explains most, 0 to 1.
    package var trafficOfTop: Double {
        let all = rows.reduce(0) { $0 + ($1.requestRate ?? 0) }
        return top?.requestRate.map { all > 0 ? min(1, $0 / all) : 0 } ?? 0
    }

    /// Several rows have what is bad, and none stands out: the largest part on the largest part of the traffic points at
    /// nobody.
    package var isAlike: Bool {
        rows.count { $0.errorRate > 0 } > 1 && (top?.share ?? 0) < trafficOfTop * Self.leastConcentration
    }

    /// How many requests failed in a window, where several rows have some and these are too few to tell one row from
    /// another; nil where they are enough.
    ///
    /// Who has most of so few turns from look to look by chance.
    package func failuresTooFew(in window: Duration) -> Double? {
        let failing = rows.filter { $0.errorRate > 0 }
        guard failing.count > 1, let top, trafficOfTop > 0 else { return nil }
        let bad = failing.reduce(0) { $0 + $1.errorRate } * window.inSeconds
        let own = top.errorRate * window.inSeconds
        let compared = rows.count
        guard SuspectRanking.areFew(bad, compared: compared),
            !SuspectRanking.isMore(own, of: bad, thanTraffic: trafficOfTop, compared: compared)
        else { return nil }
        return bad
    }

    /// Whether the failures of a window say something beside a verdict that is about something else.
    ///
    /// Enough of them fall on a row, or on one of so many places, and since an onset there are more than before. Else who
    /// has them is noise, or as ever.
    package func tellsFailures(in window: Duration, places: Int) -> Bool {
        guard let top else { return false }
        let seconds = window.inSeconds
        let before = rows.reduce(0) { $0 + ($1.errorRateBefore ?? 0) } * seconds
        let now = rows.reduce(0) { $0 + $1.errorRate } * seconds
        func new(_ row: Row) -> Double {
            max(0, row.errorRate - (since == nil ? 0 : row.errorRateBefore ?? 0)) * seconds
        }
        let bad = rows.reduce(0) { $0 + new($1) }
        // Of two windows with as many failures each has one half of them.
        let chance = since == nil ? 0 : BinomialTail.probability(of: now, orMoreAmong: now + before, share: 0.5)
        guard bad.rounded() >= ShareEvidence.fewestFailures, chance < ShareEvidence.level else { return false }
        if SuspectRanking.isMore(new(top), of: bad, thanTraffic: trafficOfTop, compared: rows.count) { return true }
        guard let place = commonPlace, places > 1 else { return false }
        return SuspectRanking.isMore(place.share * bad, of: bad, thanTraffic: 1 / Double(places), compared: places)
    }

    /// Who explains what is bad by the table alone, where nobody counted the parts; nil where nothing is bad, and where
    /// one place has it in all rows: how much traffic that has the table does not tell.
    package var attribution: Attribution? {
        guard let top, let share = top.share, !isAlike || commonPlace == nil else { return nil }
        // A row that no label names is told by what the table is about.
        let labels = top.labels.isEmpty ? Labels([(dimension.rawValue, top.name)]) : top.labels
        let suspect = Suspect(
            labelNames: labels.map(\.name),
            parts: [labels],
            shareOfNew: min(1, share),
            shareOfTraffic: trafficOfTop,
            excess: max(0, top.errorRate - (top.errorRateBefore ?? 0)),
            bad: top.errorRate,
            firstShareOfNew: min(1, share)
        )
        return isAlike ? .everywhere(suspect) : .suspect(suspect)
    }
}
