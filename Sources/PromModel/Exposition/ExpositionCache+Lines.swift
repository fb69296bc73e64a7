extension ExpositionCache {
    /// Prepares all lines to be looked up.
    ///
    /// As long as pages keep their order, none is.
    mutating func hashLines() {
        while hashedCount < lines.count {
            let hash = text.withUnsafeBufferPointer { text in
                let line = UnsafeBufferPointer(rebasing: text[lines[hashedCount].range])
                return line.hash(line.lineKey(from: 0))
            }
            index.insert(hashedCount, hash: hash)
            hashedCount += 1
        }
    }

    /// Draws up what the page's declarations amount to: the last one of each kind holds.
    mutating func collectMetadata() {
        metadata.removeAll(keepingCapacity: true)
        var family: String?
        var collected = MetricMetadata()
        for number in declared {
            let declaration = declarations[number]
            if declaration.family != family {
                // What a family declares mostly stands together.
                if let family { metadata[family] = collected }
                family = declaration.family
                collected = metadata[declaration.family] ?? MetricMetadata()
            }
            switch declaration.fact {
            case .type(let type): collected.type = type
            case .help(let help): collected.help = help
            case .unit(let unit): collected.unit = unit
            }
        }
        if let family { metadata[family] = collected }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// How far from its start a line is looked at to look it up.
    private static var longestKey: Int { 1024 }

    /// The part of a line by which it is looked up: a name, with what follows up to the first closing brace.
    ///
    /// It lies within the part that is kept of the line, however the line goes on.
    func lineKey(from start: Int) -> Range<Int> {
        let line = UnsafeBufferPointer(rebasing: self[..<Swift.min(count, start + Self.longestKey)])
        guard line[start] != UInt8(ascii: "#") else {
            return start..<line.firstIndex(of: UInt8(ascii: "\n"), from: start)
        }
        let end = line.firstIndex(of: UInt8(ascii: " "), or: UInt8(ascii: "{"), from: start)
        guard end < line.count, line[end] == UInt8(ascii: "{") else { return start..<end }
        return start..<line.firstIndex(of: UInt8(ascii: "}"), from: end)
    }
}
