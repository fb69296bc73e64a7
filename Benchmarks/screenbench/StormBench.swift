import Dashboard
internal import Foundation
import GoldenSignals
import NCursesTerminal
import PromModel
import Synchronization
import TerminalUI

/// A terminal that remembers the last frame it was handed.
private final class RememberingTerminal: TerminalDevice {
    let screen: NCursesTerminal
    private let frame = Mutex<Frame?>(nil)

    init(_ screen: NCursesTerminal) { self.screen = screen }

    var last: Frame? { frame.withLock { $0 } }
    var size: TerminalSize { screen.size }

    func draw(_ frame: Frame) {
        self.frame.withLock { $0 = frame }
        screen.draw(frame)
    }

    func copy(_: String) {}

    func repaint() { screen.repaint() }
    func close() { screen.close() }
}

/// A source that nothing is asked of.
private struct NoSource: SourceControl {
    func pollNow() {}
}

/// Whether the load goes on; shared by the load and who reads the commands.
private final class Pace: Sendable {
    let isFrozen = Atomic(false)
}

/// The real screen and its loop under 20 updates a second, whose last frame can be had as text.
enum StormBench {
    private static let pause = Duration.milliseconds(50)
    /// One of them follows every fourth update: panels open, close and scroll while the window changes.
    private static let keys: [Key] = [
        .character("?"), .down, .escape, .character("S"), .down, .escape, .character("t"), .escape, .character("n"),
        .escape, .tab, .enter, .escape, .character("i"), .escape, .character("a"), .escape, .character("L"),
        .character("C"),
    ]

    static func run(descriptor: Int32) async -> Int32 {
        guard let screen = try? NCursesTerminal.open() else { ScreenBench.fail("storm: no terminal\n") }
        let terminal = RememberingTerminal(screen)
        let pace = Pace()
        let (events, sink) = AsyncStream<DashboardEvent>.makeStream()
        Thread.detachNewThread { obey(descriptor, terminal, pace, sink) }
        let incident = Incident(serviceCount: 50, step: .seconds(15))
        let span = Duration.seconds(1800)
        let clock = Mutex(Incident.start)
        let runtime = DashboardRuntime(
            terminal: terminal,
            chaos: nil,
            source: NoSource(),
            now: { clock.withLock { $0 } }
        )
        return await withDiscardingTaskGroup { group in
            group.addTask { await load(incident, span, pace, sink) }
            group.addTask { await forward(screen, sink) }
            let status = await runtime.run(state: incident.state(span: span), events: events, sink: sink)
            group.cancelAll()
            return status
        }
    }

    /// Polls of 15 s each, beginning shortly before a breach.
    private static func load(
        _ incident: Incident,
        _ span: Duration,
        _ pace: Pace,
        _ sink: AsyncStream<DashboardEvent>.Continuation
    ) async {
        var schedule = RefreshSchedule(
            scrapeInterval: incident.step,
            scrapeTimeout: .seconds(10),
            atLeast: .seconds(5),
            span: span
        )
        var number = 0
        while !Task.isCancelled {
            if !pace.isFrozen.load(ordering: .acquiring) {
                let now = Incident.start + Incident.cycle * 12 + Incident.calm + incident.step * (number - 8)
                let plan = schedule.plan(at: now)
                sink.yield(.source(incident.update(plan)))
                sink.yield(.tick(now))
                schedule.completed(plan)
                if number.isMultiple(of: 4) { sink.yield(.key(keys[number / 4 % keys.count])) }
                number += 1
            }
            try? await Task.sleep(for: pause)
        }
    }

    private static func forward(_ screen: NCursesTerminal, _ sink: AsyncStream<DashboardEvent>.Continuation) async {
        for await event in screen.events {
            switch event {
            case .key(let key): sink.yield(.key(key))
            case .mouse(let mouse): sink.yield(.mouse(mouse, size: screen.size))
            case .resized(let size): sink.yield(.resized(size))
            case .continued: sink.yield(.continued)
            case .interrupted, .inputClosed: sink.yield(.leave(status: 0))
            case .terminate(let signal): sink.yield(.leave(status: 128 + signal))
            }
        }
    }

    /// Takes commands, one byte each, until there are no more.
    private static func obey(
        _ descriptor: Int32,
        _ terminal: RememberingTerminal,
        _ pace: Pace,
        _ sink: AsyncStream<DashboardEvent>.Continuation
    ) {
        let file = FileHandle(fileDescriptor: descriptor)
        while let command = try? file.read(upToCount: 1)?.first {
            switch command {
            case UInt8(ascii: "f"): pace.isFrozen.store(true, ordering: .releasing)
            case UInt8(ascii: "g"): pace.isFrozen.store(false, ordering: .releasing)
            case UInt8(ascii: "d"): try? file.write(contentsOf: dump(terminal.last?.buffer))
            default:
                sink.yield(.leave(status: 0))
                return
            }
        }
        sink.yield(.leave(status: 0))
    }

    private static func dump(_ buffer: Buffer?) -> Data {
        let size = buffer?.size ?? TerminalSize(columns: 0, rows: 0)
        let rows = buffer.map { buffer in (0..<size.rows).map { buffer.row($0) + "\n" }.joined() } ?? ""
        return Data("\(size.columns) \(size.rows) \(rows.utf8.count)\n\(rows)".utf8)
    }
}
