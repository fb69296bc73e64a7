/// Makes a value of a tree.
package enum TreeDecoder {
    /// The value of a tree.
    ///
    /// - Throws: `DecodingError` where the tree is none of that type.
    package static func decode<Value: Decodable>(_ type: Value.Type, from tree: Tree) throws -> Value {
        try Place(tree: tree).get(type)
    }

    /// A place that is being read.
    struct Place: Decoder {
        let tree: Tree
        let codingPath: [any CodingKey] = []
        var userInfo: [CodingUserInfoKey: Any] { [:] }

        static func mismatch(_ type: Any.Type) -> DecodingError {
            .typeMismatch(type, DecodingError.Context(codingPath: [], debugDescription: "the value is of another type"))
        }

        func get<Value: Decodable>(_ type: Value.Type) throws -> Value {
            let value: Any? =
                switch tree {
                case .bool(let value) where type == Bool.self: value
                case .text(let value) where type == String.self: value
                case .double(let value) where type == Double.self: value
                case .integer(let value) where type == Double.self: Double(value)
                case .integer(let value) where type == Int64.self: value
                case .integer(let value) where type == Int.self: Int(value)
                case .integer(let value) where type == Duration.self: Duration.nanoseconds(value)
                default: nil
                }
            if let value = value as? Value { return value }
            return try Value(from: self)
        }

        func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws -> Value {
            guard case .integer(let value) = tree else { throw Self.mismatch(type) }
            if type == UInt64.self || type == UInt.self { return Value(truncatingIfNeeded: value) }
            guard let exact = Value(exactly: value) else { throw Self.mismatch(type) }
            return exact
        }

        func container<Key: CodingKey>(keyedBy _: Key.Type) throws -> KeyedDecodingContainer<Key> {
            guard case .map(let entries) = tree else { throw Self.mismatch([String: Tree].self) }
            return KeyedDecodingContainer(Keyed(entries: entries))
        }

        func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
            guard case .list(let items) = tree else { throw Self.mismatch([Tree].self) }
            return Unkeyed(items: items)
        }

        func singleValueContainer() -> any SingleValueDecodingContainer { Single(place: self) }
    }

    private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let entries: [Tree.Entry]
        let codingPath: [any CodingKey] = []

        var allKeys: [Key] { entries.compactMap { Key(stringValue: $0.key) } }

        private func find(_ key: String) -> Tree? {
            var (low, high) = (0, entries.count)
            while low < high {
                let middle = (low + high) / 2
                if entries[middle].key < key { low = middle + 1 } else { high = middle }
            }
            return low < entries.count && entries[low].key == key ? entries[low].value : nil
        }

        private func place(_ key: Key) throws -> Place {
            guard let tree = find(key.stringValue) else {
                throw DecodingError.keyNotFound(
                    key,
                    DecodingError.Context(codingPath: [], debugDescription: "no \(key.stringValue)")
                )
            }
            return Place(tree: tree)
        }

        func contains(_ key: Key) -> Bool { find(key.stringValue) != nil }
        func decodeNil(forKey key: Key) throws -> Bool { try place(key).tree == .null }
        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try place(key).get(type) }
        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type,
            forKey key: Key
        ) throws -> KeyedDecodingContainer<Nested> { try place(key).container(keyedBy: type) }
        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
            try place(key).unkeyedContainer()
        }
        func superDecoder() throws -> any Decoder { Place(tree: find("super") ?? .null) }
        func superDecoder(forKey key: Key) throws -> any Decoder { try place(key) }
    }

    private struct Unkeyed: UnkeyedDecodingContainer {
        let items: [Tree]
        let codingPath: [any CodingKey] = []
        private(set) var currentIndex = 0
        var count: Int? { items.count }
        var isAtEnd: Bool { currentIndex >= items.count }

        init(items: [Tree]) { self.items = items }

        private mutating func next() throws -> Place {
            guard !isAtEnd else {
                throw DecodingError.valueNotFound(
                    Tree.self,
                    DecodingError.Context(codingPath: [], debugDescription: "the list is at its end")
                )
            }
            defer { currentIndex += 1 }
            return Place(tree: items[currentIndex])
        }

        mutating func decodeNil() throws -> Bool {
            guard !isAtEnd, items[currentIndex] == .null else { return false }
            currentIndex += 1
            return true
        }
        mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next().get(type) }
        mutating func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type
        ) throws -> KeyedDecodingContainer<Nested> { try next().container(keyedBy: type) }
        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
            try next().unkeyedContainer()
        }
        mutating func superDecoder() throws -> any Decoder { try next() }
    }

    private struct Single: SingleValueDecodingContainer {
        let place: Place
        let codingPath: [any CodingKey] = []

        func decodeNil() -> Bool { place.tree == .null }
        func decode(_ type: Bool.Type) throws -> Bool {
            guard case .bool(let value) = place.tree else { throw Place.mismatch(type) }
            return value
        }
        func decode(_ type: String.Type) throws -> String {
            guard case .text(let value) = place.tree else { throw Place.mismatch(type) }
            return value
        }
        func decode(_ type: Double.Type) throws -> Double {
            switch place.tree {
            case .double(let value): return value
            case .integer(let value): return Double(value)
            default: throw Place.mismatch(type)
            }
        }
        func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
        func decode(_ type: Int.Type) throws -> Int { try place.integer(type) }
        func decode(_ type: Int8.Type) throws -> Int8 { try place.integer(type) }
        func decode(_ type: Int16.Type) throws -> Int16 { try place.integer(type) }
        func decode(_ type: Int32.Type) throws -> Int32 { try place.integer(type) }
        func decode(_ type: Int64.Type) throws -> Int64 { try place.integer(type) }
        func decode(_ type: UInt.Type) throws -> UInt { try place.integer(type) }
        func decode(_ type: UInt8.Type) throws -> UInt8 { try place.integer(type) }
        func decode(_ type: UInt16.Type) throws -> UInt16 { try place.integer(type) }
        func decode(_ type: UInt32.Type) throws -> UInt32 { try place.integer(type) }
        func decode(_ type: UInt64.Type) throws -> UInt64 { try place.integer(type) }
        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try place.get(type) }
    }
}
