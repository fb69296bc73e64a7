import Dashboard
import GoldenSignals
import PromClient
import PromModel
import Synchronization

/// The screen's way to its source, which may not be known yet when the screen opens.
final class SourceSwitch: SourceControl {
    /// One of the two kinds of source.
    enum Connected: Sendable {
        case direct(DirectSource, answer: @Sendable (DashboardEvent) -> Void)
        case prometheus(PrometheusSource, answer: @Sendable (DashboardEvent) -> Void)
    }

    /// For so long a moment must be looked at before the source is asked about it: a key that is held down goes over
    /// many.
    private static let debounce = Duration.milliseconds(150)

    private let connected = Mutex<Connected?>(nil)
    private let looking = Mutex<Task<Void, Never>?>(nil)
    private let telling = Mutex<[PastPoints.Stretch.Purpose: Task<Void, Never>]>([:])

    /// The source is known from now on.
    func connect(_ source: Connected) { connected.withLock { $0 = source } }

    func pollNow() {
        switch connected.withLock({ $0 }) {
        case .direct(let source, let answer):
            Task { if let update = await source.pollOnce() { answer(.source(update)) } }
        case .prometheus(let source, _): Task { await source.hurry() }
        case nil: break
        }
    }

    func select(_ service: ServiceKey, profile: String) {
        switch connected.withLock({ $0 }) {
        case .direct(let source, _): Task { await source.select(service, profile: profile) }
        case .prometheus(let source, _): Task { await source.select(service, by: profile) }
        case nil: break
        }
    }

    func group(by dimension: Dimension) {
        switch connected.withLock({ $0 }) {
        case .direct(let source, _): Task { await source.group(by: dimension) }
        case .prometheus(let source, _): Task { await source.group(by: dimension) }
        case nil: break
        }
    }

    func narrow(to part: Labels) {
        switch connected.withLock({ $0 }) {
        case .direct(let source, let answer):
            Task {
                await source.narrow(to: part)
                if let update = await source.pollOnce() { answer(.source(update)) }
            }
        case .prometheus(let source, _): Task { await source.narrow(to: part) }
        case nil: break
        }
    }

    func look(at moment: Timestamp) {
        guard case .prometheus(let source, let answer) = connected.withLock({ $0 }) else { return }
        let task = Task {
            try? await Task.sleep(for: Self.debounce)
            guard !Task.isCancelled else { return }
            answer(.past(await source.look(at: moment)))
        }
        // One that was not asked about yet is not looked at any more.
        looking.withLock { last in
            last?.cancel()
            last = task
        }
    }

    func inquire(into breach: PastBreach) {
        guard case .prometheus(let source, let answer) = connected.withLock({ $0 }) else { return }
        Task { answer(.inquired(await source.inquire(into: breach))) }
    }

    func tell(_ stretch: PastPoints.Stretch) {
        guard case .prometheus(let source, let answer) = connected.withLock({ $0 }) else { return }
        let task = Task {
            try? await Task.sleep(for: Self.debounce)
            guard !Task.isCancelled else { return }
            answer(.points(await source.points(of: stretch)))
        }
        telling.withLock { last in
            last[stretch.purpose]?.cancel()
            last[stretch.purpose] = task
        }
    }

    func route(_ alert: AlertStatus) {
        guard case .prometheus(let source, let answer) = connected.withLock({ $0 }) else { return }
        Task { answer(.routing(await source.routing(of: alert), of: alert.identity)) }
    }

    func followObjectives(areShown: Bool) {
        switch connected.withLock({ $0 }) {
        case .direct(let source, let answer):
            Task {
                guard areShown else { return await source.hideObjectives() }
                answer(.objectives(await source.showObjectives()))
            }
        case .prometheus(let source, let answer):
            Task {
                guard areShown else { return await source.hideObjectives() }
                answer(.objectives(await source.showObjectives()))
            }
        case nil: break
        }
    }

    func ask(_ question: PromQLQuestion) {
        answer { connected in
            switch connected {
            case .direct(let source, _): .answered(await source.answer(question))
            case .prometheus(let source, _): .answered(await source.answer(question))
            }
        }
    }

    func complete(_ context: CompletionContext, at moment: Timestamp) {
        answer { connected in
            switch connected {
            case .direct(let source, _): .completed(await source.completions(context, at: moment))
            case .prometheus(let source, _): .completed(await source.completions(context, at: moment))
            }
        }
    }

    func setWindow(_ window: Duration) {
        switch connected.withLock({ $0 }) {
        case .direct(let source, _): Task { await source.setWindow(window) }
        case .prometheus(let source, _): Task { await source.setWindow(window) }
        case nil: break
        }
    }

    /// Asks what is connected, beside everything else.
    private func answer(_ question: @escaping @Sendable (Connected) async -> DashboardEvent) {
        guard let connected = connected.withLock({ $0 }) else { return }
        Task {
            let event = await question(connected)
            switch connected {
            case .direct(_, let answer), .prometheus(_, let answer): answer(event)
            }
        }
    }

    func noteOnset(_ onset: Timestamp?, isObserved: Bool, after end: Timestamp?, of limit: Limit?) {
        switch connected.withLock({ $0 }) {
        case .direct(let source, _):
            Task { await source.noteOnset(onset, isObserved: isObserved, after: end, of: limit) }
        case .prometheus(let source, _):
            Task { await source.noteOnset(onset, isObserved: isObserved, after: end, of: limit) }
        case nil: break
        }
    }

    func noteEnded(_ breach: EndedBreach?) {
        switch connected.withLock({ $0 }) {
        case .direct(let source, _): Task { await source.noteEnded(breach) }
        case .prometheus(let source, _): Task { await source.noteEnded(breach) }
        case nil: break
        }
    }
}
