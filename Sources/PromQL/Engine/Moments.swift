/// When a part of a query is evaluated, in milliseconds.
struct Moments {
    var first: Int64
    var last: Int64
    /// The distance from each to the next; nil if there is but one moment, or it is not known which they are.
    var step: Int64?

    /// How many there are; capped, far beyond what any query may hold.
    var count: Int { min(index(of: last), Int(Int32.max)) + 1 }

    /// The place of a moment among them.
    func index(of time: Int64) -> Int {
        guard let step else { return 0 }
        // The distance of any two moments fits, without a sign.
        return Int(clamping: UInt64(bitPattern: time &- first) / UInt64(step))
    }

    /// The moment at a place.
    func time(at index: Int) -> Int64 {
        first &+ Int64(index) &* (step ?? 0)
    }

    /// The same stretch of time, if it is to be evaluated moment by moment.
    var apart: Moments { Moments(first: first, last: last) }
}
