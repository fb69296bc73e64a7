/// A value as a file holds it: what any `Codable` value is made of.
package indirect enum Tree: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case double(Double)
    case text(String)
    case list([Tree])
    /// Keys in order, so that two maps with the same keys are compared place by place.
    case map([Entry])

    /// A key with its value.
    package struct Entry: Sendable, Equatable {
        package let key: String
        package var value: Tree

        package init(_ key: String, _ value: Tree) {
            self.key = key
            self.value = value
        }
    }

    /// A map of entries in any order.
    static func sorted(_ entries: [Entry]) -> Tree { .map(entries.sorted { $0.key < $1.key }) }

    /// What the next tree is compared with: of each kind of event the last one, whatever came in between.
    static func remembered(_ tree: Tree, after last: Tree?) -> Tree {
        guard case .map(let entries) = tree, case .map(let known) = last else { return tree }
        let names = Set(entries.map(\.key))
        return sorted(known.filter { !names.contains($0.key) } + entries)
    }

    /// Doubles are compared by their bits: NaN is itself.
    package static func == (left: Tree, right: Tree) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let one), .bool(let other)): one == other
        case (.integer(let one), .integer(let other)): one == other
        case (.double(let one), .double(let other)): one.bitPattern == other.bitPattern
        case (.text(let one), .text(let other)): one == other
        case (.list(let one), .list(let other)): one == other
        case (.map(let one), .map(let other)): one == other
        default: false
        }
    }
}
