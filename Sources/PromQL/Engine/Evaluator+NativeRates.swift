internal import PromModel

extension Evaluator {
    /// `rate`, `increase` or `delta` of a window with histograms, known beginnings, or samples beyond its range.
    func nativeRate(_ window: Window, isCounter: Bool, perSecond: Bool) -> Point? {
        let metric = window.labels.metricName
        guard window.isEmpty || window.nativeBounds.isEmpty else {
            note(.mixedFloatsHistograms(metric: metric))
            return nil
        }
        if window.reach != nil {
            return window.nativeBounds.isEmpty
                ? ExtendedRate.value(window, isCounter: isCounter, perSecond: perSecond).map(Point.number)
                : extendedRate(window, isCounter: isCounter, perSecond: perSecond)
        }
        if window.isEmpty, let natives = window.natives, natives.starts.isEmpty {
            return plainRate(natives, window, isCounter: isCounter, perSecond: perSecond)
        }
        let entries = window.timeline
        guard let first = entries.first, let last = entries.last else { return nil }
        var sum: Point
        if entries.count == 1 {
            sum = first.point
        } else if case .number = first.point {
            sum = .number(increase(entries, isCounter: isCounter, metric))
        } else {
            let histograms = window.natives?.histograms[window.nativeBounds] ?? []
            let increase = increase(of: histograms, isCounter: isCounter, metric) { startReset(entries, at: $0) }
            guard let increase else { return nil }
            sum = .histogram(increase)
        }
        var sampled = Rate.seconds(from: first.time, to: last.time)
        let average = entries.count > 1 ? sampled / Double(entries.count - 1) : 0
        var before = Rate.seconds(from: window.start, to: first.time)
        var after = Rate.seconds(from: last.time, to: window.end)
        if isCounter, first.start != 0, first.start > window.start, first.start < first.time {
            // The count was zero when it began, within the range: nothing has to be guessed on that side.
            before = 0
            sampled = Rate.seconds(from: first.start, to: last.time)
            if entries.count > 1 {
                guard let whole = added(sum, first.point, metric) else { return nil }
                sum = whole
            }
        } else if entries.count == 1 {
            return nil
        } else {
            if before >= average * 1.1 { before = average / 2 }
            if isCounter { before = min(before, durationToZero(sum, first.point, sampled) ?? before) }
        }
        if after >= average * 1.1 { after = average / 2 }
        var factor = sampled == 0 ? 1 : (sampled + before + after) / sampled
        if perSecond { factor /= Rate.seconds(from: window.start, to: window.end) }
        switch sum {
        case .number(let value): return .number(value * factor)
        case .histogram(var histogram):
            histogram.multiply(by: factor)
            return .histogram(histogram)
        }
    }

    /// How long before its first sample a counter that rose so was zero.
    private func durationToZero(_ increase: Point, _ first: Point, _ sampled: Double) -> Double? {
        switch (increase, first) {
        case (.number(let increase), .number(let first)) where increase > 0 && first >= 0:
            sampled * (first / increase)
        case (.histogram(let increase), .histogram(let first))
        where increase.count > 0 && first.count >= 0 && options.hasNewestCorrections:
            sampled * (first.count / increase.count)
        default: nil
        }
    }

    private func added(_ sum: Point, _ first: Point, _ metric: String) -> Point? {
        switch (sum, first) {
        case (.number(let sum), .number(let first)): return .number(sum + first)
        case (.histogram(var sum), .histogram(let first)):
            return combine(&sum, first, .addition, metric) ? .histogram(sum) : nil
        default: return nil
        }
    }

    /// Adds or subtracts a histogram and says what is to be said of it; whether it could be done.
    func combine(
        _ histogram: inout FloatHistogram,
        _ other: FloatHistogram,
        _ operation: Annotation.HistogramOperation,
        _ metric: String
    ) -> Bool {
        guard fit(histogram, other) else {
            note(.incompatibleCustomBuckets(metric: metric))
            return false
        }
        do throws(FloatHistogram.Incompatible) {
            let reconciliation =
                operation == .subtraction ? try histogram.subtract(other) : try histogram.add(other)
            if reconciliation.hasMergedBounds { note(.mismatchedCustomBuckets(operation)) }
            return true
        } catch {
            note(.mixedExponentialCustom(metric: metric))
            return false
        }
    }

    private func increase(_ entries: [Window.Entry], isCounter: Bool, _ metric: String) -> Double {
        var values: [Double] = []
        for case .number(let value) in entries.map(\.point) {
            values.append(value)
        }
        var result = (values.last ?? 0) - (values.first ?? 0)
        guard isCounter else { return result }
        for index in values.indices.dropFirst() {
            let reset = startReset(entries, at: index)
            if reset.overlaps { note(.startTimeOverlap(metric: metric)) }
            if values[index] < values[index - 1] || reset.isReset { result += values[index - 1] }
        }
        return result
    }

    private func startReset(_ entries: [Window.Entry], at index: Int) -> StartReset {
        let (previous, current) = (entries[index - 1], entries[index])
        return StartReset(previous: (previous.start, previous.time), current: (current.start, current.time))
    }

    /// `irate` or `idelta` of a window: of its last two samples.
    func nativeDifference(_ window: Window, isRate: Bool) -> Point? {
        let entries = window.timeline.suffix(2)
        guard entries.count == 2, let previous = entries.first, let current = entries.last else { return nil }
        let metric = window.labels.metricName
        let seconds = Rate.seconds(from: previous.time, to: current.time)
        let reset = StartReset(previous: (previous.start, previous.time), current: (current.start, current.time))
        guard seconds != 0 else { return nil }
        switch (previous.point, current.point) {
        case (.number(let before), .number(let after)):
            guard isRate else { return .number(after - before) }
            return .number((after < before || reset.isReset ? after : after - before) / seconds)
        case (.histogram(let before), .histogram(let after)):
            let areGauges = before.hint == .gauge && after.hint == .gauge
            if isRate, before.hint == .gauge || after.hint == .gauge { note(.notCounter(metric: metric)) }
            if !isRate, !areGauges { note(.notGauge(metric: metric)) }
            var result = after
            if !isRate || !(reset.isReset || isReset(after, after: before)) {
                guard combine(&result, before, .subtraction, metric) else { return nil }
            }
            result.hint = .gauge
            result.compact()
            if isRate { result.divide(by: seconds) }
            return .histogram(result)
        default:
            note(.mixedFloatsHistograms(metric: metric))
            return nil
        }
    }
}
