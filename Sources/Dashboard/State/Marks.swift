import Diagnosis
package import GoldenSignals
package import PromModel

/// One or two moments that were marked: what is shown is compared with the first.
package struct Marks: Sendable, Equatable {
    /// A: what "before" is.
    package let first: Timestamp
    /// How it was at A.
    package var snapshot: SignalSnapshot
    /// B; nil until it was marked.
    package var second: Timestamp?

    /// A, with what is known of it.
    package init(first: Timestamp, snapshot: SignalSnapshot) {
        self.first = first
        self.snapshot = snapshot
    }

    /// What each signal was at A.
    package var baselines: [Signal: Baseline] { Baseline.all(of: snapshot) }
}

extension Baseline {
    /// What each signal is in a snapshot, to compare others with.
    static func all(of snapshot: SignalSnapshot) -> [Signal: Baseline] {
        var result: [Signal: Baseline] = [:]
        for signal in Signal.allCases {
            switch snapshot[signal].state {
            case .value(let value): result[signal] = .value(value)
            case .idle: result[signal] = signal == .requestRate ? .value(0) : .idle
            case .noData: result[signal] = Baseline.none
            }
        }
        return result
    }
}

extension Breakdown {
    /// The same rows with their change since another breakdown; the same where that tells something else apart.
    ///
    /// Shares are those of the failures a second that were none then.
    package func change(from before: Breakdown?, at moment: Timestamp) -> Breakdown {
        guard let before, before.dimension == dimension else { return self }
        let known = Dictionary(before.rows.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var changed = self
        (changed.since, changed.what) = (moment, nil)
        for index in changed.rows.indices {
            let row = known[changed.rows[index].name]
            changed.rows[index].requestRateBefore = row?.requestRate ?? 0
            changed.rows[index].errorRateBefore = row?.errorRate ?? 0
        }
        func new(_ row: Row) -> Double { max(0, row.errorRate - (row.errorRateBefore ?? 0)) }
        let total = changed.rows.reduce(0) { $0 + new($1) }
        for index in changed.rows.indices {
            changed.rows[index].share = total > 0 ? new(changed.rows[index]) / total : nil
        }
        changed.rows.sort { left, right in
            (right.share ?? 0, right.requestRate ?? 0, left.name) < (left.share ?? 0, left.requestRate ?? 0, right.name)
        }
        return changed
    }
}
