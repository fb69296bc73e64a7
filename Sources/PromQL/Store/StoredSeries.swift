internal import PromModel

/// A run of samples of one series, oldest first.
struct SampleBlock: Sendable {
    /// How many samples a block holds at most.
    static let capacity = 120

    /// Milliseconds since the Unix epoch, ascending.
    private(set) var times: [Int64] = []
    private(set) var values: [Double] = []

    init() {
        times.reserveCapacity(SampleBlock.capacity)
        values.reserveCapacity(SampleBlock.capacity)
    }

    var isFull: Bool { times.count >= SampleBlock.capacity }

    mutating func append(time: Int64, value: Double) {
        times.append(time)
        values.append(value)
    }

    mutating func removeFirst(_ count: Int) {
        times.removeFirst(count)
        values.removeFirst(count)
    }
}

/// A series as the store keeps it: blocks of samples in ascending order of time.
struct StoredSeries: Sendable {
    let labels: Labels
    private(set) var blocks: [SampleBlock] = []
    private(set) var count = 0
    /// When samples were put in that no scrape saw; ascending.
    private(set) var syntheticTimes: [Int64] = []

    init(labels: Labels) {
        self.labels = labels
    }

    var lastTime: Int64? { blocks.last?.times.last }
    var lastValue: Double? { blocks.last?.values.last }

    /// Appends a sample; the time has to be later than that of the last one.
    mutating func append(time: Int64, value: Double, synthetic: Bool = false) {
        if blocks.last?.isFull ?? true { blocks.append(SampleBlock()) }
        blocks[blocks.count - 1].append(time: time, value: value)
        count += 1
        if synthetic { syntheticTimes.append(time) }
    }

    /// Drops everything before a moment; returns how many samples and how many synthetic ones went.
    mutating func drop(before time: Int64) -> (samples: Int, synthetic: Int) {
        guard let oldest = blocks.first?.times.first, oldest < time else { return (0, 0) }
        let before = count
        let whole = blocks.prefix { ($0.times.last ?? .min) < time }
        count -= whole.reduce(0) { $0 + $1.times.count }
        blocks.removeFirst(whole.count)
        if let partial = blocks.first?.times.lowerBound(of: time), partial > 0 {
            blocks[0].removeFirst(partial)
            count -= partial
        }
        let synthetic = syntheticTimes.lowerBound(of: time)
        syntheticTimes.removeFirst(synthetic)
        return (before - count, synthetic)
    }

    /// Copies the samples of a stretch of time, both ends included, into flat arrays.
    func flattened(from start: Int64, through end: Int64) -> (times: [Int64], values: [Double]) {
        var times: [Int64] = []
        var values: [Double] = []
        for block in blocks {
            guard let first = block.times.first, let last = block.times.last, last >= start else { continue }
            guard first <= end else { break }
            if first >= start && last <= end {
                times += block.times
                values += block.values
                continue
            }
            let lower = block.times.lowerBound(of: start)
            let upper = end == .max ? block.times.count : block.times.lowerBound(of: end + 1)
            guard lower < upper else { continue }
            times += block.times[lower..<upper]
            values += block.values[lower..<upper]
        }
        return (times, values)
    }
}

extension [Int64] {
    /// The first index, in an ascending array, whose element is not smaller than a value.
    func lowerBound(of value: Int64) -> Int {
        var low = 0
        var high = count
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
