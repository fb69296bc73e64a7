import Diagnosis
import GoldenSignals
import PromModel
package import TerminalUI

/// Draws the state: pure, a frame of cells from a state and a size.
///
/// ```
/// sretop unstable-api 127.0.0.1:8000  ● LIVE 1s  win 15s  span 5m      header
/// ▲ CRIT 5xx 20.10% > 1%  since 16:40:31 (1m36s)                       verdict
///   100% on /risky · fault "errors 20%" is on there                    explanation
/// RPS 200/s …                                                          numbers
/// ─ 5xx % ───────────                                                  charts
/// ─ who ─────────────                                                  who explains it, or chaos
/// ─ services, events                                                   with more room
/// direct ok 2ms · 1/1 up │ ? help  q quit                              footer
/// ```
/// With less room the lower zones go first; header, verdict and numbers never. The shape is chosen from both
/// dimensions, see ``DashboardLayout``.
package struct DashboardView {
    let state: DashboardState
    let source: SourceState
    let size: TerminalSize
    /// The services in their order: sorted once a frame.
    let listed: [ServiceOverview]
    /// What the other services mean for this one.
    let others: OtherServices
    /// The history's numbers, one array each: taken apart once a frame.
    let numbers: PointColumns
    /// The same of what it is compared with; nil for nothing.
    let comparedNumbers: PointColumns?
    /// Windows of few requests, or that samples do not fill, are among those shown: looked for once a frame.
    let hasSmallWindows: Bool
    /// The settings that hold for what is shown.
    let settings: DashboardSettings
    /// The moment that is shown.
    let now: Timestamp
    /// The verdict of what is shown.
    let verdict: Verdict
    /// The source fails, or nothing was polled for a while: numbers are of the past.
    let isStale: Bool
    /// The numbers say nothing about now: they are of the past, or nothing answers.
    let isDimmed: Bool
    /// Polls are answered, but with samples of the past: nobody scrapes, or they do not arrive.
    let hasOldSamples: Bool
    var buffer: Buffer
    /// How many lines each entry of the list that was drawn takes; empty where none was.
    var entryHeights: [Int] = []
    /// How many lines of a list, or rows of a table, are seen at once.
    var pageRows = 10

    init(_ state: DashboardState, size: TerminalSize) {
        self.state = state
        self.size = size
        source = Self.source(of: state)
        listed = state.listedServices
        others = state.otherServices
        numbers = PointColumns(source.history.points[...])
        comparedNumbers = state.comparison.flatMap {
            $0.history.points.isEmpty ? nil : PointColumns($0.history.points[...])
        }
        hasSmallWindows = numbers.hasSmallWindows
        settings = state.shownSettings
        now = state.shownNow
        verdict = source.verdict
        isStale = source.isStale(at: now, interval: settings.interval)
        isDimmed = isStale || verdict.isDown
        hasOldSamples = source.hasOldSamples(at: now, interval: settings.interval)
        buffer = Buffer(size: size)
    }

    /// What is shown, with what it is compared with and the charts' stretch of time.
    private static func source(of state: DashboardState) -> SourceState {
        var source = state.shown
        if state.cursor == nil, let stretch = state.stretch {
            source.history = stretch.history.continued(by: state.held.history)
            source.pointStep = stretch.pointStep
        }
        if let marks = state.marks {
            source.baselines = marks.baselines
            let breakdown = source.snapshot?.breakdown
            source.snapshot?.breakdown = breakdown?.change(from: marks.snapshot.breakdown, at: marks.first)
        } else if let comparison = state.comparison {
            source.baselines = comparison.baselines(at: source.snapshot?.at ?? state.shownNow)
        }
        return source
    }

    /// The frame of a state at a size; any size, down to nothing.
    package static func frame(_ state: DashboardState, size: TerminalSize) -> Frame {
        var view = DashboardView(state, size: size)
        view.draw()
        return Frame(
            buffer: view.buffer,
            title: view.title,
            theme: state.settings.theme,
            isMouseOn: state.settings.isMouseOn,
            bells: state.bells,
            links: view.links
        )
    }

    var glyphs: GlyphSet { state.settings.glyphs }
    var isNarrow: Bool { size.columns < DashboardLayout.wideColumns }

    /// The moment of the past that everything is read at; nil while it is the newest.
    var cursor: Cursor? { state.cursor }

    /// The moment up to which what is shown is known: while the source does not answer its ages stop.
    var knownNow: Timestamp { isStale ? source.snapshot?.at ?? now : now }

    /// A moment as the user wants to read it: UTC, or local.
    func clock(_ moment: Timestamp) -> String { TimeText.clock(moment + timeOffset) }

    var timeOffset: Duration { settings.isLocalTime ? settings.localOffset : .zero }

    private var title: String {
        let mark = verdict.isCritical && !isStale ? " \(glyphs.critical)" : ""
        return settings.service.isEmpty
            ? "sretop: \(verdictWord)\(mark)" : "sretop \(settings.service): \(verdictWord)\(mark)"
    }

    /// Where the zones are; those of the newest, so that nothing jumps while the past is looked at.
    var layout: DashboardLayout {
        let isAlone = (state.live.report?.services.count ?? 0) <= 1
        return DashboardLayout(
            size: size,
            hasChaos: state.chaos != nil,
            hasObjectives: state.settings.hasObjectives || !state.promised.isEmpty,
            serviceCount: state.live.report?.services.count ?? 0,
            // What stands beside them takes as much room.
            whoCount: max(state.base.snapshot?.breakdown?.rows.count ?? 0, state.live.report?.alerts.count ?? 0),
            eventCount: max(state.base.events.count, isAlone ? state.live.targets.count : 0)
        )
    }

    /// Where one chart has all the room; nil where none has.
    ///
    /// Where there is no other, a heatmap that was asked for takes that of the numbers.
    func maximizedArea(in layout: DashboardLayout) -> Rect? {
        guard state.isMaximized, state.focus != nil, !layout.isTiny else { return nil }
        guard layout.below.height < 4 else { return layout.below }
        guard isHeatShown else { return nil }
        let numbers = layout.numbers
        let whole = Rect(
            x: numbers.x,
            y: numbers.y,
            width: numbers.width,
            height: numbers.height + layout.below.height
        )
        return whole.height >= 4 ? whole : nil
    }

    private mutating func draw() {
        guard size.columns > 0, size.rows > 0 else { return }
        let layout = layout
        if layout.isTiny {
            drawTiny()
        } else {
            draw(layout)
        }
        if let query = state.query { drawQuery(query) } else { drawOverlay() }
    }

    private mutating func draw(_ layout: DashboardLayout) {
        drawFooter(in: layout.footer)
        if isNarrow {
            drawNarrowHeader(y: 0)
            drawNarrowVerdict(y: 1)
        } else {
            drawHeader(y: 0)
            drawVerdict(y: 1)
        }
        if layout.hasExplanation { drawExplanation(y: 2) }
        let maximized = maximizedArea(in: layout)
        if maximized.map({ $0.y > layout.numbers.y }) ?? true {
            if layout.isStrip { drawStrip(in: layout.numbers) } else { drawNumbers(in: layout.numbers) }
        }
        drawObjectives(in: layout.objectives)
        if let focus = state.focus, let area = maximized {
            if isHeatShown { drawHeat(of: focus, in: area) } else { drawChartGrid([[.signal(focus)]], in: area) }
            return
        }
        drawCharts(in: layout.charts, rows: layout.chartRows, columns: layout.chartColumns)
        drawWho(in: layout.who)
        if state.chaos != nil {
            if isNarrow, layout.chaos.height == 1 {
                drawNarrowChaos(y: layout.chaos.y)
            } else {
                drawChaos(in: layout.chaos)
            }
        }
        drawServices(in: layout.services)
        drawAlerts(in: layout.alerts)
        drawTargets(in: layout.targets)
        drawEvents(in: layout.events)
    }

    /// The panel that lies over the zones.
    mutating func drawOverlay() {
        switch state.overlay {
        case .none: break
        case .help(let first): drawHelp(from: first)
        case .faults(let selected): drawFaults(selected: selected)
        case .targets(let first): drawTargets(from: first)
        case .alerts(let first): drawAlerts(from: first)
        case .services(let selected): drawServices(selected: selected)
        case .about(let first): drawAbout(from: first)
        case .events(let first): drawEvents(from: first)
        case .expressions(let first): drawExpressions(from: first)
        case .alert(let alert, let first): drawAlert(alert, from: first)
        case .objectives(let first): drawObjectives(from: first)
        }
    }
}
