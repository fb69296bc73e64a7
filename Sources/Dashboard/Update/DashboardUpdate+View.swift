import GoldenSignals
import PromModel
import TerminalUI

// Which stretch of time is looked at.
extension DashboardUpdate {
    /// So many points a stretch that is shown: two a column of a wide screen.
    private static let shownPoints = 800

    /// The moment at the right end of the charts, whatever the cursor is at.
    static func viewEnd(_ state: DashboardState) -> Timestamp { state.view.end ?? newest(state) }

    private static func newest(_ state: DashboardState) -> Timestamp { state.held.snapshot?.at ?? state.shownNow }

    /// Zooms and pans.
    static func move(_ command: Command, _ state: inout DashboardState) -> [DashboardEffect] {
        guard state.held.snapshot != nil else {
            say("nothing was collected yet", &state)
            return []
        }
        let span = state.shownSettings.span
        switch command {
        case .zoomIn:
            guard let shorter = TimeView.shorter(than: span) else {
                say("1m is the shortest time", &state)
                return []
            }
            return zoom(to: shorter, &state)
        case .zoomOut:
            guard let longer = TimeView.longer(than: span), reaches(longer, state) else {
                say("the source tells of no longer time than this", &state)
                return []
            }
            return zoom(to: longer, &state)
        case .panBack: return pan(to: viewEnd(state) - span / 2, &state)
        case .panOn: return pan(to: viewEnd(state) + span / 2, &state)
        default:
            (state.view, state.cursor) = (TimeView(), nil)
            return showView(&state)
        }
    }

    /// Whether there may be anything to see in a longer time: a page is known as far back as its points.
    private static func reaches(_ span: Duration, _ state: DashboardState) -> Bool {
        span <= state.settings.span * 2 || hasPast(state.held, state)
    }

    /// Another length; the cursor stays in its place between the ends.
    private static func zoom(to span: Duration, _ state: inout DashboardState) -> [DashboardEffect] {
        let (old, end) = (state.shownSettings.span, viewEnd(state))
        state.view.span = span == state.settings.span ? nil : span
        if let cursor = state.cursor {
            let moved = cursor.at + (end - cursor.at) * (span / old)
            state.view.end = moved >= newest(state) ? nil : moved
        }
        say("\(TimeText.setting(span)) in the charts", &state)
        return showView(&state)
    }

    private static func pan(to wanted: Timestamp, _ state: inout DashboardState) -> [DashboardEffect] {
        let span = state.shownSettings.span
        // Time has gone on since the look back began: who comes back by as many steps means the newest.
        let nearest = newest(state) - (wanted > viewEnd(state) ? span / 4 : .zero)
        guard wanted < nearest else {
            if state.view.end == nil { say("this is the newest", &state) }
            (state.view.end, state.cursor) = (nil, nil)
            return showView(&state)
        }
        var end = wanted
        if !hasPast(state.held, state), let first = state.held.history.points.first?.at {
            end = max(end, min(first + span, newest(state)))
            guard end < viewEnd(state) || wanted > viewEnd(state) else {
                let offset = state.settings.isLocalTime ? state.settings.localOffset : .zero
                say("points reach back to \(TimeText.clock(first + offset))", &state)
                return []
            }
        }
        state.view.end = end
        return showView(&state)
    }

    /// Shows the stretch that is wanted: from what was collected where that has it, else the source is asked.
    static func showView(_ state: inout DashboardState) -> [DashboardEffect] {
        let span = state.shownSettings.span
        let end = viewEnd(state)
        let from = end - span
        if isHeld(from, state) || !hasPast(state.held, state) {
            (state.stretch, state.asked) = (nil, nil)
            return placeInView(&state) + followComparison(&state)
        }
        if let stretch = state.stretch, let first = stretch.history.points.first?.at, first <= from + stretch.pointStep,
            let last = stretch.history.points.last?.at, last + stretch.pointStep >= end || state.view.end == nil,
            stretch.pointStep <= span / 100 || stretch.pointStep <= state.held.pointStep
        {
            return placeInView(&state) + followComparison(&state)
        }
        // Half as much at either end: the next step is there before it is made.
        let wanted = PastPoints.Stretch(
            .shown,
            from: from - span / 2,
            through: min(end + span / 2, newest(state)),
            count: shownPoints
        )
        guard state.asked != wanted else { return [] }
        state.asked = wanted
        say("asking for \(TimeText.setting(span)) up to \(TimeText.stamp(end))", &state)
        return [.points(of: wanted)] + followComparison(&state)
    }

    /// Whether what was collected reaches back to a moment.
    private static func isHeld(_ moment: Timestamp, _ state: DashboardState) -> Bool {
        guard let first = state.held.history.points.first?.at else { return false }
        let step = max(state.held.pointStep, state.settings.interval)
        return first <= moment + step || moment >= newest(state) - state.settings.span
    }

    /// In the past something is read at a moment: the cursor stays where it is in sight, else it goes to the right end.
    private static func placeInView(_ state: inout DashboardState) -> [DashboardEffect] {
        let end = viewEnd(state)
        let at = state.cursor?.at
        guard state.view.end != nil || at != nil else { return [] }
        state.cursor = nil
        let grid = ColumnGrid(of: state)
        if let at, at >= grid.start, at <= end { return place(at: at, in: grid, &state) }
        guard state.view.end != nil else { return [] }
        // A source that keeps the past tells of any moment, however far apart the points of the charts are.
        let points = hasPast(state.base, state) ? [] : state.base.history.points
        return place(at: points.last { $0.at <= end }?.at ?? end, in: grid, &state)
    }

    /// Takes the points of a stretch of the past.
    static func take(_ past: PastPoints, _ state: inout DashboardState) -> [DashboardEffect] {
        switch past.stretch.purpose {
        case .shown: break
        case .compared:
            takeCompared(past, &state)
            return []
        case .spread:
            takeHeat(past, &state)
            return []
        }
        guard state.asked == past.stretch else { return [] }
        state.asked = nil
        if let reason = past.failure {
            say("the source does not tell of then: \(reason)", &state)
            return []
        }
        if past.points.isEmpty { say("nothing was measured then", &state) }
        state.stretch = judged(past, in: state.held, state.settings)
        return placeInView(&state)
    }

    /// What time that passes asks for: the moment to begin with, and more of what is compared or shown.
    static func followTime(_ state: inout DashboardState) -> [DashboardEffect] {
        if let opening = state.opening, state.held.snapshot != nil, state.live.health == .live {
            state.opening = nil
            guard hasPast(state.held, state) else {
                say("a page has no past: --at needs a Prometheus", &state)
                return []
            }
            state.view.end = min(opening, newest(state))
            let effects = showView(&state)
            // The newest numbers are of some seconds ago.
            if opening > newest(state) + .seconds(60) {
                say("\(TimeText.stamp(opening)) is to come: these are the newest numbers", &state)
            }
            return effects
        }
        var effects = followComparison(&state) + followHeat(&state)
        // A long time up to now: what was collected goes on from where the stretch ends, as long as it reaches there.
        if state.view.end == nil, let stretch = state.stretch, let last = stretch.history.points.last?.at,
            let first = state.held.history.points.first?.at, first > last
        {
            state.stretch = nil
            effects += showView(&state)
        }
        return effects
    }
}
