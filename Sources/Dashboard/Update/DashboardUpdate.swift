import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

/// How the screen's state changes: pure, without clock or input and output.
package enum DashboardUpdate {
    static let noticeDuration = Duration.seconds(6)
    static let rateBounds = 1.0...20_000.0

    /// Takes an event, changes the state, and says what is to be done outside.
    package static func update(_ state: inout DashboardState, _ event: DashboardEvent) -> [DashboardEffect] {
        switch event {
        case .key(let key): return watchingObjectives(&state) { press(key, &$0) }
        case .mouse(let mouse, let size): return take(mouse, size, &state)
        case .tick(let now): tick(now, &state)
        case .localOffset(let offset): state.settings.localOffset = offset
        case .source(let update):
            observe(update, &state)
            return followWorst(&state) + followTime(&state)
        case .load(let load, let now): observe(load, now, &state)
        case .faults(let answer, let now): observe(answer, now, &state)
        case .chaosTarget(let isReady, let text, let now):
            return observeTarget(isReady: isReady, text: text, now, &state)
        case .notice(let text): say(text, &state)
        case .routing(let routing, let alert): take(routing, of: alert, &state)
        case .wanted(let alert, let name): return takeWanted(alert, named: name, &state)
        case .objectives(let reports): state.live.report?.objectives = reports
        case .past(let look): return take(look, &state)
        case .inquired(let inquiry): take(inquiry, &state)
        case .points(let past): return take(past, &state)
        case .answered(let answer): take(answer, &state)
        case .completed(let completions): take(completions, &state)
        case .several(let events): return events.flatMap { update(&state, $0) }
        case .noted(let text, let moment): take(note: text, at: moment, &state)
        case .replayEnded(let text): endReplay(text, &state)
        case .resized(let size): state.size = size
        // The terminal has shown its last frame again by itself.
        case .continued: break
        case .leave(let status): return [.quit(status: status)]
        }
        return []
    }

    private static func tick(_ now: Timestamp, _ state: inout DashboardState) {
        state.now = now + state.clockOffset
        if let notice = state.notice, notice.until <= state.now { state.notice = nil }
    }

    static func say(_ text: String, _ state: inout DashboardState) {
        state.notice = DashboardState.Notice(text: text, until: state.now + noticeDuration * (state.replay?.speed ?? 1))
    }

    /// Moves an event to the moment that it turned out to have happened at.
    static func redate(
        _ kind: SourceEvent.Kind,
        from told: Timestamp,
        to moment: Timestamp,
        _ source: inout SourceState
    ) {
        guard let place = source.events.lastIndex(where: { $0.kind == kind && $0.at == told }) else { return }
        source.events[place].at = moment
        source.events.sort { $0.at < $1.at }
    }

    /// Adds an event, and beyond a hundred forgets the oldest of those that explain least.
    static func note(
        _ kind: SourceEvent.Kind,
        _ text: String,
        at moment: Timestamp,
        subject: String = "",
        instances: Set<String> = [],
        found: Timestamp? = nil,
        turn: SourceEvent.Turn? = nil,
        _ source: inout SourceState
    ) {
        var event = SourceEvent(at: moment, kind: kind, text: text, subject: subject)
        (event.instances, event.found, event.turn) = (instances, found, turn)
        source.events.append(event)
        if found != nil { source.events.sort { $0.at < $1.at } }
        guard source.events.count > 100 else { return }
        let place = source.events.firstIndex { $0.kind == .targetLost || $0.kind == .targetBack }
        source.events.remove(at: place ?? 0)
    }
}
