import GoldenSignals
import PromModel
import TerminalUI

// An expression of one's own: written, completed, asked.
extension DashboardUpdate {
    /// So many expressions of this run are remembered.
    private static let mostHistory = 100

    /// Opens the view with the expression of what has the focus, else with the last one that was asked.
    static func openQuery(_ state: inout DashboardState) {
        guard state.replay == nil else { return say(onlyRecorded, &state) }
        let known = state.shown.report?.expressions ?? [:]
        let focused = state.focus.flatMap { known[$0] }
        state.overlay = .none
        state.query = QueryView(focused ?? state.queryHistory.last ?? known[.requestRate] ?? "up")
    }

    /// Keys while an expression is being written; nil where none is.
    static func pressInQuery(_ key: Key, _ state: inout DashboardState) -> [DashboardEffect]? {
        guard var query = state.query else { return nil }
        switch key {
        case .control("c"): return [.quit(status: 0)]
        case .escape:
            guard query.completions != nil else {
                state.query = nil
                return []
            }
            query.completions = nil
        case .enter:
            if let completions = query.completions, completions.words.indices.contains(query.chosen) {
                query.complete(with: completions.words[query.chosen])
                break
            }
            return ask(&query, &state)
        case .tab, .backTab:
            if let completions = query.completions, !completions.words.isEmpty {
                let step = key == .tab ? 1 : completions.words.count - 1
                query.chosen = (query.chosen + step) % completions.words.count
                break
            }
            state.query = query
            return [.complete(query.context, at: state.shownNow)]
        case .up, .down: moveUpOrDown(key, &query, state.queryHistory)
        case .pageDown:
            let last = max(0, (query.answer?.values.count ?? 0) - 1)
            query.first = min(last, DashboardView.paged(query.first, isDown: true, state))
        case .pageUp: query.first = DashboardView.paged(query.first, isDown: false, state)
        default:
            guard query.input.press(key) else { return [] }
            query.place = nil
            guard query.completions != nil else { break }
            // The list follows what is being written.
            state.query = query
            return [.complete(query.context, at: state.shownNow)]
        }
        state.query = query
        return []
    }

    private static func moveUpOrDown(_ key: Key, _ query: inout QueryView, _ history: [String]) {
        if let completions = query.completions, !completions.words.isEmpty {
            let last = completions.words.count - 1
            query.chosen = key == .up ? max(0, query.chosen - 1) : min(last, query.chosen + 1)
            return
        }
        guard !history.isEmpty else { return }
        let place = query.place ?? history.count
        let next = key == .up ? max(0, place - 1) : place + 1
        guard history.indices.contains(next) else { return }
        query.place = next
        query.input = QueryView.line(history[next])
    }

    private static func ask(_ query: inout QueryView, _ state: inout DashboardState) -> [DashboardEffect] {
        let text = query.input.text
        guard !text.allSatisfy(\.isWhitespace) else { return [] }
        let grid = ColumnGrid(of: state)
        let end = state.cursor?.at ?? state.view.end ?? state.held.snapshot?.at ?? state.shownNow
        let span = state.shownSettings.span
        let step = max(grid.step, .milliseconds(span.milliseconds / 400), .seconds(1))
        let question = PromQLQuestion(text, from: end - span, through: end, step: step)
        state.queryHistory.removeAll { $0 == text }
        state.queryHistory.append(text)
        if state.queryHistory.count > mostHistory { state.queryHistory.removeFirst() }
        (query.asked, query.place, query.first) = (question, nil, 0)
        state.query = query
        return [.ask(question)]
    }

    /// Takes what came of a question; of one that is not waited for any more nothing is shown.
    static func take(_ answer: PromQLAnswer, _ state: inout DashboardState) {
        guard state.query?.asked == answer.question else { return }
        state.query?.asked = nil
        state.query?.answer = answer
    }

    /// Takes what a word can become; one that alone fits is taken at once.
    static func take(_ completions: Completions, _ state: inout DashboardState) {
        guard var query = state.query, query.context == completions.context else { return }
        if query.completions == nil, let only = completions.words.first, completions.words.count == 1 {
            query.complete(with: only)
        } else {
            (query.completions, query.chosen) = (completions, 0)
        }
        state.query = query
        if completions.words.isEmpty {
            state.query?.completions = nil
            say("nothing is known to complete it with", &state)
        }
    }
}
