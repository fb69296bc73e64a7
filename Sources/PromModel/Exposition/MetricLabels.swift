/// The labels of one metric after the other, as messages of protocol buffers tell them.
///
/// Most metrics have the names of the one before, and many of its values: texts that come again are shared.
struct MetricLabels {
    typealias Fault = ProtobufReader.Fault

    /// Where the texts of a label were written last.
    private struct Place {
        var name = 0..<0
        var value = 0..<0
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    /// As they are written; those behind `count` are of the metric before.
    private var pairs: [Labels.Pair] = []
    private var places: [Place] = []
    private var count = 0
    private var areNamesNew = false
    /// Whether each name comes behind the one before it.
    private var areSorted = true

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Begins with another metric.
    mutating func begin() {
        count = 0
        areNamesNew = false
    }

    /// Reads a label's message.
    mutating func read(_ range: Range<Int>) throws(Fault) {
        if count == pairs.count {
            pairs.append(Labels.Pair(name: "", value: ""))
            places.append(Place())
            areNamesNew = true
        }
        var (hasName, hasValue) = (false, false)
        var reader = ProtobufReader(bytes, range)
        while let (number, field) = try reader.next() {
            switch (number, field) {
            case (1, .bytes(let place)):
                hasName = true
                if !bytes.isSameText(place, places[count].name) {
                    areNamesNew = true
                    pairs[count].name = try reader.text(place)
                }
                places[count].name = place
            case (2, .bytes(let place)):
                hasValue = true
                if !bytes.isSameText(place, places[count].value) { pairs[count].value = try reader.text(place) }
                places[count].value = place
            default: continue
            }
        }
        if !hasValue {
            pairs[count].value = ""
            places[count].value = 0..<0
        }
        guard hasName, !pairs[count].name.isEmpty, pairs[count].name != Labels.metricNameLabel else {
            throw Fault(kind: .expectedLabelName, offset: range.lowerBound)
        }
        count += 1
    }

    /// The labels of the metric in order of names, without those that have no value; fails if two have the same name.
    mutating func finish(metricAt start: Int) throws(Fault) -> [Labels.Pair] {
        if count < pairs.count {
            pairs.removeLast(pairs.count - count)
            places.removeLast(places.count - count)
            areNamesNew = true
        }
        if areNamesNew { areSorted = zip(pairs, pairs.dropFirst()).allSatisfy { $0.name < $1.name } }
        let hasEmpty = pairs.contains(where: \.value.isEmpty)
        guard !areSorted || hasEmpty else { return pairs }
        let sorted = pairs.sorted { $0.name < $1.name }
        for (one, next) in zip(sorted, sorted.dropFirst()) where one.name == next.name {
            throw Fault(kind: .duplicateLabel(one.name), offset: start)
        }
        return sorted.filter { !$0.value.isEmpty }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether two parts are the same.
    fileprivate func isSameText(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        one.count == other.count && hasText(of: other, at: one.lowerBound)
    }
}
