internal import PromModel

/// The native histograms of a stored series, oldest first.
///
/// The newest are kept as they are, sharing what they have in common with the one before; older ones are sealed in runs.
struct NativeColumn: Sendable {
    private var runs: [SealedHistograms] = []
    /// How many histograms of the first run are dropped already.
    private var skipped = 0
    private var openTimes: [Int64] = []
    private var open: [SharedHistogram] = []
    /// How many bytes the open ones take.
    private var openByteCount = 0
    /// The newest one.
    private(set) var last: SharedHistogram?

    /// What an object with four arrays takes beside their elements.
    private static let overhead = 240

    var isEmpty: Bool { last == nil }

    /// When the oldest one is, in milliseconds.
    var firstTime: Int64? {
        guard let run = runs.first else { return openTimes.first }
        return skipped == 0 ? run.firstTime : run.times[skipped...].first
    }

    /// About how many bytes it takes.
    var byteCount: Int { runs.reduce(openByteCount) { $0 + $1.byteCount } }

    /// Appends a histogram; the time has to be later than that of the last one.
    ///
    /// Its hint is what the two say of each other, as a store of Prometheus says it: nothing unless the last sample of
    /// the series was a histogram that this one goes on from.
    mutating func append(time: Int64, histogram: FloatHistogram, followsHistogram: Bool) {
        var stored = histogram
        if stored.hint != .gauge, !stored.isStaleMarker {
            let continues = followsHistogram && last.map { histogram.continues($0.content) } ?? false
            stored.hint = continues ? .notReset : .unknown
        }
        if let newest = open.last {
            let isFull = open.count >= SealedHistograms.capacity
            if isFull || !SealedHistograms.areAlike(newest.content, stored) { seal() }
        }
        openTimes.append(time)
        openByteCount += 16
        let shared: SharedHistogram
        if let last, last.content.hint == stored.hint, last.content == stored {
            shared = last
        } else {
            let size = Self.overhead + Self.size(of: stored)
            let saved = last.map { stored.share(layoutOf: $0.content) } ?? 0
            shared = SharedHistogram(stored)
            openByteCount += size - saved
        }
        open.append(shared)
        last = shared
    }

    private static func size(of histogram: FloatHistogram) -> Int {
        12 * (histogram.positive.count + histogram.negative.count) + 8 * histogram.customBounds.count
    }

    private mutating func seal() {
        guard let run = SealedHistograms(times: openTimes, histograms: open.map(\.content)) else { return }
        runs.append(run)
        (openTimes, open, openByteCount) = ([], [], 0)
    }

    /// Drops everything before a moment; returns how many went.
    mutating func drop(before time: Int64) -> Int {
        var dropped = 0
        while let run = runs.first, run.lastTime < time {
            dropped += run.count - skipped
            skipped = 0
            runs.removeFirst()
        }
        if let run = runs.first {
            if run.firstTime < time {
                let kept = run.times.lowerBound(of: time)
                dropped += kept - skipped
                skipped = kept
            }
            return dropped
        }
        let count = openTimes.lowerBound(of: time)
        if count > 0 { openByteCount = openByteCount / openTimes.count * (openTimes.count - count) }
        openTimes.removeFirst(count)
        open.removeFirst(count)
        if open.isEmpty { last = nil }
        return dropped + count
    }

    /// Those of a stretch of time, both ends included, as they are stored.
    func read(from start: Int64, through end: Int64) -> (times: [Int64], parts: [NativePart]) {
        var times: [Int64] = []
        var parts: [NativePart] = []
        for (number, run) in runs.enumerated() where run.lastTime >= start && run.firstTime <= end {
            let runTimes = run.times
            let lower = max(number == 0 ? skipped : 0, runTimes.lowerBound(of: start))
            let upper = runTimes.lowerBound(of: end.addingSaturating(1))
            guard lower < upper else { continue }
            times += runTimes[lower..<upper]
            parts.append(.sealed(run, lower..<upper))
        }
        let lower = openTimes.lowerBound(of: start)
        let upper = openTimes.lowerBound(of: end.addingSaturating(1))
        if lower < upper {
            times += openTimes[lower..<upper]
            parts.append(.open(Array(open[lower..<upper])))
        }
        return (times, parts)
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
