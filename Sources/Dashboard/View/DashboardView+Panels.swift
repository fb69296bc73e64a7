import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// The targets: health, last error, age and length of the last scrape.
    mutating func drawTargets(from first: Int) {
        let entries = targetRows.map { text, style in wrapped(text, indent: 8).map { ($0, style) } }
        // Who scrapes by itself knows how they are, also where none answers.
        let head = isStale && settings.sourceKind != "direct" ? staleHead(source.snapshot?.at) : ""
        drawList(title: head + targetsTitle, entries: entries, from: first, empty: "no target is known")
    }

    /// The targets in a zone of the screen.
    mutating func drawTargets(in area: Rect) {
        drawZone(title: targetsTitle, note: "t all", rows: targetRows, empty: "no target is known", in: area)
    }

    private var targetsTitle: String {
        "targets  \(upText)"
    }

    private var targetRows: [(String, Style)] {
        // What is broken first.
        let targets = source.targets.sorted { left, right in
            let leftIsUp = left.isUp
            let rightIsUp = right.isUp
            return leftIsUp == rightIsUp ? left.instance < right.instance : !leftIsUp
        }
        let widest = min(30, targets.map { DisplayWidth.width(of: $0.instance) }.max() ?? 0)
        return targets.map { target -> (String, Style) in
            let health =
                target.isUnscraped
                ? "\(glyphs.idle) new " : target.isUp ? "\(glyphs.dot) up  " : "\(glyphs.failed) DOWN"
            // A target that was never scraped has no age.
            let age = target.scrapedAt.milliseconds > 0 ? "\(TimeText.span(knownNow - target.scrapedAt)) ago" : "never"
            var text = " \(health) \(target.instance.padded(toColumns: widest))"
            text += " \(age.padded(toColumns: 8))"
            if let failure = target.failure {
                text += target.downSince.map { " since \(clock($0))" } ?? ""
                text += " \(failure)"
            } else if target.isUnscraped {
                text += " not scraped yet"
            } else {
                text += " took \(TimeText.cost(target.duration).padded(toColumns: 6)) \(target.defect ?? "")"
            }
            return (text, target.failure != nil ? .critical : target.defect != nil ? .warning : .normal)
        }
    }

    /// The alerts of Prometheus itself.
    mutating func drawAlerts(from first: Int) {
        var title = "\(alertsHead)alerts of the source\(alertsMoment)"
        if let failure = source.report?.alertsFailure { title += "  \(glyphs.failed) \(failure)" }
        let entries = alertRows.enumerated().map { index, row in
            let (text, style) = row
            // Enter opens it.
            let mark = index == first ? glyphs == .ascii ? ">" : "▸" : " "
            return wrapped("\(mark)\(text.dropFirst())", indent: 8).map { ($0, style) }
        }
        if !entries.isEmpty { title += "  Enter opens" }
        drawList(title: title, entries: entries, from: first, empty: alertsBlank)
    }

    /// The alerts in a zone of the screen.
    mutating func drawAlerts(in area: Rect) {
        let firing = source.report?.alerts.count(where: \.isKnownToFire) ?? 0
        let count = source.report?.alertsAt == nil ? "" : "  \(firing) firing"
        let title = "alerts of the source\(alertsMoment)\(count)"
        drawZone(title: title, note: "a all", rows: alertRows, empty: alertsBlank, in: area)
    }

    /// How old what a panel lists is, for its head: the source that told it does not answer now.
    private func staleHead(_ told: Timestamp?) -> String {
        let age = told.map { " \(TimeText.span(now - $0))" } ?? ""
        return "\(glyphs.failed) STALE\(age)  "
    }

    /// How old the alerts are; empty while they are of now.
    ///
    /// What stands in for their source knows none.
    var alertsHead: String {
        guard isStale || source.report?.fallback != nil && source.report?.alertsAt != nil else { return "" }
        return staleHead(source.report?.alertsAt ?? source.snapshot?.at)
    }

    private var alertsMoment: String { source.report?.alertsAt.map { ", as of \(clock($0))" } ?? "" }

    private var alertsBlank: String {
        if let failure = source.report?.alertsFailure { return failure }
        if source.report?.kind == "direct" { return "alerts are Prometheus's: a direct source has none" }
        return source.report?.alertsAt == nil ? "not asked yet" : "no alert is pending or firing"
    }

    private var alertRows: [(String, Style)] {
        (source.report?.alerts ?? []).map { alert -> (String, Style) in
            // What is listed is of when it was asked for.
            let asked = source.report?.alertsAt ?? now
            let age = alert.since.map { "for \(TimeText.span(asked - $0))" } ?? ""
            if let failure = alert.failure {
                let listed = alert.isFiring ? " (listed as firing \(age))" : ""
                return (" \(glyphs.failed) unknown \(alert.name)\(listed)  its rule fails: \(failure)", .warning)
            }
            let state = alert.isFiring ? "\(glyphs.critical) firing " : "\(glyphs.warning) pending"
            let labels = alert.labels.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
            let text = " \(state) \(alert.name) \(age)  \(alert.summary.isEmpty ? labels : alert.summary)"
            return (text, !alert.concernsService ? .dim : alert.isFiring ? .critical : .warning)
        }
    }

    /// Rows under a rule, as many as fit; the last one tells how many do not.
    private mutating func drawZone(title: String, note: String, rows: [(String, Style)], empty: String, in area: Rect) {
        guard area.height >= 2 else { return }
        Rule(title: title, note: note, glyphs: glyphs).render(into: &buffer, area: area)
        let body = area.splitTop(1).rest
        let shown = rows.isEmpty ? [(" \(empty)", Style.dim)] : rows
        for (index, row) in shown.prefix(body.height).enumerated() {
            let isLast = index == body.height - 1 && shown.count > body.height
            let text = isLast ? " and \(shown.count - index) more" : row.0
            let line = text.truncated(toColumns: body.width, ellipsis: glyphs.ellipsis)
            buffer.put(line, x: body.x, y: body.y + index, style: isLast ? .dim : row.1)
        }
    }

    /// What was chosen, why, and what cannot be answered.
    mutating func drawAbout(from first: Int) {
        var lines = source.report?.explanation ?? []
        if let report = source.report {
            let queries = report.queries == 1 ? "query" : "queries"
            // Of pages nobody counts the bytes.
            let bytes = report.bytes < 1024 ? "\(report.bytes) B" : "\(report.bytes / 1024) KiB"
            let size = report.bytes > 0 ? ", \(bytes)" : ""
            let asked = "\(report.queries) \(queries)\(size), \(TimeText.cost(source.cost))"
            lines.append("last poll    \(asked); next \(report.slowdown ?? "in \(TimeText.setting(report.interval))")")
            if let audit = report.audit {
                let result = "\(audit.differences) of \(audit.compared) points differed"
                lines.append("last audit   \(clock(audit.at)): \(result)")
            }
            lines += report.warnings.map { "warning      \($0)" }
        }
        let entries = lines.map { wrapped($0, indent: 13).map { (" \($0)", Style.normal) } }
        drawList(title: "about these numbers", entries: entries, from: first, empty: "nothing was chosen yet")
    }
}
