package import GoldenSignals
package import PromModel

/// The numbers of the shown span, one point a poll: what can be seen, never the source's whole history.
package struct SignalHistory: Sendable, Equatable {
    /// Oldest first.
    package private(set) var points: [SignalPoint] = []

    /// Nothing seen yet.
    package init() {}

    /// Adds a poll and forgets what is twice as old as `span`.
    ///
    /// A poll that is not newer than the last replaces it.
    package mutating func append(_ point: SignalPoint, span: Duration) {
        while let last = points.last, last.at >= point.at { points.removeLast() }
        points.append(point)
        forget(before: point.at - span * 2)
    }

    /// Puts a source's points in the place of those shown for their time.
    ///
    /// What another source measured while this one was away stays where this one has nothing: it was seen, and is
    /// marked by the events around it.
    package mutating func apply(_ patch: HistoryPatch, span: Duration) {
        let answered = patch.points.filter { !$0.isEmpty }
        let kept = points.filter { point in
            if patch.isFull || point.at >= patch.from {
                return point.isStandIn && !Self.covers(answered, point, patch.step)
            }
            return true
        }
        points =
            kept.contains { $0.at >= patch.from } || patch.isFull
            ? (kept + patch.points).sorted { $0.at < $1.at } : kept + patch.points
        if let newest = points.last?.at { forget(before: newest - span * 2) }
    }

    /// The points that are not older than a moment: charts show a part of what is kept.
    package func points(from oldest: Timestamp) -> ArraySlice<SignalPoint> {
        var low = 0
        var high = points.count
        while low < high {
            let middle = (low + high) / 2
            if points[middle].at < oldest { low = middle + 1 } else { high = middle }
        }
        return points[low...]
    }

    /// Puts points in the place of all; the oldest comes first.
    mutating func replace(with points: [SignalPoint]) { self.points = points }

    /// These points, and after the last of them those of another history.
    package func continued(by other: SignalHistory) -> SignalHistory {
        guard let last = points.last?.at else { return other }
        var both = self
        both.points += other.points(from: last + .milliseconds(1))
        return both
    }

    /// What was known of the points up to a moment.
    package func through(_ moment: Timestamp) -> SignalHistory {
        var part = SignalHistory()
        part.points = Array(points.prefix { $0.at <= moment })
        return part
    }

    /// Whether one of a source's points lies within half a step of a moment.
    private static func covers(_ points: [SignalPoint], _ point: SignalPoint, _ step: Duration) -> Bool {
        var low = 0
        var high = points.count
        let start = point.at - step / 2
        while low < high {
            let middle = (low + high) / 2
            if points[middle].at < start { low = middle + 1 } else { high = middle }
        }
        return low < points.count && points[low].at <= point.at + step / 2
    }

    // Columns have round widths and may together reach further back than the span.
    private mutating func forget(before oldest: Timestamp) {
        if let keep = points.firstIndex(where: { $0.at >= oldest }), keep > 0 { points.removeFirst(keep) }
    }
}
