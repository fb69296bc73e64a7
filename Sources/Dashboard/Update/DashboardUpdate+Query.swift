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
            query.close()
        case .enter:
            if let words = query.completions?.words, !query.isWrittenOn, words.indices.contains(query.chosen) {
                query.complete(with: words[query.chosen])
                break
            }
            query.close()
            return ask(&query, &state)
        case .tab, .backTab:
            if let words = query.completions?.words, words.count == 1, let only = words.first {
                query.complete(with: only)
                break
            }
            guard !query.choose(key == .tab ? 1 : -1, isCircle: true) else { break }
            return complete(&query, &state)
        case .up, .down: moveUpOrDown(key, &query, state.queryHistory)
        case .pageDown:
            let last = max(0, (query.answer?.values.count ?? 0) - 1)
            query.first = min(last, DashboardView.paged(query.first, isDown: true, state))
        case .pageUp: query.first = DashboardView.paged(query.first, isDown: false, state)
        default:
            guard query.press(key) else { return [] }
            // What the list held may have been cut: the source knows what else fits.
            guard query.completions != nil else { break }
            return complete(&query, &state)
        }
        state.query = query
        return []
    }

    /// Asks for what the word before the cursor can become.
    private static func complete(_ query: inout QueryView, _ state: inout DashboardState) -> [DashboardEffect] {
        let context = query.context
        query.wait(for: context)
        state.query = query
        return [.complete(context, at: state.shownNow)]
    }

    private static func moveUpOrDown(_ key: Key, _ query: inout QueryView, _ history: [String]) {
        guard !query.choose(key == .up ? -1 : 1, isCircle: false) else { return }
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
        guard var query = state.query else { return }
        let wasOpen = query.completions != nil
        guard query.take(completions) else { return }
        state.query = query
        if completions.words.isEmpty, !wasOpen { say("nothing is known to complete it with", &state) }
    }
}
