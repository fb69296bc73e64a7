internal import PromModel

extension StoredSeries {
    /// Copies the samples of a stretch of time, both ends included, into flat arrays.
    func flattened(from start: Int64, through end: Int64) -> (times: [Int64], values: [Double]) {
        var times: [Int64] = []
        var values: [Double] = []
        read(from: start, through: end, into: &times, &values)
        return (times, values)
    }

    /// Appends the samples of a stretch of time, both ends included.
    func read(from start: Int64, through end: Int64, into times: inout [Int64], _ values: inout [Double]) {
        for run in runs where run.lastTime >= start && run.firstTime <= end {
            let old = times.count
            // A block made of samples is never malformed.
            try? run.block.append(to: &times, &values)
            let after = run.lastTime <= end ? times.count : times.lowerBound(of: end + 1, in: old..<times.count)
            times.removeSubrange(after...)
            values.removeSubrange(after...)
            let first = run.firstTime >= start ? old : times.lowerBound(of: start, in: old..<after)
            let before = max(old + run.skipped, first)
            times.removeSubrange(old..<before)
            values.removeSubrange(old..<before)
        }
        let lower = open.lowerBound(of: start)
        let upper = end == .max ? open.count : open.lowerBound(of: end + 1)
        if lower < upper { open.append(lower..<upper, to: &times, &values) }
    }
}
