extension JSONReader {
    /// Reads a histogram with its moment: `[1700000000.123,{"count":"7","sum":"12.5","buckets":[[0,"0.5","1","7"]]}]`.
    mutating func histogram() throws(JSONFault) -> HistogramSeries.Element {
        try expect(UInt8(ascii: "["), "a histogram with its time")
        let timestamp = try timestamp()
        try expect(UInt8(ascii: ","), "a comma")
        let start = index
        var count: Double?
        var sum = 0.0
        var buckets: [NativeHistogram.Bucket] = []
        guard try enterObject() else { throw .unexpected(wanted: "a histogram", at: start) }
        while let key = try nextKey() {
            switch key {
            case "count": count = try quotedNumber()
            case "sum": sum = try quotedNumber()
            case "buckets":
                guard try enterArray() else { continue }
                while try nextElement() { buckets.append(try bucket()) }
            default: try skip()
            }
        }
        guard let count else { throw .unexpected(wanted: "a histogram's count", at: start) }
        try expect(UInt8(ascii: "]"), "the end of a histogram with its time")
        return HistogramSeries.Element(
            timestamp: timestamp,
            histogram: NativeHistogram(count: count, sum: sum, buckets: buckets)
        )
    }

    /// Reads a bucket: `[0,"0.5","1","7"]`, which of its bounds belong to it, the bounds, and how many it holds.
    private mutating func bucket() throws(JSONFault) -> NativeHistogram.Bucket {
        let start = index
        try expect(UInt8(ascii: "["), "a bucket")
        let kind = try number()
        guard let kind = Int(exactly: kind), let bounds = NativeHistogram.Bucket.Bounds(rawValue: kind) else {
            throw .unexpected(wanted: "a bucket of a known kind", at: start)
        }
        try expect(UInt8(ascii: ","), "a comma")
        let lower = try quotedNumber()
        try expect(UInt8(ascii: ","), "a comma")
        let upper = try quotedNumber()
        try expect(UInt8(ascii: ","), "a comma")
        let count = try quotedNumber()
        try expect(UInt8(ascii: "]"), "the end of a bucket")
        return NativeHistogram.Bucket(bounds: bounds, lower: lower, upper: upper, count: count)
    }
}
