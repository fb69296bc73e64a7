import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// Who explains the failures.
    mutating func drawWho(in area: Rect) {
        if area.height == 1 { drawWhoLine(in: area) }
        guard area.height >= 2 else { return }
        let dimension = source.snapshot?.breakdown?.dimension ?? state.dimension
        let others = (source.report?.dimensions ?? []).filter { $0 != dimension }.map(\.rawValue)
        let keys = others.isEmpty ? "" : " (g: \(others.joined(separator: ", ")))"
        Rule(title: "who \(glyphs.separator) by \(dimension.rawValue)\(keys)", note: whoNote, glyphs: glyphs)
            .render(into: &buffer, area: area)
        let body = area.splitTop(1).rest.inset(left: 1)
        guard let breakdown = source.snapshot?.breakdown, !breakdown.rows.isEmpty else {
            putShortened(whoBlank, x: body.x, y: body.y, style: .dim, width: body.width)
            return
        }
        if area.height <= 3 {
            for (index, row) in breakdown.rows.prefix(body.height).enumerated() {
                drawLine(row, of: breakdown, y: body.y + index, in: body)
            }
            return
        }
        whoTable(breakdown, width: body.width, rows: body.height - 1).render(into: &buffer, area: body)
    }

    /// The one who explains most, in the only row that there is.
    private mutating func drawWhoLine(in area: Rect) {
        guard let top = source.snapshot?.breakdown?.top, let share = top.share else { return }
        let place = placeText(top).map { ", \($0.replacing(" of that", with: ""))" } ?? ""
        let text = "who \(top.name) \(percent(share))\(place)"
        let line = text.truncated(toColumns: area.width, ellipsis: glyphs.ellipsis)
        buffer.put(line, x: area.x, y: area.y, style: isDimmed ? .dim : .normal)
    }

    private var whoNote: String {
        guard let snapshot = source.snapshot, let breakdown = snapshot.breakdown, !breakdown.rows.isEmpty else {
            return ""
        }
        guard breakdown.top != nil else {
            return snapshot[.errorShare].value == 0 ? "by traffic: nothing fails" : "by traffic"
        }
        let what = breakdown.what ?? Breakdown.failures
        guard let since = breakdown.since else { return "share of the \(what)" }
        return size.columns < 100 ? "share of the new \(what)" : "share of the new \(what) since \(clock(since))"
    }

    private var whoBlank: String {
        guard let snapshot = source.snapshot else { return "no answer yet" }
        if let cursor, cursor.inquiry == .asked { return "asking for \(clock(cursor.at))" }
        if case .idle = snapshot[.requestRate].state { return "no traffic" }
        if case .noData = snapshot[.requestRate].state { return "no data" }
        return (source.report?.dimensions ?? Dimension.allCases).isEmpty
            ? "the requests carry no label to tell them apart by" : "not answered"
    }

    /// A row without heads, for the smallest zone.
    private mutating func drawLine(_ row: Breakdown.Row, of breakdown: Breakdown, y: Int, in area: Rect) {
        let share = row.share.map(percent) ?? "-"
        var text = StyledText(row.name.padded(toColumns: 16, ellipsis: glyphs.ellipsis), isDimmed ? .dim : .normal)
        text.append(share.padded(toColumns: 6, alignment: .trailing))
        text.append((row.requestRate.map(NumberText.rate) ?? "-").padded(toColumns: 9, alignment: .trailing))
        text.append(" ")
        text += errorCell(row).padded(toColumns: 9, alignment: .trailing)
        if let p95 = row.p95 { text.append("  p95 \(NumberText.latency(p95))", .dim) }
        let parts = partsText(row)
        if !parts.isEmpty { text.append("  \(parts)", .dim) }
        buffer.put(isDimmed ? text.restyled(.dim) : text, x: area.x, y: y, width: area.width)
    }

    private func whoTable(_ breakdown: Breakdown, width: Int, rows: Int) -> Table {
        let columns = [
            Table.Column(
                id: "name",
                title: breakdown.dimension.rawValue,
                width: .flexible(min: 14, max: 40),
                priority: 9
            ),
            Table.Column(id: "share", title: "share", width: .fixed(5), alignment: .trailing, priority: 8),
            Table.Column(id: "rps", title: "rps", width: .fixed(8), alignment: .trailing, priority: 7),
            Table.Column(
                id: "change",
                title: "\(glyphs.delta)rps",
                width: .fixed(6),
                alignment: .trailing,
                priority: 2
            ),
            Table.Column(id: "errors", title: "5xx%", width: .fixed(8), alignment: .trailing, priority: 6),
            Table.Column(id: "p95", title: "p95", width: .fixed(8), alignment: .trailing, priority: 4),
            Table.Column(id: "p99", title: "p99", width: .fixed(8), alignment: .trailing, priority: 5),
            Table.Column(
                id: "parts",
                title: partsTitle(breakdown),
                width: .flexible(min: 12, max: 110),
                priority: 3
            ),
        ]
        var shown = Array(breakdown.rows.prefix(rows))
        var lines = shown.map(cells)
        // What does not fit is summed up: shares are of everything.
        if breakdown.rows.count > rows, rows > 1 {
            let rest = breakdown.rows[(rows - 1)...]
            shown = Array(breakdown.rows.prefix(rows - 1))
            lines = shown.map(cells) + [other(Array(rest), beside: shown)]
        }
        let selected = shown.firstIndex { $0.name == state.row }
        return Table(
            columns: columns,
            rows: lines.map { Table.Row($0, style: isDimmed ? .dim : nil) },
            selected: selected,
            glyphs: glyphs
        )
    }

    /// Over nothing stands nothing.
    private func partsTitle(_ breakdown: Breakdown) -> String {
        guard breakdown.rows.contains(where: { !partsText($0).isEmpty }) else { return "" }
        return breakdown.dimension == .instance ? "by route" : "by instance"
    }

    private func cells(_ row: Breakdown.Row) -> [StyledText] {
        let change = row.requestRateBefore.flatMap { before in
            row.requestRate.map { before > 0 ? Self.change(from: before, to: $0, .perSecond, glyphs) : "new" }
        }
        return [
            StyledText(row.name), StyledText(row.share.map(percent) ?? "-"),
            StyledText(row.requestRate.map(NumberText.rate) ?? "-"), StyledText(change ?? "", .dim), errorCell(row),
            latencyCell(row.p95, .p95Latency, of: row), latencyCell(row.p99, .p99Latency, of: row),
            StyledText(partsText(row), .dim),
        ]
    }

    /// The rows that have no place of their own.
    private func other(_ rows: [Breakdown.Row], beside shown: [Breakdown.Row]) -> [StyledText] {
        // A full answer has left out others: what all of them have is what is not shown.
        let isFull = shown.count + rows.count >= BreakdownQueries.fewestOfMany
        var sum = Breakdown.Row(name: isFull ? "other" : "other (\(rows.count))")
        func rest(_ all: Double?, _ own: (Breakdown.Row) -> Double) -> Double {
            let known = rows.reduce(0) { $0 + own($1) }
            guard isFull, let all, all.isFinite else { return known }
            return max(known, all - shown.reduce(0) { $0 + own($1) })
        }
        sum.errorRate = rest(source.snapshot?.errorsPerSecond) { $0.errorRate }
        sum.requestRate = rest(source.snapshot?[.requestRate].value) { $0.requestRate ?? 0 }
        let hasShare = (shown + rows).contains { $0.share != nil }
        sum.share = hasShare ? rest(1) { $0.share ?? 0 } : nil
        return cells(sum)
    }

    private func errorCell(_ row: Breakdown.Row) -> StyledText {
        // Where nothing tells of failures none are known of any part.
        guard let share = row.errorShare, source.snapshot?[.errorShare].state != .noData else {
            return StyledText("-", .dim)
        }
        let text = NumberText.signal(.errorShare, min(share, 1))
        guard let limit = settings.limit(on: .errorShare), share > limit.threshold else { return StyledText(text) }
        guard !isFew(row) else { return StyledText("\(text) ?", .dim) }
        let isCritical = limit.severity == .critical
        return StyledText("\(text) \(isCritical ? "!" : "~")", isCritical ? .critical : .warning)
    }

    /// Whether it has too few requests for its numbers to decide anything, here as in the verdict.
    private func isFew(_ row: Breakdown.Row) -> Bool {
        let window = source.snapshot?.window ?? settings.window
        return (row.requestRate ?? 0) * window.inSeconds < VerdictTracker.fewestRequests
    }

    private func latencyCell(_ value: Double?, _ signal: Signal, of row: Breakdown.Row) -> StyledText {
        guard let value, value.isFinite else { return StyledText("-", .dim) }
        // In the last bucket a quantile is its bound, whatever it really is.
        let top = source.snapshot?.topBucket.flatMap { value >= $0 ? $0 : nil }
        let text = top.map { ">\(NumberText.bound($0))" } ?? NumberText.latency(value)
        guard let limit = settings.limits.broken(by: value, on: signal) else { return StyledText(text) }
        guard !isFew(row) else { return StyledText("\(text) ?", .dim) }
        return StyledText("\(text) \(limit.severity == .critical ? "!" : "~")", color(of: limit))
    }

    /// Whether the alerts stand beside the table.
    private var isBesideOthers: Bool { size.columns >= DashboardLayout.hugeColumns }

    /// Where a row's failures are.
    private func partsText(_ row: Breakdown.Row) -> String {
        guard row.parts.count > 1 || source.targets.count > 1, let first = row.parts.first else { return "" }
        if isSpread(row, first) { return "spread over \(row.parts.count)" }
        // A name and its share take about twenty columns; beside the numbers at least two have room.
        let most = max(2, min(5, (size.columns * (isBesideOthers ? 3 : 5) / 5 - 84) / 20))
        return row.parts.prefix(most).map { "\($0.name) \(percent($0.share))" }.joined(separator: "  ")
    }
}
