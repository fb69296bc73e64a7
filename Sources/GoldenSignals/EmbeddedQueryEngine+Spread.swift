package import PromModel

extension EmbeddedQueryEngine {
    /// How latencies spread, of an expression that gives buckets or one native histogram; nil of anything else.
    package func spread(
        _ expression: String,
        at moment: Timestamp,
        perSecond: Double
    ) throws(QueryFailure) -> LatencySpread? {
        let natives = try histograms(expression, at: moment)
        if let first = natives.first { return LatencySpread(first, perSecond: perSecond) }
        return LatencySpread(cumulative: try instant(expression, at: moment), perSecond: perSecond)
    }
}
