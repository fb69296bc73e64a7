internal import PromModel

/// A series as the store keeps it: compressed blocks of samples in ascending order of time, and an open one.
struct StoredSeries: Sendable {
    /// A block that changes no more, and what is known of it without a look inside.
    struct Run: Sendable {
        let block: SealedBlock
        var firstTime: Int64
        let lastTime: Int64
        /// How many samples at its start have been dropped.
        var skipped = 0

        var count: Int { block.count - skipped }
    }

    /// What became of a sample.
    enum Arrival {
        case stored
        /// It is the last one over again.
        case known
        /// The series had one as new or newer already.
        case outOfOrder
    }

    /// What a sample of a scrape does not need.
    private struct Rest: Sendable {
        let labels: Labels
        var runs: [Run] = []
        var startTimes = StartTimes()
        var syntheticTimes: [Int64] = []
        var natives = NativeColumn()
    }

    // What each sample of a scrape needs stands here, so that few lines of the processor's cache hold it.

    /// Its name in the store; negative where there is none any more.
    let id: Int
    private(set) var lastTime: Int64?
    /// How many samples the open block takes: fewer in the first one, so that not all series seal at once.
    private var openCapacity: Int16
    private var hasStartTimes = false
    /// The last sample's value; nil if that is a histogram.
    private(set) var lastValue: Double?
    private(set) var open = SampleBlock()
    private(set) var count = 0
    /// All else, apart: an array of one element is shared by copies until one of them changes.
    private var rest: [Rest]

    /// Creates an empty series; those of one group seal their blocks together.
    init(id: Int, labels: Labels, group: Int = 0) {
        self.id = id
        rest = [Rest(labels: labels)]
        openCapacity = Int16(SampleBlock.capacity - group % SampleBlock.capacity)
    }

    /// Appends a sample if its time is later than that of the last one.
    mutating func take(
        time: Int64,
        value: Double,
        start: Int64 = 0,
        synthetic: Bool = false,
        lastSealed: inout SealedTimes?
    ) -> Arrival {
        if let lastTime, lastTime >= time {
            return lastTime == time && lastValue?.bitPattern == value.bitPattern ? .known : .outOfOrder
        }
        append(time: time, value: value, start: start, synthetic: synthetic, lastSealed: &lastSealed)
        return .stored
    }

    /// Appends a sample if there is nothing to it but that: it is later than the last one, and there is room.
    mutating func takePlain(time: Int64, value: Double) -> Bool {
        if let lastTime, lastTime >= time { return false }
        guard !hasStartTimes, !isFull else { return false }
        open.append(time: time, value: value)
        lastTime = time
        lastValue = value
        count += 1
        return true
    }

    /// Appends a native histogram if its time is later than that of the last sample.
    mutating func take(time: Int64, histogram: FloatHistogram, start: Int64 = 0) -> Arrival {
        if let lastTime, lastTime >= time {
            return lastTime == time && natives.last?.content == histogram ? .known : .outOfOrder
        }
        append(time: time, histogram: histogram, start: start)
        return .stored
    }

    /// Appends a sample; the time has to be later than that of the last one.
    ///
    /// A full block is sealed, with the times of the last one that was if they are the same.
    private mutating func append(
        time: Int64,
        value: Double,
        start: Int64,
        synthetic: Bool,
        lastSealed: inout SealedTimes?
    ) {
        note(start: start, of: time)
        if isFull { seal(&lastSealed) }
        open.append(time: time, value: value)
        lastTime = time
        lastValue = value
        count += 1
        if synthetic { syntheticTimes.append(time) }
    }

    /// Appends a native histogram; the time has to be later than that of the last sample.
    private mutating func append(time: Int64, histogram: FloatHistogram, start: Int64) {
        note(start: start, of: time)
        natives.append(time: time, histogram: histogram, followsHistogram: lastTime != nil && lastValue == nil)
        lastTime = time
        lastValue = nil
        count += 1
    }

    /// Keeps when the count of a sample began, once that is told of any.
    private mutating func note(start: Int64, of time: Int64) {
        guard start != 0 || hasStartTimes else { return }
        startTimes.append(time: time, start: start)
        hasStartTimes = true
    }

    /// Whether the open block takes no more samples.
    var isFull: Bool { open.count >= openCapacity }

    /// Compresses the open block.
    mutating func seal(_ lastSealed: inout SealedTimes?) {
        guard let first = open.firstTime, let last = open.lastTime else { return }
        let times: SealedTimes
        if let lastSealed, open.hasTimes(lastSealed.times) {
            times = lastSealed
        } else {
            times = SealedTimes(open.times)
            lastSealed = times
        }
        let block = SealedBlock(count: open.count, times: times.column, values: ValueCode.encode(open.values))
        runs.append(Run(block: block, firstTime: first, lastTime: last))
        open.removeAll()
        openCapacity = Int16(SampleBlock.capacity)
    }

    /// Drops everything before a moment; returns how many samples and how many synthetic ones went.
    mutating func drop(before time: Int64) -> (samples: Int, synthetic: Int) {
        guard let oldest = firstTime, oldest < time else { return (0, 0) }
        let before = count
        if !natives.isEmpty { count -= natives.drop(before: time) }
        if hasStartTimes {
            startTimes.drop(before: time)
            hasStartTimes = !startTimes.isEmpty
        }
        let whole = runs.prefix { $0.lastTime < time }
        count -= whole.reduce(0) { $0 + $1.count }
        runs.removeFirst(whole.count)
        if let run = runs.first {
            if run.firstTime < time { dropFromFirstRun(before: time) }
        } else {
            let partial = open.lowerBound(of: time)
            open.removeFirst(partial)
            count -= partial
        }
        let synthetic = syntheticTimes.lowerBound(of: time)
        syntheticTimes.removeFirst(synthetic)
        return (before - count, synthetic)
    }

    private mutating func dropFromFirstRun(before time: Int64) {
        guard let times = try? runs[0].block.allTimes() else { return }
        let kept = times.lowerBound(of: time)
        guard kept < times.count else { return }
        count -= kept - runs[0].skipped
        runs[0].skipped = kept
        runs[0].firstTime = times[kept]
    }

    var labels: Labels { rest[0].labels }

    private(set) var runs: [Run] {
        _read { yield rest[0].runs }
        _modify { yield &rest[0].runs }
    }

    /// When the counts of its samples began.
    private(set) var startTimes: StartTimes {
        _read { yield rest[0].startTimes }
        _modify { yield &rest[0].startTimes }
    }

    /// When samples were put in that no scrape saw; ascending.
    private(set) var syntheticTimes: [Int64] {
        _read { yield rest[0].syntheticTimes }
        _modify { yield &rest[0].syntheticTimes }
    }

    /// The samples that are native histograms.
    private(set) var natives: NativeColumn {
        _read { yield rest[0].natives }
        _modify { yield &rest[0].natives }
    }
}

extension [Int64] {
    /// The first index, in an ascending array, whose element is not smaller than a value.
    func lowerBound(of value: Int64) -> Int { lowerBound(of: value, in: indices) }

    /// The first index within some, in an ascending array, whose element is not smaller than a value.
    func lowerBound(of value: Int64, in range: Range<Int>) -> Int {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle] < value {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
