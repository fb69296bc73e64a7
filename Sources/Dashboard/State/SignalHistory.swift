package import GoldenSignals
package import PromModel

/// The numbers of the shown span, one point a poll: what can be seen, never the source's whole history.
package struct SignalHistory: Sendable, Equatable {
    /// One poll.
    package struct Point: Sendable, Equatable {
        /// The instant of evaluation.
        package let at: Timestamp
        /// No request came in the window.
        package let isIdle: Bool
        /// The numbers; a signal without one is absent.
        package let values: [Double?]

        subscript(_ signal: Signal) -> Double? { values[signal.index] }
    }

    /// Oldest first.
    package private(set) var points: [Point] = []

    /// Nothing seen yet.
    package init() {}

    /// Adds a poll and forgets what is twice as old as `span`.
    ///
    /// A poll that is not newer than the last replaces it.
    package mutating func append(_ snapshot: SignalSnapshot, span: Duration) {
        while let last = points.last, last.at >= snapshot.at { points.removeLast() }
        points.append(
            Point(
                at: snapshot.at,
                isIdle: snapshot[.requestRate].state == .idle,
                values: Signal.allCases.map { signal in
                    // An idle service has a rate, zero; everything else has no number then.
                    signal == .requestRate && snapshot[signal].state == .idle ? 0 : snapshot[signal].value
                }
            )
        )
        // Columns have round widths and may together reach further back than the span.
        let oldest = snapshot.at - span * 2
        if let keep = points.firstIndex(where: { $0.at >= oldest }), keep > 0 { points.removeFirst(keep) }
    }
}

extension Signal {
    /// Its place among all signals.
    var index: Int { Signal.allCases.firstIndex(of: self) ?? 0 }
}
