/// The times of a sealed block and their column, for the blocks after it: those of a scrape have the same.
struct SealedTimes: Sendable {
    /// Milliseconds since the Unix epoch, ascending.
    let times: [Int64]
    /// The times as ``IntegerCode`` writes them.
    let column: [UInt8]

    /// Writes times.
    init(_ times: [Int64]) {
        self.times = times
        var writer = BitWriter()
        IntegerCode.write(times, to: &writer)
        column = writer.finish()
    }
}
