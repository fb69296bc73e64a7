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
        // Most families have a help text and a type.
        metadata.reserveCapacity(declared.count / 2)
        isDeclaredOnce = true
        var rest = declared[...]
        while let first = rest.first {
            // What a family declares mostly stands together.
            let family = declarations[first].family
            var collected = MetricMetadata()
            var (hasType, hasHelp, hasUnit) = (false, false, false)
            while let number = rest.first, declarations[number].family == family {
                rest.removeFirst()
                switch declarations[number].fact {
                case .type(let type):
                    if hasType { isDeclaredOnce = false }
                    (hasType, collected.type) = (true, type)
                case .help(let help):
                    if hasHelp { isDeclaredOnce = false }
                    (hasHelp, collected.help) = (true, help)
                case .unit(let unit):
                    if hasUnit { isDeclaredOnce = false }
                    (hasUnit, collected.unit) = (true, unit)
                }
            }
            guard let known = metadata.updateValue(collected, forKey: family) else { continue }
            isDeclaredOnce = false
            if !hasType { collected.type = known.type }
            if !hasHelp { collected.help = known.help }
            if !hasUnit { collected.unit = known.unit }
            metadata[family] = collected
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The part of a line by which it is looked up: of a series the name, and what follows up to the first closing
    /// brace; of a comment its beginning.
    ///
    /// It lies within the part that is kept of the line, however the line goes on, and has a bounded length.
    func lineKey(from start: Int) -> Range<Int> {
        let isComment = self[start] == UInt8(ascii: "#")
        let line = UnsafeBufferPointer(rebasing: self[..<Swift.min(count, start + (isComment ? 64 : 1024))])
        if isComment { return start..<line.firstIndex(of: UInt8(ascii: "\n"), from: start) }
        let end = line.firstIndex(of: UInt8(ascii: " "), or: UInt8(ascii: "{"), from: start)
        guard end < line.count, line[end] == UInt8(ascii: "{") else { return start..<end }
        return start..<line.firstIndex(of: UInt8(ascii: "}"), from: end)
    }
}
