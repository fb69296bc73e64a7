import NIOCore
import NIOPosix

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Sends one part of a plan over a pool of connections.
///
/// Lives on one event loop; nothing here is shared, so nothing is locked. What is due and not sent is kept nowhere: the
/// schedule knows it, and a connection that becomes free takes the next. So load beyond what the target can take costs
/// no more than the load that it takes.
final class LoadShard: NIOScheduledCallbackHandler {
    enum Failure {
        case timeout
        case connectionError
        case protocolError
    }

    enum Phase {
        /// Nothing was started, or all of it is over.
        case idle
        /// Requests become due.
        case running
        /// Nothing more becomes due; what was due is still sent, and answers still count.
        case draining
    }

    let target: LoadTarget
    let loop: any EventLoop
    let connectionLimit: Int
    let timeout: Int64
    private let requestBytes: ByteBuffer
    /// A longer stop of the whole process is skipped, not caught up.
    private let stall: Int64 = 5_000_000_000
    private let slice: (width: Duration, kept: Int)

    private(set) var phase = Phase.idle
    private(set) var isClosedLoop = false
    var schedule: LoadSchedule?
    private(set) var startedAt: Int64 = 0
    private(set) var endsAt: Int64 = 0
    private(set) var run = 0
    private var generation = 0
    private var lastActive: Int64 = 0
    private var lastPlanned: Int64 = 0
    private(set) var lastRate = 0.0

    // What LoadShard+Connections.swift works on.
    var open: [ObjectIdentifier: LoadConnection] = [:]
    var idle: [LoadConnection] = []
    var connecting = 0
    var reconnectAt: Int64 = 0
    var backoff: Int64 = 0
    /// Whether more connections would have been of use in this run than may be open.
    var isAtConnectionLimit = false

    var retries = CircularBuffer<LoadConnection.Request>()
    var armedFor: Int64 = .max
    private var armed: NIOScheduledCallback?
    var count = LoadCount()
    var latencies: LatencyRecorder
    private(set) var effort = LoadEffort()

    init(
        target: LoadTarget,
        limits: LoadLimits,
        connections: Int,
        slice: (width: Duration, kept: Int),
        loop: any EventLoop
    ) {
        self.target = target
        self.loop = loop
        self.slice = slice
        connectionLimit = connections
        timeout = Int64(limits.timeout / .nanoseconds(1))
        requestBytes = target.requestBytes
        latencies = LatencyRecorder(slice: slice.width, kept: slice.kept)
    }

    static func now() -> Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }

    var isRunning: Bool { phase == .running }

    /// The `span` nanoseconds before `now`, in whole slices.
    func window(before now: Int64, span: Int64) -> LoadSliceSum {
        latencies.closeSlice(before: Self.now())
        return latencies.slices.window(before: now, span: span)
    }

    // MARK: Start, stop, rate

    /// Begins a run with counts from zero; `start` is the same on each loop, in nanoseconds on the monotonic clock.
    func start(_ plan: LoadPlan, part: LoadPart, at start: Int64) {
        (startedAt, lastActive, endsAt) = (start, Self.now(), start + Int64(plan.duration / .nanoseconds(1)))
        (count, latencies) = (LoadCount(), LatencyRecorder(slice: slice.width, kept: slice.kept))
        retries.removeAll()
        (isAtConnectionLimit, lastPlanned) = (false, 0)
        run += 1
        phase = .running
        switch plan.loop {
        case .open(let curve, let arrivals):
            isClosedLoop = false
            schedule = LoadSchedule(curve, start: start, part: part, arrivals: arrivals)
        case .closed:
            isClosedLoop = true
            schedule = nil
        }
        effort = LoadEffort(start: start)
        generation += 1
        watch(of: generation)
        tick()
    }

    func change(rate: Double, at now: Int64) {
        lastRate = rate
        guard phase == .running, schedule != nil else { return }
        schedule?.change(rate: rate, at: now)
        tick()
    }

    /// Stops issuing.
    ///
    /// What waits for a connection is given up; what is under way may still be answered.
    func stop() {
        guard phase != .idle else { return }
        giveUpDue()
        endIssuing()
        closeIdle()
    }

    /// Gives up what is still under way, and closes every connection.
    func abandonAll() {
        giveUpDue()
        endIssuing()
        let now = Self.now()
        for connection in open.values {
            guard let request = connection.abandon(), request.run == run else { continue }
            latencies.recordUnanswered(planned: request.planned, sent: request.sent, now: now)
            count.unfinished += 1
        }
        latencies.finishSlices()
        phase = .idle
    }

    var isDrained: Bool {
        !hasDue(at: Self.now()) && open.values.allSatisfy { $0.request == nil }
    }

    private func endIssuing() {
        guard phase == .running else { return }
        phase = .draining
        effort.end(at: Self.now(), answers: count.done)
    }

    private func giveUpDue() {
        let now = Self.now()
        while let (planned, _) = takeDue(at: now, isFresh: true) {
            count.unfinished += 1
            latencies.recordUnanswered(planned: planned, sent: nil, now: now)
        }
        schedule = nil
    }

    // MARK: The engine

    func handleScheduledCallback(eventLoop _: some EventLoop) {
        armedFor = .max
        tick()
    }

    /// Sends what is due over free connections, and sets the timer for what comes next.
    func tick() {
        guard phase != .idle else { return }
        let now = Self.now()
        noteActive(now)
        if phase == .running, now >= endsAt { endIssuing() }
        while let connection = idle.last {
            if wantsFresh(insteadOf: connection, now: now) {
                idle.removeLast()
                replace(connection, now: now)
                continue
            }
            guard let (planned, isRetry) = takeDue(at: now, isFresh: connection.answers == 0) else { break }
            idle.removeLast()
            connection.isIdle = false
            send(over: connection, planned: planned, now: now, hasWaited: false, isRetry: isRetry)
        }
        if phase == .draining, !hasDue(at: now) {
            return closeIdle()
        }
        connectAsNeeded(now: now)
        arm(now: now)
    }

    func arm(now: Int64) {
        // What was due before the end still waits, for a connection that is opened or becomes free.
        guard phase == .running else { return arm(at: now + 1_000_000) }
        guard let due = schedule?.nextDue, due < endsAt else { return arm(at: endsAt) }
        guard due <= now else {
            // Above 2,000 a second one timer serves several requests: a wake-up costs more than sending.
            let isDense = due - lastPlanned < 500_000
            return arm(at: isDense ? max(due, now + 100_000) : due)
        }
        // Every connection is in use. Where no more may be opened the next answer sends on; else a look each
        // millisecond is enough, since an opened one takes what is due by itself.
        arm(at: min(endsAt, open.count + connecting >= connectionLimit ? .max : now + 1_000_000))
    }

    private func arm(at time: Int64) {
        guard time < armedFor else { return }
        armed?.cancel()
        armedFor = time
        armed = try? loop.assumeIsolated().scheduleCallback(at: .uptimeNanoseconds(UInt64(time)), handler: self)
    }

    /// Notes that the loop is alive; after a stop of the whole process what became due meanwhile is left out.
    func noteActive(_ now: Int64) {
        if now - lastActive > stall, phase == .running, let skipped = schedule?.skip(to: min(now, endsAt)) {
            count.skipped += skipped
        }
        lastActive = now
    }

    private func hasDue(at now: Int64) -> Bool {
        !retries.isEmpty || (schedule?.nextDue).map { $0 <= now && $0 < endsAt } ?? false
    }

    /// How many requests wait, at least; for deciding on connections.
    func dueCount(at now: Int64) -> Int {
        retries.count + (schedule?.dueCount(at: min(now, endsAt)) ?? 0)
    }

    /// Takes what a free connection sends next: first what goes out again, but only over a connection that the server has
    /// had no time to close.
    func takeDue(at now: Int64, isFresh: Bool) -> (planned: Int64, isRetry: Bool)? {
        if !retries.isEmpty, isFresh {
            return retries.popFirst().map { ($0.planned, true) }
        }
        return takePlanned(at: now).map { ($0, false) }
    }

    private func takePlanned(at now: Int64) -> Int64? {
        guard let due = schedule?.nextDue, due <= now, due < endsAt else { return nil }
        lastPlanned = due
        return schedule?.takeDue(at: now)
    }

    func send(over connection: LoadConnection, planned: Int64, now: Int64, hasWaited: Bool, isRetry: Bool) {
        if !isRetry {
            count.sent += 1
            if !isClosedLoop { latencies.recordSent(planned: planned, sent: now, hasWaited: hasWaited) }
        }
        connection.send(requestBytes, as: .init(planned: planned, sent: now, run: run, isRetry: isRetry))
    }

    /// All requests share one limit, so looking a few times a second is enough and needs no timer a request.
    private func watch(of wanted: Int) {
        guard wanted == generation, phase == .running || !isDrained else { return }
        let now = Self.now()
        noteActive(now)
        let oldest = now - timeout
        for connection in open.values {
            guard let request = connection.request, request.sent < oldest else { continue }
            if let request = connection.abandon() { failed(request, how: .timeout) }
        }
        while let planned = takePlanned(at: oldest) {
            count.shed += 1
            latencies.recordUnanswered(planned: planned, sent: nil, now: now)
        }
        while let first = retries.first, first.sent < oldest {
            retries.removeFirst()
            failed(first, how: .timeout)
        }
        latencies.closeSlice(before: now)
        if phase == .running { effort.measure(at: now, answers: count.done) }
        tick()
        loop.assumeIsolated().scheduleTask(in: .milliseconds(250)) { self.watch(of: wanted) }
    }
}
