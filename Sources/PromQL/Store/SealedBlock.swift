/// A run of samples of one series that changes no more, compressed.
///
/// Times and values are two columns of bytes. Times are whole numbers on a schedule (``IntegerCode``); all series of
/// a scrape have the same ones, so that a block may share the column of another. Values are coded in one of the ways
/// of ``ValueCode``, whichever is the shortest. Every bit of a value comes back, that of a stale marker too.
package struct SealedBlock: Sendable {
    /// The bytes of a block are no coded samples.
    package struct Malformed: Error, Hashable, Sendable {}

    /// How many samples a block holds at most.
    package static let capacity = 255

    /// How many samples the block holds.
    package let count: Int
    /// The coded times.
    package let times: [UInt8]
    /// The coded values.
    package let values: [UInt8]

    /// Creates a block of bytes from elsewhere, which need not make sense.
    package init(count: Int, times: [UInt8], values: [UInt8]) {
        self.count = count
        self.times = times
        self.values = values
    }

    /// Compresses samples; nil if there are none, too many, or not as many times as values.
    ///
    /// - Parameters:
    ///   - times: Milliseconds since the Unix epoch.
    ///   - values: The values, as many as there are times.
    ///   - other: A block whose times are taken if they are the same.
    package init?(times: [Int64], values: [Double], sharingTimesOf other: SealedBlock? = nil) {
        guard !times.isEmpty, times.count == values.count, times.count <= Self.capacity else { return nil }
        count = times.count
        var writer = BitWriter()
        IntegerCode.write(times, to: &writer)
        let column = writer.finish()
        if let other, other.times == column { self.times = other.times } else { self.times = column }
        self.values = ValueCode.encode(values)
    }

    /// How many bytes the columns have.
    package var byteCount: Int { times.count + values.count }

    /// Appends the samples to flat arrays, or nothing if the bytes are no coded samples.
    package func append(to allTimes: inout [Int64], _ allValues: inout [Double]) throws(Malformed) {
        guard count > 0, count <= Self.capacity else { throw Malformed() }
        // One room on the stack serves both columns.
        let isWhole = withUnsafeTemporaryAllocation(of: Int64.self, capacity: count) { room in
            guard decodeTimes(into: room) else { return false }
            let old = allTimes.count
            allTimes.append(contentsOf: room)
            if ValueCode.decode(values, using: room, into: &allValues) { return true }
            allTimes.removeSubrange(old...)
            return false
        }
        guard isWhole else { throw Malformed() }
    }

    /// The times alone.
    package func allTimes() throws(Malformed) -> [Int64] {
        guard count > 0, count <= Self.capacity else { throw Malformed() }
        let all = [Int64](unsafeUninitializedCapacity: count) { room, initialized in
            initialized = decodeTimes(into: UnsafeMutableBufferPointer(rebasing: room[..<count])) ? count : 0
        }
        guard !all.isEmpty else { throw Malformed() }
        return all
    }

    private func decodeTimes(into room: UnsafeMutableBufferPointer<Int64>) -> Bool {
        times.withUnsafeBufferPointer { bytes in
            var reader = BitReader(bytes)
            IntegerDecoder(&reader).decode(from: &reader, into: room)
            return !reader.isOverrun
        }
    }
}
