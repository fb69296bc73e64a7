import Diagnosis
package import PromModel
package import TerminalUI

/// Runs the screen: takes events one by one, keeps the state, has effects performed and frames drawn.
///
/// The loop never waits for source, load or terminal: each answers with an event.
package struct DashboardRuntime: Sendable {
    private let terminal: any TerminalDevice
    private let chaos: (any ChaosControl)?
    private let source: any SourceControl
    private let now: @Sendable () -> Timestamp
    private let observe: @Sendable (DashboardState) -> Void
    private let keeper: (any EvidenceKeeper)?
    private let note: @Sendable (DashboardEvent) -> Void

    /// A runtime over its outside world.
    ///
    /// `observe` sees the state after each source update, for logs and checks; `keeper` writes what is to be kept;
    /// `note` sees each event before it is taken, for a recording.
    package init(
        terminal: any TerminalDevice,
        chaos: (any ChaosControl)?,
        source: any SourceControl,
        now: @escaping @Sendable () -> Timestamp,
        keeper: (any EvidenceKeeper)? = nil,
        note: @escaping @Sendable (DashboardEvent) -> Void = { _ in },
        observe: @escaping @Sendable (DashboardState) -> Void = { _ in }
    ) {
        self.keeper = keeper
        self.note = note
        self.terminal = terminal
        self.chaos = chaos
        self.source = source
        self.now = now
        self.observe = observe
    }

    /// Runs until an event asks to leave.
    ///
    /// - Returns: the exit status asked for.
    package func run(
        state initial: DashboardState,
        events: AsyncStream<DashboardEvent>,
        sink: AsyncStream<DashboardEvent>.Continuation
    ) async -> Int32 {
        var state = initial
        state.size = terminal.size
        terminal.draw(DashboardView.frame(state, size: terminal.size))
        // One after the other: of two presses of a key the later one is to win.
        let (actions, queue) = AsyncStream<DashboardEffect>.makeStream()
        return await withDiscardingTaskGroup { group in
            group.addTask {
                guard let chaos else { return }
                for await action in actions { await act(action, on: chaos, sink) }
            }
            defer { queue.finish() }
            for await event in events {
                var effects: [DashboardEffect] = []
                for single in event.single { effects += take(single, &state) }
                terminal.draw(DashboardView.frame(state, size: terminal.size))
                for effect in effects {
                    if case .quit(let status) = effect {
                        // The screen goes first: what is still under way outside must not hold it.
                        terminal.close()
                        group.cancelAll()
                        return status
                    }
                    if case .note(let text, let moment) = effect { sink.yield(.noted(text, at: moment)) }
                    if effect == .keepEvidence, let keeper {
                        let kept = state
                        group.addTask { sink.yield(.notice(await keeper.keep(kept))) }
                    }
                    perform(effect, queue)
                }
            }
            return 0
        }
    }

    /// Has the state take an event, and those told who are to know.
    private func take(_ event: DashboardEvent, _ state: inout DashboardState) -> [DashboardEffect] {
        note(event)
        let effects = DashboardUpdate.update(&state, event)
        if case .source = event {
            observe(state)
            let verdict = state.live.verdict
            source.noteOnset(
                verdict.onset,
                isObserved: verdict.isOnsetObserved,
                after: verdict.after,
                of: verdict.brokenLimit
            )
            source.noteEnded(state.live.uncountedEnd)
        }
        return effects
    }

    private func perform(_ effect: DashboardEffect, _ queue: AsyncStream<DashboardEffect>.Continuation) {
        switch effect {
        case .repaint: terminal.repaint()
        case .copy(let text): terminal.copy(text)
        case .keepEvidence, .note: break
        case .pollNow: source.pollNow()
        case .selectService(let service, let profile): source.select(service, profile: profile)
        case .group(let dimension): source.group(by: dimension)
        case .narrow(let part): source.narrow(to: part)
        case .look(let moment): source.look(at: moment)
        case .inquire(let breach): source.inquire(into: breach)
        case .points(let stretch): source.tell(stretch)
        case .ask(let question): source.ask(question)
        case .complete(let context, let moment): source.complete(context, at: moment)
        case .setWindow(let window): source.setWindow(window)
        case .play(let speed, let isHeld): source.play(speed: speed, isHeld: isHeld)
        case .route(let alert): source.route(alert)
        case .objectives(let areShown): source.followObjectives(areShown: areShown)
        case .quit: break
        default: queue.yield(effect)
        }
    }

    private func act(
        _ effect: DashboardEffect,
        on chaos: any ChaosControl,
        _ sink: AsyncStream<DashboardEvent>.Continuation
    ) async {
        switch effect {
        case .startLoad(let rate): await chaos.startLoad(rate: rate)
        case .stopLoad: await chaos.stopLoad()
        case .changeRate(let rate): await chaos.changeRate(rate)
        case .setFault(let name, let route, let isActive):
            sink.yield(.faults(await chaos.setFault(name: name, route: route, isActive: isActive), at: now()))
            return
        case .injectFault(let words):
            sink.yield(.faults(await chaos.injectFault(words), at: now()))
            return
        case .resetFaults:
            sink.yield(.faults(await chaos.resetFaults(), at: now()))
            return
        case .listFaults:
            sink.yield(.faults(await chaos.faults(), at: now()))
            return
        case .quit, .pollNow, .selectService, .group, .narrow, .look, .inquire, .points, .ask, .complete, .setWindow,
            .play, .route, .objectives, .copy, .note, .keepEvidence, .repaint:
            return
        }
        sink.yield(.load(await chaos.loadStatus(), at: now()))
    }
}
