package import PromModel

/// One series' value at one instant.
package struct InstantValue: Sendable, Equatable {
    /// What identifies it.
    package let labels: Labels
    /// Its value.
    package let value: Double

    /// Pairs labels with a value.
    package init(labels: Labels, value: Double) {
        self.labels = labels
        self.value = value
    }
}

/// Why a query has no answer.
package enum QueryFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The expression is wrong; `detail` names the place.
    case badQuery(expression: String, detail: String)
    /// The source could not be asked or could not answer.
    case unavailable(reason: String)

    /// One line for a person.
    package var description: String {
        switch self {
        case .badQuery(let expression, let detail): "the query '\(expression)' is wrong: \(detail)"
        case .unavailable(let reason): reason
        }
    }
}

/// Evaluates PromQL: a Prometheus over HTTP, or the engine inside over samples scraped directly.
package protocol QueryEngine: Sendable {
    /// The value of each series of the expression at an instant; a scalar is one value without labels.
    func instant(_ expression: String, at moment: Timestamp) async throws(QueryFailure) -> [InstantValue]

    /// The values at `start`, `start + step`, … up to `end`; a step without a value is left out.
    func range(
        _ expression: String,
        from start: Timestamp,
        through end: Timestamp,
        step: Duration
    ) async throws(QueryFailure) -> [Series]

    /// How latencies spread, of an expression that gives buckets or one native histogram; nil of anything else.
    func spread(
        _ expression: String,
        at moment: Timestamp,
        perSecond: Double
    ) async throws(QueryFailure)
        -> LatencySpread?
}

extension QueryEngine {
    /// Of classic buckets, which are plain numbers.
    package func spread(
        _ expression: String,
        at moment: Timestamp,
        perSecond: Double
    ) async throws(QueryFailure) -> LatencySpread? {
        LatencySpread(cumulative: try await instant(expression, at: moment), perSecond: perSecond)
    }
}
