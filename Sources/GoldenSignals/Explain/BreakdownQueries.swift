package import PromModel

/// Asks who explains the failures: one query for now, and one for what was before the onset.
package struct BreakdownQueries: Sendable, Equatable {
    private enum Part: String {
        case errors
        case requests
        case parts
        case total
        case p95
        case p99
    }

    /// What the rows are told apart by.
    package let dimension: Dimension
    private var catalog: SignalCatalog
    private let labels: [String]
    /// What a row's failures are told apart by in turn.
    private let inner: [String]

    /// The queries for a dimension; nil where the requests do not carry its labels.
    package init?(_ dimension: Dimension, catalog: SignalCatalog) {
        guard let labels = catalog.profile.labels(of: dimension) else { return nil }
        self.dimension = dimension
        self.catalog = catalog
        self.labels = labels
        inner = dimension == .instance ? catalog.profile.labels(of: .route) ?? [] : ["instance"]
    }

    /// The same over another window.
    package func with(window: Duration) -> BreakdownQueries {
        var queries = self
        queries.catalog = catalog.with(window: window)
        return queries
    }

    /// The queries for a dimension; where the requests do not carry its labels, for the first one that they carry.
    package static func first(_ dimension: Dimension, catalog: SignalCatalog) -> BreakdownQueries? {
        ([dimension] + Dimension.allCases).lazy.compactMap { BreakdownQueries($0, catalog: catalog) }.first
    }

    /// From so many rows on there may be more that were not asked for.
    package static let fewestOfMany = 12

    /// The query for now: rates of the largest rows.
    package var expression: String {
        let errors = catalog.errorRate(by: labels)
        let requests = catalog.requestRate(by: labels)
        // The busiest, and those that fail however quiet they are.
        let shown = errors.map { "topk(12, \(requests)) or (\(requests) and topk(20, \($0) > 0))" }
        var parts: [(tag: String, expression: String?)] = [
            (Part.errors.rawValue, errors.map { "topk(20, \($0))" }),
            (Part.requests.rawValue, shown ?? "topk(12, \(requests))"),
        ]
        if !inner.isEmpty {
            parts.append((Part.parts.rawValue, catalog.errorRate(by: labels + inner).map { "topk(60, \($0))" }))
        }
        return SignalCatalog.combined(parts) ?? ""
    }

    /// The quantiles of each row, in a query of their own; nil without a histogram.
    ///
    /// Buckets are the most series there are; where they are too many, the rates are still answered.
    package var quantiles: String? {
        SignalCatalog.combined([
            (Part.p95.rawValue, catalog.quantile(0.95, by: labels)),
            (Part.p99.rawValue, catalog.quantile(0.99, by: labels)),
        ])
    }

    /// So many rows are asked for of what was before: those of now are among them, but for the quietest of very many.
    private static let mostBefore = 100

    /// The query for a moment before the onset.
    package var before: String {
        let most = Self.mostBefore
        let parts = inner.isEmpty ? nil : catalog.errorRate(by: labels + inner)
        return SignalCatalog.combined([
            (Part.errors.rawValue, catalog.errorRate(by: labels).map { "topk(\(most), \($0))" }),
            (Part.requests.rawValue, "topk(\(most), \(catalog.requestRate(by: labels)))"),
            (Part.parts.rawValue, parts.map { "topk(\(2 * most), \($0))" }),
            (Part.total.rawValue, catalog.errorRate),
        ]) ?? ""
    }

    /// The labels that first values are to be told apart by.
    package var firstLabels: [String] { labels + inner }

    /// The answer of `expression` with what first values add to it: there is no rate of a series with one sample.
    package func adding(_ first: FirstParts, to now: [InstantValue]) -> [InstantValue] {
        let rows = now.filter { $0.labels[SignalCatalog.tagLabel] == Part.requests.rawValue }
        let known = Set(rows.map { $0.labels })
        // Of a row that the answer has no room for, first values would be all of its traffic.
        let requests = first.rates(ofFailures: false, by: labels, tag: Part.requests.rawValue)
            .filter { rows.count < Self.fewestOfMany || known.contains($0.labels) }
        let failures = first.rates(ofFailures: true, by: labels, tag: Part.errors.rawValue)
        let parts = inner.isEmpty ? [] : first.rates(ofFailures: true, by: labels + inner, tag: Part.parts.rawValue)
        return now.adding(requests + failures + parts)
    }

    /// What the answers say; `now` holds those of `expression` and of `quantiles`, `total` is all that fails now.
    ///
    /// Without `before`, or where nothing was asked of the service then, shares are of the failures of the window. Of a
    /// counter that is new since the onset all failures are new. Rows that were not answered have their part in the
    /// whole by `total`.
    package func breakdown(
        now: [InstantValue],
        before: [InstantValue]?,
        since onset: Timestamp?,
        total errorRate: Double? = nil
    ) -> Breakdown {
        let known = before.flatMap { values in
            values.contains { $0.labels[SignalCatalog.tagLabel] == Part.requests.rawValue } ? values : nil
        }
        var rows: [Labels: Breakdown.Row] = [:]
        func key(_ value: InstantValue) -> Labels { value.labels.keeping(only: labels) }
        let answers = Dictionary(grouping: now.filter { $0.value.isFinite }) { $0.labels[SignalCatalog.tagLabel] }
        func values(_ part: Part) -> [InstantValue] { answers[part.rawValue] ?? [] }
        for value in values(.errors) + values(.requests) where rows[key(value)] == nil {
            var row = Breakdown.Row(name: name(of: value.labels, labels))
            row.labels = key(value)
            rows[key(value)] = row
        }
        for value in values(.errors) { rows[key(value)]?.errorRate = value.value }
        for value in values(.requests) { rows[key(value)]?.requestRate = value.value }
        for value in values(.p95) { rows[key(value)]?.p95 = value.value }
        for value in values(.p99) { rows[key(value)]?.p99 = value.value }
        if let known { take(known, into: &rows) }
        let total = max(rows.values.reduce(0) { $0 + newErrors($1) }, Self.newTotal(errorRate, known))
        takeParts(values(.parts), before: known, into: &rows)
        var breakdown = Breakdown(dimension: dimension)
        breakdown.since = known == nil ? nil : onset
        // A route that nobody asks for explains nothing.
        let busy = rows.values.filter { $0.requestRate ?? 0 > 0 || $0.errorRate > 0 || $0.requestRateBefore ?? 0 > 0 }
        breakdown.rows = busy.map { row in
            var row = row
            row.share = total > 0 ? newErrors(row) / total : nil
            return row
        }
        .sorted { left, right in
            (right.share ?? 0, right.requestRate ?? 0, left.name) < (left.share ?? 0, left.requestRate ?? 0, right.name)
        }
        return breakdown
    }

    private func take(_ before: [InstantValue], into rows: inout [Labels: Breakdown.Row]) {
        let requests = before.count { $0.labels[SignalCatalog.tagLabel] == Part.requests.rawValue }
        for row in rows.keys {
            rows[row]?.errorRateBefore = 0
            // A full answer has left some out.
            rows[row]?.requestRateBefore = requests < Self.mostBefore ? 0 : nil
        }
        for value in before where value.value.isFinite {
            let row = value.labels.keeping(only: labels)
            switch Part(rawValue: value.labels[SignalCatalog.tagLabel]) {
            case .errors: rows[row]?.errorRateBefore = value.value
            case .requests: rows[row]?.requestRateBefore = value.value
            default: break
            }
        }
    }

    /// Who within each row has its new failures.
    private func takeParts(
        _ now: [InstantValue],
        before: [InstantValue]?,
        into rows: inout [Labels: Breakdown.Row]
    ) {
        let old = (before ?? []).filter { $0.labels[SignalCatalog.tagLabel] == Part.parts.rawValue }
        let both = labels + inner
        let past = Dictionary(
            old.map { ($0.labels.keeping(only: both), $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
        for (key, parts) in Dictionary(grouping: now, by: { $0.labels.keeping(only: labels) }) {
            guard let row = rows[key] else { continue }
            // Of a row that fails as before it is all its failures.
            let isNew = newErrors(row) > 0
            let new = parts.map { part in
                let before = isNew ? past[part.labels.keeping(only: both)] ?? 0 : 0
                return (part: part, rate: max(0, part.value - before))
            }
            .filter { $0.rate > 0 }
            // Parts that were not answered have failures as well.
            let all = max(new.reduce(0) { $0 + $1.rate }, isNew ? newErrors(row) : row.errorRate)
            rows[key]?.parts = new.map {
                Breakdown.Part(name: name(of: $0.part.labels, inner), share: min(1, $0.rate / all))
            }
            .sorted { ($1.share, $0.name) < ($0.share, $1.name) }
        }
    }

    /// What fails more than before, of all that fails.
    private static func newTotal(_ now: Double?, _ before: [InstantValue]?) -> Double {
        guard let now, now.isFinite else { return 0 }
        guard let before else { return now }
        let past = before.first { $0.labels[SignalCatalog.tagLabel] == Part.total.rawValue }?.value ?? 0
        return past.isFinite ? now - past : 0
    }

    private func newErrors(_ row: Breakdown.Row) -> Double { max(0, row.errorRate - (row.errorRateBefore ?? 0)) }

    private func name(of labels: Labels, _ names: [String]) -> String { Self.name(of: labels, names, dimension) }

    /// What a row is called.
    static func name(of labels: Labels, _ names: [String], _ dimension: Dimension) -> String {
        let words = names.map { labels[$0] }.filter { !$0.isEmpty }
        return words.isEmpty ? "(no \(dimension.rawValue))" : words.joined(separator: " ")
    }
}
