import PromModel
import PromQL

/// What the first values of new series stand for, by part of the traffic: what rates by part leave out.
package struct FirstParts: Sendable, Equatable {
    private let values: [InstantValue]
    private let window: Duration

    /// The answer of ``FirstValues/parts(within:by:)`` over a window.
    package init(_ values: [InstantValue], window: Duration) {
        self.values = values.filter { $0.value.isFinite && $0.value > 0 }
        self.window = window
    }

    /// Whether any part was answered at all.
    package var isAnswered: Bool { values.contains { FirstValues.tags.contains($0.labels[SignalCatalog.tagLabel]) } }

    /// Requests or failures a second by some of the labels that were asked for, tagged as others are.
    func rates(ofFailures isFailures: Bool, by labels: [String], tag: String) -> [InstantValue] {
        let own = values.filter { value in
            value.labels[SignalCatalog.tagLabel] == (isFailures ? FirstValues.failuresTag : FirstValues.requestsTag)
        }
        let sums = Dictionary(grouping: own) { $0.labels.keeping(only: labels) }
        return sums.map { part, values in
            InstantValue(
                labels: part.setting(SignalCatalog.tagLabel, to: tag),
                value: values.reduce(0) { $0 + $1.value } / window.inSeconds
            )
        }
    }
}

extension [InstantValue] {
    /// The values with others of the same labels added to them, and those others that have no like among them.
    func adding(_ others: [InstantValue]) -> [InstantValue] {
        guard !others.isEmpty else { return self }
        var more = Dictionary(others.map { ($0.labels, $0.value) }, uniquingKeysWith: +)
        let added = map { value in
            InstantValue(labels: value.labels, value: value.value + (more.removeValue(forKey: value.labels) ?? 0))
        }
        return added + more.map { InstantValue(labels: $0.key, value: $0.value) }
    }
}
