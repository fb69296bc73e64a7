internal import Synchronization

/// The labels that identify a series: pairs of name and value, sorted by name, without empty values.
///
/// A label with an empty value is the same as no label, so such pairs are dropped. The metric name is the label
/// `__name__`. Copies share their storage, and the hash is computed at most once, which makes labels cheap as keys.
package struct Labels: Sendable {
    /// The immutable pairs and their hash.
    final class Storage: Sendable {
        let pairs: [Pair]
        /// Zero until it has been asked for.
        ///
        /// Whoever computes it gets the same, so that no order is needed.
        private let knownHash = Atomic(0)

        init(pairs: [Pair]) { self.pairs = pairs }

        /// Computed when it is first needed: most labels that are read are never looked up.
        var hash: Int {
            let known = knownHash.load(ordering: .relaxed)
            if known != 0 { return known }
            var hasher = Hasher()
            for pair in pairs {
                hasher.combine(pair.name)
                hasher.combine(pair.value)
            }
            let hash = hasher.finalize()
            knownHash.store(hash, ordering: .relaxed)
            return hash
        }
    }

    /// One label.
    struct Pair: Hashable, Sendable {
        var name: String
        var value: String
    }

    private static let emptyStorage = Storage(pairs: [])

    /// The name of the label that holds the metric name.
    package static let metricNameLabel = "__name__"

    let storage: Storage

    /// Creates an empty set of labels.
    package init() {
        storage = Labels.emptyStorage
    }

    /// Creates labels from pairs in any order; the last of several pairs of the same name wins.
    package init(_ pairs: some Sequence<(String, String)>) {
        var unique: [String: String] = [:]
        for (name, value) in pairs {
            unique[name] = value
        }
        let kept = unique.lazy.filter { !$0.value.isEmpty }.map { Pair(name: $0.key, value: $0.value) }
        self.init(sortedUnique: kept.sorted { $0.name < $1.name })
    }

    /// Creates labels from a dictionary.
    package init(_ values: [String: String]) {
        self.init(values.map { ($0.key, $0.value) })
    }

    /// Creates labels from pairs that are sorted, unique and not empty already.
    init(sortedUnique pairs: [Pair]) {
        storage = pairs.isEmpty ? Labels.emptyStorage : Storage(pairs: pairs)
    }

    /// The value of a label, or the empty string if there is no such label.
    package subscript(_ name: String) -> String {
        for pair in storage.pairs where pair.name == name {
            return pair.value
        }
        return ""
    }

    /// Whether two are copies of one another: quick to tell, and false of equals that were made apart.
    package func isIdentical(to other: Labels) -> Bool { storage === other.storage }

    /// The metric name, or the empty string if there is none.
    package var metricName: String { self[Labels.metricNameLabel] }
}

extension Labels: Hashable, Comparable {
    package static func == (left: Labels, right: Labels) -> Bool {
        if left.storage === right.storage { return true }
        return left.storage.hash == right.storage.hash && left.storage.pairs == right.storage.pairs
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(storage.hash)
    }

    /// Orders as Prometheus does: pair by pair, name before value; a prefix comes first.
    package static func < (left: Labels, right: Labels) -> Bool {
        for (one, other) in zip(left.storage.pairs, right.storage.pairs) {
            if one.name != other.name { return one.name < other.name }
            if one.value != other.value { return one.value < other.value }
        }
        return left.storage.pairs.count < right.storage.pairs.count
    }
}

extension Labels: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { storage.pairs.count }

    /// The pair at a position, in order of names.
    package subscript(position: Int) -> (name: String, value: String) {
        let pair = storage.pairs[position]
        return (pair.name, pair.value)
    }
}

extension Labels: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements)
    }
}
