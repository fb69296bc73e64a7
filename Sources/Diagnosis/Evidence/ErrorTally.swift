import GoldenSignals

/// Adds up failures from counters that start anew whenever their process does.
///
/// Each process is followed by itself: in their sum one that is missing for a scrape would look like a restart.
struct ErrorTally: Sendable, Equatable {
    private var last: [String: Double] = [:]
    /// When the processes began that were seen in the evaluation before.
    private var starts: [String: Double] = [:]
    /// The sum when each limit was kept last, by its place.
    private var calm: [Int: Double] = [:]
    /// The sum that each limit's failures are counted from.
    private var bases: [Int: Double] = [:]
    private var evaluations = 0
    /// All failures that were added up.
    private(set) var sum = 0.0

    /// Failures since a limit's mark; nil without one.
    func sinceMark(of limit: Int) -> Double? { bases[limit].map { sum - $0 } }

    /// Takes the counters' next values; a process without one keeps its last.
    ///
    /// A counter that appears while its process went on has risen from nothing.
    mutating func observe(_ snapshot: SignalSnapshot) {
        if !snapshot.errorTotals.isEmpty || !snapshot.processStarts.isEmpty { evaluations += 1 }
        for (instance, total) in snapshot.errorTotals {
            let start = snapshot.processStarts[instance]
            let isOld = start != nil && starts[instance] == start
            if let before = last[instance] ?? (isOld ? 0 : nil) { sum += total >= before ? total - before : total }
            last[instance] = total
        }
        starts.merge(snapshot.processStarts) { $1 }
    }

    /// A limit is kept at this evaluation: what fails from here on belongs to the breach that comes next.
    mutating func noteCalm(of limit: Int) { calm[limit] = sum }

    /// Counts from the last evaluation that kept the limit: a breach is known only one evaluation after it began.
    ///
    /// Where nothing was counted before, nothing is known of it.
    mutating func mark(_ limit: Int) { bases[limit] = evaluations > 1 ? calm[limit] ?? 0 : nil }

    /// So many have been counted since a limit's mark, or more: what made a breach came before it was one.
    ///
    /// An estimate from increments may still lack half of the last one; what was counted already stays counted.
    mutating func mark(_ limit: Int, alreadyCounted count: Double) {
        bases[limit] = min(bases[limit] ?? .infinity, sum - count)
    }
}
