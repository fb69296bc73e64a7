import PromModel

extension JSONReader {
    /// Reads an object of names and values.
    mutating func labels() throws(JSONFault) -> Labels {
        var pairs: [(String, String)] = []
        guard try enterObject() else { return Labels() }
        while let name = try nextKey() {
            pairs.append((name, try string()))
        }
        return Labels(pairs)
    }

    /// Reads a point: `[1700000000.123,"0.5"]`.
    mutating func sample() throws(JSONFault) -> Sample {
        try expect(UInt8(ascii: "["), "a sample")
        let timestamp = try timestamp()
        try expect(UInt8(ascii: ","), "a comma")
        let value = try quotedNumber()
        try expect(UInt8(ascii: "]"), "the end of a sample")
        return Sample(timestamp: timestamp, value: value)
    }

    /// Reads a moment with a text: `[1700000000.123,"text"]`.
    mutating func stringSample() throws(JSONFault) -> (at: Timestamp, text: String) {
        try expect(UInt8(ascii: "["), "a text with its time")
        let timestamp = try timestamp()
        try expect(UInt8(ascii: ","), "a comma")
        let text = try string()
        try expect(UInt8(ascii: "]"), "the end of a text with its time")
        return (timestamp, text)
    }

    /// Reads an array of points.
    mutating func samples(expecting count: Int) throws(JSONFault) -> [Sample] {
        var samples: [Sample] = []
        samples.reserveCapacity(count)
        guard try enterArray() else { return samples }
        while try nextElement() {
            samples.append(try sample())
        }
        return samples
    }

    /// Reads an array, each element by `element`, of which only the first few are kept.
    mutating func list<Value>(
        atMost limit: Int,
        _ element: (inout JSONReader) throws(JSONFault) -> Value
    ) throws(JSONFault) -> CappedList<Value> {
        var list = CappedList<Value>()
        guard try enterArray() else { return list }
        while try nextElement() {
            if list.items.count < limit {
                list.items.append(try element(&self))
            } else {
                try skip()
                list.omitted += 1
            }
        }
        return list
    }
}

/// A list of which only so much was kept.
struct CappedList<Value> {
    var items: [Value] = []
    /// How many were left out.
    var omitted = 0
}

extension CappedList: Sendable where Value: Sendable {}
