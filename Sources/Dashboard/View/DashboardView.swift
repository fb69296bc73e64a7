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
/// ─ chaos ───────────                                                  chaos
/// direct ok 2ms · 1/1 up │ ? help  q quit                              footer
/// ```
/// With less room the lower zones go first; header, verdict and numbers never.
package struct DashboardView {
    let state: DashboardState
    let source: SourceState
    let size: TerminalSize
    var buffer: Buffer

    private init(_ state: DashboardState, size: TerminalSize) {
        self.state = state
        self.size = size
        source = state.shown
        buffer = Buffer(size: size)
    }

    /// The frame of a state at a size; any size, down to nothing.
    package static func frame(_ state: DashboardState, size: TerminalSize) -> Frame {
        var view = DashboardView(state, size: size)
        view.draw()
        return Frame(buffer: view.buffer, title: view.title)
    }

    var glyphs: GlyphSet { state.settings.glyphs }
    var now: Timestamp { state.shownNow }
    var settings: DashboardSettings { state.shownSettings }

    /// The source fails, or nothing was polled for a while: numbers are of the past.
    var isStale: Bool {
        guard let snapshot = source.snapshot else { return false }
        if case .failing = source.health { return true }
        if hasOldSamples { return true }
        return now - snapshot.at > settings.interval * 3 + source.lateness + .seconds(1)
    }

    /// Polls are answered, but with samples of the past: nobody scrapes, or they do not arrive.
    var hasOldSamples: Bool {
        guard let newest = source.snapshot?.newestSample, let report = source.report, report.fallback == nil,
            let limit = report.freshWithin
        else { return false }
        return now - newest > limit + settings.interval
    }

    private var title: String {
        settings.service.isEmpty ? "sretop: \(verdictWord)" : "sretop \(settings.service): \(verdictWord)"
    }

    private mutating func draw() {
        guard size.columns > 0, size.rows > 0 else { return }
        if size.rows < 10 {
            drawTiny()
        } else if size.columns < 72 {
            drawNarrow()
        } else {
            drawWide()
        }
        switch state.overlay {
        case .none: break
        case .help(let first): drawHelp(from: first)
        case .faults(let selected): drawFaults(selected: selected)
        case .targets(let first): drawTargets(from: first)
        case .alerts(let first): drawAlerts(from: first)
        case .services(let selected): drawServices(selected: selected)
        case .about(let first): drawAbout(from: first)
        }
    }

    private mutating func drawWide() {
        var area = buffer.area
        let footer = area.splitBottom(1)
        drawFooter(in: footer.bottom)
        area = footer.rest
        // The explanation gives way before a number does.
        let hasExplanation = area.height > Signal.allCases.count + 2
        let header = area.splitTop(hasExplanation ? 3 : 2)
        drawHeader(y: 0)
        drawVerdict(y: 1)
        if hasExplanation { drawExplanation(y: 2) }
        area = header.rest
        // The column heads are the first thing to go: the numbers explain themselves.
        let headRows = area.height > Signal.allCases.count ? 1 : 0
        let numbers = area.splitTop(headRows + Signal.allCases.count)
        drawNumbers(in: numbers.top, hasHeads: headRows == 1)
        area = numbers.rest
        let chaosRows = state.chaos == nil ? 0 : 4
        let hasChaosRoom = area.height >= chaosRows + 4
        if chaosRows > 0, hasChaosRoom {
            let chaos = area.splitBottom(chaosRows)
            drawChaos(in: chaos.bottom)
            area = chaos.rest
        }
        if area.height >= 24 {
            let events = area.splitBottom(min(8, area.height - 18))
            drawEvents(in: events.bottom)
            area = events.rest
        }
        drawCharts(in: area)
    }

    private mutating func drawNarrow() {
        let footer = buffer.area.splitBottom(1)
        drawFooter(in: footer.bottom)
        drawNarrowHeader(y: 0)
        drawNarrowVerdict(y: 1)
        var area = footer.rest.splitTop(2).rest
        if area.height > Signal.allCases.count {
            drawExplanation(y: 2)
            area = area.splitTop(1).rest
        }
        let numbers = area.splitTop(Signal.allCases.count)
        drawNumbers(in: numbers.top, hasHeads: false)
        area = numbers.rest
        if state.chaos != nil, area.height > 0 {
            drawNarrowChaos(y: area.y)
            area = area.splitTop(1).rest
        }
        if area.height >= 4 { drawCharts(in: area) }
    }
}
