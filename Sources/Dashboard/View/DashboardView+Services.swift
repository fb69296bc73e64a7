import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// The services, the worst first.
    mutating func drawServices(in area: Rect) {
        guard area.height >= 3 else { return }
        Rule(title: servicesTitle, note: "S choose  s sort  / filter", glyphs: glyphs).render(into: &buffer, area: area)
        servicesTable(selected: nil).render(into: &buffer, area: area.splitTop(1).rest.inset(left: 1))
    }

    private var listed: [ServiceOverview] { state.listedServices }

    private var servicesTitle: String {
        let all = source.report?.services.count ?? 0
        let count = listed.count == all ? "\(all)" : "\(listed.count) of \(all)"
        let age = source.report?.servicesAt.map { ", as of \(clock($0))" } ?? ""
        return "services (\(count)\(age))"
    }

    /// The panel of services: choose with arrows, Enter opens.
    mutating func drawServices(selected: Int) {
        let area = Self.servicesPanel(size, count: listed.count)
        // A blank at either side keeps what lies below apart.
        buffer.fill(Rect(x: area.x - 1, y: area.y, width: area.width + 2, height: area.height))
        Rule(title: servicesTitle, note: "", glyphs: glyphs).render(into: &buffer, area: area)
        let body = Self.servicesBody(area)
        if listed.isEmpty {
            let filter = state.servicesList.filter
            let text = filter.isEmpty ? "this source has one service" : "no service's name holds '\(filter)'"
            buffer.put(text, x: body.x + 1, y: body.y, style: .dim, width: body.width - 1)
        } else {
            servicesTable(selected: selected, visible: body.height - 1).render(into: &buffer, area: body)
        }
        let hint = area.splitBottom(2).bottom.splitTop(1).top.inset(left: 1)
        if let input = state.servicesList.input {
            input.render(into: &buffer, area: hint)
        } else {
            let filter = state.servicesList.filter.isEmpty ? "" : "filter: \(state.servicesList.filter)  "
            let keys =
                isNarrow ? "Enter opens  s r /  Esc closes" : "Enter opens  s sort  r reverse  / filter  Esc closes"
            let text = filter + keys
            buffer.put(text, x: hint.x, y: hint.y, style: .dim, width: hint.width)
        }
        Rule(title: "", note: "", glyphs: glyphs).render(into: &buffer, area: area.splitBottom(1).bottom)
    }

    /// Where the panel is: title, heads, rows, hint and a line below.
    private static func servicesPanel(_ size: TerminalSize, count: Int) -> Rect {
        let width = min(size.columns, 112)
        let height = min(size.rows, max(count, 1) + 4)
        return Rect(x: (size.columns - width) / 2, y: (size.rows - height) / 2, width: width, height: height)
    }

    private static func servicesBody(_ panel: Rect) -> Rect { panel.inset(left: 1, top: 1, right: 1, bottom: 2) }

    /// The service under the mouse while the panel is open; nil for none.
    static func serviceRow(at mouse: MouseEvent, _ state: DashboardState, size: TerminalSize) -> Int? {
        guard case .services(let selected) = state.overlay else { return nil }
        let view = DashboardView(state, size: size)
        let body = servicesBody(servicesPanel(size, count: view.listed.count))
        guard mouse.x >= body.x, mouse.x < body.endX else { return nil }
        return view.servicesTable(selected: selected, visible: body.height - 1).row(at: mouse.y, in: body)
    }

    private func servicesTable(selected: Int?, visible: Int = 0) -> Table {
        let list = state.servicesList
        let widest = listed.map { DisplayWidth.width(of: $0.service.name) }.max() ?? 0
        let columns = [
            Table.Column(
                id: "service",
                title: "service",
                width: .flexible(min: 10, max: min(max(widest, 10), 40)),
                priority: 9
            ),
            Table.Column(id: "rps", title: "rps", width: .fixed(8), alignment: .trailing, priority: 7),
            Table.Column(id: "ok", title: "ok%", width: .fixed(7), alignment: .trailing, priority: 2),
            Table.Column(id: "5xx", title: "5xx%", width: .fixed(8), alignment: .trailing, priority: 6),
            Table.Column(id: "avg", title: "avg", width: .fixed(7), alignment: .trailing, priority: 1),
            Table.Column(id: "p95", title: "p95", width: .fixed(8), alignment: .trailing, priority: 3),
            Table.Column(id: "p99", title: "p99", width: .fixed(8), alignment: .trailing, priority: 5),
            Table.Column(id: "up", title: "up", width: .fixed(5), alignment: .trailing, priority: 4),
            Table.Column(id: "state", title: "state", width: .flexible(min: 9, max: 26), priority: 8),
        ]
        let rows = listed.map { Table.Row(cells($0)) }
        let isDescending = list.order != .name && list.order != .state
        return Table(
            columns: columns,
            rows: rows,
            selected: selected,
            first: selected.map { Table.first(keeping: $0, first: 0, visible: visible, count: rows.count) } ?? 0,
            sort: Table.Sort(list.order.rawValue, isDescending: isDescending != list.isReversed),
            glyphs: glyphs,
            spacing: isNarrow ? 1 : 2
        )
    }

    private func isOnScreen(_ service: ServiceOverview) -> Bool {
        service.service.name == settings.service && service.profile == source.report?.profile
    }

    private func cells(_ service: ServiceOverview) -> [StyledText] {
        func number(_ signal: Signal) -> StyledText {
            if service.requestRate == 0 { return StyledText("idle", .dim) }
            guard let value = service[signal] else { return StyledText(service.requestRate == nil ? "?" : "-", .dim) }
            if signal.unit == .seconds { return latencyCell(value, signal) }
            let text = NumberText.signal(signal, value)
            guard signal == .errorShare, let limit = settings.limit(on: signal), value > limit.threshold else {
                return StyledText(text)
            }
            return StyledText("\(text) \(limit.severity == .critical ? "!" : "~")", color(of: limit))
        }
        let rate = service.requestRate.map { $0 == 0 ? "0/s" : NumberText.rate($0) } ?? "?"
        let up = service.targetsTotal.map { "\(service.targetsUp ?? 0)/\($0)" } ?? "-"
        let isWhole = service.targetsUp == service.targetsTotal
        return [
            StyledText(service.service.name, isOnScreen(service) ? .title : .normal), StyledText(rate),
            number(.successShare), number(.errorShare), number(.averageLatency), number(.p95Latency),
            number(.p99Latency), StyledText(up, isWhole ? .normal : .warning), stateCell(service),
        ]
    }

    private func stateCell(_ service: ServiceOverview) -> StyledText {
        guard let record = state.shownServices.record(of: service) else { return StyledText("-", .dim) }
        let lasted = TimeText.span(now - record.since)
        // Nobody watched before the first look: it may have been so for longer.
        let age = record.isFirst ? ">\(lasted)" : lasted
        switch record.health {
        case .critical: return StyledText("\(glyphs.critical) CRIT \(age)", .critical)
        case .warning: return StyledText("\(glyphs.warning) WARN \(age)", .warning)
        case .noData:
            let last = record.lastRate.map { " (last \(NumberText.rate($0)))" } ?? ""
            return StyledText("? NO DATA \(age)\(last)", .unknown)
        case .idle: return StyledText("\(glyphs.idle) idle \(age)", .dim)
        case .tooFew: return StyledText("\(glyphs.idle) too few", .dim)
        case .ok: return StyledText("ok \(age)", .ok)
        }
    }
}
