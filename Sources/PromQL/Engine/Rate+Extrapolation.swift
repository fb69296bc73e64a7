extension Rate {
    /// From the change between the first and the last sample of a window to that over all of the window: what the
    /// times of its samples say.
    struct Extrapolation {
        /// From the first sample to the last, in seconds.
        let sampled: Double
        /// How far the window reaches beyond the samples in it, in seconds.
        private let start: Double
        private let end: Double
        /// The average distance of samples.
        private let average: Double
        /// How long the window is.
        private let length: Double

        /// - Parameters:
        ///   - first: When the first sample is, in milliseconds.
        ///   - last: When the last one is.
        ///   - gaps: How many samples there are, less one.
        ///   - start: Where the window begins.
        ///   - end: Where it ends.
        init(first: Int64, last: Int64, gaps: Int, start: Int64, end: Int64) {
            sampled = seconds(from: first, to: last)
            self.start = seconds(from: start, to: first)
            self.end = seconds(from: last, to: end)
            average = sampled / Double(gaps)
            length = seconds(from: start, to: end)
        }

        /// By what the change between the samples is to be multiplied.
        ///
        /// - Parameters:
        ///   - toZero: How long before its first sample a counter was zero, if it was.
        ///   - isLate: Whether Prometheus's late corrections hold.
        ///   - perSecond: Whether the change per second is asked for.
        /// - Returns: The factor, which is 1 for samples at one moment.
        func factor(toZero: Double?, isLate: Bool, perSecond: Bool) -> Double {
            let stretch = isLate ? extended(toZero: toZero) : extendedEarly(toZero: toZero)
            let factor = sampled == 0 ? 1 : stretch / sampled
            return perSecond ? factor / length : factor
        }

        /// The least `toZero` that leaves the factor as it is without one.
        func limit(isLate: Bool) -> Double {
            isLate && start >= average * 1.1 ? average / 2 : start
        }

        /// The extrapolated stretch as Prometheus 2.42 computes it: the clamp at zero comes before the threshold.
        private func extendedEarly(toZero: Double?) -> Double {
            var start = start
            if let toZero, toZero < start { start = toZero }
            let threshold = average * 1.1
            var stretch = sampled
            stretch += start < threshold ? start : average / 2
            stretch += end < threshold ? end : average / 2
            return stretch
        }

        /// The extrapolated stretch as Prometheus 2.53 and 3 compute it: the threshold comes first.
        private func extended(toZero: Double?) -> Double {
            var start = limit(isLate: true)
            if let toZero, toZero < start { start = toZero }
            return sampled + start + (end >= average * 1.1 ? average / 2 : end)
        }
    }

    /// By what the change of native histograms within a window is to be multiplied.
    ///
    /// - Parameters:
    ///   - first: When the first sample is, in milliseconds.
    ///   - last: When the last one is.
    ///   - gaps: How many samples there are, less one.
    ///   - start: Where the window begins.
    ///   - end: Where it ends.
    ///   - counts: Of a counter that is not extended to before it was zero: its first count, and by how much that grew.
    ///   - perSecond: Whether the change per second is asked for.
    /// - Returns: The factor, which is 1 for samples at one moment.
    static func nativeFactor(
        first: Int64,
        last: Int64,
        gaps: Int,
        start: Int64,
        end: Int64,
        counts: (first: Double, increase: Double)?,
        perSecond: Bool
    ) -> Double {
        let sampled = seconds(from: first, to: last)
        let average = sampled / Double(gaps)
        var before = seconds(from: start, to: first)
        var after = seconds(from: last, to: end)
        if before >= average * 1.1 { before = average / 2 }
        if let counts, counts.increase > 0, counts.first >= 0 {
            before = min(before, sampled * (counts.first / counts.increase))
        }
        if after >= average * 1.1 { after = average / 2 }
        let factor = sampled == 0 ? 1 : (sampled + before + after) / sampled
        return perSecond ? factor / seconds(from: start, to: end) : factor
    }
}
