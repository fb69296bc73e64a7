/// Reads trees that a `TreeWriter` wrote, in their order.
struct TreeReader {
    /// Bytes that no writer has written.
    struct Malformed: Error, Equatable {}

    /// Deeper than anything that is written: bytes of others must not use up the stack.
    private static let mostLevels = 64

    private var last: Tree?
    private var texts: [String] = []
    private var bytes = Bytes([])
    /// The doubles of the tree that is being read, the oldest first.
    private var doubles: [Double] = []
    /// The last change of an integer in it that was written out.
    private var lastChange: UInt64?

    /// What a frame holds: a moment in milliseconds, and a tree.
    ///
    /// What comes after one that is malformed cannot be read: it stands on it.
    mutating func step(_ content: ArraySlice<UInt8>) throws(Malformed) -> (moment: Int64, tree: Tree) {
        bytes = Bytes(content)
        doubles.removeAll(keepingCapacity: true)
        lastChange = nil
        let moment = Varint.unzigzag(try bytes.varint())
        let tree = try get(since: last, level: 0)
        guard bytes.rest.isEmpty else { throw Malformed() }
        last = Tree.remembered(tree, after: last)
        return (moment, tree)
    }

    private mutating func get(since old: Tree?, level: Int) throws(Malformed) -> Tree {
        guard level < Self.mostLevels else { throw Malformed() }
        let head = try byte()
        if head >= TreeWriter.firstDoubleChange { return try change(head, since: old) }
        guard let tag = TreeWriter.Tag(rawValue: head) else { throw Malformed() }
        switch tag {
        case .null: return .null
        case .no: return .bool(false)
        case .yes: return .bool(true)
        case .integer: return .integer(Varint.unzigzag(try varint()))
        case .integerChange:
            guard case .integer(let before) = old else { throw Malformed() }
            let change = try varint()
            lastChange = change
            return .integer(before &+ Varint.unzigzag(change))
        case .sameChange:
            guard case .integer(let before) = old, let lastChange else { throw Malformed() }
            return .integer(before &+ Varint.unzigzag(lastChange))
        case .double: return double(try bits())
        case .doubleChange:
            guard case .double(let before) = old else { throw Malformed() }
            return double(before.bitPattern ^ (try bits()))
        case .sameDouble:
            let back = Int(try byte())
            guard back > 0, back <= doubles.count else { throw Malformed() }
            return .double(doubles[doubles.count - back])
        case .knownText, .text: return .text(try text(tag))
        case .list:
            let count = try count()
            var before: [Tree] = []
            if case .list(let known) = old { before = known }
            return .list(try changes(count, since: before, level: level))
        case .sameKeys:
            guard case .map(let before) = old else { throw Malformed() }
            let values = try changes(before.count, since: before.map(\.value), level: level)
            return .map(zip(before, values).map { Tree.Entry($0.key, $1) })
        case .map: return try map(since: old, level: level)
        }
    }

    /// What a tag says that tells how much has changed.
    private mutating func change(_ head: UInt8, since old: Tree?) throws(Malformed) -> Tree {
        if head >= TreeWriter.firstSmallChange {
            guard case .integer(let before) = old else { throw Malformed() }
            return .integer(before &+ Varint.unzigzag(UInt64(head - TreeWriter.firstSmallChange)))
        }
        guard case .double(let before) = old else { throw Malformed() }
        let ends = Int(head - TreeWriter.firstDoubleChange)
        return double(before.bitPattern ^ (try bits(low: ends / 9, count: ends % 9)))
    }

    private mutating func double(_ bits: UInt64) -> Tree {
        let value = Double(bitPattern: bits)
        doubles.append(value)
        return .double(value)
    }

    private mutating func map(since old: Tree?, level: Int) throws(Malformed) -> Tree {
        var keys: [String] = []
        for _ in 0..<(try count()) {
            guard let tag = TreeWriter.Tag(rawValue: try byte()) else { throw Malformed() }
            keys.append(try text(tag))
        }
        var known: [String: Tree] = [:]
        if case .map(let before) = old { for entry in before { known[entry.key] = entry.value } }
        var entries: [Tree.Entry] = []
        for key in keys { entries.append(Tree.Entry(key, try get(since: known[key], level: level + 1))) }
        return .map(entries)
    }

    private mutating func changes(_ count: Int, since before: [Tree], level: Int) throws(Malformed) -> [Tree] {
        var flags: [UInt8] = []
        for _ in 0..<((count + 7) / 8) { flags.append(try byte()) }
        var values: [Tree] = []
        for index in 0..<count {
            if flags[index / 8] & (1 << UInt8(index % 8)) != 0 {
                let old = index < before.count ? before[index] : values.last
                values.append(try get(since: old, level: level + 1))
            } else {
                guard index < before.count else { throw Malformed() }
                values.append(before[index])
            }
        }
        return values
    }

    private mutating func text(_ tag: TreeWriter.Tag) throws(Malformed) -> String {
        if tag == .knownText {
            let number = try varint()
            guard number < UInt64(texts.count) else { throw Malformed() }
            return texts[Int(number)]
        }
        guard tag == .text else { throw Malformed() }
        let text = try bytes.text(try count())
        if texts.count < TreeWriter.mostTexts { texts.append(text) }
        return text
    }

    private mutating func byte() throws(Malformed) -> UInt8 { try bytes.byte() }

    private mutating func varint() throws(Malformed) -> UInt64 { try bytes.varint() }

    /// A count of things, each of which takes a bit at least of what is left.
    private mutating func count() throws(Malformed) -> Int {
        let value = try varint()
        guard value <= UInt64(bytes.rest.count) * 8 else { throw Malformed() }
        return Int(value)
    }

    private mutating func bits() throws(Malformed) -> UInt64 {
        let head = try byte()
        guard head != 0 else { return 0 }
        guard head & 15 > 0 else { throw Malformed() }
        return try bits(low: Int(head >> 4), count: Int(head & 15))
    }

    private mutating func bits(low: Int, count: Int) throws(Malformed) -> UInt64 {
        guard low + count <= 8 else { throw Malformed() }
        var value: UInt64 = 0
        for place in 0..<count { value |= UInt64(try byte()) << UInt64((low + place) * 8) }
        return value
    }
}

extension TreeReader {
    /// Bytes that are being taken from the front.
    struct Bytes {
        private(set) var rest: ArraySlice<UInt8>

        init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

        mutating func byte() throws(Malformed) -> UInt8 {
            guard let byte = rest.popFirst() else { throw Malformed() }
            return byte
        }

        mutating func varint() throws(Malformed) -> UInt64 {
            var value: UInt64 = 0
            for place in 0..<10 {
                let byte = try byte()
                value |= UInt64(byte & 0x7F) << UInt64(place * 7)
                if byte & 0x80 == 0 { return value }
            }
            throw Malformed()
        }

        /// Text of so many bytes.
        mutating func text(_ count: Int) throws(Malformed) -> String {
            guard count <= rest.count else { throw Malformed() }
            defer { rest = rest.dropFirst(count) }
            return String(decoding: rest.prefix(count), as: UTF8.self)
        }
    }
}
