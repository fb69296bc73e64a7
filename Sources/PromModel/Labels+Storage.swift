internal import Synchronization

extension Labels {
    /// The immutable pairs and their hash.
    ///
    /// Most lines of a page differ from the one before in one value, the bound of a bucket or the number of a route.
    /// Such labels share their pairs with others and have that value beside them: a third of the room, and one
    /// allocation in place of two.
    @usableFromInline final class Storage: Sendable {
        /// The pairs, of which one may have another value.
        private let base: [Pair]
        /// Which pair has another value; negative where none has.
        private let place: Int
        private let value: String
        /// Zero until it has been asked for.
        ///
        /// Whoever computes it gets the same, so that no order is needed.
        private let knownHash = Atomic(0)

        init(pairs: [Pair]) {
            (base, place, value) = (pairs, -1, "")
        }

        /// Pairs of which one has another value, which is not empty.
        init(_ base: [Pair], withValue value: String, at place: Int) {
            (self.base, self.place, self.value) = (base, place, value)
        }

        var count: Int { base.count }

        func name(at index: Int) -> String { base[index].name }

        func value(at index: Int) -> String { index == place ? value : base[index].value }

        /// All pairs in an array of their own.
        var pairs: [Pair] {
            guard place >= 0 else { return base }
            var pairs = base
            pairs[place].value = value
            return pairs
        }

        /// Computed when it is first needed: most labels that are read are never looked up.
        var hash: Int {
            let known = knownHash.load(ordering: .relaxed)
            if known != 0 { return known }
            var hasher = Hasher()
            for index in base.indices {
                hasher.combine(name(at: index))
                hasher.combine(value(at: index))
            }
            let hash = hasher.finalize()
            knownHash.store(hash, ordering: .relaxed)
            return hash
        }

        func isEqual(to other: Storage) -> Bool {
            guard hash == other.hash, count == other.count else { return false }
            return base.indices.allSatisfy {
                name(at: $0) == other.name(at: $0) && value(at: $0) == other.value(at: $0)
            }
        }
    }

    /// One label.
    struct Pair: Hashable, Sendable {
        var name: String
        var value: String
    }
}
