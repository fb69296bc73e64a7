internal import PromModel

/// The native histograms of a stored series, oldest first.
struct NativeColumn: Sendable {
    /// Milliseconds since the Unix epoch, ascending.
    private(set) var times: [Int64] = []
    private(set) var histograms: [SharedHistogram] = []

    var isEmpty: Bool { times.isEmpty }

    /// Appends a histogram; the time has to be later than that of the last one.
    ///
    /// Its hint is what the two say of each other, as a store of Prometheus says it: nothing unless the last sample of
    /// the series was a histogram that this one goes on from.
    mutating func append(time: Int64, histogram: FloatHistogram, followsHistogram: Bool) {
        var stored = histogram
        if stored.hint != .gauge, !stored.isStaleMarker {
            let continues = followsHistogram && histograms.last.map { histogram.continues($0.content) } ?? false
            stored.hint = continues ? .notReset : .unknown
        }
        times.append(time)
        histograms.append(SharedHistogram(stored))
    }

    /// Drops everything before a moment; returns how many went.
    mutating func drop(before time: Int64) -> Int {
        let count = times.lowerBound(of: time)
        times.removeFirst(count)
        histograms.removeFirst(count)
        return count
    }

    /// About how many bytes it takes.
    var byteCount: Int {
        histograms.reduce(times.count * 16) { total, histogram in
            let content = histogram.content
            return total + 176 + 12 * (content.positive.count + content.negative.count)
                + 8 * content.customBounds.count
        }
    }
}

/// When the counts of a series' samples began, as far as anybody knows.
///
/// Kept where it changes: each beginning holds from a sample's time on until the next one's.
struct StartTimes: Sendable {
    private var times: [Int64] = []
    private var starts: [Int64] = []

    var isEmpty: Bool { times.isEmpty }

    /// Says when the count of a sample began; zero if nobody knows.
    mutating func append(time: Int64, start: Int64) {
        guard start != (starts.last ?? 0) else { return }
        times.append(time)
        starts.append(start)
    }

    /// The beginnings of samples at ascending times; empty if none is known.
    func starts(of samples: [Int64]) -> [Int64] {
        guard !times.isEmpty, let last = samples.last, times[0] <= last else { return [] }
        var position = 0
        return samples.map { time in
            while position < times.count, times[position] <= time { position += 1 }
            return position == 0 ? 0 : starts[position - 1]
        }
    }

    /// Forgets what only samples before a moment need.
    mutating func drop(before time: Int64) {
        let kept = max(0, times.lowerBound(of: time) - 1)
        times.removeFirst(kept)
        starts.removeFirst(kept)
    }
}
