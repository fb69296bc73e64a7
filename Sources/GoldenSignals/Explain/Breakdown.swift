package import PromModel

/// Who explains the failures: the parts of the traffic by their share in what is new since the onset.
package struct Breakdown: Sendable, Equatable, Codable {
    /// One part of the traffic.
    package struct Row: Sendable, Equatable, Codable {
        /// Its name: `POST /pay`, `pod-7`, `503`.
        package var name: String
        /// Its labels.
        package var labels = Labels()
        /// Its share of the new failures, 0 to 1; nil where there are none at all.
        package var share: Double?
        /// Requests a second.
        package var requestRate: Double?
        /// Requests a second before the onset; nil without an onset.
        package var requestRateBefore: Double?
        /// Failed requests a second.
        package var errorRate = 0.0
        /// Failed requests a second before the onset; nil without an onset.
        package var errorRateBefore: Double?
        /// 95th percentile of its latency in seconds.
        package var p95: Double?
        /// 99th percentile of its latency in seconds.
        package var p99: Double?
        /// Who among them has its failures: the largest first, with shares of this row's.
        package var parts: [Part] = []

        /// A part without numbers.
        package init(name: String) { self.name = name }

        /// The share of its requests that fail, 0 to 1.
        package var errorShare: Double? {
            guard let requestRate, requestRate > 0 else { return nil }
            return errorRate / requestRate
        }
    }

    /// A part of a row.
    package struct Part: Sendable, Equatable, Codable {
        /// Its name.
        package let name: String
        /// Its share of the row's failures, 0 to 1.
        package let share: Double

        /// Memberwise.
        package init(name: String, share: Double) {
            self.name = name
            self.share = share
        }
    }

    /// What the rows are told apart by.
    package var dimension: Dimension
    /// The largest share first, then the busiest.
    package var rows: [Row] = []
    /// The onset that the shares count from; nil where they are of the window.
    package var since: Timestamp?
    /// What the shares are of, where it is not that requests failed: `4xx`, `slow requests`.
    package var what: String?

    /// What shares are of as long as nothing else is said.
    package static let failures = "5xx"

    /// A breakdown without rows.
    package init(dimension: Dimension) { self.dimension = dimension }

    /// The place that has most of what all rows have together; nil where none has four fifths of it, or one row is all.
    package var commonPlace: Part? {
        let failing = rows.filter { ($0.share ?? 0) > 0 }
        guard dimension != .instance, failing.count > 1 else { return nil }
        var shares: [String: Double] = [:]
        for row in failing {
            for part in row.parts { shares[part.name, default: 0] += (row.share ?? 0) * part.share }
        }
        let total = failing.reduce(0) { $0 + ($1.share ?? 0) }
        guard let most = shares.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), most.value >= 0.8 * total else {
            return nil
        }
        return Part(name: most.key, share: min(1, most.value / total))
    }

    /// The row that explains most; nil where nothing fails.
    package var top: Row? { rows.first { ($0.share ?? 0) > 0 } }
}
