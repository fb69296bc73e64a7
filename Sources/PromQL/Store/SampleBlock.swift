internal import PromModel

/// The samples of a series that are not compressed yet, oldest first.
struct SampleBlock: Sendable {
    /// A time in milliseconds since the Unix epoch, and the value then.
    private struct Entry {
        let time: Int64
        let value: Double
    }

    /// How many samples a block holds at most.
    static let capacity = 120

    /// In ascending order of time: one row for both, as each append touches memory that nobody did since the last.
    private var entries: [Entry] = []

    var count: Int { entries.count }
    var isEmpty: Bool { entries.isEmpty }
    var firstTime: Int64? { entries.first?.time }
    var lastTime: Int64? { entries.last?.time }
    var times: [Int64] { entries.map(\.time) }
    var values: [Double] { entries.map(\.value) }

    mutating func append(time: Int64, value: Double) {
        entries.append(Entry(time: time, value: value))
    }

    mutating func removeFirst(_ count: Int) {
        entries.removeFirst(count)
    }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
    }

    /// Whether the samples are from these moments.
    func hasTimes(_ times: [Int64]) -> Bool {
        guard times.count == entries.count else { return false }
        return times.withUnsafeBufferPointer { times in
            entries.withUnsafeBufferPointer { entries in
                var difference: Int64 = 0
                for index in times.indices { difference |= times[index] ^ entries[index].time }
                return difference == 0
            }
        }
    }

    /// The first index of a sample that is not before a moment.
    func lowerBound(of time: Int64) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].time < time { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Appends some of the samples to flat arrays.
    func append(_ range: Range<Int>, to times: inout [Int64], _ values: inout [Double]) {
        for index in range {
            times.append(entries[index].time)
            values.append(entries[index].value)
        }
    }
}
