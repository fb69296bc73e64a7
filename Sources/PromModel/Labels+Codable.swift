// Labels in files and as keys in them.
extension Labels: Codable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Dictionary(map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }))
    }

    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([String: String].self))
    }
}

extension Labels: CodingKeyRepresentable {
    private struct TextKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue _: Int) { nil }
    }

    /// Names and values in turn, each with its length before it: whatever they are made of, they are told apart.
    package var codingKey: any CodingKey {
        TextKey(
            stringValue: map { "\($0.name.utf8.count):\($0.name)\($0.value.utf8.count):\($0.value)" }.joined()
        )
    }

    package init?(codingKey: some CodingKey) {
        var rest = Array(codingKey.stringValue.utf8)[...]
        var words: [String] = []
        while !rest.isEmpty {
            guard let colon = rest.firstIndex(of: UInt8(ascii: ":")),
                let count = Int(String(decoding: rest[..<colon], as: UTF8.self)), count >= 0,
                count <= rest.endIndex - colon - 1
            else { return nil }
            let start = colon + 1
            words.append(String(decoding: rest[start..<(start + count)], as: UTF8.self))
            rest = rest[(start + count)...]
        }
        guard words.count.isMultiple(of: 2) else { return nil }
        self.init(stride(from: 0, to: words.count, by: 2).map { (words[$0], words[$0 + 1]) })
    }
}
