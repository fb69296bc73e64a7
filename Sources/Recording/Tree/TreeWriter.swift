/// Writes trees one after the other, each as its difference from the last.
///
/// A value that is as it was takes a bit, an integer its difference, a double what is new of its bits, a text that was
/// there before its number. What is new at the end of a list is compared with what stands before it.
struct TreeWriter {
    /// What stands before each value.
    enum Tag: UInt8 {
        case null
        case no
        case yes
        case integer
        case integerChange
        case double
        case doubleChange
        case knownText
        case text
        case list
        case map
        /// A map with the keys that it had.
        case sameKeys
    }

    /// So many texts are remembered: some are new with every poll.
    static let mostTexts = 65_536

    private var last: Tree?
    private var texts: [String: Int] = [:]
    private(set) var bytes: [UInt8] = []

    /// The bytes of the next tree.
    mutating func write(_ tree: Tree) -> [UInt8] {
        bytes.removeAll(keepingCapacity: true)
        put(tree, since: last)
        last = Tree.remembered(tree, after: last)
        return bytes
    }

    private mutating func put(_ tree: Tree, since old: Tree?) {
        switch tree {
        case .null: tag(.null)
        case .bool(let value): tag(value ? .yes : .no)
        case .integer(let value):
            if case .integer(let before) = old {
                tag(.integerChange)
                Varint.write(Varint.zigzag(value &- before), to: &bytes)
            } else {
                tag(.integer)
                Varint.write(Varint.zigzag(value), to: &bytes)
            }
        case .double(let value):
            if case .double(let before) = old {
                tag(.doubleChange)
                put(value.bitPattern ^ before.bitPattern)
            } else {
                tag(.double)
                put(value.bitPattern)
            }
        case .text(let text): put(text)
        case .list(let items): put(items, since: old)
        case .map(let entries): put(entries, since: old)
        }
    }

    private mutating func tag(_ tag: Tag) { bytes.append(tag.rawValue) }

    /// A number of 64 bits without the zero bytes at its ends: where they are, and what is between.
    private mutating func put(_ bits: UInt64) {
        guard bits != 0 else { return bytes.append(0) }
        let low = bits.trailingZeroBitCount / 8
        let high = bits.leadingZeroBitCount / 8
        let count = 8 - low - high
        bytes.append(UInt8(low << 4 | count))
        for place in 0..<count { bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64((low + place) * 8))) }
    }

    private mutating func put(_ text: String) {
        if let number = texts[text] {
            tag(.knownText)
            Varint.write(UInt64(number), to: &bytes)
            return
        }
        tag(.text)
        spell(text)
        if texts.count < Self.mostTexts { texts[text] = texts.count }
    }

    private mutating func spell(_ text: String) {
        Varint.write(UInt64(text.utf8.count), to: &bytes)
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func put(_ items: [Tree], since old: Tree?) {
        tag(.list)
        Varint.write(UInt64(items.count), to: &bytes)
        var before: [Tree] = []
        if case .list(let known) = old { before = known }
        putChanges(items, since: before)
    }

    private mutating func put(_ entries: [Tree.Entry], since old: Tree?) {
        var before: [Tree.Entry] = []
        if case .map(let known) = old {
            before = known
            if before.map(\.key) == entries.map(\.key) {
                tag(.sameKeys)
                putChanges(entries.map(\.value), since: before.map(\.value))
                return
            }
        }
        tag(.map)
        Varint.write(UInt64(entries.count), to: &bytes)
        for entry in entries { put(entry.key) }
        let known = Dictionary(before.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        for entry in entries { put(entry.value, since: known[entry.key]) }
    }

    /// A bit for each value, set where it has changed, and then those that have.
    private mutating func putChanges(_ values: [Tree], since before: [Tree]) {
        let changed = values.indices.map { $0 >= before.count || values[$0] != before[$0] }
        for start in Swift.stride(from: 0, to: changed.count, by: 8) {
            var byte: UInt8 = 0
            for (place, isChanged) in changed[start..<min(start + 8, changed.count)].enumerated() where isChanged {
                byte |= 1 << UInt8(place)
            }
            bytes.append(byte)
        }
        for index in values.indices where changed[index] {
            put(values[index], since: index < before.count ? before[index] : index > 0 ? values[index - 1] : nil)
        }
    }
}

/// Whole numbers in as few bytes as they take: seven bits a byte, the lowest first.
enum Varint {
    static func write(_ value: UInt64, to bytes: inout [UInt8]) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }

    /// Small numbers of either sign become small ones.
    static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: (value << 1) ^ (value >> 63)) }
    static func unzigzag(_ value: UInt64) -> Int64 { Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }
}
