import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// How many lines a panel shows between its title and its hint.
    private var panelRows: Int { max(1, size.rows - 4) }

    /// The targets: health, last error, age and length of the last scrape.
    mutating func drawTargets(from first: Int) {
        // What is broken first.
        let targets = source.targets.sorted { left, right in
            let leftIsUp = left.failure == nil
            let rightIsUp = right.failure == nil
            return leftIsUp == rightIsUp ? left.instance < right.instance : !leftIsUp
        }
        let widest = min(30, targets.map { DisplayWidth.width(of: $0.instance) }.max() ?? 0)
        let rows = targets.flatMap { target -> [(String, Style)] in
            let health = target.failure == nil ? "\(glyphs.dot) up  " : "\(glyphs.failed) DOWN"
            // A target that was never scraped has no age.
            let age = target.scrapedAt.milliseconds > 0 ? "\(TimeText.span(now - target.scrapedAt)) ago" : "never"
            var text = " \(health) \(target.instance.padded(toColumns: widest))"
            text += " \(age.padded(toColumns: 8))"
            if let failure = target.failure {
                text += " \(failure)"
            } else {
                text += " took \(TimeText.cost(target.duration).padded(toColumns: 6)) \(target.defect ?? "")"
            }
            let style: Style = target.failure != nil ? .critical : target.defect != nil ? .warning : .normal
            return wrapped(text, indent: 8).map { ($0, style) }
        }
        let up = targets.count { $0.failure == nil }
        drawList(title: "targets  \(up)/\(targets.count) up", rows: rows, from: first, empty: "no target is known")
    }

    /// The alerts of Prometheus itself.
    mutating func drawAlerts(from first: Int) {
        let alerts = source.report?.alerts ?? []
        let rows = alerts.flatMap { alert -> [(String, Style)] in
            let state = alert.isFiring ? "\(glyphs.critical) firing " : "\(glyphs.warning) pending"
            let age = alert.since.map { "for \(TimeText.span(now - $0))" } ?? ""
            let labels = alert.labels.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
            let text = " \(state) \(alert.name) \(age)  \(alert.summary.isEmpty ? labels : alert.summary)"
            let style: Style = !alert.concernsService ? .dim : alert.isFiring ? .critical : .warning
            return wrapped(text, indent: 8).map { ($0, style) }
        }
        let empty =
            source.report?.kind == "direct" || source.report == nil
            ? "alerts are Prometheus's: a direct source has none" : "no alert is pending or firing"
        var title = "alerts of the source"
        if let moment = source.report?.alertsAt { title += ", as of \(TimeText.clock(moment))Z" }
        if let failure = source.report?.alertsFailure { title += "  \(glyphs.failed) \(failure)" }
        drawList(title: title, rows: rows, from: first, empty: source.report?.alertsFailure ?? empty)
    }

    /// The services to choose from.
    mutating func drawServices(selected: Int) {
        let services = state.live.report?.services ?? []
        let widest = min(32, services.map { DisplayWidth.width(of: $0.service.name) }.max() ?? 0)
        let rows = services.enumerated().map { index, service -> (String, Style) in
            let rate = service.requestRate.map { $0 == 0 ? "idle" : NumberText.rate($0) } ?? "-"
            let errors = service.errorShare.map { NumberText.signal(.errorShare, $0) } ?? "-"
            let p99 = service.p99.map { NumberText.signal(.p99Latency, $0) } ?? "-"
            var text = " \(service.service.name.padded(toColumns: widest))"
            text += " \(rate.leftPadded(to: 9)) 5xx \(errors.leftPadded(to: 7)) p99 \(p99.leftPadded(to: 7))"
            text += "  \(service.profile)"
            return (text, index == selected ? .selected : .normal)
        }
        let empty = "this source has one service"
        let first = max(0, selected - panelRows / 2)
        let age = state.live.report?.servicesAt.map { ", as of \(TimeText.clock($0))Z" } ?? ""
        drawList(title: "services\(age)  Enter shows one", rows: rows, from: first, empty: empty)
    }

    /// What was chosen, why, and what cannot be answered.
    mutating func drawAbout(from first: Int) {
        var lines = source.report?.explanation ?? []
        if let report = source.report {
            let asked = "\(report.queries) queries, \(report.bytes / 1024) KiB, \(TimeText.cost(source.cost))"
            lines.append("last poll    \(asked); next \(report.slowdown ?? "in \(TimeText.setting(report.interval))")")
            if let audit = report.audit {
                let result = "\(audit.differences) of \(audit.compared) points differed"
                lines.append("last audit   \(TimeText.clock(audit.at))Z: \(result)")
            }
            lines += report.warnings.map { "warning      \($0)" }
        }
        let rows = lines.flatMap { wrapped($0, indent: 13) }.map { (" \($0)", Style.normal) }
        drawList(title: "about these numbers", rows: rows, from: first, empty: "nothing was chosen yet")
    }

    /// A line in rows that fit the panel; the second and later ones are indented.
    private func wrapped(_ line: String, indent: Int) -> [String] {
        let room = max(20, size.columns - 5)
        guard DisplayWidth.width(of: line) > room else { return [line] }
        var rows: [String] = []
        var row = ""
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            if !row.isEmpty, DisplayWidth.width(of: row) + 1 + DisplayWidth.width(of: String(word)) > room {
                rows.append(row)
                row = String(repeating: " ", count: min(indent, room / 4)) + word
            } else {
                row += row.isEmpty && rows.isEmpty ? String(word) : " \(word)"
            }
        }
        return rows + [row]
    }

    /// A panel of as many rows as fit, from one on.
    mutating func drawList(title: String, rows: [(String, Style)], from first: Int, empty: String) {
        guard !rows.isEmpty else {
            drawPanel(title: title, rows: [(" \(empty) ", .dim), (" Esc closes ", .dim)])
            return
        }
        let start = min(max(0, first), max(0, rows.count - panelRows))
        let shown = rows[start..<min(rows.count, start + panelRows)]
        let more = rows.count > panelRows ? "  \(start + 1)-\(start + shown.count) of \(rows.count), arrows move" : ""
        drawPanel(title: title, rows: shown.map { ("\($0.0) ", $0.1) } + [(" Esc closes\(more) ", .dim)])
    }
}

extension String {
    fileprivate func leftPadded(to columns: Int) -> String {
        String(repeating: " ", count: max(0, columns - DisplayWidth.width(of: self))) + self
    }
}
