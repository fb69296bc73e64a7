internal import PromModel

extension Evaluator {
    /// What a function of a range makes of a window that holds more than numbers of its own range.
    func point(of function: Function, _ window: Window, _ numbers: [Double], at time: Int64) -> Point? {
        switch function {
        case .rate: return nativeRate(window, isCounter: true, perSecond: true)
        case .increase: return nativeRate(window, isCounter: true, perSecond: false)
        case .delta: return nativeRate(window, isCounter: false, perSecond: false)
        case .irate: return nativeDifference(window, isRate: true)
        case .idelta: return nativeDifference(window, isRate: false)
        case .changes: return count(in: window) { !$0.point.equals($1.point) }
        case .resets: return count(in: window, where: isReset)
        case .sumOverTime, .avgOverTime: return total(function, window)
        case .countOverTime: return .number(Double(window.count + window.nativeBounds.count))
        case .presentOverTime: return .number(1)
        case .firstOverTime: return window.timeline.first?.point
        case .lastOverTime: return window.timeline.last?.point
        case .tsOfFirstOverTime: return window.timeline.first.map { .number(Double($0.time) / 1000) }
        case .tsOfLastOverTime: return window.timeline.last.map { .number(Double($0.time) / 1000) }
        case .deriv, .predictLinear, .holtWinters, .doubleExponentialSmoothing:
            if !window.isEmpty, !window.nativeBounds.isEmpty { noteIgnored(window) }
            return value(of: function, window, numbers, at: time).map(Point.number)
        default:
            guard !window.isEmpty else { return nil }
            if !window.nativeBounds.isEmpty { noteIgnored(window) }
            return value(of: function, window, numbers, at: time).map(Point.number)
        }
    }

    private func noteIgnored(_ window: Window) {
        note(.histogramsIgnoredInRange(metric: window.labels.metricName))
    }

    private func isReset(_ current: Window.Entry, after previous: Window.Entry) -> Bool {
        switch (previous.point, current.point) {
        case (.number(let before), .number(let after)):
            return after < before
                || StartReset(previous: (previous.start, previous.time), current: (current.start, current.time)).isReset
        case (.histogram(let before), .histogram(let after)):
            return StartReset(previous: (previous.start, previous.time), current: (current.start, current.time)).isReset
                || isReset(after, after: before)
        default: return true
        }
    }

    private func count(
        in window: Window,
        where condition: (_ current: Window.Entry, _ previous: Window.Entry) -> Bool
    ) -> Point? {
        var entries = window.timeline[...]
        if window.reach == .anchored {
            // The last sample before the range stands for its start.
            guard let last = entries.last, last.time > window.start else { return nil }
            let before = entries.lastIndex { $0.time <= window.start }
            entries = entries[(before ?? entries.startIndex)...]
        }
        guard !entries.isEmpty else { return nil }
        return .number(Double(zip(entries.dropFirst(), entries).count { condition($0, $1) }))
    }

    private func total(_ function: Function, _ window: Window) -> Point? {
        guard !window.nativeBounds.isEmpty, let natives = window.natives else {
            return value(of: function, window, [], at: window.end).map(Point.number)
        }
        let metric = window.labels.metricName
        guard window.isEmpty else {
            note(.mixedFloatsHistograms(metric: metric))
            return nil
        }
        var total = HistogramTotal(isMean: function == .avgOverTime)
        do throws(FloatHistogram.Incompatible) {
            for index in window.nativeBounds {
                try total.add(natives.histograms[index].content)
                guard fits(total, metric) else { return nil }
            }
        } catch {
            note(.mixedExponentialCustom(metric: metric))
            return nil
        }
        noteTotal(total)
        return total.result.map(Point.histogram)
    }

    /// Says what is to be said of a sum or mean of histograms.
    func noteTotal(_ total: HistogramTotal) {
        if total.collides { note(.counterResetCollision(.aggregation)) }
        if total.hasMergedBounds { note(.mismatchedCustomBuckets(.aggregation)) }
    }
}

extension Window {
    /// One sample of either kind.
    struct Entry {
        var time: Int64
        /// When its count began, zero if nobody knows.
        var start: Int64
        var point: Point
    }

    /// The samples of both kinds in order of time.
    var timeline: [Entry] {
        var entries = bounds.map {
            Entry(time: times[$0], start: starts.isEmpty ? 0 : starts[$0], point: .number(values[$0]))
        }
        guard let natives, !nativeBounds.isEmpty else { return entries }
        entries += nativeBounds.map {
            Entry(
                time: natives.times[$0],
                start: natives.starts.isEmpty ? 0 : natives.starts[$0],
                point: .histogram(natives.histograms[$0].content)
            )
        }
        // No two samples of a series have the same time.
        return entries.sorted { $0.time < $1.time }
    }

    /// The native histograms of the window, oldest first.
    var histograms: [FloatHistogram] {
        guard let natives else { return [] }
        return nativeBounds.map { natives.histograms[$0].content }
    }
}

extension Point {
    /// Whether two are the same sample, to the bit for histograms; NaN equals NaN.
    func equals(_ other: Point) -> Bool {
        switch (self, other) {
        case (.number(let one), .number(let two)): one == two || one.isNaN && two.isNaN
        case (.histogram(let one), .histogram(let two)): one == two
        default: false
        }
    }
}
