import GoldenSignals
import PromModel

/// Counts of several parts together.
struct Tally: Sendable, Equatable {
    var requests = 0.0
    var bad = 0.0
    var requestsBefore = 0.0
    var badBefore = 0.0

    init() {}

    init(_ parts: [TrafficPart]) {
        for part in parts { add(part) }
    }

    mutating func add(_ part: TrafficPart) {
        requests += part.requests
        bad += part.bad
        requestsBefore += part.requestsBefore
        badBefore += part.badBefore
    }

    /// The share of its requests that was bad before; zero where there was none.
    var shareBefore: Double { requestsBefore > 0 ? min(1, badBefore / requestsBefore) : 0 }

    /// Bad requests beyond those that its traffic would have at its own share before; `share` stands in where it had no
    /// traffic then.
    func excess(at share: Double) -> Double { bad - (requestsBefore > 0 ? shareBefore : share) * requests }
}

/// The parts of the traffic by the values of some labels.
struct PartTable {
    private struct Row {
        var places: [Int]
        var tally = Tally()
        var excess = 0.0
    }

    let columns: [LabelColumn]
    private var rows: [Row] = []

    /// Adds up the parts; `shareBefore` is the whole's, for those that had no traffic before.
    init(_ parts: [TrafficPart], columns: [LabelColumn], shareBefore: Double) {
        self.columns = columns
        var known: [Int: Int] = [:]
        for (index, part) in parts.enumerated() {
            let places = columns.map { $0.places[index] }
            let key = zip(columns, places).reduce(0) { $0 * $1.0.values.count + $1.1 }
            let row = known[key] ?? rows.count
            if row == rows.count {
                known[key] = row
                rows.append(Row(places: places))
            }
            rows[row].tally.add(part)
        }
        for row in rows.indices { rows[row].excess = rows[row].tally.excess(at: shareBefore) }
    }

    /// How many parts there are.
    var count: Int { rows.count }

    /// What is new in all parts that have more than expected.
    var excessOfWorse: Double { rows.reduce(0) { $0 + max(0, $1.excess) } }

    /// The part that explains most, or several values of one label; nil where none has more than expected.
    func best(of total: Double, requests: Double) -> Suspect? {
        let worse = rows.filter { $0.excess > 0 }.sorted { left, right in
            (score(right, total, requests), text(left)) < (score(left, total, requests), text(right))
        }
        guard let first = worse.first else { return nil }
        let single = suspect([first], total, requests)
        guard columns.count == 1 else { return single }
        return max(single, severalValues(total, requests))
    }

    /// The values with the largest shares of new bad requests, as many of them as explain most together.
    private func severalValues(_ total: Double, _ requests: Double) -> Suspect? {
        let worse = rows.filter { $0.excess > 0 }.sorted { left, right in
            (right.excess * left.tally.requests, text(left)) < (left.excess * right.tally.requests, text(right))
        }
        return worse.indices.dropFirst().reduce(nil) { best, last in
            let candidate = suspect(Array(worse[...last]), total, requests)
            return best.map { max($0, candidate) } ?? candidate
        }
    }

    private func max(_ left: Suspect, _ right: Suspect?) -> Suspect {
        guard let right, right.score > left.score else { return left }
        return right
    }

    private func max(_ left: Double, _ right: Double) -> Double { left > right ? left : right }

    private func suspect(_ rows: [Row], _ total: Double, _ requests: Double) -> Suspect {
        let ordered = rows.sorted { left, right in
            (score(right, total, requests), text(left)) < (score(left, total, requests), text(right))
        }
        let excess = rows.reduce(0) { $0 + $1.excess }
        return Suspect(
            labelNames: columns.map(\.name),
            parts: ordered.map(labels),
            shareOfNew: min(1, excess / total),
            shareOfTraffic: rows.reduce(0) { $0 + $1.tally.requests } / requests,
            excess: excess,
            bad: rows.reduce(0) { $0 + $1.tally.bad },
            firstShareOfNew: min(1, (ordered.first?.excess ?? 0) / total)
        )
    }

    private func score(_ row: Row, _ total: Double, _ requests: Double) -> Double {
        Suspect.score(
            shareOfNew: min(1, max(0, row.excess) / total),
            shareOfTraffic: row.tally.requests / requests
        )
    }

    private func text(_ row: Row) -> String {
        zip(columns, row.places).map { column, place in column.values[place] }.joined(separator: " ")
    }

    private func labels(_ row: Row) -> Labels {
        Labels(zip(columns, row.places).map { column, place in (column.name, column.values[place]) })
    }
}
