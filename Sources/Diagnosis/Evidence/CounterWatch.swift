package import PromModel

/// Follows counters that start anew whenever their process does, and knows when one of them last grew.
package struct CounterWatch: Sendable, Equatable {
    private var last: [String: Double] = [:]
    /// When one of them last grew, as far as anybody looked; nil before the first growth was seen.
    package private(set) var lastGrowth: Timestamp?

    /// What comes next was counted over a time that nobody watched.
    private var isInterrupted = false

    /// Nothing was looked at yet.
    package init() {}

    /// Nobody looks for a while: what is counted meanwhile is no growth of the moment at which it is seen.
    package mutating func interrupt() { isInterrupted = true }

    /// Takes the counters' next values, by their process; one that is missing keeps its last.
    ///
    /// A counter that is new beside others began at zero; one that is lower than before did so too.
    ///
    /// - Returns: by how much they grew together.
    @discardableResult
    package mutating func observe(_ totals: [String: Double], at moment: Timestamp) -> Double {
        growths(totals, at: moment).values.reduce(0, +)
    }

    /// The same, by process: those that grew.
    mutating func growths(_ totals: [String: Double], at moment: Timestamp) -> [String: Double] {
        let isFirst = last.isEmpty
        defer { if !totals.isEmpty { isInterrupted = false } }
        var growths: [String: Double] = [:]
        for (process, total) in totals {
            let before = last[process]
            let risen = before.map { total >= $0 ? total - $0 : total } ?? (isFirst ? 0 : total)
            if risen > 0 {
                lastGrowth = moment
                if !isInterrupted { growths[process] = risen }
            }
            last[process] = total
        }
        return growths
    }
}
