import NIOCore
import Randomness

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What one shard of a driver is made of.
struct LoadShare: Sendable {
    let target: LoadTarget
    let limits: LoadLimits
    /// How many it may have open.
    let connections: Int
    /// How long each stretch of its history is, and how many are kept.
    let slice: (width: Duration, kept: Int)
    /// Its number among the driver's.
    let number: Int
    /// What its requests carry in `X-Sretop-Run`.
    let run: String
}

/// Sends one part of a plan over a pool of connections.
///
/// Lives on one thread; nothing here is shared, so nothing is locked. What is due and not sent is kept nowhere: the
/// schedule knows it, and a connection that becomes free takes the next. So load beyond what the target can take costs
/// no more than the load that it takes.
final class LoadShard {
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

    private let loop: any LoadLoop
    let connectionLimit: Int
    let timeout: Int64
    let limits: LoadLimits
    /// How old a connection may become, in nanoseconds.
    let connectionAge: Int64?
    var mix: LoadMix
    /// How long a connection may take to open.
    private let patience: Int64 = 2_000_000_000
    /// A longer stop of the whole process is skipped, not caught up.
    private let stall: Int64 = 5_000_000_000
    let slice: (width: Duration, kept: Int)

    var phase = Phase.idle
    var isClosedLoop = false
    var schedule: LoadSchedule?
    var startedAt: Int64 = 0
    var endsAt: Int64 = 0
    var run = 0
    /// When to look for requests that took too long, and when to drop all connections; `Int64.max` for never.
    var lookAt: Int64 = .max
    var dropAt: Int64 = .max
    var lastActive: Int64 = 0
    var lastPlanned: Int64 = 0
    var lastRate = 0.0

    // What LoadShard+Connections.swift works on.
    var open: [ObjectIdentifier: LoadConnection] = [:]
    var idle: [LoadConnection] = []
    var connecting = 0
    var reconnectAt: Int64 = 0
    var backoff: Int64 = 0
    /// Whether more connections would have been of use in this run than may be open.
    var isAtConnectionLimit = false
    /// How many connections carried a request at once, at most.
    var mostInUse = 0

    var retries = CircularBuffer<LoadConnection.Request>()
    /// What failed and goes out again after a pause.
    var waiting = LoadWaiting()
    /// Whether the run was ended before its time: nothing goes out again.
    var isStopped = false
    var random: SeededRandom
    var armedFor: Int64 = .max
    var count = LoadCount()
    /// The same for each of the target's requests.
    var kinds: [LoadKindCount]
    var latencies: LatencyRecorder
    var effort = LoadEffort()

    init(_ share: LoadShare, on loop: any LoadLoop) {
        let (target, limits) = (share.target, share.limits)
        self.loop = loop
        slice = share.slice
        connectionLimit = share.connections
        timeout = Int64(limits.timeout / .nanoseconds(1))
        self.limits = limits
        connectionAge = limits.connectionAge.map { Int64($0 / .nanoseconds(1)) }
        let seed = limits.seed &+ UInt64(share.number) &* 0x9E37_79B9_7F4A_7C15
        mix = LoadMix(target.requests, host: target.hostHeader, run: share.run, seed: seed)
        random = SeededRandom(seed: ~seed)
        kinds = Array(repeating: LoadKindCount(), count: target.requests.count)
        latencies = LatencyRecorder(slice: slice.width, kept: slice.kept)
    }

    static func now() -> Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }

    var isRunning: Bool { phase == .running }

    /// The `span` nanoseconds before `now`, in whole slices.
    func window(before now: Int64, span: Int64) -> LoadSliceSum {
        latencies.closeSlice(before: Self.now())
        return latencies.slices.window(before: now, span: span)
    }

    // MARK: The engine

    /// The time came that the timer was set to, or a later one.
    func timerWentOff() {
        armedFor = .max
        let now = Self.now()
        if now >= dropAt { dropAll(now) }
        if now >= lookAt { look(now) }
        tick()
        arm(at: min(lookAt, dropAt))
    }

    func connect() {
        connecting += 1
        loop.connect(self)
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
            guard let due = takeDue(at: now, isFresh: connection.answers == 0) else { break }
            idle.removeLast()
            connection.isIdle = false
            // Sending takes its time: each is timed by itself.
            send(due, over: connection, now: Self.now(), hasWaited: false)
        }
        if phase == .draining, !hasDue(at: now) {
            return waiting.isEmpty ? closeIdle() : arm(at: waiting.nextDue)
        }
        connectAsNeeded(now: now)
        arm(now: now)
    }

    func arm(now: Int64) {
        // What was due before the end still waits, for a connection that is opened or becomes free.
        guard phase == .running else { return arm(at: now + 1_000_000) }
        let due = min(schedule?.nextDue ?? .max, waiting.nextDue)
        guard due < endsAt else { return arm(at: endsAt) }
        guard due <= now else {
            let gap = due - lastPlanned
            // Above 2,000 a second one wake-up serves several requests, since it costs more than sending; where they are
            // denser still nobody sleeps in between.
            let isDense = gap < 500_000 && gap >= loop.shortestSleep
            return arm(at: isDense ? max(due, now + 100_000) : due)
        }
        // Every connection is in use. Where no more may be opened the next answer sends on; else a look each
        // millisecond is enough, since an opened one takes what is due by itself.
        arm(at: min(endsAt, open.count + connecting >= connectionLimit ? .max : now + 1_000_000))
    }

    func arm(at time: Int64) {
        guard time < armedFor else { return }
        armedFor = time
        loop.setTimer(at: time, self)
    }

    /// Notes that the loop is alive; after a stop of the whole process what became due meanwhile is left out.
    func noteActive(_ now: Int64) {
        if now - lastActive > stall, phase == .running, let skipped = schedule?.skip(to: min(now, endsAt)) {
            count.skipped += skipped
        }
        lastActive = now
    }

    func hasDue(at now: Int64) -> Bool {
        !retries.isEmpty || waiting.nextDue <= now || (schedule?.nextDue).map { $0 <= now && $0 < endsAt } ?? false
    }

    /// How many requests wait, at least; for deciding on connections.
    func dueCount(at now: Int64) -> Int {
        retries.count + (waiting.nextDue <= now ? waiting.count : 0) + (schedule?.dueCount(at: min(now, endsAt)) ?? 0)
    }

    /// All requests share one limit, so looking a few times a second, and when the oldest one reaches it, is enough and
    /// needs no timer a request.
    private func look(_ now: Int64) {
        guard phase == .running || !isDrained else {
            lookAt = .max
            return
        }
        lookAt = now + min(250_000_000, max(10_000_000, timeout / 4))
        noteActive(now)
        loop.giveUpConnecting(since: now - patience)
        let oldest = now - timeout
        var first = now
        for connection in open.values {
            guard let request = connection.request else { continue }
            if request.sent >= oldest {
                first = min(first, request.sent)
            } else if let request = connection.abandon() {
                failed(request, how: .timeout)
            }
        }
        // Many that do not answer are looked through less often.
        let pause = max(10_000_000, Int64(open.count) * 10_000)
        lookAt = min(lookAt, max(now + pause, first + timeout + 1))
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
    }
}
