import GoldenSignals
import PromModel
import TerminalUI

// What is shown against another moment.
extension DashboardUpdate {
    /// Marks the moment that is shown as A, then as B; a third time nothing is marked any more.
    static func mark(_ state: inout DashboardState) -> [DashboardEffect] {
        guard let snapshot = state.shown.snapshot else {
            say("nothing was collected yet", &state)
            return []
        }
        let moment = state.cursor?.at ?? snapshot.at
        guard let marks = state.marks else {
            state.marks = Marks(first: moment, snapshot: snapshot)
            say("A is \(clock(moment, state)): before is A; m again marks B", &state)
            // At the newest the source was not asked: who had the failures is told by the poll.
            return []
        }
        guard marks.second == nil, marks.first != moment else {
            state.marks = nil
            say(state.cursor == nil ? "no marks" : "no marks; 0 goes back to live", &state)
            return []
        }
        guard moment > marks.first else {
            // The earlier one is A, whichever was marked first.
            var swapped = Marks(first: moment, snapshot: snapshot)
            swapped.second = marks.first
            state.marks = swapped
            return at(marks.first, "A is \(clock(moment, state)), B is \(clock(marks.first, state))", &state)
        }
        state.marks?.second = moment
        return at(moment, "B is \(clock(moment, state)): the change is B less A; m ends it", &state)
    }

    /// Reads the screen at B.
    private static func at(_ moment: Timestamp, _ words: String, _ state: inout DashboardState) -> [DashboardEffect] {
        say(words, &state)
        return place(at: moment, in: ColumnGrid(of: state), &state)
    }

    private static func clock(_ moment: Timestamp, _ state: DashboardState) -> String {
        TimeText.clock(moment + (state.settings.isLocalTime ? state.settings.localOffset : .zero))
    }

    /// The next of the earlier times to compare with, or none.
    static func compare(_ state: inout DashboardState) -> [DashboardEffect] {
        guard state.marks == nil else {
            say("before is A, as long as it is marked: m ends the marks", &state)
            return []
        }
        let place = state.comparison.flatMap { Comparison.offsets.firstIndex(of: $0.offset) }.map { $0 + 1 } ?? 0
        guard Comparison.offsets.indices.contains(place) else {
            state.comparison = nil
            say("compared with nothing", &state)
            return []
        }
        let comparison = Comparison(offset: Comparison.offsets[place])
        state.comparison = comparison
        say("compared with \(comparison.word) before", &state)
        let effects = followComparison(&state)
        if effects.isEmpty, state.comparison?.history.points.isEmpty ?? true {
            let first = state.held.history.points.first.map { clock($0.at, state) } ?? "now"
            say("nothing is known of \(comparison.word) before: points reach back to \(first)", &state)
        }
        return effects
    }

    /// Asks for what is compared as the charts go on; a page's own points are all that there is of it.
    static func followComparison(_ state: inout DashboardState) -> [DashboardEffect] {
        guard var comparison = state.comparison, comparison.asked == nil else { return [] }
        let span = state.shownSettings.span
        let end = viewEnd(state)
        let needed = (end - span)..<end
        if let known = comparison.known, known.lowerBound <= needed.lowerBound, known.upperBound >= needed.upperBound {
            return []
        }
        let offset = comparison.offset
        guard hasPast(state.held, state) else {
            let points = state.held.history.points.filter { $0.at < end - offset }
            comparison.take(points, step: max(state.settings.interval, state.held.pointStep), for: needed)
            state.comparison = comparison
            return []
        }
        // Ahead too: what comes to be compared is past already.
        let stretch = PastPoints.Stretch(
            .compared,
            from: needed.lowerBound - offset,
            through: min(end + span / 2 - offset, state.now),
            count: 600
        )
        comparison.asked = stretch
        state.comparison = comparison
        return [.points(of: stretch)]
    }

    /// Takes the points of what is compared.
    static func takeCompared(_ past: PastPoints, _ state: inout DashboardState) {
        guard state.comparison?.asked == past.stretch, let offset = state.comparison?.offset else { return }
        state.comparison?.asked = nil
        if let reason = past.failure {
            state.comparison = nil
            say("what was before is not told: \(reason)", &state)
            return
        }
        let range = (past.stretch.from + offset)..<(past.stretch.through + offset)
        state.comparison?.take(past.points, step: past.step, for: range)
        if past.points.isEmpty, let word = state.comparison?.word {
            say("nothing was measured \(word) before", &state)
        }
    }
}
