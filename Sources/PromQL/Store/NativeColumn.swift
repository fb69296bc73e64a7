internal import PromModel

/// The native histograms of a stored series, oldest first.
///
/// One is mostly laid out as the one before it: what they have in common they share, and what is wholly the same is kept
/// once.
struct NativeColumn: Sendable {
    /// Milliseconds since the Unix epoch, ascending.
    private(set) var times: [Int64] = []
    private(set) var histograms: [SharedHistogram] = []

    /// About how many bytes it takes.
    private(set) var byteCount = 0

    /// What an object with four arrays takes beside their elements.
    private static let overhead = 240

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
        byteCount += 16
        guard let last = histograms.last else {
            histograms.append(SharedHistogram(stored))
            byteCount += Self.overhead + Self.size(of: stored)
            return
        }
        if last.content.hint == stored.hint, last.content == stored {
            histograms.append(last)
            return
        }
        let size = Self.size(of: stored)
        let saved = stored.share(layoutOf: last.content)
        histograms.append(SharedHistogram(stored))
        byteCount += Self.overhead + size - saved
    }

    private static func size(of histogram: FloatHistogram) -> Int {
        12 * (histogram.positive.count + histogram.negative.count) + 8 * histogram.customBounds.count
    }

    /// Drops everything before a moment; returns how many went.
    mutating func drop(before time: Int64) -> Int {
        let count = times.lowerBound(of: time)
        if count > 0 { byteCount = byteCount / times.count * (times.count - count) }
        times.removeFirst(count)
        histograms.removeFirst(count)
        return count
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
