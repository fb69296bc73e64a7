internal import PromModel

extension Evaluator {
    /// `rate`, `increase` or `delta` of histograms of a window's own range of which no beginning is known.
    func plainRate(_ natives: NativeSamples, _ window: Window, isCounter: Bool, perSecond: Bool) -> Point? {
        let bounds = window.nativeBounds
        guard bounds.count > 1 else { return nil }
        let histograms = natives.histograms[bounds]
        let increase = increase(of: histograms, isCounter: isCounter, window.labels.metricName) { _ in nil }
        guard var increase else { return nil }
        let isLimited = isCounter && options.hasNewestCorrections
        let factor = Rate.nativeFactor(
            first: natives.times[bounds.lowerBound],
            last: natives.times[bounds.upperBound - 1],
            gaps: bounds.count - 1,
            start: window.start,
            end: window.end,
            counts: isLimited ? (natives.histograms[bounds.lowerBound].content.count, increase.count) : nil,
            perSecond: perSecond
        )
        increase.multiply(by: factor)
        return .histogram(increase)
    }

    /// What two histograms at least grew by, as a gauge; nil if they have nothing in common.
    ///
    /// `startReset` tells what the beginnings say of a histogram by its place among them, where those are known.
    func increase(
        of histograms: ArraySlice<SharedHistogram>,
        isCounter: Bool,
        _ metric: String,
        startReset: (_ place: Int) -> StartReset?
    ) -> FloatHistogram? {
        // Shared ones are handed on: copies of their contents would cost more than all else.
        guard let first = histograms.first, let last = histograms.last, histograms.count > 1 else { return nil }
        let (start, end) = (histograms.startIndex, histograms.endIndex)
        let second = histograms[start + 1]
        var previous = first
        if isCounter, histograms.contains(where: { $0.content.hint == .gauge }) { note(.notCounter(metric: metric)) }
        if isCounter, startReset(1)?.isReset ?? false || isReset(second, after: first) {
            // The first one is not looked at any more, so that its buckets need not fit.
            previous = SharedHistogram(
                FloatHistogram(schema: second.content.schema, customBounds: second.content.customBounds)
            )
        }
        let isCustom = previous.content.hasCustomBounds
        let others = isCounter ? start + 1..<end : end - 1..<end
        var coarsest = previous.content.schema
        for index in others {
            guard histograms[index].content.hasCustomBounds == isCustom else {
                note(.mixedExponentialCustom(metric: metric))
                return nil
            }
            coarsest = min(coarsest, histograms[index].content.schema)
        }
        var result = last.content.reduced(to: coarsest)
        guard combine(&result, previous.content, .subtraction, metric) else { return nil }
        if isCounter {
            for index in others {
                let reset = startReset(index - start)
                if reset?.overlaps ?? false { note(.startTimeOverlap(metric: metric)) }
                if reset?.isReset ?? false || isReset(histograms[index], after: previous) {
                    guard combine(&result, previous.content, .addition, metric) else { return nil }
                }
                previous = histograms[index]
            }
        } else if first.content.hint != .gauge || last.content.hint != .gauge {
            note(.notGauge(metric: metric))
        }
        result.hint = .gauge
        result.compact()
        return result
    }
}
