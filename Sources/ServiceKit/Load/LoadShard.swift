import NIOCore
import NIOPosix

/// Issues requests on schedule over a pool of connections.
///
/// Lives on one event loop; nothing here is shared.
final class LoadShard {
    enum Failure {
        case timeout
        case connectionError
        case protocolError
    }

    struct Limits {
        var connections = 512
        var backlog = 10_000
        var timeout: Int64 = 10_000_000_000
        /// A longer stop of the whole process is skipped, not caught up.
        var stall: Int64 = 5_000_000_000
    }

    let target: LoadTarget
    let loop: any EventLoop
    private let limits = Limits()
    private let requestBytes: ByteBuffer
    private var schedule: LoadSchedule?
    private var endsAt: Int64 = 0
    private var lastTick: Int64 = 0
    private var generation = 0
    private var run = 0
    private var open: [ObjectIdentifier: LoadConnection] = [:]
    private var idle: [LoadConnection] = []
    private var connecting = 0
    private var reconnectAt: Int64 = 0
    private var backoff: Int64 = 0
    private var backlog = CircularBuffer<Int64>()
    private(set) var count = LoadCount()
    private(set) var latencies: LatencyRecorder
    private let window: Duration
    private(set) var lastRate = 0.0

    init(target: LoadTarget, window: Duration, loop: any EventLoop) {
        self.target = target
        self.window = window
        latencies = LatencyRecorder(window: window)
        self.loop = loop
        requestBytes = target.requestBytes
    }

    var isRunning: Bool { schedule != nil }

    static func now() -> Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }

    // MARK: Start, stop, rate

    func start(rate: Double, duration: Duration) {
        let now = Self.now()
        (lastTick, endsAt) = (now, now + Int64(duration / .nanoseconds(1)))
        (count, latencies) = (LoadCount(), LatencyRecorder(window: window))
        run += 1
        backlog.removeAll()
        schedule = LoadSchedule(rate: rate, start: now)
        lastRate = rate
        generation += 1
        tick(of: generation)
        watchTimeouts(of: generation)
    }

    func change(rate: Double) {
        lastRate = rate
        guard var changed = schedule else { return }
        changed.change(rate: rate, at: Self.now())
        schedule = changed
        // The old timer may be far off: start another chain of ticks.
        generation += 1
        tick(of: generation)
        watchTimeouts(of: generation)
    }

    /// Ends the run: nothing more becomes due, and what waits for a connection is still sent.
    private func finish() {
        schedule = nil
        guard backlog.isEmpty else { return }
        for connection in idle { connection.close() }
    }

    /// Stops issuing.
    ///
    /// What waits for a connection is given up; what is under way may still be answered.
    func stop() {
        schedule = nil
        giveUpBacklog()
        for connection in idle { connection.close() }
    }

    private func giveUpBacklog() {
        let now = Self.now()
        for planned in backlog { latencies.recordUnanswered(planned: planned, now: now) }
        count.unfinished += backlog.count
        backlog.removeAll()
    }

    /// Gives up what is still under way, and closes every connection.
    func abandonAll() {
        giveUpBacklog()
        let now = Self.now()
        for connection in open.values {
            guard let request = connection.abandon(), request.run == run else { continue }
            latencies.recordUnanswered(planned: request.planned, now: now)
            count.unfinished += 1
        }
    }

    var isDrained: Bool { backlog.isEmpty && open.values.allSatisfy { $0.request == nil } }

    func reading() -> LoadReading {
        let now = Self.now()
        return LoadReading(
            isRunning: isRunning,
            rate: lastRate,
            remaining: isRunning ? .nanoseconds(max(0, endsAt - now)) : nil,
            count: count,
            window: latencies.window(before: now, span: Int64(window / .nanoseconds(1)))
        )
    }

    // MARK: The engine

    private func tick(of wanted: Int) {
        guard wanted == generation, var schedule else { return }
        let now = Self.now()
        if now - lastTick > limits.stall { count.skipped += Int(schedule.skip(to: now)) }
        lastTick = now
        while schedule.nextDue < endsAt, let planned = schedule.takeDue(at: now) { issue(planned, now: now) }
        guard schedule.nextDue < endsAt else { return finish() }
        self.schedule = schedule
        let wait = max(schedule.nextDue - Self.now(), Self.quantum(rate: schedule.rate))
        loop.assumeIsolated().scheduleTask(in: .nanoseconds(min(wait, limits.stall / 2))) { self.tick(of: wanted) }
    }

    /// Above 2,000 a second one timer serves several requests: a wake-up costs more than sending.
    private static func quantum(rate: Double) -> Int64 { rate > 2000 ? 100_000 : 0 }

    private func issue(_ planned: Int64, now: Int64) {
        if let connection = idle.popLast() {
            count.sent += 1
            connection.send(requestBytes, as: .init(planned: planned, sent: now, run: run))
        } else if backlog.count < limits.backlog {
            backlog.append(planned)
            connectIfUseful(now: now)
        } else {
            count.shed += 1
        }
    }

    private func connectIfUseful(now: Int64) {
        guard connecting < backlog.count, open.count + connecting < limits.connections else { return }
        guard now >= reconnectAt else {
            // The target refused a moment ago and nothing is open: due requests fail now rather than pile up.
            if open.isEmpty, connecting == 0 { failBacklog() }
            return
        }
        connecting += 1
        let bound = NIOLoopBound(self, eventLoop: loop)
        ClientBootstrap(group: loop)
            .connectTimeout(.seconds(2))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(LoadConnection(shard: bound.value))
                }
            }
            .connect(to: target.address)
            .assumeIsolated()
            .whenComplete { [self] result in
                connecting -= 1
                switch result {
                case .success(let channel): opened(channel)
                case .failure: connectFailed()
                }
            }
    }

    private func opened(_ channel: any Channel) {
        backoff = 0
        guard let connection = try? channel.pipeline.syncOperations.handler(type: LoadConnection.self) else { return }
        open[ObjectIdentifier(connection)] = connection
        becameIdle(connection)
    }

    private func connectFailed() {
        backoff = min(max(10_000_000, backoff * 2), 1_000_000_000)
        reconnectAt = Self.now() + backoff
        if open.isEmpty, connecting == 0 { failBacklog() }
    }

    private func failBacklog() {
        let now = Self.now()
        count.connectionErrors += backlog.count
        for planned in backlog { latencies.recordUnanswered(planned: planned, now: now) }
        backlog.removeAll()
    }

    // MARK: What connections report

    func becameIdle(_ connection: LoadConnection) {
        if let planned = backlog.popFirst() {
            count.sent += 1
            connection.send(requestBytes, as: .init(planned: planned, sent: Self.now(), run: run))
        } else if isRunning {
            idle.append(connection)
        } else {
            connection.close()
        }
    }

    func answered(_ request: LoadConnection.Request, status: Int) {
        // An answer to a run that is over is no answer of this one.
        guard request.run == run else { return }
        count.byClass[status / 100 - 1] += 1
        latencies.record(
            planned: request.planned,
            sent: request.sent,
            done: Self.now(),
            isServerError: status >= 500
        )
    }

    func failed(_ request: LoadConnection.Request, how: Failure) {
        guard request.run == run else { return }
        latencies.recordUnanswered(planned: request.planned, now: Self.now())
        switch how {
        case .timeout: count.timeouts += 1
        case .connectionError: count.connectionErrors += 1
        case .protocolError: count.protocolErrors += 1
        }
    }

    func closed(_ connection: LoadConnection) {
        open[ObjectIdentifier(connection)] = nil
        idle.removeAll { $0 === connection }
    }

    /// All requests share one limit, so looking a few times a second is enough and needs no timer a request.
    private func watchTimeouts(of wanted: Int) {
        guard wanted == generation, isRunning || !isDrained else { return }
        let oldest = Self.now() - limits.timeout
        for connection in open.values {
            guard let request = connection.request, request.sent < oldest else { continue }
            if let request = connection.abandon() { failed(request, how: .timeout) }
        }
        while let planned = backlog.first, planned < oldest {
            backlog.removeFirst()
            count.timeouts += 1
            latencies.recordUnanswered(planned: planned, now: oldest + limits.timeout)
        }
        loop.assumeIsolated().scheduleTask(in: .milliseconds(250)) { self.watchTimeouts(of: wanted) }
    }
}
