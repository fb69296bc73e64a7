import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// The services, the worst first.
    mutating func drawServices(in area: Rect) {
        guard area.height >= 3 else { return }
        Rule(title: servicesTitle, note: "S choose  s sort  / filter", glyphs: glyphs).render(into: &buffer, area: area)
        servicesTable(selected: nil, visible: area.height - 2).render(
            into: &buffer,
            area: area.splitTop(1).rest.inset(left: 1)
        )
    }

    private var servicesTitle: String {
        let all = source.report?.services.count ?? 0
        // A source with one service has no list of them.
        guard all > 0 else { return "services" }
        let count = listed.count == all ? "\(all)" : "\(listed.count) of \(all)"
        let age = source.report?.servicesAt.map { ", as of \(clock($0))" } ?? ""
        return "services (\(count)\(age))"
    }

    /// The panel of services: choose with arrows, Enter opens.
    mutating func drawServices(selected: Int) {
        let area = servicesPanel
        // A blank at either side keeps what lies below apart.
        buffer.fill(Rect(x: area.x - 1, y: area.y, width: area.width + 2, height: area.height))
        Rule(title: servicesTitle, note: "", glyphs: glyphs).render(into: &buffer, area: area)
        let body = Self.servicesBody(area)
        // The first row has the heads.
        pageRows = body.height - 1
        if listed.isEmpty {
            let filter = state.servicesList.filter
            let single = source.report == nil ? "the source has not told yet" : "this source has one service"
            let text = filter.isEmpty ? single : "no service's name holds '\(filter)'"
            putShortened(text, x: body.x + 1, y: body.y, style: .dim, width: body.width - 1)
        } else {
            servicesTable(selected: selected, visible: body.height - 1).render(into: &buffer, area: body)
        }
        let hint = area.splitBottom(2).bottom.splitTop(1).top.inset(left: 1)
        if let input = state.servicesList.input {
            input.render(into: &buffer, area: hint)
        } else {
            let filter = state.servicesList.filter.isEmpty ? "" : "filter: \(state.servicesList.filter)  "
            let keys = [
                "Enter opens  s sort  r reverse  / filter  Esc closes", "Enter opens  s r /  Esc closes",
                "Enter opens  Esc closes", "Esc closes",
            ]
            let texts = keys.map { filter + $0 }
            let text = texts.first { DisplayWidth.width(of: $0) <= hint.width } ?? "Esc closes"
            putShortened(text, x: hint.x, y: hint.y, style: .dim, width: hint.width)
        }
        Rule(title: "", note: "", glyphs: glyphs).render(into: &buffer, area: area.splitBottom(1).bottom)
    }

    /// Where the panel is: title, heads, rows, hint and a line below; in the place of the table, where there is one.
    private var servicesPanel: Rect {
        let wanted = max(listed.count, 1) + 4
        let table = layout.services
        if table.height >= 3, !(state.isMaximized && state.focus != nil) {
            let height = min(max(wanted, table.height), max(table.endY - 3, table.height))
            return Rect(x: table.x, y: table.endY - height, width: table.width, height: height)
        }
        let width = min(size.columns, 112)
        let height = min(size.rows, wanted)
        return Rect(x: (size.columns - width) / 2, y: (size.rows - height) / 2, width: width, height: height)
    }

    private static func servicesBody(_ panel: Rect) -> Rect { panel.inset(left: 1, top: 1, right: 1, bottom: 2) }

    /// The service under the mouse while the panel is open; nil for none.
    static func serviceRow(at mouse: MouseEvent, _ state: DashboardState, size: TerminalSize) -> Int? {
        guard case .services(let selected) = state.overlay else { return nil }
        let view = DashboardView(state, size: size)
        let body = servicesBody(view.servicesPanel)
        guard mouse.x >= body.x, mouse.x < body.endX else { return nil }
        return view.servicesTable(selected: selected, visible: body.height - 1).row(at: mouse.y, in: body)
    }

    /// The table with the cells of the rows that are to be seen: of hundreds of services a few are.
    private func servicesTable(selected: Int?, visible: Int) -> Table {
        let list = state.servicesList
        let widest = listed.map { DisplayWidth.width(of: $0.service.name) }.max() ?? 0
        let columns = [
            Table.Column(
                id: "service",
                title: "service",
                // A name that is cut is another's: numbers that matter less give way first.
                width: .flexible(min: min(max(widest, 10), 24), max: min(max(widest, 10), 40)),
                priority: 10
            ),
            Table.Column(id: "rps", title: "rps", width: .fixed(isNarrow ? 7 : 8), alignment: .trailing, priority: 8),
            Table.Column(id: "trend", title: "", width: .fixed(isHuge ? 16 : 8), priority: isNarrow ? 0 : 4),
            Table.Column(id: "ok", title: "ok%", width: .fixed(7), alignment: .trailing, priority: 2),
            Table.Column(id: "5xx", title: "5xx%", width: .fixed(8), alignment: .trailing, priority: 7),
            Table.Column(id: "avg", title: "avg", width: .fixed(7), alignment: .trailing, priority: 1),
            Table.Column(id: "p95", title: "p95", width: .fixed(8), alignment: .trailing, priority: 3),
            Table.Column(id: "p99", title: "p99", width: .fixed(8), alignment: .trailing, priority: 6),
            Table.Column(id: "up", title: "up", width: .fixed(5), alignment: .trailing, priority: 5),
            Table.Column(
                id: "state",
                title: "state",
                // How it is and since when: numbers that matter less give way first.
                width: .flexible(min: isNarrow ? 10 : 14, max: widestState),
                priority: 9
            ),
        ]
        let first = selected.map { Table.first(keeping: $0, first: 0, visible: visible, count: listed.count) } ?? 0
        let seen = first..<(first + max(visible, 0))
        let rows = listed.enumerated().map { Table.Row(seen.contains($0.offset) ? cells($0.element) : []) }
        let isDescending = list.order != .name && list.order != .state
        return Table(
            columns: columns,
            rows: rows,
            selected: selected,
            first: first,
            sort: Table.Sort(list.order.rawValue, isDescending: isDescending != list.isReversed),
            glyphs: glyphs,
            spacing: isNarrow ? 1 : 2
        )
    }

    /// The reason why a service does not answer takes more room than a word.
    private var widestState: Int {
        listed.contains { state.shownServices.record(of: $0)?.health == .down } ? 40 : 26
    }

    private var isHuge: Bool { size.columns >= DashboardLayout.hugeColumns }

    /// The traffic of a service at the last looks, the newest at the right, from nothing to its highest.
    private func trend(of service: ServiceOverview) -> String {
        let rates = state.shownServices.trend(of: service).suffix(isHuge ? 16 : 8)
        guard let top = rates.max(), top > 0 else { return "" }
        let levels = glyphs.levels
        return String(
            rates.map { rate in
                guard rate > 0 else { return glyphs.idle }
                return levels[min(levels.count - 1, Int(rate / top * Float(levels.count - 1) + 0.5))]
            }
        )
    }

    private func isOnScreen(_ service: ServiceOverview) -> Bool {
        source.report?.isAbout(service.service, called: service.service.name, by: service.profile) ?? false
    }

    /// Whether a quantile lies in its histogram's last bucket, as far as the numbers at hand tell.
    ///
    /// Two quantiles of one bucket differ, unless both are its bound; and services of one kind have the same buckets.
    private func isClipped(_ value: Double, _ service: ServiceOverview) -> Bool {
        if value == service.p99, value == service.p95, value > 0 { return true }
        guard service.profile == source.report?.profile, let top = source.snapshot?.topBucket else { return false }
        return value == top
    }

    private func cells(_ service: ServiceOverview) -> [StyledText] {
        let limits = settings.limits(of: service.service, called: service.service.name)
        let window = source.snapshot?.window ?? settings.window
        func number(_ signal: Signal) -> StyledText {
            if service.requestRate == 0 { return StyledText("idle", .dim) }
            guard let value = service[signal] else { return StyledText(service.requestRate == nil ? "?" : "-", .dim) }
            let isClipped = signal.unit == .seconds && isClipped(value, service)
            let isEstimated = service.isEstimated == true && signal.unit != .seconds
            let text = (isClipped ? ">" : isEstimated ? "~" : "") + NumberText.signal(signal, value)
            let broken = limits.filter { $0.signal == signal && service.breaks($0, window: window) }
            guard let limit = broken.max(by: { $0.severity < $1.severity }) else { return StyledText(text) }
            return StyledText("\(text) \(limit.severity == .critical ? "!" : "~")", color(of: limit))
        }
        let about = service.isEstimated == true ? "~" : ""
        let rate = service.requestRate.map { about + NumberText.rate($0) } ?? "?"
        let up = service.targetsTotal.map { "\(service.targetsUp ?? 0)/\($0)" } ?? "-"
        let upStyle: Style =
            service.targetsUp == service.targetsTotal ? .normal : service.targetsUp == 0 ? .critical : .warning
        let row = [
            StyledText(
                service.service.name.isEmpty ? "(no name)" : service.service.name,
                isOnScreen(service) ? .title : .normal
            ), StyledText(rate), StyledText(trend(of: service), .dim),
            number(.successShare), number(.errorShare), number(.averageLatency), number(.p95Latency),
            number(.p99Latency), StyledText(up, upStyle), stateCell(service),
        ]
        // While the source does not answer nothing of it is of now, nor what a window holds of those who do not.
        if isListOld { return row.map { $0.restyled(.dim) } }
        guard service.targetsUp == 0, service.targetsTotal ?? 0 > 0 else { return row }
        return row.enumerated().map { (1...7).contains($0.offset) ? $0.element.restyled(.dim) : $0.element }
    }

    /// The moment that ages in the list are told at: those of a source that does not answer stop.
    private var listMoment: Timestamp { isListOld ? source.report?.servicesAt ?? knownNow : now }

    /// Whether nobody tells of the services now: what stands in for the source scrapes the shown one alone.
    private var isListOld: Bool { isStale || source.report?.fallback != nil && source.report?.servicesAt != nil }

    /// A window that is not the screen's, or that is not full; and why numbers are about so large.
    private func windowText(_ service: ServiceOverview) -> String {
        let own = source.snapshot?.window ?? settings.window
        let window = service.window ?? own
        let estimate = service.isEstimated == true ? ", ~ new series" : ""
        guard window != own || service.isPartial else { return estimate }
        return ", win \(TimeText.setting(window))" + (service.isPartial ? " not full" : "") + estimate
    }

    /// How long a service has been as it is, after a blank; empty where nobody saw it before.
    private func age(of service: ServiceOverview, _ record: ServicesList.Record) -> String {
        if record.health == .down, let outage = service.outage, let since = outage.since {
            return (outage.isOlderThanData ? " >" : " ") + TimeText.span(listMoment - since)
        }
        // Nobody watched before the first look: it may have been so for longer.
        let lasted = listMoment - record.began
        guard record.isFirst else { return " \(TimeText.span(lasted))" }
        return lasted < .seconds(1) ? "" : " >\(TimeText.span(lasted))"
    }

    /// How the service on the screen is: as its verdict says it; nil where that says nothing yet.
    private var verdictCell: StyledText? {
        func age(_ since: Timestamp, isOlder: Bool = false) -> String {
            (isOlder ? ">" : "") + TimeText.span(max(.zero, listMoment - since))
        }
        let gap = isNarrow ? "" : " "
        // As row two says it: the verdict is that of the last new sample.
        if isStale, case .live = source.health { return StyledText("? UNKNOWN", .unknown) }
        switch verdict {
        case .waiting, .targetsDown: return nil
        case .unknown(_, let since), .untrusted(_, let since): return StyledText("? UNKNOWN \(age(since))", .unknown)
        case .noData: return StyledText("? NO DATA", .unknown)
        case .idle(let since): return StyledText("\(glyphs.idle) idle \(age(since))", .dim)
        case .tooFew: return StyledText("\(glyphs.idle) too few", .dim)
        case .ok(let since): return okCell(source.clientErrors?.refusals, " \(age(since))")
        case .unjudged(_, let since): return StyledText("? 5xx not told \(age(since))", .unknown)
        case .crashLoop(let loop):
            return StyledText("\(glyphs.warning)\(gap)WARN \(loop.count) restarts", .warning)
        case .clientErrors(let breach):
            let isCritical = breach.limit.severity == .critical
            let text = "\(isCritical ? glyphs.critical : glyphs.warning)\(gap)\(isCritical ? "CRIT" : "WARN") 4xx"
            return StyledText("\(text) \(age(breach.since))", isCritical ? .critical : .warning)
        case .traffic(let change):
            return StyledText("\(glyphs.warning)\(gap)WARN traffic \(age(change.since))", .warning)
        case .breach(let breach):
            let isCritical = breach.limit.severity == .critical
            let text = "\(isCritical ? "\(glyphs.critical)\(gap)CRIT" : "\(glyphs.warning)\(gap)WARN")"
            let lasted = age(breach.since, isOlder: breach.isOlderThanData)
            return StyledText("\(text) \(lasted)", isCritical ? .critical : .warning)
        }
    }

    /// Well for so long, and what is refused all the same; a narrow screen has room for one of them.
    private func okCell(_ refusals: Refusals?, _ age: String) -> StyledText {
        guard let refusals else { return StyledText("ok\(age)", .ok) }
        return StyledText(isNarrow ? "ok \(refusals.text)" : "ok \(refusals.text)\(age)", .ok)
    }

    private func stateCell(_ service: ServiceOverview) -> StyledText {
        if isOnScreen(service), let cell = verdictCell { return cell }
        guard let record = state.shownServices.record(of: service) else { return StyledText("-", .dim) }
        let age = age(of: service, record) + windowText(service)
        // A narrow screen has room for the age or for a blank.
        let gap = isNarrow ? "" : " "
        switch record.health {
        case .down:
            let age = self.age(of: service, record)
            return StyledText("\(glyphs.failed)\(gap)DOWN\(age) \(service.outage?.reason ?? "")", .critical)
        case .critical: return StyledText("\(glyphs.critical)\(gap)CRIT\(age)", .critical)
        case .warning: return StyledText("\(glyphs.warning)\(gap)WARN\(age)", .warning)
        case .untrusted:
            let isKnown = if case .unexplainedChange = service.distrust { false } else { true }
            return StyledText("? UNKNOWN\(age)  \(isKnown ? "several processes" : "counters jump")", .unknown)
        case .noData where service.isUnsettled == true:
            return StyledText("? UNKNOWN\(age)  counters jumped", .unknown)
        case .noData:
            let last = record.lastRate.map { " (last \(NumberText.rate($0)))" } ?? ""
            return StyledText("? NO DATA\(age)\(last)", .unknown)
        case .unjudged: return StyledText("? 5xx not told\(age)", .unknown)
        case .idle: return StyledText("\(glyphs.idle) idle\(age)", .dim)
        case .tooFew: return StyledText("\(glyphs.idle) too few", .dim)
        case .ok: return okCell(service.refusals, age)
        }
    }
}
