internal import PromModel

/// Rates over the exact range of a window, from samples within and beyond it.
enum ExtendedRate {
    /// Which samples stand for the ends of the range; nil if there are none.
    static func ends(_ times: ArraySlice<Int64>, of window: Window) -> (first: Int, last: Int)? {
        guard var last = times.indices.last else { return nil }
        let isSmoothed = window.reach == .smoothed
        let beyond = times[..<last].firstIndex { $0 > window.start } ?? last
        let first = max(times.startIndex, beyond - 1)
        if isSmoothed { last = times[..<last].firstIndex { $0 >= window.end } ?? last }
        guard times[last] > window.start, !isSmoothed || times[first] <= window.end else { return nil }
        return (first, last)
    }

    /// The increase, or the rate a second.
    static func value(_ window: Window, isCounter: Bool, perSecond: Bool) -> Double? {
        guard var (first, last) = ends(window.times[window.bounds], of: window) else { return nil }
        let left = value(window, first, before: window.start, isCounter: isCounter)
        let right = value(window, last, after: window.end, isCounter: isCounter)
        var result = right - left
        if isCounter {
            // What lies on an end is part of the ends' values already.
            if window.times[first] <= window.start { first += 1 }
            if window.times[last] >= window.end { last -= 1 }
            var previous = left
            if first <= last {
                for index in first...last {
                    if window.values[index] < previous { result += previous }
                    previous = window.values[index]
                }
            }
            if right < previous { result += previous }
        }
        return perSecond ? result / Rate.seconds(from: window.start, to: window.end) : result
    }

    private static func value(_ window: Window, _ first: Int, before start: Int64, isCounter: Bool) -> Double {
        guard window.reach == .smoothed, window.times[first] < start else { return window.values[first] }
        return interpolated(window, first, at: start, isCounter: isCounter)
    }

    private static func value(_ window: Window, _ last: Int, after end: Int64, isCounter: Bool) -> Double {
        guard window.reach == .smoothed, last > window.bounds.lowerBound, window.times[last] > end else {
            return window.values[last]
        }
        return interpolated(window, last - 1, at: end, isCounter: isCounter)
    }

    private static func interpolated(_ window: Window, _ index: Int, at time: Int64, isCounter: Bool) -> Double {
        interpolated(
            from: window.values[index],
            to: window.values[index + 1],
            share: share(of: time, window.times[index], window.times[index + 1]),
            isCounter: isCounter
        )
    }

    /// How much of the way between two moments a third one lies.
    static func share(of time: Int64, _ first: Int64, _ second: Int64) -> Double {
        Double(time.subtractingSaturating(first)) / Double(second.subtractingSaturating(first))
    }

    /// The value on the straight line between two; a counter that fell began at zero.
    static func interpolated(from first: Double, to second: Double, share: Double, isCounter: Bool) -> Double {
        let start = isCounter && second < first ? 0 : first
        return start + (second - start) * share
    }
}

extension Window {
    /// The window with values at the ends of its range in place of what lies beyond, as a range on its own is shown.
    var boundToRange: Window {
        guard reach != nil, let (first, last) = ExtendedRate.ends(times[bounds], of: self) else {
            var result = self
            if reach != nil { result.bounds = 0..<0 }
            return result
        }
        func end(_ lower: Int, _ time: Int64) -> Double {
            guard reach == .smoothed, lower >= bounds.lowerBound, lower + 1 < bounds.upperBound else {
                return values[min(max(lower, first), last)]
            }
            let share = ExtendedRate.share(of: time, times[lower], times[lower + 1])
            return ExtendedRate.interpolated(from: values[lower], to: values[lower + 1], share: share, isCounter: false)
        }
        let left = times[first] < start ? end(first, start) : values[first]
        let right = times[last] > self.end ? end(last - 1, self.end) : values[last]
        let inner = (first...last).filter { times[$0] > start && times[$0] < self.end }
        var result = self
        result.times = [start] + inner.map { times[$0] } + [self.end]
        result.values = [left] + inner.map { values[$0] } + [right]
        result.bounds = 0..<result.times.count
        result.starts = []
        return result
    }
}
