import Dashboard
import GoldenSignals
import PromModel
import Synchronization
import TerminalUI
import TerminalUITestKit
import Testing

/// Answers at once, and remembers what was asked.
private final class RecordingChaos: ChaosControl {
    private let calls = Mutex<[String]>([])

    var asked: [String] { calls.withLock { $0 } }

    private func note(_ call: String) {
        calls.withLock { $0.append(call) }
    }

    func startLoad(rate: Double) async { note("start \(rate)") }
    func stopLoad() async { note("stop") }
    func changeRate(_ rate: Double) async { note("rate \(rate)") }
    func loadStatus() async -> LoadStatus {
        var status = LoadStatus(rate: 200)
        status.isRunning = asked.last != "stop"
        return status
    }
    func setFault(name: String, route: String, isActive: Bool) async -> ChaosAnswer {
        note("\(name) \(route) \(isActive)")
        return .faults([Scene.defect(isActive: isActive)])
    }
    func injectFault(_ words: String) async -> ChaosAnswer {
        note("inject \(words)")
        return .faults([Scene.defect(isActive: true)])
    }
    func resetFaults() async -> ChaosAnswer {
        note("reset")
        return .faults([Scene.defect(isActive: false)])
    }
    func faults() async -> ChaosAnswer { .faults([Scene.defect(isActive: true)]) }
}

/// A source that nothing is asked of.
private struct NoSource: SourceControl {
    func pollNow() {}
}

@Suite("Dashboard runtime")
struct RuntimeTests {
    private func runtime(_ terminal: TestTerminal, _ chaos: RecordingChaos) -> DashboardRuntime {
        DashboardRuntime(terminal: terminal, chaos: chaos, source: NoSource(), now: { Scene.start })
    }

    @Test("It paints before the first event, performs effects, takes their answers, and closes the screen on leaving")
    func story() async {
        let terminal = TestTerminal(size: .standard)
        let chaos = RecordingChaos()
        let (events, sink) = AsyncStream<DashboardEvent>.makeStream()
        async let status = runtime(terminal, chaos).run(state: Scene().state, events: events, sink: sink)
        sink.yield(.key(.character("l")))
        await waitUntil { terminal.lastFrame?.buffer.text.contains("ON 200/s") == true }
        sink.yield(.key(.character("f")))
        await waitUntil { terminal.lastFrame?.buffer.text.contains("faults none on") == true }
        sink.yield(.key(.control("l")))
        await waitUntil { terminal.repaints == 1 }
        sink.yield(.leave(status: 143))
        #expect(await status == 143)
        #expect(terminal.isClosed)
        #expect(chaos.asked == ["start 200.0", "reset"])
        #expect(terminal.frames.first?.buffer.text.contains("waiting for the first answer") == true)
    }

    @Test("A new size is drawn from data already there")
    func resize() async {
        let terminal = TestTerminal(size: .standard)
        let (events, sink) = AsyncStream<DashboardEvent>.makeStream()
        async let status = runtime(terminal, RecordingChaos()).run(
            state: Scene.trouble().state,
            events: events,
            sink: sink
        )
        await waitUntil { terminal.lastFrame != nil }
        terminal.resize(to: TerminalSize(columns: 40, rows: 12))
        sink.yield(.resized(TerminalSize(columns: 40, rows: 12)))
        await waitUntil { terminal.lastFrame?.buffer.size.columns == 40 }
        #expect(terminal.lastFrame?.buffer.text.contains("CRIT") == true)
        sink.yield(.key(.character("q")))
        #expect(await status == 0)
    }

    private func waitUntil(_ condition: () -> Bool) async {
        let deadline = ContinuousClock.now + .seconds(20)
        while !condition() {
            guard ContinuousClock.now < deadline else {
                Issue.record("the condition never came true")
                return
            }
            await Task.yield()
        }
    }
}
