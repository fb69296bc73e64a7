internal import PromModel

/// The functions that derive a change from a window of samples.
enum Rate {
    /// `rate`, `increase` and `delta`: the change over the window, extrapolated to its edges.
    ///
    /// A counter's restarts are made up for, and it is not extrapolated below zero. Nil with fewer than two samples.
    /// `isLate` tells whether Prometheus's late corrections hold.
    static func extrapolated(_ window: Window, isCounter: Bool, perSecond: Bool, isLate: Bool) -> Double? {
        guard window.count >= 2 else { return nil }
        let last = window.count - 1
        var result = window.value(last) - window.value(0)
        if isCounter, window.isFalling {
            var previous = window.value(0)
            for index in 1...last {
                let value = window.value(index)
                if value < previous { result += previous }
                previous = value
            }
        }
        let extrapolation = Extrapolation(
            first: window.time(0),
            last: window.time(last),
            gaps: last,
            start: window.start,
            end: window.end
        )
        var toZero: Double?
        if isCounter, result > 0, window.value(0) >= 0 { toZero = extrapolation.sampled * (window.value(0) / result) }
        return result * extrapolation.factor(toZero: toZero, isLate: isLate, perSecond: perSecond)
    }

    /// The change between the last two samples, for `irate` and `idelta`; nil with fewer than two.
    static func instant(_ window: Window, isRate: Bool) -> Double? {
        guard window.count >= 2 else { return nil }
        let last = window.count - 1
        let (previous, current) = (window.value(last - 1), window.value(last))
        let distance = seconds(from: window.time(last - 1), to: window.time(last))
        guard distance != 0 else { return nil }
        guard isRate else { return current - previous }
        return (current < previous ? current : current - previous) / distance
    }

    /// The slope per second and the value at `moment` of the line closest to the samples.
    static func regression(
        _ window: Window,
        at moment: Int64,
        isClosed: Bool
    ) -> (slope: Double, intercept: Double) {
        let zero = CompensatedSum(isClosed: isClosed)
        var (x, y, xy, xx) = (zero, zero, zero, zero)
        let first = window.value(0)
        var isConstant = true
        for index in 0..<window.count {
            let value = window.value(index)
            if value != first { isConstant = false }
            let distance = seconds(from: moment, to: window.time(index))
            x.add(distance)
            y.add(value)
            xy.add(distance * value)
            xx.add(distance * distance)
        }
        if isConstant { return first.isInfinite ? (.nan, .nan) : (0, first) }
        let count = Double(window.count)
        let (sumX, sumY) = (x.sum + x.compensation, y.sum + y.compensation)
        let covariance = xy.sum + xy.compensation - sumX * sumY / count
        let variance = xx.sum + xx.compensation - sumX * sumX / count
        let slope = covariance / variance
        return (slope, sumY / count - slope * sumX / count)
    }

    /// Smoothing with a trend, after Holt and Winters; nil with fewer than two samples.
    static func smoothed(_ window: Window, smoothing: Double, trend: Double) -> Double? {
        guard window.count >= 2 else { return nil }
        var previous = 0.0
        var level = window.value(0)
        var slope = window.value(1) - window.value(0)
        for index in 1..<window.count {
            if index > 1 { slope = trend * (level - previous) + (1 - trend) * slope }
            let next = smoothing * window.value(index) + (1 - smoothing) * (level + slope)
            previous = level
            level = next
        }
        return level
    }

    /// The seconds from one moment to another.
    static func seconds(from start: Int64, to end: Int64) -> Double {
        Double(end.subtractingSaturating(start)) / 1000
    }
}
