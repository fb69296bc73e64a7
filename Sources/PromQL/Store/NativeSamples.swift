internal import PromModel

/// The native histograms of one series within the time a query can look at.
final class NativeSamples {
    /// Milliseconds, ascending.
    let times: [Int64]
    let histograms: [SharedHistogram]
    /// When the counts of each began, zero where nobody knows; empty if no beginning is known.
    let starts: [Int64]

    init(times: [Int64], histograms: [SharedHistogram], starts: [Int64] = []) {
        self.times = times
        self.histograms = histograms
        self.starts = starts
    }

    /// Which of them lie in a stretch of time, both ends included.
    func bounds(from start: Int64, through end: Int64) -> Range<Int> {
        let lower = times.lowerBound(of: start)
        return lower..<max(lower, times.lowerBound(of: end.addingSaturating(1)))
    }

    /// Some of them as samples.
    func samples(_ bounds: Range<Int>) -> [HistogramSample] {
        bounds.map {
            HistogramSample(timestamp: Timestamp(milliseconds: times[$0]), histogram: histograms[$0].content)
        }
    }

    /// The same without those that end the series.
    var withoutMarkers: NativeSamples {
        guard histograms.contains(where: \.content.isStaleMarker) else { return self }
        let kept = histograms.indices.filter { !histograms[$0].content.isStaleMarker }
        return NativeSamples(
            times: kept.map { times[$0] },
            histograms: kept.map { histograms[$0] },
            starts: starts.isEmpty ? [] : kept.map { starts[$0] }
        )
    }

    /// The same with each hint that is unknown found out from the histogram before.
    ///
    /// Prometheus does so where only counts and sums are asked for and it need not look at buckets.
    var withHints: NativeSamples {
        var result = histograms
        for index in histograms.indices.dropFirst() where histograms[index].content.hint == .unknown {
            var content = histograms[index].content
            guard !content.isStaleMarker, !histograms[index - 1].content.isStaleMarker else { continue }
            content.hint = content.isReset(after: histograms[index - 1].content) ? .reset : .notReset
            result[index] = SharedHistogram(content)
        }
        return NativeSamples(times: times, histograms: result, starts: starts)
    }
}

extension StoredSeries {
    /// The native histograms of a stretch of time, both ends included; nil if there are none.
    func nativeSamples(from start: Int64, through end: Int64) -> NativeSamples? {
        guard !natives.isEmpty else { return nil }
        let (times, histograms) = natives.read(from: start, through: end)
        guard !times.isEmpty else { return nil }
        return NativeSamples(times: times, histograms: histograms, starts: startTimes.starts(of: times))
    }
}
