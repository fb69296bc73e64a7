import Dashboard
import Diagnosis
import GoldenSignals
import NCursesTerminal
import PromModel
import Recording
import Synchronization
import TerminalUI

/// How far the log has come, and what was shown last.
private final class LastNoted: Sendable {
    let event = Mutex<SourceEvent?>(nil)
    let state = Mutex<DashboardState?>(nil)
    let recorded = Mutex<String?>(nil)
}

/// One run of the screen: terminal, clock and source feed one stream of events, and the runtime lives on it.
struct ScreenSession: Sendable {
    let sink: AsyncStream<DashboardEvent>.Continuation
    private let events: AsyncStream<DashboardEvent>
    private let terminal: any TerminalDevice
    private let log: LineFile?
    private let readings: LineFile?
    private let lastNoted: LastNoted
    private let points: PointsFile?
    private let notices: NoticeCommand?
    private let announcer: TerminalAnnouncer?
    private var folder: EvidenceFolder
    private let hasFarewell: Bool
    /// Sees what the screen shows, after each poll.
    var observe: (@Sendable (DashboardState) -> Void)?
    /// What is played.
    var recording: RecordingReader? {
        get { folder.recording }
        set { folder.recording = newValue }
    }
    private let recorder: Recorder?

    init(terminal: any TerminalDevice, options: ScreenOptions) throws {
        self.terminal = terminal
        log = try options.log.map(LineFile.init(path:))
        readings = try options.readings.map(LineFile.init(path:))
        points = try options.points.map(PointsFile.init(path:))
        notices = options.notify.map(NoticeCommand.init)
        announcer = options.announces ? (terminal as? NCursesTerminal).map(TerminalAnnouncer.init) : nil
        folder = EvidenceFolder(path: options.evidence ?? ".")
        hasFarewell = !options.noFarewell
        recorder = try options.record.map(Recorder.init(path:))
        lastNoted = LastNoted()
        (events, sink) = AsyncStream.makeStream()
    }

    /// Runs the screen until it is left; `work` feeds it (source, load, service) and is cancelled then.
    ///
    /// Without `ticks` the work tells the time, too.
    ///
    /// - Returns: the exit status.
    func run(
        state: DashboardState,
        terminalEvents: AsyncStream<TerminalEvent>,
        chaos: (any ChaosControl)?,
        source: any SourceControl,
        ticks: Bool = true,
        work: @escaping @Sendable (ScreenSession) async -> Void
    ) async -> Int32 {
        let runtime = DashboardRuntime(
            terminal: terminal,
            chaos: chaos,
            source: source,
            now: WallClock.now,
            keeper: folder,
            note: { [recorder] in recorder?.note($0, at: WallClock.now()) },
            observe: record
        )
        recorder?.begin(state, at: WallClock.now()) { [sink] in sink.yield(.notice($0)) }
        return await withDiscardingTaskGroup { group in
            if ticks { group.addTask { await tick() } }
            group.addTask { await forward(terminalEvents) }
            group.addTask { await work(self) }
            let status = await runtime.run(state: state, events: events, sink: sink)
            group.cancelAll()
            points?.write()
            let recorded = await recorder?.finish()
            lastNoted.recorded.withLock { $0 = recorded }
            return status
        }
    }

    /// Leaves the last verdict and numbers in the terminal, once the screen is gone.
    func sayFarewell() {
        defer { if let recorded = lastNoted.recorded.withLock({ $0 }) { StandardOutput.print(recorded) } }
        guard hasFarewell, var state = lastNoted.state.withLock({ $0 }) else { return }
        (state.cursor, state.frozen) = (nil, nil)
        StandardOutput.print(TextCharacters.harmlessLines(Evidence(state).farewell))
    }

    /// Writes a line to the log file, if there is one.
    func note(_ text: String) {
        log?.append(text: "\(TimeText.clock(WallClock.now()))Z \(text)")
    }

    /// Writes a poll's numbers, and the events that are new since the last one.
    private func record(_ state: DashboardState) {
        lastNoted.state.withLock { $0 = state }
        readings?.append(PollRecord(state).line)
        points?.take(state.live.history.points)
        notices?.observe(state)
        announcer?.observe(state)
        observe?(state)
        guard let log else { return }
        let events = state.live.events
        let fresh = lastNoted.event.withLock { last in
            let start =
                last.flatMap { last in
                    // The words of a deploy go on.
                    events.lastIndex { $0.at == last.at && $0.kind == last.kind && $0.subject == last.subject }
                }
                .map { $0 + 1 } ?? 0
            last = events.last ?? last
            return events[start...]
        }
        for event in fresh { log.append(text: "\(TimeText.clock(event.at))Z \(event.text)") }
    }

    /// Moves the clock on, half a second away from the polls: a tick just before a poll would show each second twice.
    private func tick() async {
        var offset: Duration?
        while !Task.isCancelled {
            let now = WallClock.now()
            let present = WallClock.localOffset(at: now)
            if present != offset { sink.yield(.localOffset(present)) }
            offset = present
            sink.yield(.tick(now))
            let wait = 1000 - (now.milliseconds + 500) % 1000
            try? await Task.sleep(for: .milliseconds(wait))
        }
    }

    private func forward(_ terminalEvents: AsyncStream<TerminalEvent>) async {
        for await event in terminalEvents {
            switch event {
            case .key(let key): sink.yield(.key(key))
            case .mouse(let mouse): sink.yield(.mouse(mouse, size: terminal.size))
            case .resized(let size): sink.yield(.resized(size))
            case .continued: sink.yield(.continued)
            case .interrupted: sink.yield(.leave(status: 0))
            case .terminate(let signal): sink.yield(.leave(status: 128 + signal))
            case .inputClosed: sink.yield(.leave(status: 0))
            }
        }
    }
}
