package import GoldenSignals
import PromModel

extension Breakdown {
    /// The same rows with their share of what is bad in counted parts of the traffic, where that is not that it failed.
    ///
    /// Shares are of what is new since the onset that the parts were counted from. Unchanged where the parts do not tell
    /// the rows apart, and where nothing about requests is bad: a full resource, traffic that is not as usual.
    package func counting(_ told: TrafficParts) -> Breakdown {
        guard let what = told.badWord, what != Self.failures, let names = rows.first?.labels.map(\.name),
            !names.isEmpty, Set(names).isSubset(of: told.labels)
        else { return self }
        let share = Tally(told.parts).shareBefore
        let grouped = Dictionary(grouping: told.parts) { $0.labels.keeping(only: names) }
        let new = grouped.mapValues { max(0, Tally($0).excess(at: share)) }
        let total = new.values.reduce(0, +)
        let inner = dimension == .instance ? [told.methodLabel, told.routeLabel].compactMap { $0 } : ["instance"]
        var counted = self
        counted.what = what
        counted.since = told.since
        for index in rows.indices {
            let key = rows[index].labels
            counted.rows[index].share = total > 0 ? (new[key] ?? 0) / total : nil
            counted.rows[index].parts = Self.places(grouped[key] ?? [], by: inner, shareBefore: share)
        }
        counted.rows.sort { left, right in
            (right.share ?? 0, right.requestRate ?? 0, left.name) < (left.share ?? 0, left.requestRate ?? 0, right.name)
        }
        return counted
    }

    /// Who of one row has what is new, the largest share first.
    private static func places(_ parts: [TrafficPart], by names: [String], shareBefore: Double) -> [Part] {
        let new = Dictionary(grouping: parts) { part in
            names.map { part.labels[$0] }.filter { !$0.isEmpty }.joined(separator: " ")
        }
        .mapValues { max(0, Tally($0).excess(at: shareBefore)) }
        let total = new.values.reduce(0, +)
        guard total > 0, new[""] == nil else { return [] }
        return new.filter { $0.value > 0 }.map { Part(name: $0.key, share: $0.value / total) }
            .sorted { ($1.share, $0.name) < ($0.share, $1.name) }
    }
}
