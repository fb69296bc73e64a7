internal import PromModel

extension Evaluator {
    /// The newest sample of each series of a selector, with its own time, if it is recent enough.
    func evaluate(
        _ selector: VectorSelector,
        of node: PlanNode,
        at time: Int64
    ) -> [(element: Element, sampleTime: Int64)] {
        let moment = moment(selector.at, selector.offset, at: time)
        let oldest = oldestTime(of: moment.subtractingSaturating(options.lookback.milliseconds))
        var result: [(element: Element, sampleTime: Int64)] = []
        result.reserveCapacity(node.selected.count)
        if selector.reach == .smoothed {
            for series in node.selected {
                guard let point = smoothed(series, at: moment) else { continue }
                result.append((Element(labels: series.labels, point), time))
            }
            return result
        }
        for series in node.selected {
            let index = series.times.lowerBound(of: moment.addingSaturating(1)) - 1
            if let natives = series.natives,
                let native = natives.bounds(from: oldest, through: moment).last,
                index < 0 || series.times[index] < natives.times[native]
            {
                let histogram = natives.histograms[native]
                guard !histogram.content.isStaleMarker else { continue }
                result.append((Element(labels: series.labels, value: 0, histogram: histogram), natives.times[native]))
                continue
            }
            guard index >= 0, series.times[index] >= oldest else { continue }
            let value = series.values[index]
            guard !StaleMarker.isMarker(value) else { continue }
            result.append((Element(labels: series.labels, value: value), series.times[index]))
        }
        return result
    }

    /// The oldest time that belongs to a window with the given start.
    func oldestTime(of start: Int64) -> Int64 {
        isClosed ? start : start.addingSaturating(1)
    }

    /// The windows of a range selector that hold at least one sample.
    func windows(of node: PlanNode, _ selector: VectorSelector, range: Int64, at time: Int64) -> [Window] {
        let end = moment(selector.at, selector.offset, at: time)
        let start = end.subtractingSaturating(range)
        let (before, after) = excess(of: selector.reach)
        let oldest = oldestTime(of: start.subtractingSaturating(before))
        let newest = end.addingSaturating(after)
        var result: [Window] = []
        result.reserveCapacity(node.selected.count)
        for series in node.selected {
            let lower = series.times.lowerBound(of: oldest)
            let upper = max(lower, series.times.lowerBound(of: newest.addingSaturating(1)))
            let natives = series.natives?.bounds(from: oldest, through: newest) ?? 0..<0
            guard lower < upper || !natives.isEmpty else { continue }
            result.append(
                Window(
                    labels: series.labels,
                    bareLabels: series.bareLabels,
                    times: series.times,
                    values: series.values,
                    bounds: lower..<upper,
                    start: start,
                    end: end,
                    natives: series.natives,
                    nativeBounds: natives,
                    starts: series.starts,
                    reach: selector.reach
                )
            )
        }
        return result
    }

    /// Evaluates the expression of a subquery at its steps and gathers windows.
    ///
    /// Steps lie at multiples of the step since the epoch, whatever the moment of evaluation, so windows of
    /// neighbouring moments share most of their evaluations; these are kept.
    func windows(
        of node: PlanNode,
        _ subquery: Subquery,
        range: Int64,
        step: Int64,
        at time: Int64
    ) throws(PromQLError) -> [Window] {
        let end = moment(subquery.at, subquery.offset, at: time)
        let start = end.subtractingSaturating(range)
        let oldest = oldestTime(of: start)
        var current = firstMultiple(of: step, from: oldest)
        if node.memo.count > 64, node.memo.count > 4 * Int(clamping: range / step) {
            node.memo = node.memo.filter { $0.key >= oldest }
        }
        var indexes: [Labels: Int] = [:]
        var windows: [Window] = []
        var natives: [Int: [(time: Int64, histogram: SharedHistogram)]] = [:]
        var count = 0
        while current <= end {
            for element in try memoized(node, at: current) {
                let index: Int
                if let known = indexes[element.labels] {
                    index = known
                } else {
                    index = windows.count
                    indexes[element.labels] = index
                    windows.append(emptyWindow(element.labels, start: start, end: end))
                }
                if let histogram = element.histogram {
                    natives[index, default: []].append((current, Evaluator.withoutHint(histogram)))
                } else {
                    windows[index].times.append(current)
                    windows[index].values.append(element.value)
                }
                count += 1
            }
            try require(count)
            let (next, overflow) = current.addingReportingOverflow(step)
            if overflow { break }
            current = next
        }
        for index in windows.indices {
            windows[index].bounds = 0..<windows[index].times.count
            guard let samples = natives[index] else { continue }
            windows[index].natives = NativeSamples(
                times: samples.map(\.time),
                histograms: samples.map(\.histogram)
            )
            windows[index].nativeBounds = 0..<samples.count
        }
        return windows
    }

    /// A histogram of a subquery: what its hint said of the one before does not hold there, unless it is a gauge.
    private static func withoutHint(_ histogram: SharedHistogram) -> SharedHistogram {
        guard histogram.content.hint == .reset || histogram.content.hint == .notReset else { return histogram }
        var content = histogram.content
        content.hint = .unknown
        return SharedHistogram(content)
    }

    /// The first multiple of a step since the epoch that is not before a moment.
    func firstMultiple(of step: Int64, from time: Int64) -> Int64 {
        let multiple = time.subtractingSaturating(time % step)
        return multiple < time ? multiple.addingSaturating(step) : multiple
    }

    private func memoized(_ node: PlanNode, at time: Int64) throws(PromQLError) -> [Element] {
        if let known = node.memo[time] { return known }
        try countEvaluation()
        let elements = try vector(node.children[0], at: time)
        try Evaluator.requireUnique(elements)
        node.memo[time] = elements
        return elements
    }

    func emptyWindow(_ labels: Labels, start: Int64, end: Int64) -> Window {
        Window(
            labels: labels,
            bareLabels: bare(labels),
            times: [],
            values: [],
            bounds: 0..<0,
            start: start,
            end: end
        )
    }
}
