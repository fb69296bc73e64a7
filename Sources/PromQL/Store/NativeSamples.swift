internal import PromModel

/// The native histograms of one series within the time a query can look at.
final class NativeSamples {
    /// Milliseconds, ascending.
    let times: [Int64]
    /// The histograms as they are stored.
    let parts: [NativePart]
    /// When the counts of each began, zero where nobody knows; empty if no beginning is known.
    let starts: [Int64]
    /// The histograms one by one, which are taken out of their columns when somebody asks for the first time.
    private(set) lazy var histograms = parts.count == 1 ? parts[0].histograms : parts.flatMap(\.histograms)

    init(times: [Int64], parts: [NativePart], starts: [Int64] = []) {
        self.times = times
        self.parts = parts
        self.starts = starts
    }

    convenience init(times: [Int64], histograms: [SharedHistogram], starts: [Int64] = []) {
        self.init(times: times, parts: [.open(histograms)], starts: starts)
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
        var kept: [NativePart] = []
        var markers: Set<Int> = []
        var base = 0
        for part in parts {
            let places = part.markers
            for place in places { markers.insert(base + place) }
            if let rest = places.isEmpty ? part : part.withoutMarkers { kept.append(rest) }
            base += part.count
        }
        guard !markers.isEmpty else { return self }
        let places = times.indices.filter { !markers.contains($0) }
        return NativeSamples(
            times: places.map { times[$0] },
            parts: kept,
            starts: starts.isEmpty ? [] : places.map { starts[$0] }
        )
    }

    /// The same with each hint that is unknown found out from the histogram before.
    ///
    /// Prometheus does so where only counts and sums are asked for and it need not look at buckets.
    var withHints: NativeSamples {
        let unknown = interruptions.filter { $0.hint == .unknown && $0.place > 0 }
        guard !unknown.isEmpty else { return self }
        var result = histograms
        for (index, _) in unknown {
            var content = histograms[index].content
            guard !content.isStaleMarker, !histograms[index - 1].content.isStaleMarker else { continue }
            content.hint = content.isReset(after: histograms[index - 1].content) ? .reset : .notReset
            result[index] = SharedHistogram(content)
        }
        return NativeSamples(times: times, histograms: result, starts: starts)
    }

    /// Those whose hint is another than that the counts went on.
    private var interruptions: [(place: Int, hint: CounterResetHint)] {
        var result: [(place: Int, hint: CounterResetHint)] = []
        var base = 0
        for part in parts {
            part.forEachInterruption { result.append((base + $0, $1)) }
            base += part.count
        }
        return result
    }

    /// Where a counter began anew, in order; nil if any of the histograms is no counter's.
    ///
    /// Those that do not tell are compared with the one before.
    var resets: [Int]? {
        var result: [Int] = []
        for (place, hint) in interruptions {
            if hint == .gauge { return nil }
            guard place > 0 else { continue }
            if hint == .reset || histograms[place].content.isReset(after: histograms[place - 1].content) {
                result.append(place)
            }
        }
        return result
    }

    /// Whether a histogram says itself that its counter began anew.
    func saysReset(at place: Int) -> Bool { histograms[place].content.hint == .reset }
}

extension StoredSeries {
    /// The native histograms of a stretch of time, both ends included; nil if there are none.
    func nativeSamples(from start: Int64, through end: Int64) -> NativeSamples? {
        guard !natives.isEmpty else { return nil }
        let (times, parts) = natives.read(from: start, through: end)
        guard !times.isEmpty else { return nil }
        return NativeSamples(times: times, parts: parts, starts: startTimes.starts(of: times))
    }
}
