/// Writes trees one after the other, each as its difference from the last.
///
/// A value that is as it was takes a bit, an integer its difference, a double what is new of its bits, a text that was
/// there before its number. What is new at the end of a list is compared with what stands before it. Most of what changes
/// are a few bits of a double, an integer by little, and a double that stands in the same tree already: those have tags of
/// their own, which say how much of what follows.
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
        /// A double of the same tree, by how many came after it.
        case sameDouble
        /// An integer that has changed by as much as the last one of the same tree whose change was written out.
        case sameChange
    }

    /// From this byte on a tag is a changed double, with where its new bits are: nine times their place, and their count.
    static let firstDoubleChange: UInt8 = 16
    /// From this byte on a tag is an integer that has changed by little, and how much.
    static let firstSmallChange: UInt8 = 128
    /// How many doubles of a tree are remembered.
    static let mostDoubles = 255

    /// So many texts are remembered: some are new with every poll.
    static let mostTexts = 65_536

    private var last: Tree?
    private var texts: [String: Int] = [:]
    /// The doubles of this tree, by their bits, and how many came before each.
    private var doubles: [UInt64: Int] = [:]
    private var doubleCount = 0
    /// The last change of an integer in this tree that was written out: moments go on by as much.
    private var lastChange: UInt64?
    private(set) var bytes: [UInt8] = []

    /// The bytes of the next tree.
    mutating func write(_ tree: Tree) -> [UInt8] {
        bytes.removeAll(keepingCapacity: true)
        doubles.removeAll(keepingCapacity: true)
        (doubleCount, lastChange) = (0, nil)
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
                put(change: Varint.zigzag(value &- before))
            } else {
                tag(.integer)
                Varint.write(Varint.zigzag(value), to: &bytes)
            }
        case .double(let value): put(value.bitPattern, since: old)
        case .text(let text): put(text)
        case .list(let items): put(items, since: old)
        case .map(let entries): put(entries, since: old)
        }
    }

    private mutating func put(change: UInt64) {
        if change < UInt64(UInt8.max - Self.firstSmallChange) {
            bytes.append(Self.firstSmallChange + UInt8(change))
        } else if change == lastChange {
            tag(.sameChange)
        } else {
            tag(.integerChange)
            Varint.write(change, to: &bytes)
            lastChange = change
        }
    }

    private mutating func put(_ bits: UInt64, since old: Tree?) {
        if let place = doubles[bits], doubleCount - place <= Self.mostDoubles {
            tag(.sameDouble)
            bytes.append(UInt8(doubleCount - place))
            return
        }
        doubles[bits] = doubleCount
        doubleCount += 1
        guard case .double(let before) = old else {
            tag(.double)
            return put(bits)
        }
        let new = bits ^ before.bitPattern
        let (low, count) = Self.ends(of: new)
        bytes.append(Self.firstDoubleChange + UInt8(low * 9 + count))
        put(new, low: low, count: count)
    }

    private mutating func tag(_ tag: Tag) { bytes.append(tag.rawValue) }

    /// A number of 64 bits without the zero bytes at its ends: where they are, and what is between.
    private mutating func put(_ bits: UInt64) {
        let (low, count) = Self.ends(of: bits)
        bytes.append(UInt8(low << 4 | count))
        put(bits, low: low, count: count)
    }

    /// Where the first byte that is not zero is, and how many follow through the last one.
    private static func ends(of bits: UInt64) -> (low: Int, count: Int) {
        guard bits != 0 else { return (0, 0) }
        let low = bits.trailingZeroBitCount / 8
        return (low, 8 - low - bits.leadingZeroBitCount / 8)
    }

    private mutating func put(_ bits: UInt64, low: Int, count: Int) {
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
