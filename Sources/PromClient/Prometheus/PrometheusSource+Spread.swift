package import GoldenSignals
package import PromModel

// How latencies spread.
extension PrometheusSource {
    /// How they spread at the moment of a refresh; nil where nothing tells.
    func spread(of harvest: RefreshHarvest, _ chosen: Selection) -> LatencySpread? {
        guard chosen.catalog.latencyBuckets != nil else { return nil }
        if let native = harvest.latencies.first?.elements.first {
            return LatencySpread(native.histogram, perSecond: chosen.catalog.unit.perSecond)
        }
        // What else was asked in the same query carries a tag.
        let buckets = harvest.explanation?.filter { $0.labels[SignalCatalog.tagLabel].isEmpty } ?? []
        return LatencySpread(cumulative: buckets, perSecond: chosen.catalog.unit.perSecond)
    }

    /// How they spread at moments of a stretch of the past, from the first of them on, over the window that it has.
    func spreads(
        from first: Timestamp,
        step: Duration,
        of chosen: Selection,
        into past: PastPoints
    ) async -> PastPoints {
        var past = past
        guard let expression = chosen.catalog.with(window: past.window).latencyBuckets else {
            past.failure = "it has no histogram"
            return past
        }
        do throws(APIFailure) {
            let answer = try await api.queryWholeRange(
                expression,
                from: first,
                through: past.stretch.through,
                step: step,
                timeout: .seconds(30)
            )
            past.spreads = Self.spreads(answer.value, perSecond: chosen.catalog.unit.perSecond)
        } catch {
            past.failure = "\(error)"
        }
        return past
    }

    private static func spreads(_ answer: RangeAnswer, perSecond: Double) -> [Timestamp: LatencySpread] {
        var buckets: [Timestamp: [(bound: Double, value: Double)]] = [:]
        for series in answer.series {
            guard let bound = Double(series.labels["le"]) else { continue }
            for sample in series.samples { buckets[sample.timestamp, default: []].append((bound, sample.value)) }
        }
        var spreads = buckets.compactMapValues { LatencySpread(cumulative: $0, perSecond: perSecond) }
        for element in answer.histograms.flatMap(\.elements) {
            spreads[element.timestamp] = LatencySpread(element.histogram, perSecond: perSecond)
        }
        return spreads
    }
}

extension LatencySpread {
    /// The spread of a native histogram as the API gives it, whose bounds are so many to a second; nil without requests.
    init?(_ histogram: NativeHistogram, perSecond: Double) {
        self.init(
            histogram.buckets.map {
                Bucket(lower: max(0, $0.lower / perSecond), upper: $0.upper / perSecond, count: $0.count)
            }
        )
    }
}

extension PrometheusEngine {
    /// How latencies spread, of an expression that gives buckets or one native histogram; nil of anything else.
    package func spread(
        _ expression: String,
        at moment: Timestamp,
        perSecond: Double
    ) async throws(QueryFailure) -> LatencySpread? {
        let answer = try await ask(expression, at: moment)
        if let native = answer.histograms.first?.elements.first {
            return LatencySpread(native.histogram, perSecond: perSecond)
        }
        return LatencySpread(cumulative: answer.values, perSecond: perSecond)
    }
}
