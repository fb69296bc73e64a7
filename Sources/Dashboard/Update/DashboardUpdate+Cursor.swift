import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

// The moment that everything is read at.
extension DashboardUpdate {
    /// How many columns a key with Shift goes.
    private static let stride = 10
    /// So many answers about moments are kept: going back and forth asks once.
    private static let mostLooks = 64

    /// Moves the cursor by a key.
    static func moveCursor(_ command: Command, _ key: Key, _ state: inout DashboardState) -> [DashboardEffect] {
        let isFar = key == .shiftLeft || key == .shiftRight
        // What was said is of the moment that is left; row 3 tells of the one that is read.
        state.notice = nil
        switch command {
        case .earlier: return step(by: isFar ? -stride : -1, &state)
        case .later: return step(by: isFar ? stride : 1, &state)
        case .first:
            let grid = ColumnGrid(of: state)
            let first = state.base.history.points(from: grid.start).first?.at ?? grid.start
            return place(at: min(first, grid.end), in: grid, &state)
        default: return goLive(&state)
        }
    }

    /// The newest again; the charts' time stays as long as it is.
    static func goLive(_ state: inout DashboardState) -> [DashboardEffect] {
        state.cursor = nil
        guard state.view.end != nil else { return [] }
        state.view.end = nil
        return showView(&state)
    }

    /// Goes some columns on; at a column that is read at the same moment, one more.
    private static func step(by count: Int, _ state: inout DashboardState) -> [DashboardEffect] {
        let grid = ColumnGrid(of: state)
        guard state.base.snapshot != nil else {
            say("nothing was collected yet", &state)
            return []
        }
        let here = state.cursor?.at ?? grid.end
        // Before the first point there was nobody who could have measured anything.
        let first = state.base.history.points.first?.at ?? grid.start
        var column = grid.column(of: here) + count
        while column >= 0, column < grid.count {
            let moment = state.base.moment(in: grid[column], reach: state.base.pointStep)
            if moment != here, (moment < here) == (count < 0), moment <= grid.end, moment >= first {
                return place(at: moment, in: grid, &state)
            }
            column += count.signum()
        }
        // The end of a stretch of the past need be no column's moment.
        if count > 0, state.view.end != nil, here < grid.end { return place(at: grid.end, in: grid, &state) }
        if count > 0 { return state.view.end == nil ? goLive(&state) : move(.panOn, &state) }
        // The first moment that is known and in sight is as far as it goes.
        let least = max(first, state.base.moment(in: grid[0], reach: state.base.pointStep))
        return least < here ? place(at: least, in: grid, &state) : []
    }

    /// Goes to the next event, or to the one before, and says which.
    static func stepEvent(_ command: Command, _ state: inout DashboardState) -> [DashboardEffect] {
        let grid = ColumnGrid(of: state)
        let here = state.cursor?.at ?? grid.end
        let events = state.base.events.filter { $0.at >= grid.start && $0.at <= grid.end }
        // The cursor stands at the first point after an event: that one is not the next.
        func landing(_ event: SourceEvent) -> Timestamp {
            let known = event.found ?? event.at
            return min(state.base.history.points(from: known).first?.at ?? known, grid.end)
        }
        let isNext = command == .nextEvent
        let found = isNext ? events.first { landing($0) > here } : events.last { landing($0) < here }
        guard let found else {
            say(isNext ? "no later event" : "no earlier event in the charts", &state)
            return []
        }
        let moment = landing(found)
        let others = events.count { landing($0) == moment } - 1
        let clock = TimeText.clock(found.at + (state.settings.isLocalTime ? state.settings.localOffset : .zero))
        say("\(clock) \(found.word): \(found.text)\(others > 0 ? ", and \(others) more" : "")", &state)
        return place(at: moment, in: grid, &state)
    }

    /// Puts the cursor at a moment, and has the source asked about it where it has a past of its own.
    static func place(
        at moment: Timestamp,
        in grid: ColumnGrid,
        _ state: inout DashboardState
    ) -> [DashboardEffect] {
        let answer = state.looks[moment]
        let asks = answer == nil && hasPast(state.base, state)
        state.cursor = Cursor(
            at: moment,
            end: grid.end,
            source: state.base.past(at: moment, answer: answer, settings: state.shownSettings),
            services: services(at: moment, answer, state),
            inquiry: answer != nil ? .answered : asks ? .asked : .none
        )
        return asks ? [.look(at: moment)] : []
    }

    /// Whether the source itself can be asked how it was.
    static func hasPast(_ source: SourceState, _ state: DashboardState) -> Bool {
        guard state.replay == nil, let report = source.report else { return false }
        return report.kind != "direct" && report.fallback == nil
    }

    /// Takes what the source told of a moment; where something was over its limit it is asked about that.
    static func take(_ look: SourceUpdate, _ state: inout DashboardState) -> [DashboardEffect] {
        let moment = look.snapshot.at
        if look.failure == nil {
            if state.looks.count >= mostLooks { state.looks = [:] }
            state.looks[moment] = look
        }
        if look.failure == nil, state.marks?.first == moment { state.marks?.snapshot = look.snapshot }
        guard var cursor = state.cursor, cursor.at == moment else { return [] }
        defer { state.cursor = cursor }
        if let reason = look.failure {
            cursor.inquiry = .failed(reason)
            return []
        }
        cursor.source = state.base.past(at: moment, answer: look, settings: state.shownSettings)
        cursor.services = services(at: moment, look, state)
        cursor.inquiry = .answered
        return state.base.openBreach(of: cursor.source, at: moment, look).map { [.inquire(into: $0)] } ?? []
    }

    /// Takes what the source counted of a breach of the past.
    static func take(_ inquiry: PastInquiry, _ state: inout DashboardState) {
        let moment = inquiry.breach.moment
        guard var look = state.looks[moment] else { return }
        (look.trace, look.ended) = (inquiry.trace, inquiry.ended)
        look.snapshot.parts = inquiry.parts
        look.snapshot.errorsSinceOnset = inquiry.failures
        state.looks[moment] = look
        guard var cursor = state.cursor, cursor.at == moment else { return }
        cursor.source = state.base.past(at: moment, answer: look, settings: state.shownSettings)
        state.cursor = cursor
    }

    /// What was told is by another dimension: the moment is asked for anew.
    static func lookAgain(_ state: inout DashboardState) -> [DashboardEffect] {
        state.looks = [:]
        guard let cursor = state.cursor, hasPast(state.base, state) else { return [] }
        state.cursor?.inquiry = .asked
        return [.look(at: cursor.at)]
    }

    /// The list of services as it was.
    private static func services(
        at moment: Timestamp,
        _ answer: SourceUpdate?,
        _ state: DashboardState
    ) -> ServicesList {
        if let list = state.base.moments[moment]?.detail?.list { return list }
        var list = ServicesList()
        let settings = state.settings
        guard let services = answer?.report?.services else { return list }
        let limits = { (key: ServiceKey) in settings.limits(of: key, called: key.name) }
        list.observe(services, at: moment, limits: limits, window: settings.window)
        // What is so since before that moment was so then, and began when it did.
        let same = list.records.compactMap { key, record -> (String, ServicesList.Record)? in
            guard let now = state.servicesList.records[key], now.health == record.health, now.began <= moment else {
                return nil
            }
            return (key, now)
        }
        guard !same.isEmpty else { return list }
        list = ServicesList(records: Dictionary(uniqueKeysWithValues: same))
        list.observe(services, at: moment, limits: limits, window: settings.window)
        return list
    }
}
