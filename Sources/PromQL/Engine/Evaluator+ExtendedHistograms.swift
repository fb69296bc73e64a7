internal import PromModel

extension Evaluator {
    /// `rate`, `increase` or `delta` of histograms over the exact range of a window.
    func extendedRate(_ window: Window, isCounter: Bool, perSecond: Bool) -> Point? {
        guard let natives = window.natives,
            let (first, last) = ExtendedRate.ends(natives.times[window.nativeBounds], of: window)
        else { return nil }
        let metric = window.labels.metricName
        let all = natives.histograms.map(\.content)
        for histogram in all[first...last] {
            guard histogram.hasCustomBounds == all[first].hasCustomBounds else {
                note(.mixedExponentialCustom(metric: metric))
                return nil
            }
            if isCounter, histogram.hint == .gauge { note(.notCounter(metric: metric)) }
        }
        let isSmoothed = window.reach == .smoothed
        var (left, right) = (all[first], all[last])
        if isSmoothed, natives.times[first] < window.start {
            guard let value = interpolated(natives, first, at: window.start, isCounter: isCounter, metric) else {
                return nil
            }
            left = value
        }
        if isSmoothed, last > window.nativeBounds.lowerBound, natives.times[last] > window.end {
            guard let value = interpolated(natives, last - 1, at: window.end, isCounter: isCounter, metric) else {
                return nil
            }
            right = value
        }
        if !isCounter, left.hint != .gauge || right.hint != .gauge { note(.notGauge(metric: metric)) }
        var result = right
        guard combine(&result, left, .subtraction, metric) else { return nil }
        if isCounter {
            // What the interpolation on the left already took into account is not looked at again.
            var (next, previous) = (first + 1, left)
            if isSmoothed, natives.times[first] < window.start, all[first + 1].isReset(after: all[first]) {
                previous = all[first + 1]
                next += 1
            }
            if next <= last {
                for histogram in all[next..<last] + [right] {
                    if histogram.isReset(after: previous), !combine(&result, previous, .addition, metric) { return nil }
                    previous = histogram
                }
            }
        }
        if perSecond { result.divide(by: Rate.seconds(from: window.start, to: window.end)) }
        result.hint = .gauge
        return .histogram(result.compacted)
    }

    /// The histogram at a moment between two; of a counter that began anew, the second one's share.
    func interpolated(
        _ natives: NativeSamples,
        _ index: Int,
        at time: Int64,
        isCounter: Bool,
        _ metric: String
    ) -> FloatHistogram? {
        let (one, other) = (natives.histograms[index].content, natives.histograms[index + 1].content)
        if time == natives.times[index] { return one }
        if time == natives.times[index + 1] { return other }
        let share = ExtendedRate.share(of: time, natives.times[index], natives.times[index + 1])
        var result = other
        if isCounter, other.isReset(after: one) {
            result.multiply(by: share)
            return result
        }
        guard combine(&result, one, .subtraction, metric) else { return nil }
        result.multiply(by: share)
        return combine(&result, one, .addition, metric) ? result : nil
    }

    /// The elements of a selector whose values come from the samples around a moment.
    func smoothed(_ series: SelectedSeries, at moment: Int64) -> Point? {
        let lookback = options.lookback.milliseconds
        let oldest = oldestTime(of: moment.subtractingSaturating(lookback))
        let newest = moment.addingSaturating(lookback)
        let lower = series.times.lowerBound(of: oldest)
        let known = (lower..<max(lower, series.times.lowerBound(of: newest.addingSaturating(1)))).filter {
            !StaleMarker.isMarker(series.values[$0])
        }
        let natives = series.natives?.withoutMarkers
        let histograms = natives?.bounds(from: oldest, through: newest) ?? 0..<0
        guard known.isEmpty || histograms.isEmpty else {
            note(.mixedFloatsHistograms(metric: series.labels.metricName))
            return nil
        }
        if let natives, !histograms.isEmpty {
            return smoothed(natives, histograms, at: moment, series.labels.metricName).map(Point.histogram)
        }
        guard let next = known.firstIndex(where: { series.times[$0] >= moment }) else {
            return known.last.map { .number(series.values[$0]) }
        }
        if series.times[known[next]] == moment { return .number(series.values[known[next]]) }
        guard next > 0 else { return nil }
        let (before, after) = (known[next - 1], known[next])
        let share = ExtendedRate.share(of: moment, series.times[before], series.times[after])
        let (one, other) = (series.values[before], series.values[after])
        return .number(ExtendedRate.interpolated(from: one, to: other, share: share, isCounter: false))
    }

    private func smoothed(
        _ natives: NativeSamples,
        _ bounds: Range<Int>,
        at moment: Int64,
        _ metric: String
    ) -> FloatHistogram? {
        guard let next = bounds.first(where: { natives.times[$0] >= moment }) else {
            var last = bounds.last.map { natives.histograms[$0].content }
            last?.hint = .unknown
            return last
        }
        if natives.times[next] == moment { return natives.histograms[next].content }
        guard next > bounds.lowerBound else { return nil }
        let (one, other) = (natives.histograms[next - 1].content, natives.histograms[next].content)
        guard one.hasCustomBounds == other.hasCustomBounds else {
            note(.mixedExponentialCustom(metric: metric))
            return nil
        }
        let isCounter = one.hint != .gauge || other.hint != .gauge
        return interpolated(natives, next - 1, at: moment, isCounter: isCounter, metric)
    }
}
