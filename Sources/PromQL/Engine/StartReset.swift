/// Whether a counter began anew between two samples, by what they say of when their counts began (in milliseconds).
struct StartReset {
    let previous: (start: Int64, time: Int64)
    let current: (start: Int64, time: Int64)

    /// Whether the beginning of the current sample proves it.
    ///
    /// A count that begins at the sample before is one of a delta, unless that sample's own beginning is unknown: then
    /// it is the beginning of what is known of a cumulative one.
    var isReset: Bool {
        guard current.start != 0, current.start < current.time, current.start >= previous.time else { return false }
        if current.start > previous.time { return true }
        return previous.start != 0 && previous.start < previous.time
    }

    /// Whether the two counts overlap although they began at different moments, which no counter does.
    var overlaps: Bool {
        current.start != 0 && current.start < previous.time && current.start != previous.start
    }
}
