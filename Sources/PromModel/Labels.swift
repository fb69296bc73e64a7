/// The labels that identify a series: pairs of name and value, sorted by name, without empty values.
///
/// A label with an empty value is the same as no label, so such pairs are dropped. The metric name is the label
/// `__name__`. Copies share their storage, and the hash is computed at most once, which makes labels cheap as keys.
package struct Labels: Sendable {
    private static let emptyStorage = Storage(pairs: [])

    private static let nameAlone = [Pair(name: metricNameLabel, value: "")]

    /// The name of the label that holds the metric name.
    package static let metricNameLabel = "__name__"

    @usableFromInline let storage: Storage

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

    /// Creates labels from such pairs, of which one has another value; they may be those of other labels.
    init(sortedUnique pairs: [Pair], withValue value: String, at place: Int) {
        storage = Storage(pairs, withValue: value, at: place)
    }

    /// Creates the labels of a metric without any but its name, which is not empty.
    init(metricName: String) {
        self.init(sortedUnique: Labels.nameAlone, withValue: metricName, at: 0)
    }

    /// The value of a label, or the empty string if there is no such label.
    package subscript(_ name: String) -> String {
        for index in 0..<storage.count where storage.name(at: index) == name {
            return storage.value(at: index)
        }
        return ""
    }

    /// Whether two are copies of one another: quick to tell, and false of equals that were made apart.
    ///
    /// Where it is not inlined, both are counted as used, which costs more than all else.
    @inlinable package func isIdentical(to other: Labels) -> Bool { storage === other.storage }

    /// The metric name, or the empty string if there is none.
    package var metricName: String { self[Labels.metricNameLabel] }
}

extension Labels: Hashable, Comparable {
    package static func == (left: Labels, right: Labels) -> Bool {
        left.storage === right.storage || left.storage.isEqual(to: right.storage)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(storage.hash)
    }

    /// Orders as Prometheus does: pair by pair, name before value; a prefix comes first.
    package static func < (left: Labels, right: Labels) -> Bool {
        for (one, other) in zip(left, right) {
            if one.name != other.name { return one.name < other.name }
            if one.value != other.value { return one.value < other.value }
        }
        return left.count < right.count
    }
}

extension Labels: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { storage.count }

    /// The pair at a position, in order of names.
    package subscript(position: Int) -> (name: String, value: String) {
        (storage.name(at: position), storage.value(at: position))
    }
}

extension Labels: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements)
    }
}
