import GoldenSignals
import PromModel

/// Requests counted through a recording, by the totals of each process.
///
/// Rates would count what was before the recording, or before the load, into the first window.
struct RequestTally {
    private var totals: [String: Double] = [:]
    private var counts: [(at: Timestamp, count: Double)] = []

    /// Nothing seen yet.
    init() {}

    /// Takes what a poll told.
    ///
    /// A process that was not there before counts from when it began, where that is since the last poll.
    mutating func observe(_ snapshot: SignalSnapshot) {
        guard !snapshot.requestTotals.isEmpty else { return }
        var grown = 0.0
        for (instance, total) in snapshot.requestTotals {
            if let before = totals[instance] {
                grown += total >= before ? total - before : total
            } else if let last = counts.last?.at, let start = snapshot.processStarts[instance], start >= last.seconds {
                grown += total
            }
            totals[instance] = total
        }
        counts.append((snapshot.at, (counts.last?.count ?? 0) + grown))
    }

    /// Requests after a moment, up to the last poll; nil where nothing was counted at that moment yet.
    func count(since moment: Timestamp) -> Double? {
        guard let last = counts.last, let first = counts.last(where: { $0.at <= moment }) else { return nil }
        return last.count - first.count
    }
}
