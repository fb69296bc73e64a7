/// Makes a tree of a value.
package enum TreeEncoder {
    /// The tree of a value.
    ///
    /// - Throws: what the value throws.
    package static func encode(_ value: some Encodable) throws -> Tree {
        let node = Node()
        try node.put(value)
        return node.tree
    }

    /// A place that is being filled.
    final class Node: Encoder {
        private enum Content {
            case leaf(Tree)
            case list([Node])
            case map([(key: String, node: Node)])
        }

        private var content = Content.leaf(.null)
        let codingPath: [any CodingKey] = []
        let userInfo: [CodingUserInfoKey: Any] = [:]

        var tree: Tree {
            switch content {
            case .leaf(let tree): tree
            case .list(let nodes): .list(nodes.map(\.tree))
            case .map(let entries): .sorted(entries.map { Tree.Entry($0.key, $0.node.tree) })
            }
        }

        var count: Int { if case .list(let nodes) = content { nodes.count } else { 0 } }

        func set(_ tree: Tree) { content = .leaf(tree) }

        func put(_ value: some Encodable) throws {
            switch value {
            case let value as Bool: set(.bool(value))
            case let value as Double: set(.double(value))
            case let value as Int: set(.integer(Int64(value)))
            case let value as Int64: set(.integer(value))
            case let value as String: set(.text(value))
            case let value as Duration:
                // Anything finer than clocks count in is written as the language does.
                guard let whole = Self.nanoseconds(of: value) else { return try value.encode(to: self) }
                set(.integer(whole))
            default: try value.encode(to: self)
            }
        }

        /// A duration of whole nanoseconds; nil of one that is none, or too long.
        private static func nanoseconds(of duration: Duration) -> Int64? {
            let (seconds, rest) = duration.components
            let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
            let (sum, isOver) = whole.addingReportingOverflow(rest / 1_000_000_000)
            return rest % 1_000_000_000 == 0 && !overflow && !isOver ? sum : nil
        }

        func child(_ key: String) -> Node {
            var entries: [(key: String, node: Node)] = []
            if case .map(let known) = content { entries = known }
            // Nothing else holds them: they are not copied at each that is added.
            content = .leaf(.null)
            let node = Node()
            entries.append((key, node))
            content = .map(entries)
            return node
        }

        func item() -> Node {
            var nodes: [Node] = []
            if case .list(let known) = content { nodes = known }
            content = .leaf(.null)
            let node = Node()
            nodes.append(node)
            content = .list(nodes)
            return node
        }

        func container<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedEncodingContainer<Key> {
            if case .map = content {} else { content = .map([]) }
            return KeyedEncodingContainer(Keyed(node: self))
        }

        func unkeyedContainer() -> any UnkeyedEncodingContainer {
            if case .list = content {} else { content = .list([]) }
            return Unkeyed(node: self)
        }

        func singleValueContainer() -> any SingleValueEncodingContainer { Single(node: self) }
    }

    private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let node: Node
        let codingPath: [any CodingKey] = []

        func encodeNil(forKey key: Key) { node.child(key.stringValue).set(.null) }
        func encode(_ value: some Encodable, forKey key: Key) throws { try node.child(key.stringValue).put(value) }
        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type,
            forKey key: Key
        ) -> KeyedEncodingContainer<Nested> { node.child(key.stringValue).container(keyedBy: type) }
        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            node.child(key.stringValue).unkeyedContainer()
        }
        func superEncoder() -> any Encoder { node.child("super") }
        func superEncoder(forKey key: Key) -> any Encoder { node.child(key.stringValue) }
    }

    private struct Unkeyed: UnkeyedEncodingContainer {
        let node: Node
        let codingPath: [any CodingKey] = []
        var count: Int { node.count }

        func encodeNil() { node.item().set(.null) }
        func encode(_ value: some Encodable) throws { try node.item().put(value) }
        func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
            node.item().container(keyedBy: type)
        }
        func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { node.item().unkeyedContainer() }
        func superEncoder() -> any Encoder { node.item() }
    }

    private struct Single: SingleValueEncodingContainer {
        let node: Node
        let codingPath: [any CodingKey] = []

        func encodeNil() { node.set(.null) }
        func encode(_ value: Bool) { node.set(.bool(value)) }
        func encode(_ value: String) { node.set(.text(value)) }
        func encode(_ value: Double) { node.set(.double(value)) }
        func encode(_ value: Float) { node.set(.double(Double(value))) }
        func encode(_ value: Int) { node.set(.integer(Int64(value))) }
        func encode(_ value: Int8) { node.set(.integer(Int64(value))) }
        func encode(_ value: Int16) { node.set(.integer(Int64(value))) }
        func encode(_ value: Int32) { node.set(.integer(Int64(value))) }
        func encode(_ value: Int64) { node.set(.integer(value)) }
        func encode(_ value: UInt) { node.set(.integer(Int64(bitPattern: UInt64(value)))) }
        func encode(_ value: UInt8) { node.set(.integer(Int64(value))) }
        func encode(_ value: UInt16) { node.set(.integer(Int64(value))) }
        func encode(_ value: UInt32) { node.set(.integer(Int64(value))) }
        func encode(_ value: UInt64) { node.set(.integer(Int64(bitPattern: value))) }
        func encode(_ value: some Encodable) throws { try node.put(value) }
    }
}
