extension FloatHistogram {
    /// Whether the counts began anew after a previous histogram of the series.
    ///
    /// A hint is believed. Otherwise they did if any count fell, or a bucket that was not empty is gone, or buckets
    /// became finer or the zero bucket narrower, which cannot happen otherwise.
    package func isReset(after previous: FloatHistogram) -> Bool {
        switch hint {
        case .reset: return true
        case .notReset: return false
        case .unknown, .gauge: break
        }
        if count < previous.count { return true }
        if hasCustomBounds {
            if !previous.hasCustomBounds { return true }
            guard customBounds != previous.customBounds else { return positive.hasFallen(since: previous.positive) }
            let shared = Self.sharedBounds(customBounds, previous.customBounds)
            return mapped(to: shared).hasFallen(since: previous.mapped(to: shared))
        }
        if previous.hasCustomBounds || schema > previous.schema { return true }
        if zeroThreshold < previous.zeroThreshold { return true }
        let (before, threshold) = previous.zeroCount(forThreshold: zeroThreshold)
        if threshold != zeroThreshold || zeroCount < before { return true }
        let reduced = previous.reduced(to: schema)
        return outsideZero(positive).hasFallen(since: outsideZero(reduced.positive))
            || outsideZero(negative).hasFallen(since: outsideZero(reduced.negative))
    }

    /// Whether it may follow another in the same block of a store: same layout, and nothing began anew.
    package func continues(_ previous: FloatHistogram) -> Bool {
        guard hint != .reset, !previous.isStaleMarker, previous.hint != .gauge, schema == previous.schema,
            zeroThreshold == previous.zeroThreshold, customBounds == previous.customBounds
        else { return false }
        var plain = self
        plain.hint = .unknown
        return !plain.isReset(after: previous)
    }
}
